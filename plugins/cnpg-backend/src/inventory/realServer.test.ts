import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  crdFolders,
  installCrds,
  removeCrd,
} from '@naytife/cnpg-control-plane';
import { KubeClient } from '@naytife/cnpg-simulator';
import { eventually } from '../__testUtils__/backend';
import { quickInventory } from '../__testUtils__/inventory';
import { addDatabases, realWorld } from '../__testUtils__/worlds';
import { Inventory } from './Inventory';

// What only the real server does to its clients (npm run test:control-plane).
describe('an inventory, when a real kube-apiserver', () => {
  let world: Awaited<ReturnType<typeof realWorld>>;
  let inventory: Inventory;
  const folder = mkdtempSync(join(tmpdir(), 'token-'));
  const tokenFile = join(folder, 'token');
  const connection = () => inventory.connections[0];
  const until = async (good: () => boolean) => {
    await eventually(async () => good(), Boolean, 20_000);
    expect(good()).toBe(true);
  };

  beforeAll(async () => {
    world = await realWorld();
    await addDatabases(world.client);
    writeFileSync(tokenFile, world.token);
    inventory = quickInventory(
      { url: world.proxy.url },
      { tokenFiles: { k1: tokenFile } },
    );
    inventory.start();
    await until(() => inventory.clusters().length === 2);
  }, 60_000);
  afterAll(async () => {
    inventory?.stop();
    await world?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('restarts: keeps what was known, says that it is stale, and misses no change', async () => {
    await world.real.plane.restartApiServer(async () => {
      await until(() => connection().sync.state === 'stale');
      expect(inventory.clusters()).toHaveLength(2);
    });
    await world.client.patch('Cluster', 'dev', 'db', {
      metadata: { labels: { turn: 'restarted' } },
    });
    await until(
      () =>
        connection().sync.state === 'synced' &&
        inventory.find('dev', 'db')?.cluster.meta.labels.turn === 'restarted',
    );
  }, 40_000);

  it('loses a CRD: its objects are gone, the other kinds stay, and it is read again when it is back', async () => {
    const { admin } = world.real.plane;
    await removeCrd(admin, 'scheduledbackups.postgresql.cnpg.io');
    await until(() =>
      connection().partial.some(
        ({ kind, error }) =>
          kind === 'scheduledBackups' && error === 'crdMissing',
      ),
    );
    expect(connection().list('scheduledBackups')).toEqual([]);
    expect(connection().sync.state).toBe('synced');
    await installCrds(admin, crdFolders());
    await until(() => !connection().partial.length);
    await world.client.ensure({
      kind: 'ScheduledBackup',
      metadata: { name: 'again', namespace: 'shop' },
      spec: { schedule: '0 0 3 * * *', cluster: { name: 'db' } },
    });
    await until(() => connection().list('scheduledBackups')?.length === 1);
  }, 60_000);

  it('lets a token expire: says unauthorized, and goes on with the rotated one', async () => {
    const asks = (token: string) =>
      new KubeClient({ ...world.real.plane.endpoint, token }).request(
        'GET',
        '/apis/postgresql.cnpg.io/v1/clusters?limit=1',
      );
    await world.account.expire(world.token, asks);
    await until(() => connection().sync.error === 'unauthorized');
    expect(inventory.clusters()).toHaveLength(2);
    writeFileSync(tokenFile, await world.account.token());
    await until(() => connection().sync.state === 'synced');
  }, 60_000);
});
