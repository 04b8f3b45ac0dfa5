import {
  Cluster,
  archiveOf,
  fencedInstances,
  hibernation,
  parsePod,
} from '@naytife/backstage-plugin-cnpg-common';
import {
  addReplica,
  archiveFor,
  beBorn,
  certificates,
  instanceFields,
} from './birth';
import { Context, HEALTHY, WAITING, micro } from './Context';
import { createInstance, setReady, setRole } from './pods';

const ARCHIVE_ERROR =
  'rpc error: code = Unknown desc = unexpected failure invoking barman-cloud-wal-archive: exit status 4';

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

  private async pods(): Promise<Map<string, boolean>> {
    const { client, namespace, name } = this.context;
    const { items } = await client.list(
      'Pod',
      namespace,
      `cnpg.io/cluster=${name},cnpg.io/podRole=instance`,
    );
    return new Map(
      items.flatMap(item => {
        const { object } = parsePod(item);
        return object ? [[object.meta.name, object.ready] as const] : [];
      }),
    );
  }

  private async step(): Promise<void> {
    const cluster = await this.context.cluster();
    const sleep = hibernation(cluster);
    if (sleep === 'falling') return this.hibernate(cluster);
    if (sleep === 'asleep') return undefined;
    if (
      cluster.status?.conditions.some(
        item => item.type === 'cnpg.io/hibernation',
      )
    )
      return this.wake(cluster);
    const { status } = cluster;
    if (
      status?.currentPrimary &&
      status.targetPrimary &&
      status.currentPrimary !== status.targetPrimary
    )
      return this.switchover(cluster);
    const pods = await this.pods();
    if (status?.currentPrimary && !pods.has(status.currentPrimary))
      return this.failover(cluster, pods);
    await this.fences(cluster, pods);
    await this.missingReplicas(cluster, pods);
    await this.disk(cluster);
    await this.archive(cluster);
    await this.certificates(cluster);
    return undefined;
  }

  private instance(pod: string) {
    return this.context.world.instances.get(`${this.context.namespace}/${pod}`);
  }

  private setPrimary(primary: string, timeline: number) {
    const { world, namespace, name } = this.context;
    for (const [key, instance] of world.instances) {
      if (key.startsWith(`${namespace}/`) && instance.cluster === name) {
        instance.isPrimary = key === `${namespace}/${primary}`;
        instance.timeline = timeline;
      }
    }
  }

  private fields(
    cluster: Cluster,
    ready: string[],
    primary: string,
    timeline: number,
  ) {
    return instanceFields(
      ready,
      cluster.status?.instanceNames ?? [],
      primary,
      timeline,
    );
  }

  private async switchover(cluster: Cluster): Promise<void> {
    const { context } = this;
    const from = cluster.status?.currentPrimary ?? '';
    const to = cluster.status?.targetPrimary ?? '';
    const all = cluster.status?.instanceNames ?? [];
    const old = cluster.status?.timelineID ?? 1;
    await context.world.pause(2);
    await setReady(context, from, false);
    await context.status(
      this.fields(
        cluster,
        all.filter(pod => pod !== from),
        from,
        old,
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
    this.setPrimary(to, old + 1);
    await setRole(context, from, 'replica');
    await setRole(context, to, 'primary');
    await context.status({ timelineID: old + 1 });
    await context.world.pause(8);
    await setReady(context, from, true);
    await context.status(this.fields(cluster, all, to, old + 1));
    await context.status(HEALTHY);
  }

  private async failover(
    cluster: Cluster,
    pods: Map<string, boolean>,
  ): Promise<void> {
    const { context } = this;
    const lost = cluster.status?.currentPrimary ?? '';
    const all = cluster.status?.instanceNames ?? [];
    const timeline = cluster.status?.timelineID ?? 1;
    const rest = all.filter(pod => pod !== lost && pods.get(pod));
    await context.status(this.fields(cluster, rest, lost, timeline));
    const heir = rest[0];
    if (!heir) {
      // A single instance is restarted in its place.
      await context.condition(
        'Ready',
        'False',
        'ClusterIsNotReady',
        'Cluster Is Not Ready',
        WAITING,
      );
      await this.revive(cluster, lost, 'primary');
      await context.status(this.fields(cluster, all, lost, timeline));
      await context.condition(
        'Ready',
        'True',
        'ClusterIsReady',
        'Cluster is Ready',
        HEALTHY,
      );
      return;
    }
    await context.condition(
      'Ready',
      'False',
      'ClusterIsNotReady',
      'Cluster Is Not Ready',
      {
        phase: 'Failing over',
        phaseReason: `Initiating a failover from ${lost}`,
      },
    );
    await context.event(
      'FailingOver',
      `Current primary isn't healthy, initiating a failover from ${lost}`,
    );
    await context.status({
      targetPrimary: 'pending',
      targetPrimaryTimestamp: micro(),
    });
    await context.event(
      'FailoverTarget',
      `Failing over from ${lost} to ${heir}`,
    );
    await context.status({
      phaseReason: `Failing over from ${lost} to ${heir}`,
    });
    await context.status({ targetPrimary: heir });
    await context.world.pause(1);
    await setRole(context, heir, 'primary');
    await context.status({
      currentPrimary: heir,
      currentPrimaryTimestamp: micro(),
    });
    this.setPrimary(heir, timeline + 1);
    await context.world.pause(1);
    await context.status({ timelineID: timeline + 1 });
    await context.status(WAITING);
    await this.revive(cluster, lost, 'replica');
    await context.status(this.fields(cluster, all, heir, timeline + 1));
    await context.condition(
      'Ready',
      'True',
      'ClusterIsReady',
      'Cluster is Ready',
      HEALTHY,
    );
  }

  /** The old pod's name comes back. */
  private async revive(
    cluster: Cluster,
    pod: string,
    role: 'primary' | 'replica',
  ): Promise<void> {
    await createInstance(
      this.context,
      pod,
      role,
      cluster.spec.storage.size ?? '1Gi',
    );
    await this.context.world.pause(10);
    await setReady(this.context, pod, true);
  }

  private async missingReplicas(
    cluster: Cluster,
    pods: Map<string, boolean>,
  ): Promise<void> {
    const { context } = this;
    const { status, spec } = cluster;
    const primary = status?.currentPrimary;
    if (!status || !primary) return;
    const lost = status.instanceNames.find(pod => !pods.has(pod));
    if (lost) {
      await context.status({
        ...WAITING,
        ...this.fields(
          cluster,
          status.instanceNames.filter(pod => pods.get(pod)),
          primary,
          status.timelineID ?? 1,
        ),
      });
      await this.revive(cluster, lost, 'replica');
      await context.status({
        ...HEALTHY,
        ...this.fields(
          cluster,
          status.instanceNames,
          primary,
          status.timelineID ?? 1,
        ),
      });
    } else if ((spec.instances ?? 1) > status.instanceNames.length) {
      const serial =
        Math.max(
          ...status.instanceNames.map(pod => Number(pod.split('-').at(-1))),
        ) + 1;
      await addReplica(
        context,
        `${context.name}-${serial}`,
        status.instanceNames,
        primary,
        status.timelineID ?? 1,
        spec.storage.size ?? '1Gi',
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
    const primary = cluster.status?.currentPrimary ?? '';
    for (const pod of cluster.status?.instanceNames ?? []) {
      const since = this.fencedSince.get(pod);
      if (fenced.includes(pod)) {
        if (since === undefined) this.fencedSince.set(pod, Date.now());
        else if (
          pods.get(pod) &&
          Date.now() - since > 20_000 / context.world.speed
        ) {
          await setReady(context, pod, false);
          pods.set(pod, false);
          await context.status(
            this.fields(
              cluster,
              [...pods].filter(([, ready]) => ready).map(([name]) => name),
              primary,
              cluster.status?.timelineID ?? 1,
            ),
          );
        }
      } else if (since !== undefined) {
        this.fencedSince.delete(pod);
        await context.world.pause(10);
        await setReady(context, pod, true);
        pods.set(pod, true);
        await context.status(
          this.fields(
            cluster,
            [...pods].filter(([, ready]) => ready).map(([name]) => name),
            primary,
            cluster.status?.timelineID ?? 1,
          ),
        );
      }
    }
  }

  private async hibernate(cluster: Cluster): Promise<void> {
    const { context } = this;
    const primary = cluster.status?.currentPrimary ?? '';
    const all = cluster.status?.instanceNames ?? [];
    const say = (reason: string, message: string) =>
      context.condition('cnpg.io/hibernation', 'False', reason, message);
    let left = [...all];
    for (const pod of [primary, ...all.filter(item => item !== primary)]) {
      await say('DeletingPods', `Pods are being deleted`);
      await context.client.delete('Pod', context.namespace, pod);
      left = left.filter(item => item !== pod);
      await context.status(
        this.fields(cluster, left, primary, cluster.status?.timelineID ?? 1),
      );
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

  private async wake(cluster: Cluster): Promise<void> {
    const { context } = this;
    const raw = await context.raw();
    const conditions = (
      (raw?.status?.conditions ?? []) as { type: string }[]
    ).filter(item => item.type !== 'cnpg.io/hibernation');
    await context.status({ conditions });
    await context.condition(
      'Ready',
      'False',
      'ClusterIsNotReady',
      'Cluster Is Not Ready',
      WAITING,
    );
    const primary = cluster.status?.currentPrimary ?? '';
    const all = cluster.status?.instanceNames ?? [];
    const up: string[] = [];
    for (const pod of [primary, ...all.filter(item => item !== primary)]) {
      await createInstance(
        context,
        pod,
        pod === primary ? 'primary' : 'replica',
        cluster.spec.storage.size ?? '1Gi',
      );
      await context.world.pause(4);
      if (!up.length)
        await context.condition(
          'ConsistentSystemID',
          'True',
          'Unique',
          'A single, unique system ID was found across reporting instances.',
        );
      await setReady(context, pod, true);
      up.push(pod);
      await context.status(
        this.fields(cluster, up, primary, cluster.status?.timelineID ?? 1),
      );
    }
    await context.condition(
      'Ready',
      'True',
      'ClusterIsReady',
      'Cluster is Ready',
      HEALTHY,
    );
  }

  private async archive(cluster: Cluster): Promise<void> {
    const { context } = this;
    const archive = archiveFor(
      context.world,
      context.namespace,
      archiveOf(cluster),
    );
    const primary = this.instance(cluster.status?.currentPrimary ?? '');
    if (primary) primary.synchronous = cluster.spec.synchronous !== undefined;
    if (!archive || !primary) return;
    if (context.world.is(context.key, 'archive-failing')) {
      primary.lastFailedAt = Date.now();
      primary.readyWalFiles = Math.min(
        999,
        1 +
          Math.floor(
            (Date.now() - (archive.lastArchivedAt ?? Date.now())) / 60_000,
          ),
      );
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
      (timeout * 1000) / context.world.speed;
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
    const primary = cluster.status?.currentPrimary ?? '';
    if (full === this.diskFull || !primary) return;
    this.diskFull = full;
    await setReady(
      context,
      primary,
      !full,
      full ? 'CrashLoopBackOff' : undefined,
    );
    const all = cluster.status?.instanceNames ?? [];
    await context.status(
      this.fields(
        cluster,
        all.filter(pod => !full || pod !== primary),
        primary,
        cluster.status?.timelineID ?? 1,
      ),
    );
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
    ).some(expiry => Date.parse(expiry) < Date.now() + 30 * 86_400_000);
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
