import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';

const running = new Set();

function signalGroup(child, signal) {
  try {
    // A negative id reaches everything the child started, too.
    process.kill(-child.pid, signal);
  } catch {
    child.kill(signal);
  }
}

/** Ends every process that this run started, first politely. */
export async function endAll() {
  const children = [...running];
  await Promise.all(
    children.map(
      child =>
        new Promise(resolve => {
          const hard = setTimeout(() => signalGroup(child, 'SIGKILL'), 8_000);
          child.once('exit', () => {
            clearTimeout(hard);
            resolve();
          });
          signalGroup(child, 'SIGTERM');
        }),
    ),
  );
}

/** Starts a process in a group of its own, so that Ctrl-C leaves nothing behind. */
export function start(command, args, options = {}) {
  const child = spawn(command, args, {
    stdio: options.log ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    detached: process.platform !== 'win32',
    env: options.env ?? process.env,
    cwd: options.cwd,
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  if (options.log) {
    const file = createWriteStream(options.log, {
      flags: options.append ? 'a' : 'w',
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.pipe(file, { end: false });
      if (options.onOutput)
        stream.on('data', data => options.onOutput(String(data)));
    }
  }
  return child;
}

/** Runs a process to its end and answers its exit code. */
export function run(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = start(command, args, options);
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0)));
  });
}
