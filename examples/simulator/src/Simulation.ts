import { ApiServer } from './apiserver/ApiServer';
import { Account, EVERYTHING, PolicyRule } from './apiserver/access';
import { Installation } from './Installation';
import { KubeClient } from './operator/KubeClient';
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
  private constructor(
    readonly server: ApiServer,
    readonly installation: Installation,
  ) {}

  static async start(options: SimulationOptions): Promise<Simulation> {
    const server = new ApiServer();
    server.accounts.set(OPERATOR_TOKEN, {
      user: 'system:operator',
      rules: EVERYTHING,
    });
    for (const [token, account] of Object.entries(options.tokens ?? {}))
      server.accounts.set(token, account);
    await server.listen(options.port);
    const client = new KubeClient({ url: server.url, token: OPERATOR_TOKEN });
    const installation = new Installation(client, options);
    server.podProxy = (...asked) => installation.answer(...asked);
    await installation.start(options.namespaces);
    return new Simulation(server, installation);
  }

  get client(): KubeClient {
    return this.installation.client;
  }

  get world(): World {
    return this.installation.world;
  }

  async close(): Promise<void> {
    this.installation.stop();
    await this.server.close();
  }
}
