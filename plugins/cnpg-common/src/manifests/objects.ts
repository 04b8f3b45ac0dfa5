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

/** Replication is asynchronous unless asked for; with two instances "required" would stop writes when one is away. */
export function synchronous(environment: Environment, instances: number) {
  if (!environment.defaults.synchronous || instances < 2) return undefined;
  return {
    method: 'any',
    number: 1,
    dataDurability: instances >= 3 ? 'required' : 'preferred',
  };
}

export const affinity = (instances: number) => ({
  enablePodAntiAffinity: true,
  podAntiAffinityType: instances >= 3 ? 'required' : 'preferred',
  topologyKey: 'kubernetes.io/hostname',
});

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

const quoteIdentifier = (name: string) => `"${name.replace(/"/g, '""')}"`;

/** postInitApplicationSQL runs in the application's database; postInitTemplateSQL would leak into every later one. */
export function schemaStatements({
  schemas,
  databaseOwner,
  database,
}: DatabaseSpec): string[] | undefined {
  if (!schemas.length) return undefined;
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

export function objectStoreManifest(
  environment: Environment,
  name: string,
): Manifest | undefined {
  const store = environment.objectStore;
  if (!store?.perDatabase) return undefined;
  return {
    apiVersion: 'barmancloud.cnpg.io/v1',
    kind: 'ObjectStore',
    metadata: meta(storeName(environment, name), environment),
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

export function scheduledBackupManifest(
  environment: Environment,
  name: string,
): Manifest | undefined {
  if (!environment.objectStore) return undefined;
  return {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'ScheduledBackup',
    metadata: meta(`${name}-backup`, environment),
    spec: {
      schedule: environment.backupSchedule,
      immediate: true,
      // "self" would delete every Backup together with the schedule.
      backupOwnerReference: 'cluster',
      cluster: { name },
      method: 'plugin',
      pluginConfiguration: { name: BARMAN_PLUGIN },
    },
  };
}

export function poolerManifest(
  environment: Environment,
  name: string,
  instances: number,
): Manifest {
  return {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Pooler',
    metadata: meta(`${name}-pooler`, environment),
    spec: {
      cluster: { name },
      instances: Math.min(2, instances),
      type: 'rw',
      pgbouncer: {
        poolMode: 'transaction',
        parameters: {
          max_client_conn: '100',
          default_pool_size: '20',
          max_db_connections: '25',
          max_user_connections: '25',
        },
      },
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
