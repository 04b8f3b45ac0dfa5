import { ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 60_000;

/** One program of the control plane, with its log in a file. */
export class Program {
  private child: ChildProcess | undefined;

  constructor(
    private readonly command: string,
    private readonly args: string[],
    private readonly log: string,
  ) {}

  /**
   * Starts it and waits until `ready` says so.
   * @throws Error with the end of its log when it ends instead, or takes longer than a minute
   */
  async start(ready: () => Promise<boolean>): Promise<void> {
    const child = spawn(this.command, this.args, {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    process.once('exit', this.kill);
    const file = createWriteStream(this.log, { flags: 'a' });
    child.stdout?.pipe(file, { end: false });
    child.stderr?.pipe(file, { end: false });
    const end = Date.now() + PATIENCE_MS;
    while (!(await ready().catch(() => false))) {
      if (child.exitCode !== null || Date.now() > end)
        throw new Error(
          `${this.command} did not become ready:\n${readFileSync(
            this.log,
            'utf8',
          )
            .split('\n')
            .slice(-20)
            .join('\n')}`,
        );
      await sleep(50);
    }
  }

  private readonly kill = () => {
    this.child?.kill('SIGKILL');
  };

  /** Ends it, at once where `signal` says so, and waits until it is gone. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.child;
    this.child = undefined;
    process.off('exit', this.kill);
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise(resolve => child.once('exit', resolve));
    child.kill(signal);
    const hard = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await gone;
    clearTimeout(hard);
  }
}
