import { parseBackup } from '../model/backup';
import { parseObjectStore } from '../model/objectStore';
import { parseScheduledBackup } from '../model/scheduledBackup';
import { parseInstanceStatus } from '../model/walFacts';
import {
  aCluster,
  recorded,
  recordedCluster,
  recordedItems,
} from '../__testUtils__/recordings';
import { assessRecoverability } from './assessRecoverability';
import { RecoverabilityInput } from './input';
import { preflight } from './preflight';
import { readSchedule } from './schedule';

const NOW = Date.parse('2026-11-24T13:05:00Z');

const aBackup = (change: object = {}, phase = 'completed') => {
  const { object } = parseBackup({
    metadata: {
      name: 'b1',
      namespace: 'shop',
      creationTimestamp: '2026-11-24T02:00:00Z',
    },
    spec: { cluster: { name: 'db' }, method: 'plugin' },
    status: {
      phase,
      backupId: '20261124T020000',
      startedAt: '2026-11-24T02:00:00Z',
      stoppedAt: '2026-11-24T02:03:00Z',
      endWal: '000000010000000000000005',
      pluginMetadata: { timeline: '1' },
      ...change,
    },
  });
  if (!object) throw new Error('no backup');
  return object;
};
const aStore = (
  window: object = {
    db: {
      firstRecoverabilityPoint: '2026-11-20T02:03:00Z',
      lastSuccessfulBackupTime: '2026-11-24T02:03:00Z',
    },
  },
) => {
  const { object } = parseObjectStore({
    metadata: { name: 'store', namespace: 'shop' },
    spec: {},
    status: { serverRecoveryWindow: window },
  });
  if (!object) throw new Error('no store');
  return object;
};
const aSchedule = (spec: object = {}) => {
  const { object } = parseScheduledBackup({
    metadata: { name: 's', namespace: 'shop' },
    spec: {
      schedule: '0 0 2 * * *',
      cluster: { name: 'db' },
      method: 'plugin',
      ...spec,
    },
    status: {},
  });
  if (!object) throw new Error('no schedule');
  return object;
};
const wal = (change: object = {}) =>
  parseInstanceStatus(
    'db-1',
    {
      isPrimary: true,
      isArchivingWAL: true,
      lastArchivedWAL: '000000010000000000000009',
      lastArchivedWALTime: '2026-11-24T13:04:40Z',
      ...change,
    },
    '2026-11-24T13:05:00Z',
  );
const good = (
  change: Partial<RecoverabilityInput> = {},
): RecoverabilityInput => ({
  cluster: aCluster(),
  backups: [aBackup()],
  schedules: [aSchedule()],
  objectStores: [aStore()],
  walFacts: wal(),
  rpoSeconds: 60,
  ...change,
});
const judge = (change: Partial<RecoverabilityInput> = {}) =>
  assessRecoverability(good(change), NOW);
const codes = (change: Partial<RecoverabilityInput> = {}) =>
  judge(change).reasons.map(reason => reason.code);

describe('assessRecoverability', () => {
  it('is green only with a backup, a schedule and WAL that is known to arrive', () => {
    expect(judge()).toMatchObject({
      light: 'green',
      word: 'Recoverable',
      window: {
        start: '2026-11-20T02:03:00Z',
        end: '2026-11-24T13:04:40Z',
        endIsKnown: true,
      },
      rpoSeconds: 20,
      reasons: [],
    });
  });

  it('is red without any backup configured, whatever ContinuousArchiving says', () => {
    const cluster = aCluster({ spec: { plugins: [] } });
    expect(cluster.status?.conditions).toContainEqual(
      expect.objectContaining({ type: 'ContinuousArchiving', status: 'True' }),
    );
    expect(judge({ cluster })).toMatchObject({
      light: 'red',
      reasons: [{ code: 'noBackupConfigured' }],
    });
  });

  it('is red while no backup was ever taken, though WAL arrives', () => {
    expect(judge({ backups: [], objectStores: [aStore({})] }).light).toBe(
      'red',
    );
  });

  it('looks under the effective serverName, not under the name of the cluster', () => {
    const cluster = aCluster({
      spec: {
        plugins: [
          {
            name: 'barman-cloud.cloudnative-pg.io',
            isWALArchiver: true,
            parameters: { barmanObjectName: 'store', serverName: 'db-r1' },
          },
        ],
      },
    });
    expect(judge({ cluster, backups: [] }).light).toBe('red');
    const store = aStore({
      'db-r1': {
        firstRecoverabilityPoint: '2026-11-24T02:03:00Z',
        lastSuccessfulBackupTime: '2026-11-24T02:03:00Z',
      },
    });
    expect(judge({ cluster, objectStores: [store] }).window.start).toBe(
      '2026-11-24T02:03:00Z',
    );
  });

  it('shows amber when a backup completed but its last WAL never arrived', () => {
    const walFacts = wal({ lastArchivedWAL: '000000010000000000000004' });
    expect(judge({ walFacts })).toMatchObject({
      light: 'amber',
      reasons: [{ code: 'backupEndWalMissing' }],
    });
  });

  it('does not call the last WAL of a backup missing before it had time to arrive', () => {
    const fresh = aBackup({ stoppedAt: '2026-11-24T13:04:50Z' });
    const walFacts = wal({ lastArchivedWAL: '000000010000000000000004' });
    expect(
      judge({ backups: [fresh], walFacts }).baseBackups[0].endWalArchived,
    ).toBe('unknown');
    expect(codes({ backups: [fresh], walFacts })).toEqual([]);
  });

  it('is grey when nothing tells how far the archive goes', () => {
    expect(judge({ walFacts: undefined })).toMatchObject({
      light: 'grey',
      window: { endIsKnown: false },
      rpoSeconds: undefined,
    });
  });

  it('is grey when nothing is known at all', () => {
    expect(
      judge({
        backups: undefined,
        objectStores: undefined,
        schedules: undefined,
        walFacts: undefined,
      }).light,
    ).toBe('grey');
  });

  it.each([
    ['schedule missing', { schedules: [] }, 'scheduleMissing'],
    [
      'schedule suspended',
      { schedules: [aSchedule({ suspend: true })] },
      'scheduleSuspended',
    ],
    [
      'five fields',
      { schedules: [aSchedule({ schedule: '0 2 * * *' })] },
      'scheduleFiveFields',
    ],
    [
      'wrong method',
      { schedules: [aSchedule({ method: undefined })] },
      'scheduleWrongMethod',
    ],
    [
      'no cron',
      { schedules: [aSchedule({ schedule: 'nightly' })] },
      'scheduleInvalid',
    ],
    [
      'last backup failed',
      {
        backups: [
          aBackup(),
          aBackup({ stoppedAt: '2026-11-24T12:00:00Z' }, 'failed'),
        ],
      },
      'lastBackupFailed',
    ],
    ['plugin down', { plugin: { state: 'down' as const } }, 'pluginDown'],
    [
      'archive failing',
      { walFacts: wal({ lastFailedWALTime: '2026-11-24T13:04:50Z' }) },
      'walArchivingFailing',
    ],
    [
      'behind the promise',
      {
        walFacts: wal({
          lastArchivedWALTime: '2026-11-24T12:50:00Z',
          readyWalFiles: 7,
        }),
      },
      'rpoMissed',
    ],
  ])('is amber: %s', (_name, change, code) => {
    expect(judge(change).light).toBe('amber');
    expect(codes(change)).toContain(code);
  });

  it('is amber when the last backup is older than the schedule promises', () => {
    const old = {
      stoppedAt: '2026-11-22T02:03:00Z',
      startedAt: '2026-11-22T02:00:00Z',
    };
    const store = aStore({
      db: {
        firstRecoverabilityPoint: '2026-11-20T02:03:00Z',
        lastSuccessfulBackupTime: '2026-11-22T02:03:00Z',
      },
    });
    expect(codes({ backups: [aBackup(old)], objectStores: [store] })).toEqual([
      'backupOverdue',
    ]);
  });

  it('does not call an idle database late: nothing waits to be archived', () => {
    expect(
      judge({ walFacts: wal({ lastArchivedWALTime: '2026-11-24T09:00:00Z' }) })
        .light,
    ).toBe('green');
  });

  it('is red when the object store does not exist', () => {
    expect(codes({ objectStores: [] })).toContain('objectStoreMissing');
  });

  it('judges the recorded production cluster after its archive broke', () => {
    const { object: store } = parseObjectStore(
      recorded('objectstore-after-failed-backup'),
    );
    const result = assessRecoverability(
      {
        cluster: recordedCluster('cluster-archive-failing'),
        backups: recordedItems('backups').flatMap(
          item => parseBackup(item).object ?? [],
        ),
        schedules: recordedItems('scheduledbackups').flatMap(
          item => parseScheduledBackup(item).object ?? [],
        ),
        objectStores: store && [store],
        walFacts: parseInstanceStatus(
          'naytife-postgres-1',
          recorded('pgstatus-archive-failing'),
          '2026-11-24T13:05:00Z',
        ),
        rpoSeconds: 60,
      },
      NOW,
    );
    expect(result.light).toBe('amber');
    expect(result.reasons.map(reason => reason.code)).toEqual(
      expect.arrayContaining([
        'walArchivingFailing',
        'lastBackupFailed',
        'scheduleFiveFields',
      ]),
    );
    expect(result.window).toEqual({
      start: '2026-11-24T12:54:41Z',
      end: '2026-11-24T13:00:21.094682Z',
      endIsKnown: true,
    });
  });

  it('reads the in-tree way from the Cluster itself', () => {
    const cluster = aCluster({
      spec: {
        plugins: [],
        backup: { barmanObjectStore: { destinationPath: 's3://x' } },
      },
      status: {
        firstRecoverabilityPoint: '2026-11-01T00:00:00Z',
        lastSuccessfulBackup: '2026-11-24T02:03:00Z',
      },
    });
    expect(
      judge({
        cluster,
        schedules: [aSchedule({ method: 'barmanObjectStore' })],
      }),
    ).toMatchObject({
      light: 'green',
      archive: { way: 'barmanObjectStore' },
      window: { start: '2026-11-01T00:00:00Z' },
    });
  });
});

describe('preflight', () => {
  const check = (
    target: Parameters<typeof preflight>[0],
    change: Partial<RecoverabilityInput> = {},
  ) => preflight(target, judge(change), NOW);
  const at = (time: string) => ({ type: 'time' as const, time });

  it('proves an instant between a base backup and the last archived WAL, and tells what is lost', () => {
    expect(check(at('2026-11-24T12:00:00Z'))).toMatchObject({
      verdict: 'proven',
      baseBackup: { name: 'b1', timeline: 1 },
      lossSeconds: 3900,
    });
  });

  it.each([
    [
      'after the last archived WAL',
      at('2026-11-24T13:04:50Z'),
      'targetAfterEnd',
    ],
    ['before the window', at('2026-11-19T00:00:00Z'), 'targetBeforeWindow'],
    ['in the future', at('2026-11-25T00:00:00Z'), 'targetInFuture'],
    ['without a zone', at('2026-11-24T12:00:00'), 'targetNoTime'],
    ['no time at all', at('yesterday'), 'targetNoTime'],
    [
      'a backup that does not exist',
      { type: 'backup' as const, backupName: 'naytife-postgres-backup' },
      'backupNotFound',
    ],
  ])('calls unreachable: %s', (_name, target, code) => {
    const result = check(target);
    expect(result.verdict).toBe('unreachable');
    expect(result.reasons.map(reason => reason.code)).toContain(code);
  });

  it('calls a backup unreachable whose data the retention policy removed', () => {
    const store = aStore({
      db: {
        firstRecoverabilityPoint: '2026-11-24T10:00:00Z',
        lastSuccessfulBackupTime: '2026-11-24T10:00:00Z',
      },
    });
    expect(
      check({ type: 'backup', backupName: 'b1' }, { objectStores: [store] })
        .reasons[0].code,
    ).toBe('backupPruned');
  });

  it('proves a backup whose last WAL arrived, refuses one whose did not, and doubts where that is unknown', () => {
    const target = { type: 'backup' as const, backupName: 'b1' };
    expect(check(target).verdict).toBe('proven');
    expect(
      check(target, {
        walFacts: wal({ lastArchivedWAL: '000000010000000000000004' }),
      }).verdict,
    ).toBe('unreachable');
    expect(check(target, { walFacts: undefined }).verdict).toBe('unproven');
  });

  it('does not promise the latest instant while the archive fails', () => {
    expect(check({ type: 'latest' }).verdict).toBe('proven');
    expect(
      check(
        { type: 'latest' },
        { walFacts: wal({ lastFailedWALTime: '2026-11-24T13:04:50Z' }) },
      ).verdict,
    ).toBe('unproven');
  });

  it('has no base for an instant before the first backup ended', () => {
    expect(check(at('2026-11-24T01:00:00Z')).reasons[0].code).toBe(
      'noBaseBackup',
    );
  });
});

describe('readSchedule', () => {
  it('reads six fields with seconds first, in UTC', () => {
    expect(readSchedule('0 0 2 * * *', NOW, 2)).toMatchObject({
      valid: true,
      fiveFields: false,
      next: ['2026-11-25T02:00:00.000Z', '2026-11-26T02:00:00.000Z'],
      intervalSeconds: 86_400,
    });
  });

  it('reads five fields as CNPG does: minute 2 of every hour', () => {
    expect(readSchedule('0 2 * * *', NOW, 1)).toMatchObject({
      fiveFields: true,
      next: ['2026-11-24T14:02:00.000Z'],
      intervalSeconds: 3600,
    });
  });
});
