import { CNPG, CNPG_DOCS } from '../annotations';
import { Reasons, humanDuration } from '../assessment';
import { Cluster } from '../model/cluster';
import { Pod } from '../model/surroundings';
import { InstanceStatus } from '../model/walFacts';
import { HealthInput } from './input';
import { isProgressing } from './phases';

const LAG_WARNING_SECONDS = 10;

/** Instances named in `cnpg.io/fencedInstances`; `["*"]` is all. Undefined when the annotation is no such list. @public */
export function fencedInstances(cluster: Cluster): string[] | undefined {
  const text = cluster.meta.annotations[CNPG.fencedInstances];
  if (!text) return [];
  try {
    const list: unknown = JSON.parse(text);
    if (!Array.isArray(list)) return undefined;
    const names = list.filter(
      (item): item is string => typeof item === 'string',
    );
    return names.includes('*') ? cluster.status?.instanceNames ?? [] : names;
  } catch {
    return undefined;
  }
}

/** Asleep by design, falling asleep, waking up, or awake. @public */
export function hibernation(
  cluster: Cluster,
): 'awake' | 'falling' | 'asleep' | 'waking' {
  const condition = cluster.status?.conditions.find(
    item => item.type === CNPG.hibernation,
  );
  const done = condition?.status === 'True';
  if (cluster.meta.annotations[CNPG.hibernation] === 'on')
    return done ? 'asleep' : 'falling';
  // The condition outlives the annotation until the operator has looked again.
  return done ? 'waking' : 'awake';
}

export function assessFencing(cluster: Cluster, reasons: Reasons): void {
  const fenced = fencedInstances(cluster);
  const evidence = {
    [CNPG.fencedInstances]: cluster.meta.annotations[CNPG.fencedInstances],
  };
  const link = `${CNPG_DOCS}/fencing`;
  if (fenced === undefined) {
    reasons.add(
      'unknown',
      'fencingUnreadable',
      'The list of fenced instances cannot be read.',
      {
        evidence,
        todo: 'Correct the annotation: it must be a JSON list of instance names.',
        link,
      },
    );
  } else if (
    cluster.status?.currentPrimary &&
    fenced.includes(cluster.status.currentPrimary)
  ) {
    reasons.add(
      'critical',
      'primaryFenced',
      'The primary is fenced: PostgreSQL is stopped there and the database is down.',
      {
        evidence: {
          ...evidence,
          currentPrimary: cluster.status.currentPrimary,
        },
        todo: 'Lift the fence when the reason for it is gone.',
        link,
      },
    );
  } else if (fenced.length) {
    reasons.add(
      'warning',
      'replicaFenced',
      `Fenced on purpose: ${fenced.join(', ')}.`,
      {
        evidence,
        todo: 'Lift the fence when the reason for it is gone.',
        link,
      },
    );
  }
}

function missingInstances(
  { cluster, pods }: HealthInput,
  reasons: Reasons,
): void {
  const { status, spec } = cluster;
  const wanted = spec.instances;
  if (!status || wanted === undefined) {
    reasons.add(
      'unknown',
      'instancesUnknown',
      'How many instances there should be is not known.',
      { evidence: { 'spec.instances': wanted } },
    );
    return;
  }
  const ready = status.readyInstances;
  const evidence = {
    'spec.instances': wanted,
    'status.readyInstances': ready ?? 'absent',
  };
  const healthy = status.instancesStatus.healthy;
  const primary = status.currentPrimary;
  const primaryPod = pods?.find(pod => pod.meta.name === primary);
  const primaryGone =
    primary !== undefined &&
    ((pods !== undefined && !primaryPod?.ready) ||
      (pods === undefined &&
        healthy !== undefined &&
        !healthy.includes(primary)));
  if (ready === undefined || ready === 0) {
    reasons.add(
      'critical',
      'noInstanceReady',
      'No instance is ready: the database is down.',
      {
        evidence,
        todo: 'Look at the pods and their events.',
        link: `${CNPG_DOCS}/troubleshooting`,
      },
    );
  } else if (primaryGone) {
    reasons.add(
      'critical',
      'primaryNotReady',
      `The primary ${primary} is not ready: nothing can be written.`,
      {
        evidence: {
          ...evidence,
          currentPrimary: primary,
          pod: primaryPod ? primaryPod.trouble ?? 'not ready' : 'not there',
        },
        todo: 'CNPG promotes a replica by itself within seconds; if it does not, look at the operator.',
        link: `${CNPG_DOCS}/failover`,
      },
    );
  } else if (ready < wanted) {
    reasons.add(
      'warning',
      'instancesMissing',
      `${ready} of ${wanted} instances are ready.`,
      {
        evidence,
        todo: 'Look at the missing instance’s pod and events.',
        link: `${CNPG_DOCS}/troubleshooting`,
      },
    );
  }
}

function replication(
  { cluster, instanceStatus }: HealthInput,
  reasons: Reasons,
): void {
  const primary = instanceStatus?.find(instance => instance.isPrimary);
  if (!primary || !instanceStatus) return;
  const wanted = Math.max(0, (cluster.spec.instances ?? 1) - 1);
  const link = `${CNPG_DOCS}/replication`;
  for (const name of cluster.status?.instanceNames ?? []) {
    if (name === primary.podName) continue;
    const replica = primary.replication.find(
      item => item.applicationName === name,
    );
    if (!replica || replica.state !== 'streaming') {
      reasons.add(
        'warning',
        'replicaNotStreaming',
        `Replica ${name} is not streaming from the primary.`,
        {
          evidence: { [name]: replica?.state ?? 'not connected' },
          todo: 'Look at the replica’s log; a failover to it would lose data.',
          link,
        },
      );
    } else if ((replica.replayLagSeconds ?? 0) > LAG_WARNING_SECONDS) {
      reasons.add(
        'warning',
        'replicaLagging',
        `Replica ${name} is ${humanDuration(
          replica.replayLagSeconds ?? 0,
        )} behind.`,
        {
          evidence: { replayLag: `${replica.replayLagSeconds} s` },
          todo: 'Look at the load and the disk of the replica.',
          link,
        },
      );
    }
  }
  if (wanted > 0 && cluster.spec.synchronous?.number) {
    const sync = primary.replication.filter(
      item =>
        /sync|quorum/.test(item.syncState ?? '') && item.syncState !== 'async',
    );
    if (sync.length < cluster.spec.synchronous.number) {
      reasons.add(
        'warning',
        'synchronousMissing',
        `${sync.length} of ${cluster.spec.synchronous.number} synchronous replicas confirm writes.`,
        {
          evidence: { dataDurability: cluster.spec.synchronous.dataDurability },
          todo: 'With dataDurability "required" writes wait until a replica is back.',
          link,
        },
      );
    }
  }
  pendingRestart(instanceStatus, reasons);
}

function pendingRestart(instances: InstanceStatus[], reasons: Reasons): void {
  const waiting = instances
    .filter(instance => instance.pendingRestart)
    .map(instance => instance.podName);
  if (waiting.length) {
    reasons.add(
      'warning',
      'pendingRestart',
      `A changed setting takes effect only after a restart of ${waiting.join(
        ', ',
      )}.`,
      {
        evidence: { pendingRestart: waiting.join(', ') },
        todo: 'Restart when it suits.',
      },
    );
  }
}

const instancePods = (pods: Pod[]) =>
  pods.filter(pod => pod.meta.labels[CNPG.podRole] === 'instance');

/** Readiness, replication and restarts of the instances. */
export function assessInstances(input: HealthInput, reasons: Reasons): void {
  const { status } = input.cluster;
  const since = status?.currentPrimaryFailingSinceTimestamp;
  if (since) {
    reasons.add(
      'critical',
      'primaryFailing',
      'The operator cannot reach the primary.',
      {
        evidence: { currentPrimaryFailingSinceTimestamp: since },
        todo: 'A failover follows after failoverDelay.',
        link: `${CNPG_DOCS}/failover`,
      },
    );
  }
  if (
    status?.targetPrimary &&
    status.currentPrimary &&
    status.targetPrimary !== status.currentPrimary
  ) {
    reasons.add(
      'progress',
      'primaryChanging',
      `The primary role is moving from ${status.currentPrimary} to ${status.targetPrimary}.`,
      {
        evidence: {
          currentPrimary: status.currentPrimary,
          targetPrimary: status.targetPrimary,
        },
      },
    );
  }
  if (!isProgressing(status?.phase)) {
    missingInstances(
      { ...input, pods: input.pods && instancePods(input.pods) },
      reasons,
    );
    replication(input, reasons);
  }
}
