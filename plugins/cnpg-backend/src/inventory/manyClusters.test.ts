import { mockServices } from '@backstage/backend-test-utils';
import { setTimeout as sleep } from 'node:timers/promises';
import { readConfig } from '../config';
import { config, eventually } from '../__testUtils__/backend';
import { QUICK } from '../__testUtils__/inventory';
import { WORLDS, World, addDatabases } from '../__testUtils__/worlds';
import { Inventory } from './Inventory';

/** Fifty first lists at once take their time where the machine has other work. */
const SLOW_MS = 60_000;
const CLUSTERS = 50;
const GONE = 25;
/** Nothing listens there. */
const NOWHERE = 'http://127.0.0.1:1';

describe('fifty Kubernetes clusters of which half are gone', () => {
  let world: World;
  let inventory: Inventory;

  beforeAll(async () => {
    world = await WORLDS[0][1]();
    await addDatabases(world.client);
    const { proxy, token } = world;
    const one = config({ url: proxy.url, token });
    const [method] = one.kubernetes.clusterLocatorMethods;
    const names = Array.from({ length: CLUSTERS }, (_, index) => `k${index}`);
    inventory = new Inventory(
      readConfig(
        mockServices.rootConfig({
          data: {
            kubernetes: {
              clusterLocatorMethods: [
                {
                  ...method,
                  clusters: names.map((name, index) => ({
                    ...method.clusters[0],
                    name,
                    url: index % 2 ? NOWHERE : proxy.url,
                  })),
                },
              ],
            },
            cnpg: {
              environments: Object.fromEntries(
                names.map(name => [
                  name,
                  { ...one.cnpg.environments.dev, kubernetesCluster: name },
                ]),
              ),
            },
          },
        }),
      ),
      { times: QUICK, pollMs: 1_000 },
    );
    inventory.start();
  }, 60_000);
  afterAll(async () => {
    inventory?.stop();
    await world?.stop();
  });

  const states = (state: string) =>
    inventory.connections.filter(connection => connection.sync.state === state)
      .length;

  it(
    'shows those that are there, and says of each other why it is not',
    async () => {
      await eventually(
        async () => states('synced'),
        count => count === CLUSTERS - GONE,
        SLOW_MS,
      );
      expect(states('synced')).toBe(CLUSTERS - GONE);
      await eventually(
        async () => states('error'),
        count => count === GONE,
        SLOW_MS,
      );
      expect(states('error')).toBe(GONE);
      expect(inventory.clusters()).toHaveLength(CLUSTERS - GONE);
      expect(
        inventory.connections.find(connection => connection.name === 'k1')
          ?.sync,
      ).toMatchObject({ error: 'unreachable' });
    },
    2 * SLOW_MS,
  );

  it('brings a change in each of them, whatever the others do', async () => {
    const seen = new Set<string>();
    const stop = inventory.onChange(ref => {
      // What concerns a whole Kubernetes cluster comes by as well.
      if (ref.endsWith('/db')) seen.add(ref);
    });
    await world.client.patch('Cluster', 'dev', 'db', {
      metadata: { labels: { turn: 'all' } },
    });
    await eventually(
      async () => seen.size,
      size => size === CLUSTERS - GONE,
      20_000,
    );
    stop();
    expect(seen.size).toBe(CLUSTERS - GONE);
  });

  it('does not ask those that are there any more often for it', async () => {
    const before = world.proxy.seen.length;
    await sleep(3_000);
    const asked = world.proxy.seen
      .slice(before)
      .filter(({ url }) => !url.includes('/proxy/')).length;
    // Each of 11 kinds opens its watch anew every two seconds here.
    expect(asked).toBeLessThan((CLUSTERS - GONE) * 11 * 2.5);
  });
});
