import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { run } from './proc.mjs';
import { refuse, say } from './say.mjs';

const GIB = 1024 ** 3;
const NEEDED_GIB = 3;

/** The environment of every command: our Node first on the path, and its headers for native add-ons. */
export function environment(node) {
  const env = { ...process.env };
  env.PATH = [dirname(node.bin), env.PATH].join(delimiter);
  env.npm_config_nodedir = node.dir;
  env.NODE_OPTIONS = [env.NODE_OPTIONS, '--no-deprecation']
    .filter(Boolean)
    .join(' ');
  return env;
}

export const yarnPath = root =>
  join(
    root,
    /yarnPath: (.+)/
      .exec(readFileSync(join(root, '.yarnrc.yml'), 'utf8'))[1]
      .trim(),
  );

function has(command) {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function checkMachine(root) {
  const disk = statfsSync(root);
  const free = (disk.bavail * disk.bsize) / GIB;
  if (free < NEEDED_GIB) {
    refuse(
      `The disk has ${free.toFixed(
        1,
      )} GiB free, the packages need ${NEEDED_GIB}.`,
      'Free some space and run the same command again.',
    );
  }
  if (process.platform === 'win32') return;
  const missing = ['make', 'g++', 'python3'].filter(
    tool => !has(tool) && !(tool === 'g++' && has('c++')),
  );
  if (missing.length) {
    refuse(
      `A C++ toolchain is needed to build SQLite; missing: ${missing.join(
        ', ',
      )}.`,
      'Debian/Ubuntu: apt-get install build-essential python3 — macOS: xcode-select --install',
    );
  }
}

function registry() {
  if (process.env.YARN_NPM_REGISTRY_SERVER) return {};
  try {
    // Yarn does not read npm's settings: an adopter's mirror would be passed over.
    return {
      YARN_NPM_REGISTRY_SERVER: execFileSync(
        'npm',
        ['config', 'get', 'registry'],
        { stdio: ['ignore', 'pipe', 'ignore'] },
      )
        .toString()
        .trim()
        .replace(/\/$/, ''),
    };
  } catch {
    return {};
  }
}

/** Installs with the committed yarn, but only when the lockfile or the Node changed since the last time. */
export async function ensureInstalled(root, node, { update = false } = {}) {
  const lock = join(root, 'yarn.lock');
  const key = createHash('sha256')
    .update(existsSync(lock) ? readFileSync(lock) : '')
    .update(readFileSync(join(root, 'package.json')))
    .update(node.bin)
    .digest('hex');
  const mark = join(root, 'node_modules', '.installed');
  if (!update && existsSync(mark) && readFileSync(mark, 'utf8') === key) return;
  checkMachine(root);
  say('Installing packages (2 to 4 minutes the first time) …');
  mkdirSync(join(root, '.cache'), { recursive: true });
  const log = join(root, '.cache', 'install.log');
  const began = Date.now();
  let step = '';
  const beat = setInterval(
    () =>
      say(
        `  … ${Math.round((Date.now() - began) / 1000)} s${
          step ? `, ${step}` : ''
        }`,
      ),
    20_000,
  );
  const code = await run(
    node.bin,
    [yarnPath(root), 'install', ...(update ? [] : ['--immutable'])],
    {
      cwd: root,
      log,
      env: {
        ...environment(node),
        ...registry(),
        YARN_ENABLE_PROGRESS_BARS: 'false',
      },
      onOutput: text => {
        step =
          /(Resolution|Fetch|Link|Project validation) step/
            .exec(text)?.[0]
            .toLowerCase() ?? step;
      },
    },
  ).finally(() => clearInterval(beat));
  if (code !== 0) {
    const text = readFileSync(log, 'utf8');
    if (/ENOSPC/.test(text))
      refuse('The disk is full.', 'Free 3 GiB and run the same command again.');
    if (/ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|RequestError/.test(text)) {
      refuse(
        'The npm registry cannot be reached.',
        'Check the network (`npm ping`) and run the same command again.',
      );
    }
    if (/YN0028/.test(text))
      refuse(
        'yarn.lock does not fit package.json.',
        'Run `node scripts/run.mjs update-lockfile` and commit yarn.lock.',
      );
    if (/gyp|couldn't be built/.test(text))
      refuse(
        'A native package could not be built.',
        `Its build log is named in ${log}.`,
      );
    refuse(`Installing failed (exit ${code}).`, `See ${log}.`);
  }
  const now = createHash('sha256')
    .update(readFileSync(lock))
    .update(readFileSync(join(root, 'package.json')))
    .update(node.bin)
    .digest('hex');
  writeFileSync(mark, now);
  say(`Installed in ${Math.round((Date.now() - began) / 1000)} s.`);
}
