import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Merged, threeWayMerge } from './threeWayMerge';

export const OWNER = 'naytife';
export const REPO = 'commerce';

type Files = Map<string, string>;

/** A GitHub that exists only on loopback, and the few calls that the demo itself makes to it. */
export class GitHub {
  private merging: Promise<void> = Promise.resolve();
  private readonly blobs = new Map<string, string>();

  private constructor(
    readonly url: string,
    private readonly token: string,
    private readonly emulator: { close(): Promise<void> | void },
  ) {}

  static async start(port: number, token: string): Promise<GitHub> {
    // GitHub allows so many requests an hour with one token: what plays GitOps has a token of its own.
    const own = randomBytes(18).toString('hex');
    // Offered as an ES module only.
    const { createEmulator } = await import('emulate');
    const emulator = await createEmulator({
      service: 'github',
      port,
      seed: {
        tokens: Object.fromEntries(
          [token, own].map(item => [
            item,
            { login: 'portal', scopes: ['repo'] },
          ]),
        ),
        github: {
          users: [{ login: 'portal', name: 'Naytife portal' }],
          orgs: [
            {
              login: OWNER,
              name: 'Naytife',
              members: [{ login: 'portal', role: 'admin' }],
            },
          ],
          repos: [
            {
              owner: OWNER,
              name: REPO,
              description: 'Naytife commerce',
              auto_init: true,
            },
          ],
        },
      },
    });
    return new GitHub(`http://127.0.0.1:${port}`, own, emulator);
  }

  async close(): Promise<void> {
    await this.emulator.close();
  }

  /** @throws Error with GitHub's own message */
  async call<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        'content-type': 'application/json',
        accept: 'application/vnd.github+json',
      },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok)
      throw new Error(
        `GitHub ${method} ${path}: ${response.status} ${text.slice(0, 200)}`,
      );
    return (text ? JSON.parse(text) : undefined) as T;
  }

  private repo<T>(method: string, path: string, body?: object): Promise<T> {
    return this.call<T>(method, `/repos/${OWNER}/${REPO}${path}`, body);
  }

  async put(path: string, content: string, message: string): Promise<void> {
    const current = await this.repo<{ sha: string }>(
      'GET',
      `/contents/${path}`,
    ).catch(() => undefined);
    await this.repo('PUT', `/contents/${path}`, {
      message,
      content: Buffer.from(content).toString('base64'),
      branch: 'main',
      ...(current ? { sha: current.sha } : {}),
    });
  }

  async putFile(path: string, file: string): Promise<void> {
    await this.put(path, readFileSync(file, 'utf8'), `Add ${path}`);
  }

  /** The newest commit of a branch, never one from the middle of a merge. */
  async head(branch: string): Promise<string> {
    await this.merging;
    return this.tip(branch);
  }

  private async tip(branch: string): Promise<string> {
    return (
      await this.repo<{ object: { sha: string } }>(
        'GET',
        `/git/ref/heads/${branch}`,
      )
    ).object.sha;
  }

  /** All files of a branch, path → content. */
  async files(ref: string): Promise<Map<string, string>> {
    const { tree } = await this.repo<{
      tree: { path: string; type: string; sha: string }[];
    }>('GET', `/git/trees/${encodeURIComponent(ref)}?recursive=1`);
    const blobs = await Promise.all(
      tree
        .filter(entry => entry.type === 'blob')
        .map(async entry => [entry.path, await this.blob(entry.sha)] as const),
    );
    return new Map(blobs);
  }

  /** Content by its hash, which never changes. */
  private async blob(sha: string): Promise<string> {
    const known = this.blobs.get(sha);
    if (known !== undefined) return known;
    const { content, encoding } = await this.repo<{
      content: string;
      encoding: string;
    }>('GET', `/git/blobs/${sha}`);
    const text = Buffer.from(
      content,
      encoding === 'base64' ? 'base64' : 'utf8',
    ).toString();
    this.blobs.set(sha, text);
    return text;
  }

  pulls(): Promise<PullRequest[]> {
    return this.repo('GET', '/pulls?state=all');
  }

  pull(number: number): Promise<PullRequest> {
    return this.repo('GET', `/pulls/${number}`);
  }

  /** What merging a pull request would give now, and what it changes against its base branch. */
  async mergeability(pull: PullRequest): Promise<Merged & { before: Files }> {
    const base = await this.mergeBase(pull.base.ref, pull.head.ref);
    const [common, before, theirs] = await Promise.all(
      [base, pull.base.ref, pull.head.ref].map(ref => this.files(ref)),
    );
    return { before, ...threeWayMerge(common, before, theirs) };
  }

  /**
   * Merges as GitHub does. The emulator alone would put the tree that the branch had at first in place of main's, and
   * so undo whatever was merged since, or pushed to the branch. Until that is mended nobody is told main's head.
   * @throws Error when there are conflicts
   */
  merge(number: number): Promise<void> {
    const work = this.merging.then(() => this.mergeNow(number));
    this.merging = work.catch(() => undefined);
    return work;
  }

  private async mergeNow(number: number): Promise<void> {
    const pull = await this.pull(number);
    const { files, conflicts } = await this.mergeability(pull);
    if (conflicts.length)
      throw new Error(`#${number} conflicts in ${conflicts.join(', ')}`);
    const [main, head] = await Promise.all([
      this.tip(pull.base.ref),
      this.tip(pull.head.ref),
    ]);
    const { sha } = await this.repo<{ sha: string }>('POST', '/git/trees', {
      tree: [...files].map(([path, content]) => ({
        path,
        mode: '100644',
        type: 'blob',
        content,
      })),
    });
    const commit = await this.repo<{ sha: string }>('POST', '/git/commits', {
      message: `Merge pull request #${number} from ${pull.head.ref}`,
      tree: sha,
      parents: [main, head],
    });
    await this.repo('PUT', `/pulls/${number}/merge`, {});
    await this.repo('PATCH', `/git/refs/heads/${pull.base.ref}`, {
      sha: commit.sha,
      force: true,
    });
  }

  /** The newest commit that both branches have. */
  private async mergeBase(one: string, other: string): Promise<string> {
    const ancestors = async function* follow(this: GitHub, ref: string) {
      const queue = [await this.tip(ref)];
      const seen = new Set<string>();
      for (let sha = queue.shift(); sha; sha = queue.shift()) {
        if (seen.has(sha)) continue;
        seen.add(sha);
        yield sha;
        const { parents } = await this.repo<{ parents: { sha: string }[] }>(
          'GET',
          `/git/commits/${sha}`,
        );
        queue.push(...parents.map(parent => parent.sha));
      }
    }.bind(this);
    const known = new Set<string>();
    for await (const sha of ancestors(one)) known.add(sha);
    for await (const sha of ancestors(other)) if (known.has(sha)) return sha;
    throw new Error(`${one} and ${other} have nothing in common`);
  }
}

export interface PullRequest {
  number: number;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  merged?: boolean;
  merged_at?: string | null;
  head: { ref: string; sha: string };
  base: { ref: string; sha: string };
}
