import { ApiServer } from './apiserver/ApiServer';
import { Account, EVERYTHING } from './apiserver/access';
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
