import { takeBackup } from './backups';
import { ClusterLife } from './ClusterLife';
import { Context } from './Context';
import { KubeClient } from './KubeClient';
import { reconcilePooler } from './poolers';
import { runSchedule } from './schedules';
import { World } from './World';

/** A simulated CNPG operator and Barman Cloud plugin: a client of a Kubernetes API, whichever it is. */
export class Operator {
  private readonly lives = new Map<string, ClusterLife>();
  private readonly stopping = new AbortController();
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly client: KubeClient,
    readonly world: World,
    private readonly onError: (error: unknown) => void = () => undefined,
  ) {}

  async start(): Promise<void> {
    const { client, world } = this;
    const { signal } = this.stopping;
    const guard = (work: Promise<void>) => {
      work.catch(error => signal.aborted || this.onError(error));
    };
    await client.follow(
      'Cluster',
      (type, object) => {
        const key = `${object.metadata.namespace}/${object.metadata.name}`;
        if (type === 'DELETED') {
          this.lives.get(key)?.end();
          this.lives.delete(key);
          for (const [pod, instance] of world.instances)
            if (
              pod.startsWith(`${object.metadata.namespace}/`) &&
              instance.cluster === object.metadata.name
            )
              world.instances.delete(pod);
          // No kubelet ends the pods that the garbage collector asks to end.
          guard(
            this.endPods(object.metadata.namespace ?? '', object.metadata.name),
          );
        } else if (!this.lives.has(key)) {
          const life = new ClusterLife(
            new Context(
              client,
              world,
              object.metadata.namespace ?? '',
              object.metadata.name,
            ),
          );
          this.lives.set(key, life);
          guard(life.run());
        }
      },
      signal,
    );
    await client.follow(
      'Backup',
      (type, object) => {
        if (type === 'ADDED') guard(takeBackup(client, world, object));
      },
      signal,
    );
    this.every(1000, async () => {
      for (const { metadata } of (await client.list('ScheduledBackup')).items)
        await runSchedule(
          client,
          world,
          metadata.name,
          metadata.namespace ?? '',
        );
      for (const pooler of (await client.list('Pooler')).items)
        await reconcilePooler(client, world, pooler);
    });
  }

  private async endPods(namespace: string, cluster: string): Promise<void> {
    const { items } = await this.client.list(
      'Pod',
      namespace,
      `cnpg.io/cluster=${cluster}`,
    );
    for (const { metadata } of items)
      await this.client.delete('Pod', namespace, metadata.name);
  }

  private every(ms: number, work: () => Promise<void>): void {
    let busy = false;
    this.timers.push(
      setInterval(() => {
        if (busy) return;
        busy = true;
        work()
          .catch(this.onError)
          .finally(() => {
            busy = false;
          });
      }, Math.max(100, ms / this.world.speed)),
    );
  }

  stop(): void {
    this.stopping.abort();
    this.timers.forEach(clearInterval);
    this.lives.forEach(life => life.end());
  }
}
