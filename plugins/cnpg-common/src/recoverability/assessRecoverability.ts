import { CNPG_DOCS } from '../annotations';
import { Light, Reason, Reasons, byUrgency, lightOf } from '../assessment';
import { assessSchedules } from './assessSchedules';
import { assessWal } from './assessWal';
import { BaseBackup, listBaseBackups } from './baseBackups';
import { Archive, RecoverabilityInput, archiveOf, ofCluster } from './input';

/** The instants that can be recovered to. Times are RFC 3339. @public */
export interface RecoveryWindow {
  start?: string;
  /** The last archived WAL; undefined when nothing tells it. */
  end?: string;
  endIsKnown: boolean;
}

/** The second light: can it be brought back? Never merged with the first. @public */
export interface Recoverability {
  light: Light;
  word:
    | 'Recoverable'
    | 'At risk'
    | 'Not recoverable'
    | 'Not known'
    | 'First backup pending';
  archive: Archive;
  window: RecoveryWindow;
  /** Newest first. */
  baseBackups: BaseBackup[];
  lastSuccess?: string;
  lastFailure?: string;
  nextBackup?: string;
  /** Seconds of work that would be lost now; undefined when the end of the archive is not known. */
  rpoSeconds?: number;
  archivingSince?: { state: 'working' | 'failing'; since?: string };
  reasons: Reason[];
}

const latest = (times: (string | undefined)[]) =>
  times
    .filter((time): time is string => time !== undefined)
    .sort((a, b) => Date.parse(b) - Date.parse(a))[0];

/** Backups are there, but of none is it known that the WAL which ends it arrived. */
function onlyUnproven(backups: BaseBackup[]): boolean {
  const kept = backups.filter(backup => !backup.pruned);
  return (
    kept.length > 0 && kept.every(backup => backup.endWalArchived === 'unknown')
  );
}

const WORDS = {
  green: 'Recoverable',
  amber: 'At risk',
  red: 'Not recoverable',
  grey: 'Not known',
  blue: 'First backup pending',
} as const;

/**
 * Judges whether a cluster can be brought back, and to which instants. Green needs proof; no backup at all is red;
 * nothing known is grey. The operator's ContinuousArchiving=True counts only where an archiver is configured.
 * @param now - milliseconds since the epoch
 * @public
 */
export function assessRecoverability(
  input: RecoverabilityInput,
  now: number,
): Recoverability {
  const { cluster, walFacts } = input;
  const reasons = new Reasons();
  const archive = archiveOf(cluster);
  if (archive.way === 'none') {
    reasons.add(
      'critical',
      'noBackupConfigured',
      'No backup is configured: what is lost here is lost.',
      {
        evidence: {
          'spec.plugins': 'no Barman Cloud plugin',
          'spec.backup': 'absent',
        },
        todo: 'Give the environment an object store, then add the plugin and a schedule by a pull request.',
        link: `${CNPG_DOCS}/backup`,
      },
    );
    return {
      light: 'red',
      word: 'Not recoverable',
      archive,
      window: { endIsKnown: false },
      baseBackups: [],
      reasons: reasons.all,
    };
  }
  if (
    input.sync &&
    (input.sync.state === 'stale' || input.sync.state === 'error')
  ) {
    reasons.add(
      'unknown',
      'staleView',
      'What is shown is old: the Kubernetes API cannot be read.',
      { evidence: { since: input.sync.since, error: input.sync.error } },
    );
  }
  const store =
    archive.way === 'plugin'
      ? input.objectStores?.find(
          item =>
            item.meta.name === archive.objectStoreName &&
            item.meta.namespace === cluster.meta.namespace,
        )
      : undefined;
  if (archive.way === 'plugin') {
    if (input.objectStores === undefined)
      reasons.add(
        'unknown',
        'objectStoresUnknown',
        'The object stores cannot be read.',
        { evidence: { objectstores: 'cannot be read' } },
      );
    else if (!store)
      reasons.add(
        'critical',
        'objectStoreMissing',
        `The object store ${
          archive.objectStoreName ?? '(not named)'
        } does not exist in ${cluster.meta.namespace}.`,
        {
          evidence: { barmanObjectName: archive.objectStoreName },
          todo: 'Create it, or correct the plugin’s parameter barmanObjectName.',
        },
      );
    if (
      input.plugin &&
      (input.plugin.state === 'down' || input.plugin.state === 'missing')
    )
      reasons.add(
        'warning',
        'pluginDown',
        'The Barman Cloud plugin is not running: no backup can be taken.',
        {
          evidence: { plugin: input.plugin.state },
          todo: 'Bring the plugin’s Deployment back.',
        },
      );
  }
  const recorded =
    store && Object.hasOwn(store.serverRecoveryWindow, archive.serverName)
      ? store.serverRecoveryWindow[archive.serverName]
      : undefined;
  const backups = ofCluster(input.backups, cluster);
  const start =
    recorded?.firstRecoverabilityPoint ??
    (archive.way === 'plugin'
      ? undefined
      : cluster.status?.firstRecoverabilityPoint);
  const baseBackups = listBaseBackups(backups, start, walFacts);
  const lastSuccess = latest([
    recorded?.lastSuccessfulBackupTime,
    archive.way === 'plugin' ? undefined : cluster.status?.lastSuccessfulBackup,
    baseBackups[0]?.stoppedAt,
  ]);
  const failures = backups.filter(
    backup =>
      backup.phase === 'failed' ||
      backup.phase === 'walArchivingFailing' ||
      backup.phase === 'invalid backup definition',
  );
  const lastFailure = latest([
    recorded?.lastFailedBackupTime,
    ...failures.map(
      backup =>
        backup.stoppedAt ?? backup.startedAt ?? backup.meta.creationTimestamp,
    ),
  ]);
  const running = backups.some(
    backup =>
      backup.phase === undefined ||
      /^(pending|started|running|finalizing)$/.test(backup.phase),
  );
  const wal = assessWal(input, now, reasons);

  if (!lastSuccess) {
    const evidence = {
      backups: input.backups === undefined ? 'cannot be read' : backups.length,
      serverRecoveryWindow: recorded
        ? 'empty'
        : `nothing under "${archive.serverName}"`,
    };
    if (input.backups === undefined && !recorded)
      reasons.add(
        'unknown',
        'backupsUnknown',
        'Whether a backup exists is not known.',
        { evidence },
      );
    else if (running)
      reasons.add(
        'critical',
        'firstBackupRunning',
        'The first backup is being taken; until it is done nothing can be restored.',
        { evidence },
      );
    else
      reasons.add(
        'critical',
        'noBackup',
        'There is no backup yet: nothing can be restored, whatever the archive says.',
        { evidence, todo: 'Take a backup now.', link: `${CNPG_DOCS}/backup` },
      );
  } else if (
    baseBackups[0] &&
    !baseBackups[0].pruned &&
    baseBackups[0].endWalArchived === false
  ) {
    reasons.add(
      'warning',
      'backupEndWalMissing',
      `Backup ${baseBackups[0].name} is completed, but its last WAL ${baseBackups[0].endWal} never arrived: it cannot be restored yet.`,
      {
        evidence: {
          endWal: baseBackups[0].endWal,
          lastArchivedWAL: walFacts?.lastArchivedWAL,
        },
        todo: 'Let the archive recover, or take another backup.',
      },
    );
  } else if (walFacts && onlyUnproven(baseBackups)) {
    reasons.add(
      'unknown',
      'backupEndWalUnknown',
      `Whether the last WAL of ${baseBackups[0].name} has arrived in the archive is not known yet.`,
      {
        evidence: {
          endWal: baseBackups[0].endWal,
          lastArchivedWAL: walFacts.lastArchivedWAL,
        },
      },
    );
  }
  if (
    lastFailure &&
    (!lastSuccess || Date.parse(lastFailure) > Date.parse(lastSuccess))
  ) {
    const newest = failures.sort(
      (a, b) =>
        Date.parse(b.meta.creationTimestamp ?? '') -
        Date.parse(a.meta.creationTimestamp ?? ''),
    )[0];
    reasons.add('warning', 'lastBackupFailed', 'The last backup failed.', {
      evidence: {
        lastFailure,
        backup: newest?.meta.name,
        error: newest?.error,
      },
      todo: 'Read the error; take a backup by hand when the cause is gone.',
    });
  }
  const scheduled = assessSchedules(
    input.schedules && ofCluster(input.schedules, cluster),
    archive,
    lastSuccess,
    now,
    reasons,
  );
  const light = lightOf(reasons.all);
  const from =
    start ??
    (archive.way === 'plugin' ? undefined : baseBackups.at(-1)?.stoppedAt);
  const archived = walFacts?.lastArchivedWALTime;
  // WAL from before the first backup ended brings nothing back.
  const end =
    archived && from && Date.parse(archived) < Date.parse(from)
      ? undefined
      : archived;
  return {
    light,
    word: reasons.all.some(reason => reason.code === 'firstBackupRunning')
      ? 'First backup pending'
      : WORDS[light],
    archive,
    window: { start: from, end, endIsKnown: end !== undefined },
    baseBackups,
    lastSuccess,
    lastFailure,
    nextBackup: scheduled,
    rpoSeconds: wal.rpo,
    archivingSince: wal.known
      ? { state: wal.failing ? 'failing' : 'working', since: wal.since }
      : undefined,
    reasons: byUrgency(reasons.all),
  };
}
