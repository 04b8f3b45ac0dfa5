/** Milliseconds at three places of a distribution. */
export interface Percentiles {
  p50: number;
  p95: number;
  p99: number;
}

export function percentiles(samples: number[]): Percentiles {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

/** How long an answer takes when so many ask at the same time, each again as soon as it has its answer. */
export async function latency(
  ask: () => Promise<unknown>,
  { users, rounds }: { users: number; rounds: number },
): Promise<Percentiles> {
  await ask();
  const samples: number[] = [];
  await Promise.all(
    Array.from({ length: users }, async () => {
      for (let round = 0; round < rounds; round += 1) {
        const began = performance.now();
        await ask();
        samples.push(performance.now() - began);
      }
    }),
  );
  return percentiles(samples);
}

export async function until(
  good: () => Promise<boolean>,
  everyMs = 20,
): Promise<number> {
  const began = performance.now();
  while (!(await good()))
    await new Promise(resolve => setTimeout(resolve, everyMs));
  return performance.now() - began;
}
