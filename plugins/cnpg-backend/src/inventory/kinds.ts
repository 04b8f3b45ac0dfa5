import {
  Parsed,
  ObjectMeta,
  parseBackup,
  parseCluster,
  parseDeployment,
  parseEvent,
  parseJob,
  parseObjectStore,
  parsePersistentVolumeClaim,
  parsePod,
  parsePooler,
  parseScheduledBackup,
} from '@naytife/backstage-plugin-cnpg-common';

/** A kind to watch: where it is, which part of it, and how it is read. Parsing slims each object before it is kept. */
export interface WatchedKind<
  T extends { meta: ObjectMeta } = { meta: ObjectMeta },
> {
  path: string;
  selector?: string;
  parse: (value: unknown) => Parsed<T>;
}

const kind = <T extends { meta: ObjectMeta }>(
  path: string,
  parse: (value: unknown) => Parsed<T>,
  selector?: string,
): WatchedKind<T> => ({ path, parse, selector });
const label = (text: string) => `labelSelector=${encodeURIComponent(text)}`;
const CNPG = '/apis/postgresql.cnpg.io/v1';

/** One watch per kind and Kubernetes cluster; no Secret among them. */
export const WATCHED = {
  clusters: kind(`${CNPG}/clusters`, parseCluster),
  backups: kind(`${CNPG}/backups`, parseBackup),
  scheduledBackups: kind(`${CNPG}/scheduledbackups`, parseScheduledBackup),
  poolers: kind(`${CNPG}/poolers`, parsePooler),
  objectStores: kind(
    '/apis/barmancloud.cnpg.io/v1/objectstores',
    parseObjectStore,
  ),
  pods: kind('/api/v1/pods', parsePod, label('cnpg.io/cluster')),
  pvcs: kind(
    '/api/v1/persistentvolumeclaims',
    parsePersistentVolumeClaim,
    label('cnpg.io/cluster'),
  ),
  jobs: kind('/apis/batch/v1/jobs', parseJob, label('cnpg.io/cluster')),
  events: kind(
    '/api/v1/events',
    parseEvent,
    `fieldSelector=${encodeURIComponent(
      'involvedObject.apiVersion=postgresql.cnpg.io/v1',
    )}`,
  ),
  operators: kind(
    '/apis/apps/v1/deployments',
    parseDeployment,
    label('app.kubernetes.io/name=cloudnative-pg'),
  ),
  plugins: kind(
    '/apis/apps/v1/deployments',
    parseDeployment,
    label('app=barman-cloud'),
  ),
};

export type KindName = keyof typeof WATCHED;
export type Watched<K extends KindName> =
  (typeof WATCHED)[K] extends WatchedKind<infer T> ? T : never;
