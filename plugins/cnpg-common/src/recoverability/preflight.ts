import { Reason, Reasons, byUrgency, humanDuration } from '../assessment';
import { Recoverability } from './assessRecoverability';
import { BaseBackup } from './baseBackups';

/** To where a restore should go. `time` is RFC 3339 *with* a zone. @public */
export type RestoreTarget =
  | { type: 'latest' }
  | { type: 'backup'; backupName: string }
  | { type: 'time'; time: string };

/** What can be said about a target before anything is done. @public */
export interface Preflight {
  /** proven: everything it needs is known to be there. unproven: nothing speaks against it, but something is not known. */
  verdict: 'proven' | 'unproven' | 'unreachable';
  baseBackup?: { name: string; stoppedAt: string; timeline?: number };
  walRange?: { from?: string; to?: string };
  /** Seconds of work, up to now, that this restore leaves behind; undefined when not known. */
  lossSeconds?: number;
  reasons: Reason[];
}

const ms = (time: string) => Date.parse(time);

function chooseBase(backups: BaseBackup[], at: number): BaseBackup | undefined {
  return backups.find(backup => !backup.pruned && ms(backup.stoppedAt) <= at);
}

function checkTime(
  time: string,
  recoverability: Recoverability,
  now: number,
  reasons: Reasons,
): boolean {
  const { window } = recoverability;
  if (!/(Z|[+-]\d{2}:?\d{2})$/i.test(time) || Number.isNaN(ms(time))) {
    reasons.add(
      'critical',
      'targetNoTime',
      `"${time}" is no instant: write RFC 3339 with a zone. CNPG takes a time without a zone as UTC.`,
      { todo: 'For example 2026-07-01T10:00:00Z.' },
    );
    return false;
  }
  if (ms(time) > now) {
    reasons.add(
      'critical',
      'targetInFuture',
      'The target lies in the future.',
      { evidence: { target: time } },
    );
  } else if (window.start && ms(time) < ms(window.start)) {
    reasons.add(
      'critical',
      'targetBeforeWindow',
      'The target lies before the first recoverable instant.',
      { evidence: { target: time, start: window.start } },
    );
  } else if (window.end && ms(time) > ms(window.end)) {
    reasons.add(
      'critical',
      'targetAfterEnd',
      'The target lies after the last archived WAL; PostgreSQL would stop with "recovery ended before configured recovery target was reached".',
      {
        evidence: { target: time, end: window.end },
        todo: 'Choose an earlier instant, or "latest".',
      },
    );
  } else if (!window.endIsKnown) {
    reasons.add(
      'unknown',
      'windowEndUnknown',
      'Up to which instant WAL was archived is not known.',
      { evidence: { target: time } },
    );
  }
  return true;
}

/**
 * Says whether a target can be recovered to, and from what. Never a plain "ok": a restore that will fail does so only
 * after 11 minutes on the real operator.
 * @param now - milliseconds since the epoch
 * @public
 */
export function preflight(
  target: RestoreTarget,
  recoverability: Recoverability,
  now: number,
): Preflight {
  const reasons = new Reasons();
  const { archive, baseBackups, window } = recoverability;
  let base: BaseBackup | undefined;
  let reached: number | undefined;

  if (archive.way === 'none') {
    reasons.add(
      'critical',
      'noBackupConfigured',
      'This cluster has no backup to restore from.',
    );
  } else if (archive.way !== 'plugin') {
    reasons.add(
      'critical',
      'wayNotSupported',
      `This cluster is backed up by ${archive.way}; restores are planned for the Barman Cloud plugin only.`,
      { todo: 'Move the cluster to the plugin first.' },
    );
  } else if (target.type === 'backup') {
    base = baseBackups.find(backup => backup.name === target.backupName);
    if (!base)
      reasons.add(
        'critical',
        'backupNotFound',
        `There is no completed backup called ${target.backupName}; a restore would wait for it for ever, without an error.`,
        {
          evidence: {
            known: baseBackups.map(backup => backup.name).join(', ') || 'none',
          },
        },
      );
    else if (base.pruned)
      reasons.add(
        'critical',
        'backupPruned',
        `The data of ${base.name} has been removed by the retention policy.`,
        { evidence: { stoppedAt: base.stoppedAt, start: window.start } },
      );
    else if (!base.backupId)
      reasons.add(
        'critical',
        'backupNoId',
        `${base.name} has no backupId; a restore to a backup needs one.`,
      );
    if (base) reached = ms(base.stoppedAt);
  } else {
    const readable =
      target.type === 'latest' ||
      checkTime(target.time, recoverability, now, reasons);
    if (readable) {
      const at = target.type === 'time' ? ms(target.time) : now;
      base = chooseBase(baseBackups, at);
      const end = window.end ? ms(window.end) : undefined;
      reached = target.type === 'time' ? at : end;
      if (target.type === 'latest' && !window.endIsKnown)
        reasons.add(
          'unknown',
          'windowEndUnknown',
          'It will go as far as the archive goes; how far that is, is not known.',
        );
      if (
        target.type === 'latest' &&
        recoverability.archivingSince?.state === 'failing'
      ) {
        reasons.add(
          'unknown',
          'walArchivingFailing',
          'The archive is failing: the restore stops at the last WAL that arrived.',
          {
            evidence: {
              end: window.end,
              since: recoverability.archivingSince.since,
            },
          },
        );
      }
      if (!base && baseBackups.some(backup => !backup.pruned))
        reasons.add(
          'critical',
          'noBaseBackup',
          'No base backup was completed before the target.',
          {
            evidence: {
              oldest: baseBackups.filter(backup => !backup.pruned).at(-1)
                ?.stoppedAt,
            },
          },
        );
      else if (!base && window.start)
        reasons.add(
          'unknown',
          'baseBackupUnknown',
          'The object store tells of a backup, but no Backup object describes it.',
          { evidence: { start: window.start } },
        );
      else if (!base)
        reasons.add(
          'critical',
          'noBackup',
          'There is no backup to start from.',
        );
    }
  }
  if (base && base.endWalArchived === false)
    reasons.add(
      'critical',
      'backupEndWalMissing',
      `The last WAL of ${base.name}, ${base.endWal}, never arrived in the archive.`,
      { evidence: { endWal: base.endWal } },
    );
  if (base && base.endWalArchived === 'unknown')
    reasons.add(
      'unknown',
      'backupEndWalUnknown',
      `Whether the last WAL of ${base.name} arrived in the archive is not known.`,
      { evidence: { endWal: base.endWal } },
    );

  const doubt = reasons.all.length ? 'unproven' : 'proven';
  const verdict = reasons.all.some(reason => reason.severity === 'critical')
    ? 'unreachable'
    : doubt;
  const lossSeconds =
    verdict === 'unreachable' || reached === undefined
      ? undefined
      : Math.max(0, (now - reached) / 1000);
  if (verdict !== 'unreachable' && base) {
    reasons.add(
      'info',
      'plan',
      `Starts from ${base.name}${
        base.timeline ? `, timeline ${base.timeline}` : ''
      }${
        lossSeconds === undefined
          ? ''
          : `; leaves out the last ${humanDuration(lossSeconds)}`
      }.`,
      { evidence: { baseBackup: base.stoppedAt } },
    );
  }
  return {
    verdict,
    baseBackup: base && {
      name: base.name,
      stoppedAt: base.stoppedAt,
      timeline: base.timeline,
    },
    walRange: base && { from: base.endWal, to: window.end },
    lossSeconds,
    reasons: byUrgency(reasons.all),
  };
}
