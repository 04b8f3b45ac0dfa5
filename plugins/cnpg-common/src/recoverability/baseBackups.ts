import { Backup } from '../model/backup';
import { InstanceStatus, compareWal } from '../model/walFacts';

const ARRIVAL_MS = 60_000;

/** A base backup to start a recovery from. Times are RFC 3339. @public */
export interface BaseBackup {
  name: string;
  backupId?: string;
  startedAt?: string;
  stoppedAt: string;
  timeline?: number;
  endWal?: string;
  /** Whether the WAL that ends it is known to be in the archive: without it the backup cannot be restored. */
  endWalArchived: boolean | 'unknown';
  /** Older than the first recoverability point: its data has been removed by the retention policy. */
  pruned: boolean;
}

/** The completed backups, newest first. */
export function listBaseBackups(
  backups: Backup[],
  start: string | undefined,
  walFacts: InstanceStatus | undefined,
): BaseBackup[] {
  return backups
    .flatMap(backup => {
      if (backup.phase !== 'completed' || !backup.stoppedAt) return [];
      const order = compareWal(walFacts?.lastArchivedWAL, backup.endWal);
      // A look from before the last WAL had time to arrive proves nothing.
      const tooEarly =
        walFacts !== undefined &&
        Date.parse(walFacts.observedAt) <
          Date.parse(backup.stoppedAt) + ARRIVAL_MS;
      const missing = order !== undefined && order < 0;
      return [
        {
          name: backup.meta.name,
          backupId: backup.backupId,
          startedAt: backup.startedAt,
          stoppedAt: backup.stoppedAt,
          timeline: backup.timeline,
          endWal: backup.endWal,
          endWalArchived:
            order === undefined || (missing && tooEarly)
              ? ('unknown' as const)
              : !missing,
          // The store's first point is the end of its oldest backup.
          pruned:
            start !== undefined &&
            Date.parse(backup.stoppedAt) < Date.parse(start) - 1000,
        },
      ];
    })
    .sort((a, b) => Date.parse(b.stoppedAt) - Date.parse(a.stoppedAt));
}
