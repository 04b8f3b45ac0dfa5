import { parsePod, parseJob } from '../model/surroundings';
import { parsePooler } from '../model/pooler';
import { parseInstanceStatus } from '../model/walFacts';
import {
  aCluster,
  recorded,
  recordedCluster,
  recordedItems,
} from '../__testUtils__/recordings';
import { assessHealth } from './assessHealth';
import { HealthInput } from './input';
import { PHASES } from './phases';

const NOW = Date.parse('2026-11-24T13:05:00Z');
const judge = (
  input: Partial<HealthInput> & Pick<HealthInput, 'cluster'>,
  now = NOW,
) => assessHealth(input, now);
const codes = (input: Parameters<typeof judge>[0], now = NOW) =>
  judge(input, now).reasons.map(reason => reason.code);
const pod = (
  name: string,
  ready = true,
  labels: Record<string, string> = { 'cnpg.io/podRole': 'instance' },
) => {
  const { object } = parsePod({
    metadata: { name, namespace: 'shop', labels },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
    },
  });
  if (!object) throw new Error('not a pod');
  return object;
};

describe('phases', () => {
  const LIGHTS = {
    info: 'green',
    progress: 'blue',
    warning: 'amber',
    critical: 'red',
  } as const;

  it.each(Object.entries(PHASES))('reads "%s"', (phase, { severity }) => {
    expect(judge({ cluster: aCluster({ status: { phase } }) }).light).toBe(
      LIGHTS[severity as keyof typeof LIGHTS],
    );
  });

  it('keeps a phase that it does not know visible and grey, never green', () => {
    const health = judge({
      cluster: aCluster({ status: { phase: 'Defragmenting the moon' } }),
    });
    expect(health.light).toBe('grey');
    expect(health.reasons[0].sentence).toContain('Defragmenting the moon');
  });

  it('does not take a phase called like an inherited property for a known one', () => {
    expect(
      codes({ cluster: aCluster({ status: { phase: 'constructor' } }) }),
    ).toContain('phaseUnknown');
  });
});

describe('traps of the real operator', () => {
  it('is red on a fenced primary, though the phase stays healthy and Ready=True', () => {
    const cluster = recordedCluster('cluster-fenced');
    expect(cluster.status?.phase).toBe('Cluster in healthy state');
    const health = judge({ cluster });
    expect(health.light).toBe('red');
    expect(health.reasons.map(reason => reason.code)).toContain(
      'primaryFenced',
    );
  });

  it('is grey and says so on a hibernated cluster, whose readyInstances is absent by design', () => {
    expect(
      judge({ cluster: recordedCluster('cluster-hibernated') }),
    ).toMatchObject({ light: 'grey', word: 'Hibernated' });
  });

  it('is amber on a dead archive, though the phase stays healthy', () => {
    expect(
      judge({ cluster: recordedCluster('cluster-archive-failing') }).light,
    ).toBe('amber');
  });

  it('says nothing of the archive where none is configured, whatever ContinuousArchiving claims', () => {
    const cluster = aCluster({
      spec: { plugins: [] },
      status: {
        conditions: [{ type: 'ContinuousArchiving', status: 'False' }],
      },
    });
    expect(codes({ cluster })).not.toContain('walArchivingFailing');
  });

  it('is red on a pooler whose only pod crashes, though its phase says active', () => {
    const { object: pooler } = parsePooler(
      recordedItems('pooler-crashing-but-active')[0],
    );
    expect(pooler?.phase).toBe('active');
    const crashing = pod('p', false, {
      'cnpg.io/podRole': 'pooler',
      'cnpg.io/poolerName': 'naytife-postgres-pooler',
    });
    const pods = [pod('db-1'), pod('db-2'), pod('db-3'), crashing];
    expect(
      judge({ cluster: aCluster(), pods, poolers: pooler && [pooler] }),
    ).toMatchObject({ light: 'red', reasons: [{ code: 'poolerDown' }] });
  });

  it('speaks after the first failed try of a recovery, eleven minutes before the phase does', () => {
    const cluster = recordedCluster('cluster-restore-stuck-same-server-name');
    expect(cluster.status?.phase).toBe('Setting up primary');
    expect(judge({ cluster }).light).toBe('blue');
    const { object: job } = parseJob({
      metadata: {
        name: 'r2-1-full-recovery',
        namespace: 'x',
        labels: { 'cnpg.io/jobRole': 'full-recovery' },
      },
      spec: { backoffLimit: 6 },
      status: { failed: 1 },
    });
    const health = judge({ cluster, jobs: job && [job] });
    expect(health.light).toBe('red');
    expect(health.reasons[0].sentence).toContain('restore has failed once');
  });

  it('counts the recorded Error pods when the Job itself has not been updated', () => {
    const pods = recordedItems('pods-jobs-production').flatMap(
      item => parsePod(item).object ?? [],
    );
    const { object: job } = parseJob({
      metadata: { name: 'r2-1-full-recovery', namespace: 'x', labels: {} },
    });
    expect(
      codes({
        cluster: recordedCluster('cluster-restore-stuck-same-server-name'),
        jobs: job && [job],
        pods,
      }),
    ).toContain('bootstrapFailing');
  });

  it('calls everything old news when the operator is down, unless the pods say worse', () => {
    expect(
      judge({ cluster: aCluster(), operator: { state: 'down' } }).light,
    ).toBe('grey');
    expect(
      judge({
        cluster: aCluster(),
        operator: { state: 'missing' },
        pods: [pod('db-2'), pod('db-3')],
      }).light,
    ).toBe('red');
  });

  it('is grey when the backup plugin is gone, since the operator cannot go on without it', () => {
    expect(codes({ cluster: aCluster(), plugin: { state: 'down' } })).toEqual([
      'pluginDown',
    ]);
  });

  it('does not alarm for a failed WAL that was archived later', () => {
    const status = {
      isPrimary: true,
      lastFailedWALTime: '2026-11-24T12:00:00Z',
      lastArchivedWALTime: '2026-11-24T13:00:00Z',
    };
    const instance = parseInstanceStatus(
      'db-1',
      status,
      '2026-11-24T13:05:00Z',
    );
    expect(
      codes({ cluster: aCluster(), instanceStatus: [instance] }),
    ).not.toContain('walArchivingFailing');
    const failing = parseInstanceStatus(
      'db-1',
      recorded('pgstatus-archive-failing'),
      '2026-11-24T13:05:00Z',
    );
    expect(codes({ cluster: aCluster(), instanceStatus: [failing] })).toContain(
      'walArchivingFailing',
    );
  });
});

describe('single facts', () => {
  it.each([
    [
      'no instance ready',
      { status: { readyInstances: undefined } },
      'red',
      'noInstanceReady',
    ],
    [
      'one replica missing',
      { status: { readyInstances: 2 } },
      'amber',
      'instancesMissing',
    ],
    [
      'primary failing',
      {
        status: { currentPrimaryFailingSinceTimestamp: '2026-11-24T13:04:00Z' },
      },
      'red',
      'primaryFailing',
    ],
    [
      'role moving',
      { status: { targetPrimary: 'db-2' } },
      'blue',
      'primaryChanging',
    ],
    [
      'fenced replica',
      { annotations: { 'cnpg.io/fencedInstances': '["db-3"]' } },
      'amber',
      'replicaFenced',
    ],
    [
      'all fenced',
      { annotations: { 'cnpg.io/fencedInstances': '["*"]' } },
      'red',
      'primaryFenced',
    ],
    [
      'garbled fence',
      { annotations: { 'cnpg.io/fencedInstances': 'db-1' } },
      'grey',
      'fencingUnreadable',
    ],
    [
      'reconciliation off',
      { annotations: { 'cnpg.io/reconciliationLoop': 'disabled' } },
      'amber',
      'reconciliationDisabled',
    ],
    [
      'dangling volume',
      { status: { danglingPVC: ['db-4'] } },
      'amber',
      'pvcDangling',
    ],
    [
      'unusable volume',
      { status: { unusablePVC: ['db-2'] } },
      'red',
      'pvcUnusable',
    ],
    [
      'resizing volume',
      { status: { resizingPVC: ['db-2'] } },
      'blue',
      'pvcResizing',
    ],
    [
      'certificate in 20 days',
      {
        status: {
          certificates: {
            expirations: { 'db-ca': '2026-12-14 10:00:00 +0000 UTC' },
          },
        },
      },
      'amber',
      'certificateExpiring',
    ],
    [
      'certificate in 5 days',
      {
        status: {
          certificates: {
            expirations: { 'db-ca': '2026-11-29 10:00:00 +0000 UTC' },
          },
        },
      },
      'red',
      'certificateExpiring',
    ],
    [
      'certificate expired',
      {
        status: {
          certificates: {
            expirations: { 'db-ca': '2026-11-20 10:00:00 +0000 UTC' },
          },
        },
      },
      'red',
      'certificateExpired',
    ],
    [
      'another system',
      {
        status: {
          conditions: [
            { type: 'ConsistentSystemID', status: 'False', reason: 'Mismatch' },
          ],
        },
      },
      'red',
      'systemIdMismatch',
    ],
    [
      'detached volume',
      {
        status: {
          conditions: [
            { type: 'Ready', status: 'False', reason: 'DetachedVolume' },
          ],
        },
      },
      'red',
      'volumeDetached',
    ],
  ] as const)('%s', (_name, change, light, code) => {
    const health = judge({ cluster: aCluster(change) });
    expect(health.light).toBe(light);
    expect(health.reasons.map(reason => reason.code)).toContain(code);
  });

  it('tells a replica that lags, one that does not stream, and a restart that waits', () => {
    const primary = parseInstanceStatus(
      'db-1',
      {
        isPrimary: true,
        pendingRestart: true,
        replicationInfo: [
          {
            applicationName: 'db-2',
            state: 'streaming',
            replayLag: '00:02:41.5',
          },
        ],
      },
      '2026-11-24T13:05:00Z',
    );
    expect(codes({ cluster: aCluster(), instanceStatus: [primary] })).toEqual([
      'replicaLagging',
      'replicaNotStreaming',
      'pendingRestart',
    ]);
  });

  it('misses a synchronous replica that the cluster asks for', () => {
    const cluster = aCluster({
      spec: { postgresql: { synchronous: { method: 'any', number: 1 } } },
    });
    const replicationInfo = ['db-2', 'db-3'].map(applicationName => ({
      applicationName,
      state: 'streaming',
      syncState: 'async',
    }));
    const primary = parseInstanceStatus(
      'db-1',
      { isPrimary: true, replicationInfo },
      '2026-11-24T13:05:00Z',
    );
    expect(codes({ cluster, instanceStatus: [primary] })).toEqual([
      'synchronousMissing',
    ]);
  });

  it('gives every reason a sentence, and every bad one something to do', () => {
    for (const { reasons } of [
      judge({ cluster: recordedCluster('cluster-fenced') }),
      judge({ cluster: recordedCluster('cluster-archive-failing') }),
    ]) {
      for (const reason of reasons)
        expect(reason).toMatchObject({
          sentence: expect.stringMatching(/\.$/),
          todo: expect.any(String),
        });
    }
  });
});
