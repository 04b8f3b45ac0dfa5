import { mockServices } from '@backstage/backend-test-utils';
import { setTimeout as sleep } from 'node:timers/promises';
import { readConfig } from '../src/config';
import { Inventory } from '../src/inventory/Inventory';
import { configuration } from './configuration';
import { nameOf, namespaceOf } from './data';
import { until } from './measure';
import { Figure, figure, write } from './report';
import { startSeeded } from './seeded';

const CLUSTERS = 1_000;
const EVENTS_PER_SECOND = 50;
const SECONDS = Number(process.env.SOAK_SECONDS ?? 600);
const TURN = 'turn';

const gc = (globalThis as { gc?: () => void }).gc;

/** MiB of heap in use once the garbage is gone. */
async function heap(): Promise<number> {
  await sleep(500);
  gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

/** Ten minutes of churn on a real API server: no update may be lost, and nothing may pile up. */
async function main(): Promise<void> {
  const { plane, kubernetes } = await startSeeded(CLUSTERS);
  const inventory = new Inventory(
    readConfig(mockServices.rootConfig({ data: configuration(kubernetes) })),
  );
  inventory.start();
  await until(async () => inventory.clusters().length === CLUSTERS);
  const before = await heap();
  const wrote = new Map<number, string>();
  let troubles = 0;
  let events = 0;
  const end = Date.now() + SECONDS * 1000;
  for (let told = Date.now(); Date.now() < end; ) {
    const began = Date.now();
    const batch = Array.from({ length: EVENTS_PER_SECOND / 5 }, () =>
      Math.floor(Math.random() * CLUSTERS),
    );
    await Promise.all(
      [...new Set(batch)].map(async index => {
        const value = String(Math.random());
        await plane.admin.patch('Cluster', namespaceOf(index), nameOf(index), {
          metadata: { annotations: { [TURN]: value } },
        });
        wrote.set(index, value);
      }),
    );
    events += new Set(batch).size;
    if (inventory.connections[0].sync.state !== 'synced') troubles += 1;
    if (Date.now() - told > 60_000) {
      told = Date.now();
      process.stdout.write(
        `${events} events, heap ${(await heap()).toFixed(1)} MiB\n`,
      );
    }
    await sleep(Math.max(0, 200 - (Date.now() - began)));
  }
  await sleep(3_000);
  const lost = [...wrote].filter(
    ([index, value]) =>
      inventory.find(namespaceOf(index), nameOf(index))?.cluster.meta
        .annotations[TURN] !== value,
  ).length;
  const after = await heap();
  inventory.stop();
  await plane.stop();
  const figures: Figure[] = [
    figure(
      `events in ${SECONDS} s`,
      '',
      events,
      null,
      'about 50 a second',
      value => value > SECONDS * 25,
    ),
    figure('updates lost', '', lost, null, '0', value => value === 0),
    figure(
      'looks that found it not synced',
      '',
      troubles,
      null,
      '0',
      value => value === 0,
    ),
    figure(
      'heap after, over before',
      '×',
      after / before,
      null,
      'flat (≤ 1.1 ×)',
      value => value <= 1.1,
    ),
  ];
  write('soak', figures);
}

main()
  .catch(error => {
    process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
  })
  .finally(() => process.exit());
