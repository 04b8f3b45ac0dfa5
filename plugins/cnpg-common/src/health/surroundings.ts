import { BARMAN_PLUGIN, CNPG, CNPG_DOCS } from '../annotations';
import { Reasons, humanDuration, secondsBetween } from '../assessment';
import { findCondition } from '../model/meta';
import { HealthInput } from './input';
import { hibernation } from './instances';
import { isProgressing } from './phases';

const DAY = 86_400;

/** The operator, the backup plugin and our own view: when one is gone, the whole status is old news. */
export function assessSources(
  { cluster, operator, plugin, sync }: HealthInput,
  reasons: Reasons,
): void {
  if (sync && (sync.state === 'stale' || sync.state === 'error')) {
    reasons.add(
      'unknown',
      'staleView',
      'What is shown is old: the Kubernetes API cannot be read.',
      {
        evidence: {
          since: sync.since,
          error: sync.error,
          message: sync.message,
        },
        todo: 'Look at the connection to the Kubernetes cluster.',
      },
    );
  }
  if (operator && (operator.state === 'down' || operator.state === 'missing')) {
    reasons.add(
      'unknown',
      'operatorDown',
      `The CNPG operator is ${
        operator.state === 'down' ? 'not running' : 'not installed'
      }: the status below is old news and nothing is repaired.`,
      {
        evidence: { operator: operator.state },
        todo: 'Bring the operator back (namespace cnpg-system).',
        link: `${CNPG_DOCS}/installation_upgrade`,
      },
    );
  }
  if (
    cluster.spec.plugins.some(
      item => item.enabled && item.name === BARMAN_PLUGIN,
    ) &&
    plugin &&
    (plugin.state === 'down' || plugin.state === 'missing')
  ) {
    reasons.add(
      'unknown',
      'pluginDown',
      `The Barman Cloud plugin is ${
        plugin.state === 'down' ? 'not running' : 'not installed'
      }: the operator cannot reconcile this cluster.`,
      {
        evidence: { plugin: plugin.state },
        todo: 'Bring the plugin’s Deployment back, in the operator’s namespace.',
      },
    );
  }
}

/** The archive as the operator tells it. The condition says nothing unless an archiver is configured (seen on 1.30). */
export function assessArchiving(
  { cluster, instanceStatus }: HealthInput,
  reasons: Reasons,
): void {
  const archiver =
    cluster.spec.barmanObjectStore !== undefined ||
    cluster.spec.plugins.some(plugin => plugin.enabled && plugin.isWALArchiver);
  if (!archiver) return;
  const condition = findCondition(
    cluster.status?.conditions ?? [],
    'ContinuousArchiving',
  );
  const primary = instanceStatus?.find(instance => instance.isPrimary);
  // A last failure is stale when something was archived after it (cloudnative-pg#3674).
  const failing =
    primary?.lastFailedWALTime !== undefined &&
    !(
      primary.lastArchivedWALTime &&
      Date.parse(primary.lastArchivedWALTime) >
        Date.parse(primary.lastFailedWALTime)
    );
  if (condition?.status === 'False' || failing) {
    reasons.add(
      'warning',
      'walArchivingFailing',
      'WAL is not reaching the object store; it piles up on the primary’s disk and the recovery window stands still.',
      {
        evidence: {
          ContinuousArchiving:
            condition && `${condition.status} ${condition.reason ?? ''}`.trim(),
          message:
            condition?.status === 'False' ? condition.message : undefined,
          since:
            condition?.status === 'False'
              ? condition.lastTransitionTime
              : undefined,
          lastArchivedWAL: primary?.lastArchivedWAL,
          lastFailedWAL: failing ? primary?.lastFailedWAL : undefined,
          readyWalFiles: primary?.readyWalFiles,
        },
        todo: 'Check the object store, its credentials and the log of the container plugin-barman-cloud.',
        link: `${CNPG_DOCS}/wal_archiving`,
      },
    );
  }
}

export function assessVolumes(
  { cluster, pvcs }: HealthInput,
  reasons: Reasons,
): void {
  const pvc = cluster.status?.pvc;
  const link = `${CNPG_DOCS}/storage`;
  if (pvc?.unusable.length) {
    reasons.add(
      'critical',
      'pvcUnusable',
      `A volume cannot be used: ${pvc.unusable.join(', ')}.`,
      {
        evidence: { unusablePVC: pvc.unusable.join(', ') },
        todo: 'A volume group is incomplete; let CNPG rebuild the instance (kubectl cnpg destroy).',
        link,
      },
    );
  }
  // A volume exists before its pod does, and a hibernated cluster keeps nothing else.
  const settled =
    !isProgressing(cluster.status?.phase) && hibernation(cluster) === 'awake';
  if (pvc?.dangling.length && settled) {
    reasons.add(
      'warning',
      'pvcDangling',
      `A volume has no instance: ${pvc.dangling.join(', ')}.`,
      {
        evidence: { danglingPVC: pvc.dangling.join(', ') },
        todo: 'CNPG reuses it when an instance is added; delete it if it is not wanted.',
        link,
      },
    );
  }
  const resizing = new Set([
    ...(pvc?.resizing ?? []),
    ...(pvcs ?? []).filter(item => item.resizing).map(item => item.meta.name),
  ]);
  if (resizing.size) {
    reasons.add(
      'progress',
      'pvcResizing',
      `A volume is being resized: ${[...resizing].join(', ')}.`,
      { evidence: { resizingPVC: [...resizing].join(', ') }, link },
    );
  }
  const lost = (pvcs ?? [])
    .filter(item => item.phase === 'Lost')
    .map(item => item.meta.name);
  if (lost.length) {
    reasons.add(
      'critical',
      'pvcLost',
      `The storage behind ${lost.join(', ')} is gone.`,
      {
        evidence: { phase: 'Lost' },
        todo: 'Restore from a backup, or let CNPG rebuild the replica.',
        link,
      },
    );
  }
}

export function assessCertificates(
  { cluster }: HealthInput,
  now: number,
  reasons: Reasons,
): void {
  for (const [secret, expiry] of Object.entries(
    cluster.status?.certificateExpirations ?? {},
  )) {
    const left = (Date.parse(expiry) - now) / 1000;
    const rest = {
      evidence: { [secret]: expiry },
      todo: 'CNPG renews its own certificates 7 days before they expire; renew those you brought yourself.',
      link: `${CNPG_DOCS}/certificates`,
    };
    if (left <= 0)
      reasons.add(
        'critical',
        'certificateExpired',
        `The certificate in ${secret} has expired.`,
        rest,
      );
    else if (left < 7 * DAY)
      reasons.add(
        'critical',
        'certificateExpiring',
        `The certificate in ${secret} expires in ${humanDuration(left)}.`,
        rest,
      );
    else if (left < 30 * DAY)
      reasons.add(
        'warning',
        'certificateExpiring',
        `The certificate in ${secret} expires in ${humanDuration(left)}.`,
        rest,
      );
  }
}

/** A bootstrap Job speaks long before the phase does: the phase admits a failed restore after seven tries, 11 minutes in. */
export function assessBootstrapJobs(
  { jobs, pods }: HealthInput,
  reasons: Reasons,
): void {
  for (const job of jobs ?? []) {
    const failedPods = (pods ?? []).filter(
      pod =>
        pod.phase === 'Failed' &&
        pod.meta.owners.some(
          owner => owner.kind === 'Job' && owner.name === job.meta.name,
        ),
    ).length;
    const failures = Math.max(job.failed, failedPods);
    if (!failures || job.succeeded) continue;
    const what =
      job.role === 'full-recovery' || job.role === 'snapshot-recovery'
        ? 'restore'
        : 'set-up';
    reasons.add(
      'critical',
      'bootstrapFailing',
      `The ${what} has failed ${
        failures === 1 ? 'once' : `${failures} times`
      } so far; trying again will not help unless the cause goes away.`,
      {
        evidence: {
          job: job.meta.name,
          failed: failures,
          backoffLimit: job.backoffLimit,
        },
        todo:
          what === 'restore'
            ? 'Read the log of the Job’s last pod. The two usual causes: the archive of the new cluster is not empty (same serverName), or the target lies after the last archived WAL.'
            : 'Read the log of the Job’s last pod.',
        link: `${CNPG_DOCS}/recovery`,
      },
    );
  }
}

/** A Pooler says `active` while its only pod is in CrashLoopBackOff: its pods decide. */
export function assessPoolers(
  { poolers, pods }: HealthInput,
  reasons: Reasons,
): void {
  for (const pooler of poolers ?? []) {
    const name = pooler.meta.name;
    const own = pods?.filter(pod => pod.meta.labels[CNPG.poolerName] === name);
    const ready = own?.filter(pod => pod.ready).length;
    const evidence = {
      pooler: name,
      'status.phase': pooler.phase,
      ready,
      'spec.instances': pooler.desiredInstances,
      pod: own?.find(pod => pod.trouble)?.trouble,
    };
    const link = `${CNPG_DOCS}/connection_pooling`;
    if (pooler.paused || pooler.phase === 'paused') {
      reasons.add(
        'warning',
        'poolerPaused',
        `The pooler ${name} is paused: clients wait.`,
        { evidence, todo: 'Resume it (spec.pgbouncer.paused).', link },
      );
    } else if (ready === 0 && pooler.desiredInstances !== 0) {
      reasons.add(
        'critical',
        'poolerDown',
        `No pod of the pooler ${name} is ready: applications that connect through it are cut off.`,
        { evidence, todo: 'Look at the pooler’s pods.', link },
      );
    } else if (ready !== undefined && ready < (pooler.desiredInstances ?? 1)) {
      reasons.add(
        'warning',
        'poolerDegraded',
        `${ready} of ${pooler.desiredInstances} pods of the pooler ${name} are ready.`,
        { evidence, todo: 'Look at the pooler’s pods.', link },
      );
    } else if (pooler.phase === 'failed') {
      reasons.add(
        'critical',
        'poolerFailed',
        `The pooler ${name} has failed.`,
        {
          evidence: { ...evidence, reason: pooler.phaseReason ?? pooler.error },
          todo: 'Look at the pooler’s status.',
          link,
        },
      );
    } else if (ready === undefined) {
      reasons.add(
        'info',
        'poolerUnknown',
        `Whether the pods of the pooler ${name} are ready is not known.`,
        { evidence, link },
      );
    }
  }
}

/** The conditions that no other rule reads. */
export function assessConditions(
  { cluster }: HealthInput,
  now: number,
  reasons: Reasons,
): void {
  const conditions = cluster.status?.conditions ?? [];
  const system = findCondition(conditions, 'ConsistentSystemID');
  if (system?.reason === 'Mismatch') {
    reasons.add(
      'critical',
      'systemIdMismatch',
      'The instances do not belong to the same database system.',
      {
        evidence: { ConsistentSystemID: system.message },
        todo: 'Do not write: find out which volume is the right one.',
      },
    );
  }
  const ready = findCondition(conditions, 'Ready');
  if (ready?.reason === 'DetachedVolume') {
    reasons.add(
      'critical',
      'volumeDetached',
      'A volume of an instance is detached.',
      {
        evidence: { Ready: ready.message ?? ready.reason },
        todo: 'Look at the volume’s events.',
      },
    );
  }
  if (cluster.meta.annotations[CNPG.reconciliationLoop] === 'disabled') {
    reasons.add(
      'warning',
      'reconciliationDisabled',
      'Reconciliation is switched off: the operator repairs nothing and changes nothing.',
      {
        evidence: { [CNPG.reconciliationLoop]: 'disabled' },
        todo: 'Remove the annotation when the work is done.',
      },
    );
  }
  if (cluster.meta.deletionTimestamp) {
    reasons.add(
      'warning',
      'deleting',
      `The cluster has been marked for deletion ${humanDuration(
        secondsBetween(cluster.meta.deletionTimestamp, now) ?? 0,
      )} ago.`,
      { evidence: { deletionTimestamp: cluster.meta.deletionTimestamp } },
    );
  }
}
