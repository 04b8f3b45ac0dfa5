import { parseBackup } from '../model/backup';
import { parseObjectStore } from '../model/objectStore';
import { parseScheduledBackup } from '../model/scheduledBackup';
import { parseInstanceStatus } from '../model/walFacts';
import { assessRecoverability } from '../recoverability/assessRecoverability';
import { RecoverabilityInput } from '../recoverability/input';
import { aCluster } from './recordings';

export const NOW = Date.parse('2026-11-24T13:05:00Z');

export const aBackup = (change: object = {}, phase = 'completed') => {
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
export const aStore = (
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
export const aSchedule = (spec: object = {}) => {
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
export const wal = (change: object = {}) =>
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
export const good = (
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
export const judge = (change: Partial<RecoverabilityInput> = {}) =>
  assessRecoverability(good(change), NOW);
export const codes = (change: Partial<RecoverabilityInput> = {}) =>
  judge(change).reasons.map(reason => reason.code);
