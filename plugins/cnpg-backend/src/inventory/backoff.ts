import { setTimeout as sleep } from 'node:timers/promises';

/** Waits that double from `firstMs` to `capMs`, each with jitter down to its half, so that many clients do not come at once. */
export class Backoff {
  private failures = 0;

  constructor(
    private readonly firstMs: number,
    private readonly capMs: number,
  ) {}

  /** After something that lasted: the next wait is short again. */
  reset(): void {
    this.failures = 0;
  }

  /**
   * Waits for the next turn, or until the signal ends it.
   * @param atLeastMs - what the server asked for (`Retry-After`); never more than twice the cap
   */
  async wait(signal: AbortSignal, atLeastMs = 0): Promise<void> {
    const full = Math.min(this.capMs, this.firstMs * 2 ** this.failures);
    this.failures = Math.min(this.failures + 1, 30);
    const ms = Math.max(
      full / 2 + (Math.random() * full) / 2,
      Math.min(atLeastMs, 2 * this.capMs),
    );
    await pause(ms, signal);
  }
}

/** Resolves after a time, or at once when the signal ends it. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
