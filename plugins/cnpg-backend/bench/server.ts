import { createBackend } from '@backstage/backend-defaults';
import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';

/** What the benchmark tells a backend that it starts. */
export interface Settings {
  which: 'empty' | 'ours' | 'rival';
  port: number;
  config: Record<string, never>;
  entities: never[];
}

const gc = (globalThis as { gc?: () => void }).gc;

/** Bytes in use once the garbage is gone. */
function memory(): number {
  gc?.();
  gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function main(): Promise<void> {
  const { which, config, entities } = JSON.parse(
    process.env.BENCH_SETTINGS ?? '',
  ) as Settings;
  const backend = createBackend();
  backend.add(mockServices.rootConfig.factory({ data: config }));
  // Everyone is a signed-in user: what is measured is the plugin, not the way through auth.
  backend.add(mockServices.auth.factory());
  backend.add(mockServices.httpAuth.factory());
  backend.add(catalogServiceMock.factory({ entities }));
  if (which === 'ours') backend.add(import('../src'));
  if (which === 'rival')
    backend.add(import('@backstage/plugin-kubernetes-backend'));
  await backend.start();
  process.send?.({ ready: process.uptime() });
  process.on('message', () => process.send?.({ memory: memory() }));
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
