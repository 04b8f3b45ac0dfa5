import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Simulation } from '../Simulation';

interface Turn {
  object: {
    metadata: { namespace?: string; name: string };
    status?: Record<string, unknown>;
  };
}

const recorded: Turn[] = readFileSync(
  join(
    __dirname,
    '../../../../plugins/cnpg-common/fixtures/watch-clusters.jsonl',
  ),
  'utf8',
)
  .trim()
  .split('\n')
  .map(line => JSON.parse(line) as Turn);

/** A turn as told by phase and readiness, without the names of pods; repeated ones once. */
function phases(turns: Turn[]): string[] {
  const seen: string[] = [];
  for (const { object } of turns) {
    const { phase, phaseReason, instances, readyInstances } =
      object.status ?? {};
    if (phase === undefined) continue;
    const reason = String(phaseReason ?? '')
      .replaceAll(object.metadata.name, 'X')
      .replace(/rpc error:.*/, 'rpc error')
      .replace(/Check the job logs.*/, '');
    const turn = `${phase} | ${reason} | ${instances ?? '-'} | ${
      readyInstances ?? '-'
    }`;
    if (seen.at(-1) !== turn) seen.push(turn);
  }
  return seen;
}

/** The order in which each condition first took each status and reason. */
function conditions(turns: Turn[]): string[] {
  const seen = new Set<string>();
  for (const { object } of turns) {
    for (const condition of (object.status?.conditions ?? []) as {
      type: string;
      status: string;
      reason: string;
    }[])
      seen.add(`${condition.type}=${condition.status} ${condition.reason}`);
  }
  return [...seen];
}

const of = (namespace: string, name: string) =>
  recorded.filter(
    ({ object }) =>
      object.metadata.namespace === namespace && object.metadata.name === name,
  );
/** A recorded life up to, and with, the first turn that is so. */
const until = (turns: Turn[], end: (turn: Turn) => boolean) =>
  turns.slice(0, turns.findIndex(end) + 1);
const isHealthy = ({ object }: Turn) =>
  object.status?.phase === 'Cluster in healthy state';

const store = {
  kind: 'ObjectStore',
  metadata: { name: 'naytife-store', namespace: 'ns' },
  spec: { configuration: { destinationPath: 's3://b' }, retentionPolicy: '7d' },
};
const plugin = (serverName?: string) => ({
  name: 'barman-cloud.cloudnative-pg.io',
  isWALArchiver: true,
  parameters: {
    barmanObjectName: 'naytife-store',
    ...(serverName ? { serverName } : {}),
  },
});
const cluster = (name: string, spec: object) => ({
  kind: 'Cluster',
  metadata: { name, namespace: 'ns' },
  spec: { imageName: 'x:15.20', storage: { size: '1Gi' }, ...spec },
});
const recovery = (
  name: string,
  change: { serverName?: string; targetTime?: string } = {},
) =>
  cluster(name, {
    instances: 1,
    bootstrap: {
      recovery: {
        source: 'origin',
        ...(change.targetTime
          ? { recoveryTarget: { targetTime: change.targetTime } }
          : {}),
      },
    },
    externalClusters: [{ name: 'origin', plugin: plugin('origin') }],
    plugins: [plugin(change.serverName ?? name)],
  });

/** Fast enough for a test, slow enough that no turn is skipped over. */
const SPEED = 60;

describe('the simulated operator, held against the recordings', () => {
  let simulation: Simulation;
  let turns: Turn[];
  const stop = new AbortController();
  const errors: unknown[] = [];

  const wait = async (what: string, done: () => boolean, ms = 25_000) => {
    const end = Date.now() + ms;
    while (!done()) {
      if (Date.now() > end)
        throw new Error(
          `waited in vain for ${what}: ${phases(turns).slice(-3).join(' / ')}`,
        );
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  };
  const mine = (name: string) =>
    turns.filter(({ object }) => object.metadata.name === name);
  const healthyAgain = (name: string, from: number) =>
    wait(`${name} healthy`, () => mine(name).slice(from).some(isHealthy));

  beforeAll(async () => {
    turns = [];
    simulation = await Simulation.start({
      namespaces: ['ns'],
      speed: SPEED,
      onError: error => errors.push(error),
    });
    await simulation.client.follow(
      'Cluster',
      (_type, object) => turns.push({ object }),
      stop.signal,
    );
  });

  afterAll(async () => {
    stop.abort();
    await simulation.close();
  });

  it('is born with three instances in the recorded order of phases and conditions', async () => {
    await simulation.client.ensure(cluster('three', { instances: 3 }));
    await healthyAgain('three', 0);
    const real = until(of('naytife-staging', 'naytife-postgres'), isHealthy);
    expect(phases(mine('three'))).toEqual(phases(real));
    expect(conditions(mine('three')).sort()).toEqual(conditions(real).sort());
  });

  it('fills the fields that the real one fills, and leaves absent what it leaves absent', () => {
    const real = until(of('naytife-staging', 'naytife-postgres'), isHealthy).at(
      -1,
    );
    const own = mine('three').filter(isHealthy).at(-1);
    // What only the real one's inside needs: hashes and versions of the secrets and of the binary.
    const inside =
      /hash|architectures|resourceVersion|fingerprint|configMap|secretsResource|lastCheckTime/i;
    const fields = (turn: Turn | undefined) =>
      Object.keys(turn?.object.status ?? {})
        .filter(key => !inside.test(key))
        .sort();
    expect(fields(own)).toEqual(fields(real));
  });

  it('switches over in the recorded order', async () => {
    const from = mine('three').length;
    await simulation.client.patchStatus('Cluster', 'ns', 'three', {
      targetPrimary: 'three-2',
      phase: 'Switchover in progress',
      phaseReason: 'Switching over to three-2',
    });
    await healthyAgain('three', from);
    const life = of('naytife-staging', 'naytife-postgres');
    const start = life.findIndex(
      ({ object }) => object.status?.phase === 'Switchover in progress',
    );
    expect(phases(mine('three').slice(from))).toEqual(
      phases(until(life.slice(start), isHealthy)),
    );
    expect(mine('three').at(-1)?.object.status).toMatchObject({
      currentPrimary: 'three-2',
      timelineID: 2,
    });
  });

  it('fails over in the recorded order when the primary is lost', async () => {
    const from = mine('three').length;
    await simulation.client.delete('Pod', 'ns', 'three-2');
    await wait('failing over', () =>
      mine('three')
        .slice(from)
        .some(({ object }) => object.status?.phase === 'Failing over'),
    );
    const begun = mine('three').findIndex(
      ({ object }, index) =>
        index >= from && object.status?.phase === 'Failing over',
    );
    await healthyAgain('three', begun);
    const life = of('naytife-staging', 'naytife-postgres');
    const start = life.findIndex(
      ({ object }) => object.status?.phase === 'Failing over',
    );
    const anonymous = (list: string[]) =>
      list.map(turn => turn.replace(/X-\d/g, 'X-n'));
    const end = mine('three').findIndex(
      (turn, index) => index >= begun && isHealthy(turn),
    );
    expect(anonymous(phases(mine('three').slice(begun, end + 1)))).toEqual(
      anonymous(phases(until(life.slice(start), isHealthy))),
    );
  });

  it('is born with a plugin, telling the plugin’s error until the object store is there', async () => {
    await simulation.client.ensure(
      cluster('origin', { instances: 1, plugins: [plugin()] }),
    );
    await wait('the plugin error', () =>
      mine('origin').some(({ object }) =>
        String(object.status?.phase).includes('plugins'),
      ),
    );
    await simulation.client.ensure(store);
    await healthyAgain('origin', 0);
    const real = until(of('naytife-production', 'naytife-postgres'), isHealthy);
    expect(phases(mine('origin'))).toEqual(
      phases(real).map(turn =>
        turn.replace(
          /Encountered.*rpc error/,
          'Encountered an error while interacting with plugins: rpc error',
        ),
      ),
    );
    expect(conditions(mine('origin')).sort()).toEqual(conditions(real).sort());
  });

  it('takes a backup that opens the recovery window, which was empty before although WAL arrived', async () => {
    expect(
      (await simulation.client.get('ObjectStore', 'ns', 'naytife-store'))
        .status,
    ).toBeUndefined();
    await simulation.client.ensure({
      kind: 'Backup',
      metadata: { name: 'b1', namespace: 'ns' },
      spec: {
        cluster: { name: 'origin' },
        method: 'plugin',
        pluginConfiguration: { name: 'barman-cloud.cloudnative-pg.io' },
      },
    });
    let status: Record<string, unknown> | undefined;
    const end = Date.now() + 10_000;
    while (status?.phase !== 'completed' && Date.now() < end) {
      await new Promise(resolve => setTimeout(resolve, 30));
      ({ status } = await simulation.client.get('Backup', 'ns', 'b1'));
    }
    const real = (
      JSON.parse(
        readFileSync(
          join(
            __dirname,
            '../../../../plugins/cnpg-common/fixtures/backups.json',
          ),
          'utf8',
        ),
      ) as { items: { status: object }[] }
    ).items[0];
    expect(Object.keys(status ?? {}).sort()).toEqual(
      Object.keys(real.status).sort(),
    );
    expect(
      (await simulation.client.get('ObjectStore', 'ns', 'naytife-store'))
        .status,
    ).toMatchObject({
      serverRecoveryWindow: {
        origin: { firstRecoverabilityPoint: expect.any(String) },
      },
    });
  });

  it('refuses at once a backup by the default method, in the real one’s words', async () => {
    await simulation.client.ensure({
      kind: 'Backup',
      metadata: { name: 'wrong', namespace: 'ns' },
      spec: { cluster: { name: 'origin' } },
    });
    await new Promise(resolve => setTimeout(resolve, 300));
    expect(
      (await simulation.client.get('Backup', 'ns', 'wrong')).status,
    ).toMatchObject({
      phase: 'failed',
      error:
        'cannot proceed with the backup as the cluster has no backup section',
    });
  });

  it('recovers into a new cluster in the recorded order, on the next timeline', async () => {
    await simulation.client.ensure(recovery('r1'));
    await healthyAgain('r1', 0);
    expect(phases(mine('r1'))).toEqual(
      phases(until(of('naytife-production', 'r1'), isHealthy)),
    );
    expect(mine('r1').at(-1)?.object.status).toMatchObject({ timelineID: 2 });
  });

  it.each([
    ['the origin’s serverName', 'r2', { serverName: 'origin' }],
    ['a target after the end', 'r3', { targetTime: '2099-01-01T00:00:00Z' }],
  ])(
    'fails a recovery with %s as the real one does: silent, while its Job has failed seven times',
    async (_name, name, change) => {
      await simulation.client.ensure(recovery(name, change));
      await wait('the first failure', () => phases(mine(name)).length > 0);
      await wait(
        'unrecoverable',
        () =>
          String(mine(name).at(-1)?.object.status?.phase).includes(
            'unrecoverable',
          ),
        28_000,
      );
      expect(phases(mine(name))).toEqual(
        phases(of('naytife-production', name)),
      );
      expect(
        (await simulation.client.get('Job', 'ns', `${name}-1-full-recovery`))
          .status,
      ).toMatchObject({ failed: 7 });
    },
    40_000,
  );

  it('keeps the phase healthy while the archive fails, and only the condition tells', async () => {
    simulation.world.set('ns/origin', 'archive-failing', true);
    await wait('the condition', () =>
      conditions(mine('origin')).includes(
        'ContinuousArchiving=False ContinuousArchivingFailing',
      ),
    );
    expect(mine('origin').at(-1)?.object.status).toMatchObject({
      phase: 'Cluster in healthy state',
    });
    simulation.world.set('ns/origin', 'archive-failing', false);
  });

  it('sleeps and wakes in the recorded order', async () => {
    const from = mine('three').length;
    await simulation.client.patch('Cluster', 'ns', 'three', {
      metadata: { annotations: { 'cnpg.io/hibernation': 'on' } },
    });
    await wait('hibernated', () =>
      conditions(mine('three')).includes('cnpg.io/hibernation=True Hibernated'),
    );
    expect(mine('three').at(-1)?.object.status).toMatchObject({
      phase: 'Cluster in healthy state',
    });
    expect(mine('three').at(-1)?.object.status).not.toHaveProperty(
      'readyInstances',
    );
    expect(conditions(mine('three').slice(from))).toEqual(
      expect.arrayContaining([
        'cnpg.io/hibernation=False DeletingPods',
        'cnpg.io/hibernation=False WaitingPodsDeletion',
      ]),
    );
    await simulation.client.patch('Cluster', 'ns', 'three', {
      metadata: { annotations: { 'cnpg.io/hibernation': 'off' } },
    });
    await wait(
      'awake',
      () =>
        mine('three').at(-1)?.object.status?.readyInstances === 3 &&
        isHealthy(mine('three').at(-1) as Turn),
    );
  });

  it('made no error on the way', () => {
    expect(errors).toEqual([]);
  });
});
