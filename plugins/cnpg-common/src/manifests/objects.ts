import { BARMAN_PLUGIN, CNPG } from '../annotations';
import {
  Environment,
  SizeClass,
  rpoSeconds,
} from '../environments/environment';
import { DatabaseSpec } from './spec';
import { Manifest, compact } from './yaml';

const LABELS = { 'app.kubernetes.io/managed-by': 'backstage' };

export const meta = (
  name: string,
  environment: Environment,
  annotations?: Record<string, string>,
): Manifest['metadata'] =>
  compact({
    name,
    namespace: environment.namespace,
    labels: { ...LABELS, 'app.kubernetes.io/part-of': name },
    annotations,
  });

/** CNPG's default archive_timeout is 5min; a tighter promise needs a shorter one. */
export function archiveTimeout(environment: Environment): number | undefined {
  const rpo = rpoSeconds(environment);
  return rpo < 300 ? Math.max(30, rpo) : undefined;
}

/**
 * How durable a commit is: as asked for, else as the environment has it. With two instances "required" would stop
 * writes when one is away (CNPG, replication.md, "Data Durability and Synchronous Replication").
 * @public
 */
export function synchronousOf(
  spec: Pick<DatabaseSpec, 'instances' | 'synchronous'>,
  environment: Pick<Environment, 'defaults'>,
): 'off' | 'preferred' | 'required' {
  if (spec.instances < 2) return 'off';
  if (spec.synchronous) return spec.synchronous;
  if (!environment.defaults.synchronous) return 'off';
  return spec.instances >= 3 ? 'required' : 'preferred';
}

/** `spec.postgresql.synchronous`; without it replication is asynchronous. */
export function synchronous(
  environment: Environment,
  spec: Pick<DatabaseSpec, 'instances' | 'synchronous'>,
) {
  const durability = synchronousOf(spec, environment);
  return durability === 'off'
    ? undefined
    : { method: 'any', number: 1, dataDurability: durability };
}

export const affinity = (instances: number) => ({
  enablePodAntiAffinity: true,
  podAntiAffinityType: instances >= 3 ? 'required' : 'preferred',
  topologyKey: 'kubernetes.io/hostname',
});

/** Zones where there are any: a cluster without them still schedules. */
export const zoneSpread = (name: string) => [
  {
    maxSkew: 1,
    topologyKey: 'topology.kubernetes.io/zone',
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: { [CNPG.cluster]: name } },
  },
];

export const resources = (size: SizeClass) => ({
  requests: { cpu: size.cpu, memory: size.memory },
  limits: { memory: size.memory },
});

export const storeName = (environment: Environment, name: string): string =>
  environment.objectStore?.perDatabase
    ? `${name}-store`
    : environment.objectStore?.name ?? '';

export function archivePlugin(
  environment: Environment,
  name: string,
  serverName: string,
  barmanObjectName = storeName(environment, name),
) {
  return {
    name: BARMAN_PLUGIN,
    isWALArchiver: true,
    parameters: { barmanObjectName, serverName },
  };
}

/** postInitApplicationSQL runs in the application's database; postInitTemplateSQL would leak into every later one. */
export function schemaStatements({
  schemas,
  databaseOwner,
  database,
}: DatabaseSpec): string[] | undefined {
  if (!schemas.length) return undefined;
  const quoteIdentifier = (text: string) => `"${text.replace(/"/g, '""')}"`;
  const owner = quoteIdentifier(databaseOwner);
  return [
    ...schemas.map(
      schema =>
        `CREATE SCHEMA ${quoteIdentifier(schema)} AUTHORIZATION ${owner}`,
    ),
    // By role: PgBouncer refuses or drops ?search_path= in the connection string.
    `ALTER ROLE ${owner} IN DATABASE ${quoteIdentifier(
      database,
    )} SET search_path = ${[...schemas]
      .reverse()
      .map(quoteIdentifier)
      .join(', ')}, public`,
  ];
}

/** An environment's ObjectStore under a name; undefined where it has none. */
export function objectStoreObject(
  environment: Environment,
  name = environment.objectStore?.name ?? '',
): Manifest | undefined {
  const store = environment.objectStore;
  if (!store) return undefined;
  return {
    apiVersion: 'barmancloud.cnpg.io/v1',
    kind: 'ObjectStore',
    metadata: meta(name, environment),
    spec: {
      configuration: compact({
        destinationPath: store.destinationPath,
        endpointURL: store.endpointURL,
        s3Credentials: compact({
          accessKeyId: { name: store.secretName, key: 'ACCESS_KEY_ID' },
          secretAccessKey: { name: store.secretName, key: 'SECRET_ACCESS_KEY' },
          region: store.region
            ? { name: store.secretName, key: 'REGION' }
            : undefined,
        }),
        wal: { compression: 'gzip' },
        data: { compression: 'gzip' },
      }),
      retentionPolicy: store.retentionPolicy,
      // Stores other than AWS S3 refuse the newer checksums.
      instanceSidecarConfiguration: {
        env: [
          'AWS_REQUEST_CHECKSUM_CALCULATION',
          'AWS_RESPONSE_CHECKSUM_VALIDATION',
        ].map(key => ({ name: key, value: 'when_required' })),
      },
    },
  };
}

/** The store that a database's own pull request brings, where the platform keeps none. */
export const objectStoreManifest = (
  environment: Environment,
  name: string,
): Manifest | undefined =>
  environment.objectStore?.perDatabase
    ? objectStoreObject(environment, storeName(environment, name))
    : undefined;

export function scheduledBackupManifest(
  environment: Environment,
  name: string,
  schedule = environment.backupSchedule,
): Manifest | undefined {
  if (!environment.objectStore) return undefined;
  return {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'ScheduledBackup',
    metadata: meta(`${name}-backup`, environment),
    spec: {
      schedule,
      immediate: true,
      // "self" would delete every Backup together with the schedule.
      backupOwnerReference: 'cluster',
      cluster: { name },
      method: 'plugin',
      pluginConfiguration: { name: BARMAN_PLUGIN },
    },
  };
}

/** Two pods where there is more than one instance: one may go. */
export const poolerPods = (databaseInstances: number) =>
  Math.min(2, databaseInstances);

/** What PgBouncer may open besides `default_pool_size`, for other databases and users. */
const POOL_RESERVE = 5;

/** Connections to PostgreSQL that the pooler takes at most: `max_db_connections` of each pod. */
export const poolerConnections = (databaseInstances: number, size: number) =>
  poolerPods(databaseInstances) * (size + POOL_RESERVE);

export const pgbouncer = ({
  poolMode,
  poolSize,
}: Pick<DatabaseSpec, 'poolMode' | 'poolSize'>) => ({
  poolMode,
  parameters: {
    max_client_conn: String(Math.max(100, poolSize * 5)),
    default_pool_size: String(poolSize),
    max_db_connections: String(poolSize + POOL_RESERVE),
    max_user_connections: String(poolSize + POOL_RESERVE),
  },
});

export function poolerManifest(
  environment: Environment,
  name: string,
  pool: Pick<DatabaseSpec, 'instances' | 'poolMode' | 'poolSize'>,
): Manifest {
  return {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Pooler',
    metadata: meta(`${name}-pooler`, environment),
    spec: {
      cluster: { name },
      instances: poolerPods(pool.instances),
      type: 'rw',
      pgbouncer: pgbouncer(pool),
      template: {
        metadata: { labels: { 'app.kubernetes.io/part-of': name } },
        spec: {
          containers: [
            {
              name: 'pgbouncer',
              resources: {
                requests: { cpu: '50m', memory: '64Mi' },
                limits: { memory: '128Mi' },
              },
            },
          ],
        },
      },
    },
  };
}

/** Services expose no metrics port, so a PodMonitor; podRole keeps pooler pods from being scraped twice. */
export function podMonitorManifest(
  environment: Environment,
  name: string,
  role: 'instance' | 'pooler',
): Manifest {
  const pooler = role === 'pooler';
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: meta(pooler ? `${name}-pooler` : name, environment),
    spec: {
      selector: {
        matchLabels: {
          ...(pooler
            ? { [CNPG.poolerName]: `${name}-pooler` }
            : { [CNPG.cluster]: name }),
          [CNPG.podRole]: role,
        },
      },
      podMetricsEndpoints: [
        {
          port: 'metrics',
          relabelings: [{ targetLabel: 'cluster', replacement: name }],
        },
      ],
    },
  };
}
