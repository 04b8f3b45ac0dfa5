import { KubeClient, KubeObject } from '@naytife/cnpg-simulator';
import { OLD } from '@naytife/cnpg-postgres';
import { Servers } from './Servers';

interface DeploymentSpec {
  replicas?: number;
  template?: {
    spec: {
      containers: {
        env?: { name: string; value?: string; valueFrom?: object }[];
      }[];
    };
  };
}

export const replicasOf = ({ spec }: KubeObject) =>
  (spec as DeploymentSpec | undefined)?.replicas ?? 1;

/** Plays the Deployment controller: as many pods as wanted are there at once. */
export async function settle(
  client: KubeClient,
  deployment: KubeObject,
): Promise<void> {
  const replicas = replicasOf(deployment);
  const status = deployment.status as
    | { availableReplicas?: number; replicas?: number }
    | undefined;
  if (
    (status?.availableReplicas ?? 0) === replicas &&
    status?.replicas === replicas
  )
    return;
  await client.patchStatus(
    'Deployment',
    deployment.metadata.namespace ?? '',
    deployment.metadata.name,
    replicas
      ? { replicas, readyReplicas: replicas, availableReplicas: replicas }
      : { replicas: 0, readyReplicas: null, availableReplicas: null },
  );
}

/** The cluster that an application's `DATABASE_URL` names; undefined for the old server's Secret. */
export function clusterOf(deployment: KubeObject): string | undefined {
  const { env = [] } =
    (deployment.spec as DeploymentSpec | undefined)?.template?.spec
      .containers[0] ?? {};
  const url = env.find(({ name }) => name === 'DATABASE_URL')?.value;
  return /@([a-z0-9-]+?)-(?:rw|pooler)\./.exec(url ?? '')?.[1];
}

/** One order, as the shop writes it; a database that takes no writes refuses, as it should. */
export async function order(
  servers: Servers,
  cluster: string | undefined,
): Promise<void> {
  const server = await (cluster ? servers.target(cluster) : servers.old());
  await server?.psql(
    OLD.database,
    "INSERT INTO naytife_schema.orders (shop_id, customer_email, amount) VALUES (1, 'shopper@example.com', 12.50)",
    cluster
      ? { as: { user: OLD.user, password: Servers.password(cluster) } }
      : {},
  );
}
