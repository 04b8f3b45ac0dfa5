import {
  aBackup,
  aSchedule,
  aStore,
  codes,
  judge,
  wal,
  NOW,
} from '../__testUtils__/recoverable';
import {
  aCluster,
  recorded,
  recordedCluster,
  recordedItems,
} from '../__testUtils__/recordings';
import { parseBackup } from '../model/backup';
import { parseObjectStore } from '../model/objectStore';
import { parseScheduledBackup } from '../model/scheduledBackup';
import { parseInstanceStatus } from '../model/walFacts';
import { assessRecoverability } from './assessRecoverability';

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

  it('is grey, with no end of the window, while the only backup is newer than the last WAL that is known to have arrived', () => {
    const first = {
      stoppedAt: '2026-11-24T13:04:50Z',
      endWal: '00000001000000000000000A',
    };
    const store = aStore({
      db: {
        firstRecoverabilityPoint: first.stoppedAt,
        lastSuccessfulBackupTime: first.stoppedAt,
      },
    });
    const young = { backups: [aBackup(first)], objectStores: [store] };
    expect(judge(young)).toMatchObject({
      light: 'grey',
      window: { end: undefined, endIsKnown: false },
      reasons: [{ code: 'backupEndWalUnknown' }],
    });
    const walFacts = wal({
      lastArchivedWAL: first.endWal,
      lastArchivedWALTime: '2026-11-24T13:04:51Z',
    });
    expect(judge({ ...young, walFacts }).light).toBe('green');
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
    const older = aBackup({ endWal: '000000010000000000000003' });
    expect(codes({ backups: [fresh, older], walFacts })).toEqual([]);
    expect(codes({ backups: [fresh], walFacts })).toEqual([
      'backupEndWalUnknown',
    ]);
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
