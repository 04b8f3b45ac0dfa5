import {
  Cluster,
  archiveOf,
  fencedInstances,
  hibernation,
} from '@naytife/backstage-plugin-cnpg-common';
import { addReplica, archiveFor, beBorn, certificates } from './birth';
import { ARCHIVE_ERROR, Context, HEALTHY, WAITING } from './Context';
import {
  membersOf,
  podsOf,
  primaryOf,
  readyFields,
  revive,
  timelineOf,
} from './members';
import { setReady } from './pods';
import { failover, hibernate, switchover, wake } from './transitions';

const FENCE_MS = 20_000;
const DAY_MS = 86_400_000;

/** The life of one cluster from its birth on: what the operator does when something changes or breaks. */
export class ClusterLife {
  private ended = false;
  private fencedSince = new Map<string, number>();
  private diskFull = false;

  constructor(private readonly context: Context) {}

  end(): void {
    this.ended = true;
  }

  /** Runs until the cluster is deleted. An object that vanished under our hands ends the life, nothing else does. */
  async run(): Promise<void> {
    try {
      if (!(await beBorn(this.context))) return;
    } catch (error) {
      if (this.ended) return;
      throw error;
    }
    while (!this.ended) {
      await this.step().catch(() => undefined);
      await new Promise(resolve =>
        setTimeout(resolve, Math.max(50, 1000 / this.context.world.speed)),
      );
    }
  }

  private async step(): Promise<void> {
    const { context } = this;
    const cluster = await context.cluster();
    const { status } = cluster;
    const sleep = hibernation(cluster);
    if (sleep === 'falling') return hibernate(context, cluster);
    if (sleep === 'asleep') return undefined;
    if (sleep === 'waking') return wake(context, cluster);
    if (
      status?.currentPrimary &&
      status.targetPrimary &&
      status.currentPrimary !== status.targetPrimary
    )
      return switchover(context, cluster);
    const pods = await podsOf(context);
    if (status?.currentPrimary && !pods.has(status.currentPrimary))
      return failover(context, cluster, pods);
    await this.fences(cluster, pods);
    await this.missingReplicas(cluster, pods);
    await this.disk(cluster);
    await this.archive(cluster);
    await this.certificates(cluster);
    return undefined;
  }

  private async missingReplicas(
    cluster: Cluster,
    pods: Map<string, boolean>,
  ): Promise<void> {
    const { context } = this;
    const primary = primaryOf(cluster);
    const all = membersOf(cluster);
    if (!primary) return;
    const lost = all.find(pod => !pods.has(pod));
    if (lost) {
      const left = all.filter(pod => pods.get(pod));
      await context.status({ ...WAITING, ...readyFields(cluster, left) });
      await revive(context, cluster, lost, 'replica');
      await context.status({ ...HEALTHY, ...readyFields(cluster, all) });
    } else if ((cluster.spec.instances ?? 1) > all.length) {
      const serial =
        Math.max(...all.map(pod => Number(pod.split('-').at(-1)))) + 1;
      await addReplica(
        context,
        `${context.name}-${serial}`,
        all,
        primary,
        timelineOf(cluster),
        cluster.spec.storage.size ?? '1Gi',
      );
      await context.condition(
        'Ready',
        'True',
        'ClusterIsReady',
        'Cluster is Ready',
        HEALTHY,
      );
    }
  }

  /** A fenced instance's pod turns unready after 20 s; the phase stays healthy, as on the real one. */
  private async fences(
    cluster: Cluster,
    pods: Map<string, boolean>,
  ): Promise<void> {
    const { context } = this;
    const fenced = fencedInstances(cluster) ?? [];
    const turn = async (pod: string, ready: boolean) => {
      await setReady(context, pod, ready);
      pods.set(pod, ready);
      const up = [...pods].filter(([, is]) => is).map(([name]) => name);
      await context.status(readyFields(cluster, up));
    };
    for (const pod of membersOf(cluster)) {
      const since = this.fencedSince.get(pod);
      if (!fenced.includes(pod)) {
        if (since === undefined) continue;
        this.fencedSince.delete(pod);
        await context.world.pause(10);
        await turn(pod, true);
      } else if (since === undefined) {
        this.fencedSince.set(pod, Date.now());
      } else if (
        pods.get(pod) &&
        Date.now() - since > FENCE_MS / context.world.speed
      ) {
        await turn(pod, false);
      }
    }
  }

  private async archive(cluster: Cluster): Promise<void> {
    const { context } = this;
    const { world } = context;
    const archive = archiveFor(world, context.namespace, archiveOf(cluster));
    const primary = world.instances.get(
      `${context.namespace}/${primaryOf(cluster)}`,
    );
    if (primary) primary.synchronous = cluster.spec.synchronous !== undefined;
    if (!archive || !primary) return;
    if (world.is(context.key, 'archive-failing')) {
      primary.lastFailedAt = Date.now();
      const idle = Date.now() - (archive.lastArchivedAt ?? Date.now());
      primary.readyWalFiles = Math.min(999, 1 + Math.floor(idle / 60_000));
      await context.condition(
        'ContinuousArchiving',
        'False',
        'ContinuousArchivingFailing',
        ARCHIVE_ERROR,
      );
      return;
    }
    const timeout = Number(
      /^(\d+)s$/.exec(cluster.spec.parameters.archive_timeout ?? '')?.[1] ??
        300,
    );
    const due =
      Date.now() - (archive.lastArchivedAt ?? 0) >
      (timeout * 1000) / world.speed;
    if (primary.readyWalFiles || due) {
      archive.segments += 1 + primary.readyWalFiles;
      archive.lastArchivedAt = Date.now();
      primary.readyWalFiles = 0;
    }
    await context.condition(
      'ContinuousArchiving',
      'True',
      'ContinuousArchivingSuccess',
      'Continuous archiving is working',
    );
  }

  private async disk(cluster: Cluster): Promise<void> {
    const { context } = this;
    const full = context.world.is(context.key, 'disk-filling');
    const primary = primaryOf(cluster);
    if (full === this.diskFull || !primary) return;
    this.diskFull = full;
    await setReady(
      context,
      primary,
      !full,
      full ? 'CrashLoopBackOff' : undefined,
    );
    const up = membersOf(cluster).filter(pod => !full || pod !== primary);
    await context.status(readyFields(cluster, up));
    if (full)
      await context.event(
        'BackOff',
        'could not write to file "pg_wal/xlogtemp": No space left on device',
        'Warning',
        { kind: 'Pod', name: primary },
      );
  }

  private async certificates(cluster: Cluster): Promise<void> {
    const { context } = this;
    const soon = Object.values(
      cluster.status?.certificateExpirations ?? {},
    ).some(expiry => Date.parse(expiry) < Date.now() + 30 * DAY_MS);
    if (context.world.is(context.key, 'certificate-expiring') !== soon) {
      await context.status({
        certificates: certificates(
          context.name,
          context.namespace,
          soon ? 90 : 5,
        ),
      });
    }
  }
}
