import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import { EVERY_CLUSTER } from '@naytife/backstage-plugin-cnpg-common';
import { Simulation } from '@naytife/cnpg-simulator';
import { eventually } from '../__testUtils__/backend';
import { quickInventory } from '../__testUtils__/inventory';
import { addDatabases } from '../__testUtils__/worlds';
import { openDatabase } from '../database';
import { Inventory } from '../inventory/Inventory';
import { IncidentStore } from './IncidentStore';
import { IncidentWatch } from './IncidentWatch';

const DB = { environment: 'production', name: 'db' };

describe('what goes wrong with a cluster', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let simulation: Simulation;
  let inventory: Inventory;
  let store: IncidentStore;
  let watch: IncidentWatch;

  const start = () => {
    // Polls of instances would tell of every cluster by themselves.
    inventory = quickInventory(
      { url: simulation.server.url, token: 'simulated-operator' },
      { instanceStatus: 'none' },
    );
    watch = new IncidentWatch(inventory, store, mockServices.logger.mock());
    watch.start();
    inventory.start();
  };
  const stop = () => {
    watch.stop();
    inventory.stop();
  };
  const archiving = async () =>
    (await store.since(DB, 0, 9)).filter(
      ({ condition }) => condition === 'ContinuousArchiving',
    );
  /** Lets the archive fail or work, and waits until the operator says so; answers since when, milliseconds since the epoch. */
  const fail = async (failing: boolean) => {
    simulation.world.set('shop/db', 'archive-failing', failing);
    const condition = await eventually(
      async () => {
        const cluster = await simulation.client.get('Cluster', 'shop', 'db');
        return (
          cluster.status?.conditions as {
            type: string;
            status: string;
            lastTransitionTime: string;
          }[]
        ).find(({ type }) => type === 'ContinuousArchiving');
      },
      found => found?.status === (failing ? 'False' : 'True'),
    );
    return Date.parse(condition?.lastTransitionTime ?? '');
  };

  beforeAll(async () => {
    simulation = await Simulation.start({
      namespaces: ['shop', 'dev'],
      speed: 200,
      tokens: {},
    });
    await addDatabases(simulation.client);
    await eventually(
      () => simulation.client.find('Cluster', 'shop', 'db'),
      object => object?.status?.phase === 'Cluster in healthy state',
    );
    const knex = await databases.init('SQLITE_3');
    store = new IncidentStore(
      await openDatabase({ getClient: async () => knex }),
    );
  });
  afterAll(async () => {
    stop();
    await simulation.close();
  });

  it('is kept by when the condition turned bad, also where that was before the portal started, and ends', async () => {
    const began = await fail(true);
    start();
    const [begun] = await eventually(archiving, found => found.length === 1);
    expect(begun).toMatchObject({ began, ended: undefined });
    await fail(false);
    const [over] = await eventually(
      archiving,
      ([one]) => one.ended !== undefined,
    );
    expect(over.ended).toBeGreaterThanOrEqual(began);
  });

  it('ends where it was over when the portal started again, and is not told twice', async () => {
    const began = await fail(true);
    await eventually(archiving, found => found.length === 2);
    stop();
    await fail(false);
    start();
    const [latest] = await eventually(
      archiving,
      ([one]) => one.ended !== undefined,
    );
    expect(latest.began).toBe(began);
    expect(latest.ended).toBeGreaterThanOrEqual(began);
    expect(await archiving()).toHaveLength(2);
  });

  it('is looked for in every cluster when all that is told is that a list was read', async () => {
    const began = await fail(true);
    await eventually(archiving, found => found.length === 3);
    watch.stop();
    await store.end(DB, 'ContinuousArchiving', began);
    let tell: (ref: string, revision: number) => void = () => undefined;
    const told: Inventory = Object.create(inventory, {
      onChange: {
        value: (listener: typeof tell) => {
          tell = listener;
          return () => undefined;
        },
      },
    });
    const lookAgain = jest.spyOn(store, 'begin');
    watch = new IncidentWatch(told, store, mockServices.logger.mock());
    watch.start();
    tell(EVERY_CLUSTER, 0);
    await eventually(
      async () => lookAgain.mock.calls,
      calls => calls.length > 0,
      5_000,
    );
    expect(lookAgain).toHaveBeenCalledWith(DB, 'ContinuousArchiving', began);
  });
});
