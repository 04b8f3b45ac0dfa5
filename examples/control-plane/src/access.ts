import { KubeClient, PolicyRule, StatusError } from '@naytife/cnpg-simulator';

const NAMESPACE = 'control-plane';
const RBAC = '/apis/rbac.authorization.k8s.io/v1';

interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string };
  [field: string]: unknown;
}

/** Creates it, or makes it what is written here. */
async function put(
  client: KubeClient,
  collection: string,
  object: Manifest,
): Promise<void> {
  await client.request(
    'PATCH',
    `${collection}/${object.metadata.name}?fieldManager=control-plane&force=true`,
    object,
    'application/apply-patch+yaml',
  );
}

/** A ServiceAccount with the rights of one ClusterRole. */
export class Account {
  private constructor(
    private readonly client: KubeClient,
    readonly name: string,
  ) {}

  static async create(
    client: KubeClient,
    name: string,
    rules: PolicyRule[],
  ): Promise<Account> {
    const account = new Account(client, name);
    await put(client, '/api/v1/namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: NAMESPACE },
    });
    await account.make();
    await account.allow(rules);
    await put(client, `${RBAC}/clusterrolebindings`, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name,
      },
      subjects: [{ kind: 'ServiceAccount', name, namespace: NAMESPACE }],
    });
    return account;
  }

  /** How the API server names it, in its log and in refusals. */
  get user(): string {
    return `system:serviceaccount:${NAMESPACE}:${this.name}`;
  }

  private get path(): string {
    return `/api/v1/namespaces/${NAMESPACE}/serviceaccounts`;
  }

  private async make(): Promise<void> {
    await put(this.client, this.path, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: this.name, namespace: NAMESPACE },
    });
  }

  /** Gives these rights and no others; they count within a second. */
  async allow(rules: PolicyRule[]): Promise<void> {
    await put(this.client, `${RBAC}/clusterroles`, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: this.name },
      rules,
    });
  }

  /** A token like the one that the kubelet mounts into a pod. */
  async token(): Promise<string> {
    const response = await this.client.request(
      'POST',
      `${this.path}/${this.name}/token`,
      {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        spec: { audiences: [], expirationSeconds: 3600 },
      },
    );
    return ((await response.json()) as { status: { token: string } }).status
      .token;
  }

  /** Ends all tokens given so far, as their expiry would, and waits until the server refuses this one. */
  async expire(
    token: string,
    asks: (token: string) => Promise<unknown>,
  ): Promise<void> {
    await this.client.request('DELETE', `${this.path}/${this.name}`);
    await this.make();
    for (;;) {
      const refused = await asks(token).then(
        () => false,
        error => error instanceof StatusError && error.code === 401,
      );
      if (refused) return;
      await new Promise(resolve => setTimeout(resolve, 250));
    }
  }
}
