import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isWatch } from '@naytife/cnpg-control-plane';
import { QUICK, quickInventory } from '../__testUtils__/inventory';
import { eventually } from '../__testUtils__/backend';
import { WORLDS, World, addDatabases } from '../__testUtils__/worlds';
import { Inventory } from './Inventory';

const CLUSTERS = /\/clusters\?/;
const BACKUPS = /\/backups\?/;
const ofClusters = (url: string) => CLUSTERS.test(url);
const every = () => true;
/** What the backend promises: it is back within twice the cap of its backoff. */
const BACK_MS = 2 * QUICK.backoffCapMs + QUICK.requestMs;
/** Kinds that are watched; each may try once per backoff. */
const KINDS = 11;

describe.each(WORLDS)('an inventory on %s', (_name, startWorld) => {
  let world: World;
  let inventory: Inventory;
  let mend: (() => unknown)[] = [];

  const sync = () => inventory.connections[0].sync;
  const until = async (good: () => boolean, ms = BACK_MS + 3_000) => {
    await eventually(async () => good(), Boolean, ms);
    expect(good()).toBe(true);
  };
  const synced = () =>
    until(
      () =>
        sync().state === 'synced' && !inventory.connections[0].partial.length,
    );
  const label = (value: string) =>
    world.client.patch('Cluster', 'dev', 'db', {
      metadata: { labels: { turn: value } },
    });
  const seesLabel = (value: string) =>
    until(
      () => inventory.find('dev', 'db')?.cluster.meta.labels.turn === value,
    );
  /** Breaks something for a while, looks at what is told meanwhile, and asks that all is well again in time. */
  const fault = (...args: Parameters<World['proxy']['fault']>) =>
    mend.push(world.proxy.fault(...args));
  const end = async () => {
    const healed = mend;
    mend = [];
    for (const heal of healed) await heal();
    const began = Date.now();
    await synced();
    expect(Date.now() - began).toBeLessThan(BACK_MS + 1_000);
    await label(`after-${began}`);
    await seesLabel(`after-${began}`);
  };
  const start = (change?: object) => {
    inventory = quickInventory(
      { url: world.proxy.url, token: world.token },
      change,
    );
    inventory.start();
  };
  /** How often the server is asked while `work` runs, per second; status polls are not counted, they have their own pace. */
  const pace = async (work: () => Promise<unknown>) => {
    const before = world.proxy.seen.length;
    const began = Date.now();
    await work();
    const asked = world.proxy.seen
      .slice(before)
      .filter(({ url }) => !url.includes('/proxy/')).length;
    return asked / ((Date.now() - began) / 1000);
  };
  /** Backing off at the cap, with jitter, and no more. */
  const CALM = (KINDS + 1) * (1000 / (QUICK.backoffCapMs / 2)) + KINDS;

  beforeAll(async () => {
    world = await startWorld();
    await addDatabases(world.client);
    start();
    await synced();
    await until(
      () =>
        inventory.find('production', 'db')?.cluster.status?.phase ===
        'Cluster in healthy state',
      15_000,
    );
  }, 60_000);
  afterAll(async () => {
    inventory?.stop();
    await world?.stop();
  });
  afterEach(async () => {
    for (const heal of mend.splice(0)) await heal();
  });

  it('comes up by itself when connections were refused at its start', async () => {
    inventory.stop();
    await world.proxy.down();
    start();
    await until(() => sync().error === 'unreachable');
    expect(sync()).toMatchObject({
      state: 'error',
      message: expect.stringContaining('ECONNREFUSED'),
    });
    expect(inventory.clusters()).toEqual([]);
    expect(await pace(() => sleep(1_500))).toBe(0);
    mend.push(() => world.proxy.up());
    await end();
  });

  it('goes on where it was when watches are killed in their middle', async () => {
    const lists = () =>
      world.proxy.seen.filter(({ url }) => ofClusters(url) && !isWatch(url))
        .length;
    const before = lists();
    world.proxy.killWatches();
    await label('killed');
    await seesLabel('killed');
    await synced();
    expect(lists()).toBe(before);
  });

  it('notices a half-open connection, says since when nothing was heard, and catches up', async () => {
    world.proxy.freezeWatches();
    const frozenAt = Date.now();
    fault(every, { kind: 'hang' });
    await label('unheard');
    await until(
      () => sync().error === 'timeout',
      QUICK.watchMs + QUICK.graceMs + QUICK.requestMs + 3_000,
    );
    expect(sync().state).toBe('stale');
    expect(Date.parse(sync().since ?? '')).toBeLessThan(frozenAt + 300);
    expect(inventory.find('dev', 'db')?.cluster.meta.labels.turn).not.toBe(
      'unheard',
    );
    await end();
  });

  it('does not take a quiet kind for a dead connection', async () => {
    const states: string[] = [];
    const stop = inventory.onChange(() => states.push(sync().state));
    await sleep(QUICK.watchMs * 2);
    stop();
    expect(states.filter(state => state !== 'synced')).toEqual([]);
    expect(inventory.connections[0].partial).toEqual([]);
  }, 15_000);

  it('says unauthorized when its token has expired, and takes the rotated one from the file', async () => {
    inventory.stop();
    const folder = mkdtempSync(join(tmpdir(), 'token-'));
    const file = join(folder, 'token');
    writeFileSync(file, world.token);
    start({ tokenFiles: { k1: file } });
    await synced();
    writeFileSync(file, 'a-token-from-yesterday');
    world.proxy.killWatches();
    await until(() => sync().error === 'unauthorized');
    expect(sync().state).toBe('stale');
    expect(inventory.clusters()).toHaveLength(2);
    writeFileSync(file, world.token);
    await end();
    inventory.stop();
    rmSync(folder, { recursive: true });
    start();
    await synced();
  });

  it('says forbidden of one kind only, and reads the others', async () => {
    fault(url => BACKUPS.test(url), {
      kind: 'answer',
      code: 403,
      body: { message: 'backups is forbidden' },
    });
    world.proxy.killWatches();
    await until(() => {
      const [first, ...rest] = inventory.connections[0].partial;
      // The other watches were cut off, too, and come back one after the other.
      return (
        first?.error === 'forbidden' &&
        !rest.length &&
        sync().state === 'synced'
      );
    });
    expect(inventory.connections[0].partial).toEqual([
      { kind: 'backups', error: 'forbidden', since: expect.any(String) },
    ]);
    await label('others');
    await seesLabel('others');
    await end();
  });

  it('lists anew after 410, and does not do so in a storm while it stays', async () => {
    fault(isWatch, {
      kind: 'inject',
      line: JSON.stringify({
        type: 'ERROR',
        object: { kind: 'Status', code: 410, message: 'too old' },
      }),
    });
    world.proxy.killWatches();
    const lists = await pace(() => sleep(2_000));
    expect(lists).toBeGreaterThan(1);
    expect(lists).toBeLessThan(2 * CALM);
    await end();
  });

  it('waits as long as a busy server asks it to', async () => {
    fault(every, {
      kind: 'answer',
      code: 429,
      headers: { 'retry-after': '1' },
    });
    world.proxy.killWatches();
    await until(() => sync().state === 'stale');
    expect(await pace(() => sleep(3_000))).toBeLessThan((KINDS + 1) * 1.5);
    await end();
  });

  it('backs off under a burst of 500s', async () => {
    fault(every, { kind: 'answer', code: 500 });
    world.proxy.killWatches();
    await until(() => sync().state === 'stale');
    expect(await pace(() => sleep(2_000))).toBeLessThan(CALM);
    await end();
  });

  it('gives up an answer that takes too long', async () => {
    fault(url => !isWatch(url), { kind: 'slow', ms: 30_000 });
    fault(isWatch, { kind: 'answer', code: 410 });
    world.proxy.killWatches();
    await until(() => sync().error === 'timeout');
    expect(sync().message).toContain('no answer within 1.5 s');
    await end();
  });

  it('takes a body that breaks off for a failure, and keeps what it had', async () => {
    fault(url => !isWatch(url), { kind: 'truncate', bytes: 40 });
    fault(isWatch, { kind: 'answer', code: 410 });
    world.proxy.killWatches();
    await until(() => sync().error === 'unreachable');
    expect(inventory.clusters()).toHaveLength(2);
    await end();
  });

  it.each([
    [
      'of an unknown type',
      {
        type: 'RENAMED',
        object: {
          kind: 'Cluster',
          metadata: {
            name: 'db',
            namespace: 'dev',
            resourceVersion: '999999999',
          },
        },
      },
    ],
    [
      'of an unknown kind',
      {
        type: 'MODIFIED',
        object: {
          kind: 'Unicorn',
          metadata: {
            name: 'db',
            namespace: 'dev',
            resourceVersion: '999999999',
          },
        },
      },
    ],
  ])(
    'passes over a watch event %s, and misses nothing for it',
    async (_what, event) => {
      fault(url => ofClusters(url) && isWatch(url), {
        kind: 'inject',
        line: JSON.stringify(event),
      });
      world.proxy.killWatches();
      await sleep(300);
      expect(
        inventory.find('dev', 'db')?.cluster.meta.resourceVersion,
      ).not.toBe('999999999');
      await end();
    },
  );

  it('starts over a watch that sends what is no JSON', async () => {
    fault(url => ofClusters(url) && isWatch(url), {
      kind: 'inject',
      line: '{"type":"MODIF',
    });
    world.proxy.killWatches();
    await until(() => sync().message?.includes('no JSON') ?? false);
    expect(sync().state).toBe('stale');
    await end();
  });

  it('takes an object of 1.4 MB, and an object whose status is a string', async () => {
    const big = {
      kind: 'Cluster',
      metadata: {
        name: 'big',
        namespace: 'dev',
        annotations: { note: 'x'.repeat(1_400_000) },
      },
      spec: { instances: 1 },
    };
    const odd = {
      kind: 'Cluster',
      metadata: { name: 'odd', namespace: 'dev' },
      spec: { instances: 1 },
      status: 'fine',
    };
    const take = async (object: { metadata: { name: string } }) => {
      const line = JSON.stringify({ type: 'ADDED', object });
      const heal = world.proxy.fault(url => ofClusters(url) && isWatch(url), {
        kind: 'inject',
        line,
      });
      world.proxy.killWatches();
      await until(
        () => inventory.find('dev', object.metadata.name) !== undefined,
      );
      heal();
    };
    await take(big);
    await take(odd);
    expect(
      inventory.connections[0].unreadable('clusters', 'dev', 'odd'),
    ).toEqual(['status: expected an object']);
    fault(url => ofClusters(url) && isWatch(url), {
      kind: 'answer',
      code: 410,
    });
    world.proxy.killWatches();
    await until(() => inventory.clusters().length === 2);
    await end();
  });

  it('measures by the cluster’s clock when it differs from ours by minutes', async () => {
    fault(every, { kind: 'skew', ms: 300_000 });
    world.proxy.killWatches();
    await until(
      () => Math.abs(inventory.connections[0].api.skewMs - 300_000) < 3_000,
    );
    expect(inventory.connections[0].api.now() - Date.now()).toBeGreaterThan(
      290_000,
    );
    await end();
    await until(() => inventory.connections[0].api.skewMs === 0);
  });

  it('has the same objects as before after all that', async () => {
    await synced();
    expect(inventory.clusters().map(({ ref }) => ref)).toEqual([
      'production/db',
      'dev/db',
    ]);
  });
});
