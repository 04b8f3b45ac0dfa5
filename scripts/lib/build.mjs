import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment, yarnPath } from './install.mjs';
import { run } from './proc.mjs';
import { refuse, say } from './say.mjs';

const SOURCES = ['plugins/cnpg/src', 'plugins/cnpg-common/src', 'examples/app/src', 'examples/app/public', 'examples/app/package.json', 'plugins/cnpg/package.json', 'yarn.lock'];

function digest(root) {
  const hash = createHash('sha256');
  const add = path => {
    if (!existsSync(path)) return;
    const entries = path.endsWith('.json') || path.endsWith('.lock') ? undefined : readdirSync(path, { withFileTypes: true, recursive: true });
    if (!entries) hash.update(readFileSync(path));
    else
      for (const entry of entries.filter(item => item.isFile()).map(item => join(item.parentPath ?? item.path, item.name)).sort()) hash.update(entry).update(readFileSync(entry));
  };
  for (const source of SOURCES) add(join(root, source));
  return hash.digest('hex');
}

/** Builds the pages, but only when their sources changed since the last time. */
export async function ensureAppBuilt(root, node) {
  const mark = join(root, 'examples/app/dist/.built');
  const now = digest(root);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === now) return;
  say('Building the pages (about 2 minutes the first time) …');
  mkdirSync(join(root, '.cache'), { recursive: true });
  const began = Date.now();
  const log = join(root, '.cache', 'build.log');
  const beat = setInterval(() => say(`  … ${Math.round((Date.now() - began) / 1000)} s`), 20_000);
  // The bundle takes its settings from the backend when it is served; the build only needs their shape.
  const env = {
    ...environment(node),
    ...Object.fromEntries(['DEMO_PORT', 'DEMO_GITHUB_PORT', 'DEMO_GITHUB_TOKEN', 'DEMO_ROOT', 'DEMO_CHECKOUT', 'DEMO_KUBE_PRODUCTION', 'DEMO_KUBE_PRODUCTION_TOKEN', 'DEMO_KUBE_DEVELOPMENT', 'DEMO_KUBE_DEVELOPMENT_TOKEN'].map(name => [name, name === 'DEMO_PORT' ? '7007' : 'unset'])),
  };
  const code = await run(node.bin, [yarnPath(root), 'workspace', 'app', 'build', '--config', join(root, 'app-config.yaml')], { cwd: root, log, env }).finally(() => clearInterval(beat));
  if (code !== 0) {
    process.stderr.write(readFileSync(log, 'utf8').split('\n').slice(-40).join('\n'));
    refuse('The pages could not be built.', `The whole log is ${log}.`);
  }
  writeFileSync(mark, now);
  say(`Built in ${Math.round((Date.now() - began) / 1000)} s.`);
}
