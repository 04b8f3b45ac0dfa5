import { KubeObject } from './apiserver/objects';
import { KubeClient } from './operator/KubeClient';
import { metricsOf } from './operator/metrics';
import { Operator } from './operator/Operator';
import { World } from './operator/World';

const SYSTEM = 'cnpg-system';
const iso = (at: number) => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

/** The CNPG operator and the Barman Cloud plugin in a Kubernetes API, whichever it is: simulated or a real kube-apiserver. */
export class Installation {
  readonly world: World;
  private operator: Operator | undefined;

  constructor(
    readonly client: KubeClient,
    private readonly options: {
      /** How many times faster than the real thing. */
      speed?: number;
      onError?: (error: unknown) => void;
    } = {},
  ) {
    this.world = new World(options.speed ?? 1);
  }

  /** Makes the namespaces, says that operator and plugin run, and lets the operator work. */
  async start(namespaces: string[]): Promise<void> {
    for (const name of [SYSTEM, ...namespaces])
      await this.client.ensure({ kind: 'Namespace', metadata: { name } });
    await this.deployment(
      'cnpg-controller-manager',
      'ghcr.io/cloudnative-pg/cloudnative-pg:1.30.0',
      { 'app.kubernetes.io/name': 'cloudnative-pg' },
    );
    await this.deployment(
      'barman-cloud',
      'ghcr.io/cloudnative-pg/plugin-barman-cloud:v0.14.0',
      { app: 'barman-cloud' },
    );
    this.operator = new Operator(this.client, this.world, this.options.onError);
    await this.operator.start();
  }

  stop(): void {
    this.operator?.stop();
  }

  /** What the instance manager in a pod answers; undefined where there is none. */
  answer(
    namespace: string,
    pod: string,
    port: number,
    path: string,
  ): object | undefined {
    return port === 8000 && path === 'pg/status'
      ? this.world.status(namespace, pod)
      : undefined;
  }

  /** The text that the exporter of an instance answers a scrape with; undefined where there is no such instance. */
  async metrics(namespace: string, pod: string): Promise<string | undefined> {
    const cluster = this.world.instances.get(`${namespace}/${pod}`)?.cluster;
    if (!cluster) return undefined;
    const stores = await this.client.list('ObjectStore', namespace);
    const windows = stores.items.map(
      ({ status }) =>
        (
          status?.serverRecoveryWindow as
            | Record<string, Record<string, string>>
            | undefined
        )?.[cluster],
    );
    const window = windows.find(item => item !== undefined);
    const seconds = (time: string | undefined) =>
      time ? Date.parse(time) / 1000 : 0;
    return metricsOf(this.world, namespace, pod, {
      firstRecoverabilityPoint: seconds(window?.firstRecoverabilityPoint),
      lastAvailableBackup: seconds(window?.lastSuccessfulBackupTime),
      lastFailedBackup: seconds(window?.lastFailedBackupTime),
    });
  }

  private async deployment(
    name: string,
    image: string,
    labels: Record<string, string>,
  ): Promise<void> {
    await this.client.ensure({
      kind: 'Deployment',
      metadata: {
        name,
        namespace: SYSTEM,
        labels,
        annotations: { 'naytife.com/simulated': 'true' },
      },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { containers: [{ name: 'manager', image }] },
        },
      },
      status: { replicas: 1, readyReplicas: 1, availableReplicas: 1 },
    });
  }

  /** Keeps a Backup with a past: the operator does not act on it. */
  async rememberBackup(
    backup: Pick<KubeObject, 'metadata' | 'spec' | 'status'>,
  ): Promise<void> {
    this.world.remembered.add(
      `${backup.metadata.namespace}/${backup.metadata.name}`,
    );
    await this.client.ensure({ kind: 'Backup', ...backup });
  }

  /** Gives an archive a past; times are milliseconds since the epoch. */
  async rememberArchive(
    namespace: string,
    store: string,
    server: string,
    past: {
      segments: number;
      firstBackupEndedAt: number;
      lastBackupEndedAt: number;
    },
  ): Promise<void> {
    this.world.archives.set(World.archiveKey(namespace, store, server), {
      segments: past.segments,
      timeline: 1,
      lastArchivedAt: Date.now(),
      firstBackupEndedAt: past.firstBackupEndedAt,
    });
    await this.client.patchStatus('ObjectStore', namespace, store, {
      serverRecoveryWindow: {
        [server]: {
          firstRecoverabilityPoint: iso(past.firstBackupEndedAt),
          lastSuccessfulBackupTime: iso(past.lastBackupEndedAt),
        },
      },
    });
  }
}
