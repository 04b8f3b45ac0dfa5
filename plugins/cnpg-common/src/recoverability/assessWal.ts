import { CNPG, CNPG_DOCS } from '../annotations';
import { Reasons, humanDuration, secondsBetween } from '../assessment';
import { findCondition } from '../model/meta';
import { RecoverabilityInput } from './input';

/** Judges the WAL archive, from the operator's condition and from what the primary says. */
export function assessWal(
  { cluster, walFacts, rpoSeconds }: RecoverabilityInput,
  now: number,
  reasons: Reasons,
) {
  const condition = findCondition(
    cluster.status?.conditions ?? [],
    'ContinuousArchiving',
  );
  const archived = walFacts?.lastArchivedWALTime;
  const failed = walFacts?.lastFailedWALTime;
  const failing =
    condition?.status === 'False' ||
    (failed !== undefined &&
      !(archived && Date.parse(archived) > Date.parse(failed)));
  const since =
    condition?.status === 'False' ? condition.lastTransitionTime : failed;
  const rpo = secondsBetween(archived, now);
  const link = `${CNPG_DOCS}/wal_archiving`;
  if (failing) {
    const time = secondsBetween(archived ?? since, now);
    reasons.add(
      'warning',
      'walArchivingFailing',
      `WAL has not been archived ${
        time === undefined ? 'lately' : `for ${humanDuration(time)}`
      }${
        rpoSeconds ? ` (promise: ${humanDuration(rpoSeconds)})` : ''
      }: what was written since then cannot be recovered.`,
      {
        evidence: {
          ContinuousArchiving:
            condition && `${condition.status} ${condition.reason ?? ''}`.trim(),
          message: condition?.message,
          since,
          lastArchivedWALTime: archived,
          lastFailedWAL: walFacts?.lastFailedWAL,
          readyWalFiles: walFacts?.readyWalFiles,
        },
        todo: 'Check the object store, its credentials and the log of the container plugin-barman-cloud.',
        link,
      },
    );
  } else if (cluster.meta.annotations[CNPG.skipWalArchiving] === 'enabled') {
    reasons.add(
      'critical',
      'walArchivingSkipped',
      'WAL archiving is switched off by annotation.',
      {
        evidence: { [CNPG.skipWalArchiving]: 'enabled' },
        todo: 'Remove the annotation, then take a backup.',
        link,
      },
    );
  } else if (condition === undefined && walFacts === undefined) {
    reasons.add(
      'unknown',
      'walUnknown',
      'Nothing tells whether WAL is being archived.',
      { evidence: { ContinuousArchiving: 'absent' }, link },
    );
  } else if (walFacts === undefined || archived === undefined) {
    reasons.add(
      'unknown',
      'windowEndUnknown',
      'The operator says that archiving works, but nothing tells up to which instant: the end of the window is not known.',
      {
        evidence: {
          ContinuousArchiving: condition?.status,
          lastArchivedWALTime: 'unknown',
        },
        todo: 'Let the backend read /pg/status (right pods/proxy) or name a Prometheus for this environment.',
        link,
      },
    );
  } else if (
    rpo !== undefined &&
    rpoSeconds !== undefined &&
    rpo > Math.max(2 * rpoSeconds, rpoSeconds + 60) &&
    walFacts.readyWalFiles > 0
  ) {
    reasons.add(
      'warning',
      'rpoMissed',
      `The last WAL was archived ${humanDuration(
        rpo,
      )} ago (promise: ${humanDuration(rpoSeconds)}) and ${
        walFacts.readyWalFiles
      } files are waiting.`,
      {
        evidence: {
          lastArchivedWALTime: archived,
          readyWalFiles: walFacts.readyWalFiles,
        },
        todo: 'Look at the bandwidth to the object store and at archive_timeout.',
        link,
      },
    );
  }
  return {
    failing,
    since,
    rpo,
    known: condition !== undefined || walFacts !== undefined,
  };
}
