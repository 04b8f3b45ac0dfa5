import {
  CNPG,
  NAYTIFE,
  Parsed,
  ObjectMeta,
  parseBackup,
  parseCluster,
  parseDeployment,
  parseEvent,
  parseJob,
  parseMigrationJob,
  parseMigrationPod,
  parseObjectStore,
  parsePersistentVolumeClaim,
  parsePod,
  parsePooler,
  parseScheduledBackup,
} from '@naytife/backstage-plugin-cnpg-common';

/** A kind to watch: where it is, which part of it, how it is read, and by which group it is asked for. Parsing slims each object before it is kept. */
export interface WatchedKind<
  T extends { meta: ObjectMeta } = { meta: ObjectMeta },
> {
  kind: string;
  path: string;
  selector?: string;
  parse: (value: unknown) => Parsed<T>;
  /** `namespace/cluster`, or the namespace alone for what a whole namespace shares. */
  groupOf: (object: T) => string;
}

type Bound = { meta: ObjectMeta; clusterName?: string };

/** The cluster that an object belongs to, by its spec or by CNPG's label; an empty name where it tells none. */
const byCluster = ({ meta, clusterName }: Bound) =>
  `${meta.namespace}/${clusterName ?? meta.labels[CNPG.cluster] ?? ''}`;
const byName = ({ meta }: Bound) => `${meta.namespace}/${meta.name}`;
/** What moves an old database belongs to the cluster that takes its place. */
const byMigration = ({ meta }: Bound) =>
  `${meta.namespace}/${meta.labels[NAYTIFE.migration] ?? ''}`;
const byNamespace = ({ meta }: Bound) => meta.namespace;

const kind = <T extends { meta: ObjectMeta }>(
  name: string,
  path: string,
  parse: (value: unknown) => Parsed<T>,
  groupOf: (object: T) => string,
  selector?: string,
): WatchedKind<T> => ({ kind: name, path, parse, groupOf, selector });
const label = (text: string) => `labelSelector=${encodeURIComponent(text)}`;
const API = '/apis/postgresql.cnpg.io/v1';
const OF_CLUSTERS = label(CNPG.cluster);
const OF_MIGRATIONS = label(NAYTIFE.migration);
const DEPLOYMENTS = '/apis/apps/v1/deployments';

/** One watch per kind and Kubernetes cluster; no Secret among them. */
export const WATCHED = {
  clusters: kind('Cluster', `${API}/clusters`, parseCluster, byName),
  backups: kind('Backup', `${API}/backups`, parseBackup, byCluster),
  scheduledBackups: kind(
    'ScheduledBackup',
    `${API}/scheduledbackups`,
    parseScheduledBackup,
    byCluster,
  ),
  poolers: kind('Pooler', `${API}/poolers`, parsePooler, byCluster),
  objectStores: kind(
    'ObjectStore',
    '/apis/barmancloud.cnpg.io/v1/objectstores',
    parseObjectStore,
    byNamespace,
  ),
  pods: kind('Pod', '/api/v1/pods', parsePod, byCluster, OF_CLUSTERS),
  pvcs: kind(
    'PersistentVolumeClaim',
    '/api/v1/persistentvolumeclaims',
    parsePersistentVolumeClaim,
    byCluster,
    OF_CLUSTERS,
  ),
  jobs: kind('Job', '/apis/batch/v1/jobs', parseJob, byCluster, OF_CLUSTERS),
  migrationPods: kind(
    'Pod',
    '/api/v1/pods',
    parseMigrationPod,
    byMigration,
    OF_MIGRATIONS,
  ),
  migrationJobs: kind(
    'Job',
    '/apis/batch/v1/jobs',
    parseMigrationJob,
    byMigration,
    OF_MIGRATIONS,
  ),
  events: kind(
    'Event',
    '/api/v1/events',
    parseEvent,
    byNamespace,
    `fieldSelector=${encodeURIComponent(
      'involvedObject.apiVersion=postgresql.cnpg.io/v1',
    )}`,
  ),
  operators: kind(
    'Deployment',
    DEPLOYMENTS,
    parseDeployment,
    byNamespace,
    label('app.kubernetes.io/name=cloudnative-pg'),
  ),
  plugins: kind(
    'Deployment',
    DEPLOYMENTS,
    parseDeployment,
    byNamespace,
    label('app=barman-cloud'),
  ),
};

export type KindName = keyof typeof WATCHED;
export type Watched<K extends KindName> =
  (typeof WATCHED)[K] extends WatchedKind<infer T> ? T : never;
