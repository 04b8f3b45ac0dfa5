import { Installation, KubeObject } from '@naytife/cnpg-simulator';
import { clusterOf, order, replicasOf, settle } from './applications';
import { isMigrationJob, runMigrationJob } from './jobs';
import { QueryTimes } from './QueryTimes';
import { applyReplication, dropReplication } from './replication';
import { Servers } from './Servers';

const ORDER_MS = 1_000;

/**
 * What a migration needs and a simulated operator has not: real PostgreSQL servers, Jobs that are really run, and an
 * application that goes on writing. Without PostgreSQL on the machine Jobs fail, and say so.
 */
export class Moving {
  readonly servers = new Servers();
  readonly queryTimes = new QueryTimes();
  private readonly stopping = new AbortController();
  private readonly deployments = new Map<string, KubeObject>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly installation: Installation,
    readonly names: { namespace: string; old: string; writer: string },
    private readonly say: (text: string) => void,
  ) {}

  private guard = (work: Promise<unknown>) => {
    work.catch(
      error =>
        this.stopping.signal.aborted ||
        this.say(
          `Migration: ${error instanceof Error ? error.message : error}`,
        ),
    );
  };

  async start(): Promise<void> {
    const { client, world } = this.installation;
    const { servers, guard, names } = this;
    const { signal } = this.stopping;
    const here = ({ metadata }: KubeObject) =>
      metadata.namespace === names.namespace;
    world.importer = async (namespace, cluster) => {
      const object = await client.find('Cluster', namespace, cluster);
      if (object && here(object)) await servers.fill(object);
    };
    await client.follow(
      'Cluster',
      (type, object) => {
        if (type === 'DELETED' && here(object))
          guard(servers.drop(object.metadata.name));
      },
      signal,
    );
    await client.follow(
      'Job',
      (type, job) => {
        if (!isMigrationJob(job) || !here(job)) return;
        if (type === 'ADDED' && !job.status?.conditions)
          guard(runMigrationJob(client, servers, job));
        if (type === 'DELETED')
          guard(
            client.delete('Pod', names.namespace, `${job.metadata.name}-0`),
          );
      },
      signal,
    );
    for (const kind of ['Publication', 'Subscription'])
      await client.follow(
        kind,
        (type, object) => {
          if (type === 'ADDED') guard(this.replicate(object));
          // A server that goes with its cluster takes it along.
          if (type === 'DELETED')
            dropReplication(servers, object).catch(() => undefined);
        },
        signal,
      );
    await client.follow(
      'Deployment',
      (type, deployment) => {
        if (!here(deployment)) return;
        const { name } = deployment.metadata;
        if (type === 'DELETED') {
          this.deployments.delete(name);
          if (name === names.old) guard(servers.retire());
          return;
        }
        this.deployments.set(name, deployment);
        guard(settle(client, deployment));
      },
      signal,
    );
    this.timer = setInterval(() => {
      const writer = this.deployments.get(names.writer);
      if (Servers.missing() || !writer || !replicasOf(writer)) return;
      const cluster = clusterOf(writer);
      const began = performance.now();
      // What a database refuses is the application's business.
      order(servers, cluster).then(
        () =>
          this.queryTimes.note(
            cluster ?? names.old,
            (performance.now() - began) / 1000,
          ),
        () => undefined,
      );
    }, ORDER_MS);
  }

  /** CNPG tries again until the cluster is up. */
  private async replicate(object: KubeObject): Promise<void> {
    const { client, world } = this.installation;
    for (let tries = 0; tries < 120; tries += 1) {
      if (this.stopping.signal.aborted) return;
      const { cluster } = object.spec as { cluster: { name: string } };
      if (this.servers.target(cluster.name)) {
        await applyReplication(client, this.servers, object);
        return;
      }
      await world.pause(2);
    }
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    clearInterval(this.timer);
    await this.servers.stop();
  }
}
