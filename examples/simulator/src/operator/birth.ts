import {
  Archive as ArchivePlace,
  Cluster,
  archiveOf,
} from '@naytife/backstage-plugin-cnpg-common';
import { randomInt } from 'node:crypto';
import { Context, HEALTHY, WAITING, micro } from './Context';
import { createAccess, createInstance, failingJob, setReady } from './pods';
import { Archive, World } from './World';

const DAY_MS = 86_400_000;
const goTime = (time: number) =>
  `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`;

export function certificates(name: string, namespace: string, days = 90) {
  const expiry = goTime(Date.now() + days * DAY_MS);
  return {
    clientCASecret: `${name}-ca`,
    expirations: Object.fromEntries(
      ['ca', 'replication', 'server'].map(suffix => [
        `${name}-${suffix}`,
        expiry,
      ]),
    ),
    replicationTLSSecret: `${name}-replication`,
    serverAltDNSNames: ['rw', 'r', 'ro'].map(
      suffix => `${name}-${suffix}.${namespace}.svc`,
    ),
    serverCASecret: `${name}-ca`,
    serverTLSSecret: `${name}-server`,
  };
}

export function archiveFor(
  world: World,
  namespace: string,
  place: ArchivePlace,
): Archive | undefined {
  return place.objectStoreName
    ? world.archives.get(
        World.archiveKey(namespace, place.objectStoreName, place.serverName),
      )
    : undefined;
}

function openArchive(
  context: Context,
  cluster: Cluster,
  timeline: number,
): void {
  const place = archiveOf(cluster);
  if (!place.objectStoreName) return;
  const key = World.archiveKey(
    context.namespace,
    place.objectStoreName,
    place.serverName,
  );
  // An archive with a past is continued; recoveries into one were refused before.
  if (context.world.archives.has(key)) return;
  context.world.archives.set(key, {
    segments: 3,
    timeline,
    lastArchivedAt: Date.now(),
  });
}

/** Why a recovery will fail, or undefined when it will not. The words are the real ones. */
function recoveryFault(context: Context, cluster: Cluster): string | undefined {
  const { bootstrap, externalClusters } = cluster.spec;
  const own = archiveOf(cluster);
  const ownArchive = archiveFor(context.world, context.namespace, own);
  if (ownArchive)
    return 'unexpected failure invoking barman-cloud-wal-archive: exit status 1';
  const source = externalClusters.find(item => item.name === bootstrap?.source)
    ?.plugin?.parameters;
  const archive =
    source &&
    context.world.archives.get(
      World.archiveKey(
        context.namespace,
        source.barmanObjectName,
        source.serverName || cluster.meta.name,
      ),
    );
  if (!archive?.firstBackupEndedAt) return 'no target backup found';
  const target = bootstrap?.targetTime && Date.parse(bootstrap.targetTime);
  if (target && target > (archive.lastArchivedAt ?? 0))
    return 'FATAL: recovery ended before configured recovery target was reached';
  if (target && target < archive.firstBackupEndedAt)
    return 'no target backup found';
  return undefined;
}

async function failRecovery(context: Context, reason: string): Promise<void> {
  const job = `${context.name}-1-full-recovery`;
  const waits = [10, 20, 40, 80, 160, 320];
  for (let failed = 1; failed <= 7; failed += 1) {
    await context.world.pause(12);
    await failingJob(context, job, failed, reason);
    if (failed < 7) await context.world.pause(waits[failed - 1]);
  }
  await context.status({
    phase: 'Cluster is unrecoverable and needs manual intervention',
    phaseReason: `Instance creation failed for the following jobs: ${job}. Check the job logs for more details.`,
  });
}

/** Whether a store that the cluster names is there; the plugin's error is what the operator tells until it is. */
async function storeIsThere(
  context: Context,
  cluster: Cluster,
): Promise<boolean> {
  const place = archiveOf(cluster);
  return (
    place.way !== 'plugin' ||
    (place.objectStoreName !== undefined &&
      (await context.client.find(
        'ObjectStore',
        context.namespace,
        place.objectStoreName,
      )) !== undefined)
  );
}

/** Readiness and membership of the instances that are up, as status fields. */
export function instanceFields(
  ready: string[],
  all: string[],
  primary: string | undefined,
  timeline: number | undefined,
) {
  const wanted = [...all].sort();
  return {
    readyInstances: ready.length || null,
    instancesStatus: {
      healthy: ready.length ? [...ready].sort() : null,
      replicating: null,
      failed: null,
    },
    instancesReportedState: Object.fromEntries(
      wanted.map(pod => [
        pod,
        { ip: '10.0.0.1', isPrimary: pod === primary, timeLineID: timeline },
      ]),
    ),
    instanceNames: wanted,
    healthyPVC: wanted,
    // The Job that made the last instance is still there when it is counted.
    jobCount: 1,
    pvcCount: wanted.length,
  };
}

async function bringUpPrimary(
  context: Context,
  cluster: Cluster,
  pod: string,
  recovery: boolean,
): Promise<void> {
  const { world } = context;
  const timeline = recovery ? 2 : 1;
  const plugin = archiveOf(cluster).way === 'plugin';
  await createInstance(
    context,
    pod,
    'primary',
    cluster.spec.storage.size ?? '1Gi',
  );
  world.instances.set(context.key.replace(context.name, pod), {
    cluster: context.name,
    isPrimary: true,
    timeline,
    readyWalFiles: 0,
  });
  await context.status(WAITING);
  await world.pause(3);
  await context.status({
    currentPrimary: pod,
    currentPrimaryTimestamp: micro(),
  });
  const archiving = () =>
    context.condition(
      'ContinuousArchiving',
      'True',
      'ContinuousArchivingSuccess',
      'Continuous archiving is working',
    );
  if (!plugin) await archiving();
  await context.condition(
    'ConsistentSystemID',
    'True',
    'Unique',
    'A single, unique system ID was found across reporting instances.',
    {
      timelineID: timeline,
      systemID: `77117${randomInt(10 ** 9, 10 ** 10)}${randomInt(1000, 9999)}`,
      instancesReportedState: {
        [pod]: { ip: '10.0.0.1', isPrimary: true, timeLineID: timeline },
      },
    },
  );
  if (plugin) {
    await world.pause(2);
    openArchive(context, cluster, timeline);
    await archiving();
  }
  await world.pause(plugin ? 4 : 8);
  await setReady(context, pod, true);
  await context.status(instanceFields([pod], [pod], pod, timeline));
}

/** Adds one replica, as at birth or after a scale-up. */
export async function addReplica(
  context: Context,
  pod: string,
  up: string[],
  primary: string,
  timeline: number,
  storage: string,
): Promise<void> {
  const { world } = context;
  await context.event('CreatingInstance', `Creating instance ${pod}`);
  await context.status({
    phase: 'Creating a new replica',
    phaseReason: `Creating replica ${pod}-join`,
  });
  await context.status({ instances: up.length + 1 });
  await world.pause(13);
  await createInstance(context, pod, 'replica', storage);
  world.instances.set(`${context.namespace}/${pod}`, {
    cluster: context.name,
    isPrimary: false,
    timeline,
    readyWalFiles: 0,
  });
  await context.status({
    ...WAITING,
    ...instanceFields(up, [...up, pod], primary, timeline),
  });
  await world.pause(10);
  await setReady(context, pod, true);
  await context.status(
    instanceFields([...up, pod], [...up, pod], primary, timeline),
  );
}

/**
 * From nothing to a healthy cluster, in the order that was recorded from the real operator (phases, conditions,
 * fields). Answers false when the recovery failed for good.
 */
export async function beBorn(context: Context): Promise<boolean> {
  const { world, name, namespace } = context;
  const primary = `${name}-1`;
  await context.condition(
    'Initialized',
    'False',
    'BootstrapPending',
    'Cluster bootstrap has not yet been completed',
  );
  for (
    let told = false;
    !(await storeIsThere(context, await context.cluster()));
    told = true
  ) {
    if (!told) {
      await context.condition(
        'Ready',
        'False',
        'ClusterIsNotReady',
        'Cluster Is Not Ready',
        {
          phase:
            'Cluster cannot proceed to reconciliation due to an error while interacting with plugins',
          phaseReason:
            'Encountered an error while interacting with plugins: rpc error: code = Unknown desc = ObjectStore not found',
        },
      );
    }
    await world.pause(1);
  }
  const cluster = await context.cluster();
  const recovery = cluster.spec.bootstrap?.method === 'recovery';
  const owner = await context.owner();
  await context.condition(
    'ConsistentSystemID',
    'False',
    'NotFound',
    'No instances are present in the cluster to report a system ID.',
  );
  await context.status({
    targetPrimary: primary,
    targetPrimaryTimestamp: micro(),
    certificates: certificates(name, namespace),
    image: cluster.spec.imageName,
    readService: `${name}-r`,
    writeService: `${name}-rw`,
    selector: `cnpg.io/cluster=${name},cnpg.io/podRole=instance`,
    managedRolesStatus: {},
    switchReplicaClusterStatus: {},
    ...(archiveOf(cluster).way === 'plugin'
      ? {
          pluginStatus: [
            {
              name: 'barman-cloud.cloudnative-pg.io',
              version: '0.14.0',
              capabilities: ['TYPE_RECONCILER_HOOKS', 'TYPE_LIFECYCLE_SERVICE'],
            },
          ],
        }
      : {}),
  });
  await createAccess(
    context,
    owner,
    cluster.spec.bootstrap?.database ?? 'app',
    cluster.spec.bootstrap?.owner ?? 'app',
  );
  await context.event(
    'CreatingPodDisruptionBudget',
    `Creating PodDisruptionBudget ${name}-primary`,
  );
  if ((cluster.spec.instances ?? 1) > 1)
    await context.event(
      'CreatingPodDisruptionBudget',
      `Creating PodDisruptionBudget ${name}`,
    );
  await context.event('CreatingServiceAccount', 'Creating ServiceAccount');
  await context.event('CreatingRole', 'Creating Cluster Role');
  await context.event(
    'CreatingInstance',
    recovery ? 'Primary instance (from backup)' : 'Primary instance (initdb)',
  );
  await context.condition(
    'Ready',
    'False',
    'ClusterIsNotReady',
    'Cluster Is Not Ready',
    {
      phase: 'Setting up primary',
      phaseReason: `Creating primary instance ${primary}`,
    },
  );
  // Set within a second, also on clusters whose recovery fails: it proves nothing.
  await context.condition(
    'Initialized',
    'True',
    'BootstrapCompleted',
    'Cluster has been bootstrapped',
    { instances: 1 },
  );
  const fault = recovery ? recoveryFault(context, cluster) : undefined;
  if (fault) {
    await failRecovery(context, fault);
    return false;
  }
  await world.pause(recovery ? 42 : 8);
  if (!recovery) await world.importer?.(namespace, name);
  const major = Number(/:(\d+)/.exec(cluster.spec.imageName ?? '')?.[1]);
  await context.status({
    pgDataImageInfo: {
      image: cluster.spec.imageName,
      majorVersion: Number.isInteger(major) ? major : 15,
    },
  });
  await bringUpPrimary(context, cluster, primary, recovery);
  const up = [primary];
  for (let serial = 2; serial <= (cluster.spec.instances ?? 1); serial += 1) {
    const pod = `${name}-${serial}`;
    await addReplica(
      context,
      pod,
      up,
      primary,
      recovery ? 2 : 1,
      cluster.spec.storage.size ?? '1Gi',
    );
    up.push(pod);
  }
  await context.status({
    topology: {
      instances: Object.fromEntries(up.map(pod => [pod, {}])),
      nodesUsed: Math.min(3, up.length),
      successfullyExtracted: true,
    },
    poolerIntegrations: { pgBouncerIntegration: {} },
  });
  await context.condition(
    'Ready',
    'True',
    'ClusterIsReady',
    'Cluster is Ready',
    HEALTHY,
  );
  return true;
}
