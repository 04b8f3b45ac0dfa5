import { createTwoFilesPatch } from 'diff';
import { GitHub } from './github';
import { escape, page } from './html';

const CLASSES: Record<string, string> = { '+': 'add', '-': 'del' };

function colour(patch: string): string {
  const paint = (line: string) => {
    const kind = CLASSES[line[0]];
    return kind ? `<span class="${kind}">${escape(line)}</span>` : escape(line);
  };
  return patch.split('\n').slice(4).map(paint).join('\n');
}

function verdict(number: number, state: string, conflicts: string[]): string {
  if (state !== 'open')
    return '<p>Merged. The reconcilers apply it within seconds.</p>';
  if (conflicts.length)
    return `<p class="note">This branch has conflicts with main in ${conflicts
      .map(path => `<code>${escape(path)}</code>`)
      .join(
        ', ',
      )}: something else was merged since it was opened. Run the template again with the same values; it writes this branch anew on top of main.</p>`;
  return `<form method="post" action="/naytife/commerce/pull/${number}/merge"><button class="primary">Merge pull request</button></form>`;
}

/** A pull request as GitHub would show it: text, diffs, and the button that merges it. */
export async function pullRequestPage(
  github: GitHub,
  number: number,
): Promise<string> {
  const pull = await github.pull(number);
  const merged = Boolean(pull.merged ?? pull.merged_at);
  const {
    before,
    files: after,
    conflicts,
  } = merged
    ? { before: new Map(), files: new Map(), conflicts: [] }
    : await github.mergeability(pull);
  const changed = [...after]
    .filter(([path, content]) => before.get(path) !== content)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const state = merged ? 'merged' : pull.state;
  return page(
    `${pull.title} #${number}`,
    `<p class="note">A GitHub that exists only on this machine</p>
<h1>${escape(pull.title)} <small>#${number} · ${state}</small></h1>
<p><code>${escape(pull.head.ref)}</code> → <code>${escape(
      pull.base.ref,
    )}</code></p>
<pre style="white-space:pre-wrap">${escape(pull.body ?? '')}</pre>
${verdict(number, state, conflicts)}
<h2>${changed.length} files</h2>
${changed
  .map(
    ([path, content]) =>
      `<details open><summary>${escape(path)}</summary><pre>${colour(
        createTwoFilesPatch(path, path, before.get(path) ?? '', content),
      )}</pre></details>`,
  )
  .join('')}`,
  );
}
