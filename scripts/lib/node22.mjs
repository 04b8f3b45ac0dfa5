import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { refuse, say } from './say.mjs';

const VERSION = '22.23.3';
const major = version => Number(/^v?(\d+)/.exec(version)?.[1]);

/**
 * The Node 22 that everything runs on: the one in use if it is a 22, else the one from the npm registry's
 * `node-<platform>-<arch>` package (what `node@22` installs), kept in `.node22`.
 */
export function ensureNode22(root) {
  if (
    major(process.version) === 22 &&
    existsSync(join(dirname(process.execPath), '../include/node/node.h'))
  ) {
    return {
      bin: process.execPath,
      dir: join(dirname(process.execPath), '..'),
    };
  }
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const home = join(root, '.node22');
  const dir = join(home, 'node_modules', name);
  const bin = join(dir, 'bin', platform === 'win' ? 'node.exe' : 'node');
  if (!existsSync(bin)) {
    say(`Bringing Node ${VERSION} into .node22 (once) …`);
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'package.json'), '{"private":true}\n');
    try {
      execFileSync(
        platform === 'win' ? 'npm.cmd' : 'npm',
        [
          'install',
          '--no-save',
          '--no-package-lock',
          '--ignore-scripts',
          '--no-audit',
          '--no-fund',
          `${name}@${VERSION}`,
        ],
        {
          cwd: home,
          stdio: ['ignore', 'ignore', 'pipe'],
          shell: platform === 'win',
        },
      );
    } catch (error) {
      const text = String(error.stderr ?? error);
      if (/ENOSPC/.test(text))
        refuse(
          'The disk is full.',
          'Free 4 GB and run the same command again.',
        );
      if (/E404/.test(text)) {
        refuse(
          `There is no Node 22 package for ${process.platform} on ${process.arch}.`,
          'Install Node 22 yourself and run the same command with it.',
        );
      }
      refuse(
        'Node 22 could not be fetched from the npm registry.',
        'Check the network (`npm ping`) and run the same command again.',
      );
    }
  }
  return { bin, dir };
}
