import { Cluster } from '@naytife/backstage-plugin-cnpg-common';
import { ARCHIVE_ERROR, Context, HEALTHY, WAITING, micro } from './Context';
import {
  membersOf,
  primaryOf,
  readyFields,
  revive,
  setPrimary,
  timelineOf,
} from './members';
import { setReady, setRole } from './pods';

const notReady = (context: Context, phase: object) =>
  context.condition(
    'Ready',
    'False',
    'ClusterIsNotReady',
    'Cluster Is Not Ready',
    phase,
  );
const ready = (context: Context) =>
  context.condition(
    'Ready',
    'True',
    'ClusterIsReady',
    'Cluster is Ready',
    HEALTHY,
  );

/** The primary role moves to the instance that `targetPrimary` names; 14 s on the real one. */
export async function switchover(
  context: Context,
  cluster: Cluster,
): Promise<void> {
  const from = primaryOf(cluster);
  const to = cluster.status?.targetPrimary ?? '';
  const all = membersOf(cluster);
  const timeline = timelineOf(cluster) + 1;
  await context.world.pause(2);
  await setReady(context, from, false);
  await context.status(
    readyFields(
      cluster,
      all.filter(pod => pod !== from),
    ),
  );
  await context.world.pause(1);
  await context.status({
    currentPrimary: to,
    currentPrimaryTimestamp: micro(),
  });
  // Seen on the real one: the new primary's first try fails while the old one is still shutting down.
  await context.condition(
    'ContinuousArchiving',
    'False',
    'ContinuousArchivingFailing',
    ARCHIVE_ERROR,
  );
  await context.world.pause(2);
  await context.condition(
    'ContinuousArchiving',
    'True',
    'ContinuousArchivingSuccess',
    'Continuous archiving is working',
  );
  setPrimary(context, to, timeline);
  await setRole(context, from, 'replica');
  await setRole(context, to, 'primary');
  await context.status({ timelineID: timeline });
  await context.world.pause(8);
  await setReady(context, from, true);
  await context.status(readyFields(cluster, all, to, timeline));
  await context.status(HEALTHY);
}

/** The primary's pod is gone: a replica is promoted, or a single instance restarted in its place. */
export async function failover(
  context: Context,
  cluster: Cluster,
  pods: Map<string, boolean>,
): Promise<void> {
  const lost = primaryOf(cluster);
  const all = membersOf(cluster);
  const timeline = timelineOf(cluster) + 1;
  const rest = all.filter(pod => pod !== lost && pods.get(pod));
  await context.status(readyFields(cluster, rest));
  const heir = rest[0];
  if (!heir) {
    await notReady(context, WAITING);
    await revive(context, cluster, lost, 'primary');
    await context.status(readyFields(cluster, all));
    await ready(context);
    return;
  }
  await notReady(context, {
    phase: 'Failing over',
    phaseReason: `Initiating a failover from ${lost}`,
  });
  await context.event(
    'FailingOver',
    `Current primary isn't healthy, initiating a failover from ${lost}`,
  );
  await context.status({
    targetPrimary: 'pending',
    targetPrimaryTimestamp: micro(),
  });
  await context.event('FailoverTarget', `Failing over from ${lost} to ${heir}`);
  await context.status({ phaseReason: `Failing over from ${lost} to ${heir}` });
  await context.status({ targetPrimary: heir });
  await context.world.pause(1);
  await setRole(context, heir, 'primary');
  await context.status({
    currentPrimary: heir,
    currentPrimaryTimestamp: micro(),
  });
  setPrimary(context, heir, timeline);
  await context.world.pause(1);
  await context.status({ timelineID: timeline });
  await context.status(WAITING);
  await revive(context, cluster, lost, 'replica');
  await context.status(readyFields(cluster, all, heir, timeline));
  await ready(context);
}

const primaryFirst = (cluster: Cluster) => [
  primaryOf(cluster),
  ...membersOf(cluster).filter(pod => pod !== primaryOf(cluster)),
];

/** Stops the pods one by one and keeps the volumes; the phase stays healthy. */
export async function hibernate(
  context: Context,
  cluster: Cluster,
): Promise<void> {
  const say = (reason: string, message: string) =>
    context.condition('cnpg.io/hibernation', 'False', reason, message);
  let left = membersOf(cluster);
  for (const pod of primaryFirst(cluster)) {
    await say('DeletingPods', 'Pods are being deleted');
    await context.client.delete('Pod', context.namespace, pod);
    left = left.filter(item => item !== pod);
    await context.status(readyFields(cluster, left));
    await say('WaitingPodsDeletion', 'Waiting for pods to be deleted');
    await context.world.pause(2);
  }
  await context.condition(
    'ConsistentSystemID',
    'False',
    'NotFound',
    'No instances are present in the cluster to report a system ID.',
  );
  await context.condition(
    'cnpg.io/hibernation',
    'True',
    'Hibernated',
    'Cluster has been hibernated',
  );
}

/** Brings the pods back, the primary first. */
export async function wake(context: Context, cluster: Cluster): Promise<void> {
  const raw = await context.raw();
  const conditions = (
    (raw?.status?.conditions ?? []) as { type: string }[]
  ).filter(item => item.type !== 'cnpg.io/hibernation');
  await context.status({ conditions });
  await notReady(context, WAITING);
  const up: string[] = [];
  for (const pod of primaryFirst(cluster)) {
    const role = up.length ? 'replica' : 'primary';
    await revive(context, cluster, pod, role, 4);
    if (!up.length)
      await context.condition(
        'ConsistentSystemID',
        'True',
        'Unique',
        'A single, unique system ID was found across reporting instances.',
      );
    up.push(pod);
    await context.status(readyFields(cluster, up));
  }
  await ready(context);
}
