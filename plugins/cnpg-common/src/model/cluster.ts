import { Condition, ObjectMeta, parseWith, readConditions } from './meta';
import { Parsed, Reader } from './Reader';

/** A plugin of `Cluster.spec.plugins` or of an external cluster. @public */
export interface PluginConfiguration {
  name: string;
  enabled: boolean;
  isWALArchiver: boolean;
  parameters: Record<string, string>;
}

/** `Cluster.spec.storage` and `.walStorage`; size as a Kubernetes quantity. @public */
export interface StorageConfiguration {
  size?: string;
  storageClass?: string;
}

/** How the cluster came to be. @public */
export interface Bootstrap {
  method: 'initdb' | 'recovery' | 'pg_basebackup' | 'unknown';
  database?: string;
  owner?: string;
  secretName?: string;
  /** Only for `recovery`: the external cluster it reads from, and the target. */
  source?: string;
  targetTime?: string;
  backupID?: string;
}

/** `postgresql.cnpg.io/v1` Cluster.spec, the slice that is kept. @public */
export interface ClusterSpec {
  instances?: number;
  imageName?: string;
  storage: StorageConfiguration;
  walStorage?: StorageConfiguration;
  parameters: Record<string, string>;
  sharedPreloadLibraries: string[];
  synchronous?: { method?: string; number?: number; dataDurability?: string };
  plugins: PluginConfiguration[];
  barmanObjectStore?: { destinationPath?: string; serverName?: string };
  hasVolumeSnapshot: boolean;
  bootstrap?: Bootstrap;
  externalClusters: { name: string; plugin?: PluginConfiguration }[];
  resources: {
    requests: Record<string, string>;
    limits: Record<string, string>;
  };
  replicaEnabled: boolean;
}

/** `Cluster.status`, the slice that is kept. Absent stays absent: it is never turned into 0 or "". @public */
export interface ClusterStatus {
  phase?: string;
  phaseReason?: string;
  instances?: number;
  readyInstances?: number;
  instanceNames: string[];
  instancesStatus: Record<string, string[]>;
  instancesReportedState: Record<
    string,
    { isPrimary?: boolean; timeLineID?: number }
  >;
  timelineID?: number;
  currentPrimary?: string;
  targetPrimary?: string;
  currentPrimaryTimestamp?: string;
  targetPrimaryTimestamp?: string;
  currentPrimaryFailingSinceTimestamp?: string;
  pvc: {
    dangling: string[];
    resizing: string[];
    initializing: string[];
    healthy: string[];
    unusable: string[];
  };
  /** Secret name → expiry, RFC 3339 (CNPG writes Go's `2027-02-22 12:44:04 +0000 UTC`). */
  certificateExpirations: Record<string, string>;
  plugins: { name: string; version?: string }[];
  image?: string;
  /** Of a demoted primary: what the other one needs to be promoted with nothing lost (replica_cluster.md). */
  demotionToken?: string;
  majorVersion?: number;
  systemID?: string;
  writeService?: string;
  readService?: string;
  /** Set for the in-tree ways of backup only. */
  firstRecoverabilityPoint?: string;
  lastSuccessfulBackup?: string;
  lastFailedBackup?: string;
  conditions: Condition[];
}

/** A CNPG Cluster. `status` is missing until the operator wrote one. @public */
export interface Cluster {
  meta: ObjectMeta;
  spec: ClusterSpec;
  status?: ClusterStatus;
}

/**
 * CNPG writes certificate expiries with Go's `time.Time.String()` (`2027-02-22 12:44:04 +0000 UTC`).
 * @returns RFC 3339 in UTC, or undefined when it is no such time.
 * @public
 */
export function parseGoTime(value: string): string | undefined {
  const match =
    /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(\.\d+)? ([+-]\d{2})(\d{2})(?: \S+)?$/.exec(
      value,
    );
  const text = match ? `${match[1]}T${match[2]}${match[4]}:${match[5]}` : value;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

function readPlugin(item: Reader): PluginConfiguration | undefined {
  const name = item.at('name').string();
  if (!name) return undefined;
  return {
    name,
    enabled: item.at('enabled').boolean() ?? true,
    isWALArchiver: item.at('isWALArchiver').boolean() ?? false,
    parameters: item.at('parameters').stringMap(),
  };
}

const readStorage = (storage: Reader): StorageConfiguration => ({
  size: storage.at('size').string(),
  storageClass: storage.at('storageClass').string(),
});

function readBootstrap(bootstrap: Reader): Bootstrap | undefined {
  if (!bootstrap.exists) return undefined;
  for (const method of ['initdb', 'recovery', 'pg_basebackup'] as const) {
    const body = bootstrap.at(method);
    if (body.exists) {
      const target = body.at('recoveryTarget');
      return {
        method,
        database: body.at('database').string(),
        owner: body.at('owner').string(),
        secretName: body.at('secret').at('name').string(),
        source: body.at('source').string(),
        targetTime: target.at('targetTime').string(),
        backupID: target.at('backupID').string(),
      };
    }
  }
  return { method: 'unknown' };
}

function readSpec(spec: Reader): ClusterSpec {
  const postgresql = spec.at('postgresql');
  const synchronous = postgresql.at('synchronous');
  const barman = spec.at('backup').at('barmanObjectStore');
  const walStorage = spec.at('walStorage');
  return {
    instances: spec.at('instances').integer(),
    imageName: spec.at('imageName').string(),
    storage: readStorage(spec.at('storage')),
    walStorage: walStorage.exists ? readStorage(walStorage) : undefined,
    parameters: postgresql.at('parameters').stringMap(),
    sharedPreloadLibraries: postgresql.at('shared_preload_libraries').strings(),
    synchronous: synchronous.exists
      ? {
          method: synchronous.at('method').string(),
          number: synchronous.at('number').integer(),
          dataDurability: synchronous.at('dataDurability').string(),
        }
      : undefined,
    plugins: spec.at('plugins').list(readPlugin),
    barmanObjectStore: barman.exists
      ? {
          destinationPath: barman.at('destinationPath').string(),
          serverName: barman.at('serverName').string(),
        }
      : undefined,
    hasVolumeSnapshot: spec.at('backup').at('volumeSnapshot').exists,
    bootstrap: readBootstrap(spec.at('bootstrap')),
    externalClusters: spec.at('externalClusters').list(item => {
      const name = item.at('name').string();
      if (!name) return undefined;
      const plugin = item.at('plugin');
      return { name, plugin: plugin.exists ? readPlugin(plugin) : undefined };
    }),
    resources: {
      requests: spec.at('resources').at('requests').stringMap(),
      limits: spec.at('resources').at('limits').stringMap(),
    },
    replicaEnabled: spec.at('replica').at('enabled').boolean() ?? false,
  };
}

function readStatus(status: Reader): ClusterStatus {
  const expirations = status.at('certificates').at('expirations');
  return {
    phase: status.at('phase').string(),
    phaseReason: status.at('phaseReason').string(),
    instances: status.at('instances').integer(),
    readyInstances: status.at('readyInstances').integer(),
    instanceNames: status.at('instanceNames').strings(),
    instancesStatus: status.at('instancesStatus').map(item => item.strings()),
    instancesReportedState: status.at('instancesReportedState').map(item => ({
      isPrimary: item.at('isPrimary').boolean(),
      timeLineID: item.at('timeLineID').integer(),
    })),
    timelineID: status.at('timelineID').integer(),
    currentPrimary: status.at('currentPrimary').string(),
    targetPrimary: status.at('targetPrimary').string(),
    currentPrimaryTimestamp: status.at('currentPrimaryTimestamp').time(),
    targetPrimaryTimestamp: status.at('targetPrimaryTimestamp').time(),
    currentPrimaryFailingSinceTimestamp: status
      .at('currentPrimaryFailingSinceTimestamp')
      .string(),
    pvc: {
      dangling: status.at('danglingPVC').strings(),
      resizing: status.at('resizingPVC').strings(),
      initializing: status.at('initializingPVC').strings(),
      healthy: status.at('healthyPVC').strings(),
      unusable: status.at('unusablePVC').strings(),
    },
    certificateExpirations: expirations.map(item => {
      const text = item.string();
      const time = text === undefined ? undefined : parseGoTime(text);
      if (text !== undefined && time === undefined) item.time();
      return time;
    }),
    plugins: status.at('pluginStatus').list(item => {
      const name = item.at('name').string();
      return name ? { name, version: item.at('version').string() } : undefined;
    }),
    image: status.at('image').string(),
    demotionToken: status.at('demotionToken').string(),
    majorVersion: status.at('pgDataImageInfo').at('majorVersion').integer(),
    systemID: status.at('systemID').string(),
    writeService: status.at('writeService').string(),
    readService: status.at('readService').string(),
    firstRecoverabilityPoint: status.at('firstRecoverabilityPoint').time(),
    lastSuccessfulBackup: status.at('lastSuccessfulBackup').time(),
    lastFailedBackup: status.at('lastFailedBackup').time(),
    conditions: readConditions(status.at('conditions')),
  };
}

/** Reads a `postgresql.cnpg.io/v1` Cluster. Never throws. @public */
export function parseCluster(value: unknown): Parsed<Cluster> {
  return parseWith(value, (object, meta) => {
    const status = object.at('status');
    return {
      meta,
      spec: readSpec(object.at('spec')),
      status: status.exists ? readStatus(status) : undefined,
    };
  });
}
