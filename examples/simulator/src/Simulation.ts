import { ApiServer } from './apiserver/ApiServer';
import { Account, EVERYTHING, PolicyRule } from './apiserver/access';
import { KubeObject } from './apiserver/objects';
import { KubeClient } from './operator/KubeClient';
import { Operator } from './operator/Operator';
import { World } from './operator/World';

export interface SimulationOptions {
  /** 0 takes any free port. */
  port?: number;
  namespaces: string[];
  /** How many times faster than the real thing. */
  speed?: number;
  /** Bearer tokens for clients, beside the operator's own. */
  tokens?: Record<string, Account>;
  onError?: (error: unknown) => void;
}

const OPERATOR_TOKEN = 'simulated-operator';

/** The rights that the README documents for the backend: it may not read a Secret. */
export const BACKEND_RULES: PolicyRule[] = [
  {
    apiGroups: ['postgresql.cnpg.io'],
    resources: ['clusters', 'backups', 'scheduledbackups', 'poolers'],
    verbs: ['get', 'list', 'watch'],
  },
  {
    apiGroups: ['postgresql.cnpg.io'],
    resources: ['clusters', 'backups', 'scheduledbackups', 'poolers'],
    verbs: ['create'],
  },
  {
    apiGroups: ['barmancloud.cnpg.io'],
    resources: ['objectstores'],
    verbs: ['get', 'list', 'watch', 'create'],
  },
  {
    apiGroups: ['monitoring.coreos.com'],
    resources: ['podmonitors'],
    verbs: ['create'],
  },
  {
    apiGroups: [''],
    resources: ['pods', 'persistentvolumeclaims', 'events'],
    verbs: ['get', 'list', 'watch'],
  },
  { apiGroups: [''], resources: ['pods/proxy'], verbs: ['get'] },
  {
    apiGroups: ['batch'],
    resources: ['jobs'],
    verbs: ['get', 'list', 'watch'],
  },
  {
    apiGroups: ['apps'],
    resources: ['deployments'],
    verbs: ['get', 'list', 'watch'],
  },
];

/** One simulated Kubernetes cluster with the CNPG operator and the Barman Cloud plugin in it. */
export class Simulation {
  readonly server = new ApiServer();
  readonly world: World;
  private operator: Operator | undefined;

  private constructor(private readonly options: SimulationOptions) {
    this.world = new World(options.speed ?? 1);
  }

  static async start(options: SimulationOptions): Promise<Simulation> {
    const simulation = new Simulation(options);
    const { server, world } = simulation;
    server.accounts.set(OPERATOR_TOKEN, {
      user: 'system:operator',
      rules: EVERYTHING,
    });
    for (const [token, account] of Object.entries(options.tokens ?? {}))
      server.accounts.set(token, account);
    server.podProxy = (namespace, pod, port, path) =>
      port === 8000 && path === 'pg/status'
        ? world.status(namespace, pod)
        : undefined;
    await server.listen(options.port);
    for (const name of ['cnpg-system', ...options.namespaces])
      await simulation.client.ensure({ kind: 'Namespace', metadata: { name } });
    await simulation.startOperator();
    return simulation;
  }

  get client(): KubeClient {
    return new KubeClient(this.server.url, OPERATOR_TOKEN);
  }

  private async deployment(
    name: string,
    image: string,
    labels: Record<string, string>,
    available: number,
  ) {
    await this.client.ensure({
      kind: 'Deployment',
      metadata: { name, namespace: 'cnpg-system', labels },
      spec: {
        replicas: 1,
        template: { spec: { containers: [{ name: 'manager', image }] } },
      },
      status: {},
    });
    await this.client.patchStatus('Deployment', 'cnpg-system', name, {
      availableReplicas: available || null,
    });
  }

  async startOperator(): Promise<void> {
    await this.deployment(
      'cnpg-controller-manager',
      'ghcr.io/cloudnative-pg/cloudnative-pg:1.30.0',
      { 'app.kubernetes.io/name': 'cloudnative-pg' },
      1,
    );
    await this.deployment(
      'barman-cloud',
      'ghcr.io/cloudnative-pg/plugin-barman-cloud:v0.14.0',
      { app: 'barman-cloud' },
      1,
    );
    this.operator = new Operator(this.client, this.world, this.options.onError);
    await this.operator.start();
  }

  /** Puts an object with a past into the store, as if it had always been there: the operator does not act on it. */
  remember(object: KubeObject): void {
    this.server.store.create(KubeClient.resource(object.kind), object, false);
  }

  /** Gives an archive a past; times are milliseconds since the epoch. */
  rememberArchive(
    namespace: string,
    store: string,
    server: string,
    past: {
      segments: number;
      firstBackupEndedAt: number;
      lastBackupEndedAt: number;
    },
  ): void {
    this.world.archives.set(World.archiveKey(namespace, store, server), {
      segments: past.segments,
      timeline: 1,
      lastArchivedAt: Date.now(),
      firstBackupEndedAt: past.firstBackupEndedAt,
    });
    const time = (at: number) =>
      new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
    const resource = KubeClient.resource('ObjectStore');
    this.server.store.update(
      resource,
      {
        ...this.server.store.get(resource, namespace, store),
        status: {
          serverRecoveryWindow: {
            [server]: {
              firstRecoverabilityPoint: time(past.firstBackupEndedAt),
              lastSuccessfulBackupTime: time(past.lastBackupEndedAt),
            },
          },
        },
      },
      false,
    );
  }

  async close(): Promise<void> {
    this.operator?.stop();
    await this.server.close();
  }
}
