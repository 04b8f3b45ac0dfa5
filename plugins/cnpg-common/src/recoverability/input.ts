import { BARMAN_PLUGIN } from '../annotations';
import { ComponentState, SyncState } from '../health/input';
import { Backup } from '../model/backup';
import { Cluster } from '../model/cluster';
import { ObjectStore } from '../model/objectStore';
import { ScheduledBackup } from '../model/scheduledBackup';
import { InstanceStatus } from '../model/walFacts';

/** Everything a recoverability light rests on. What was not looked at is undefined. @public */
export interface RecoverabilityInput {
  cluster: Cluster;
  backups?: Backup[];
  schedules?: ScheduledBackup[];
  /** All of the cluster's namespace. */
  objectStores?: ObjectStore[];
  /** What the primary says of its WAL; undefined where that cannot be read. */
  walFacts?: InstanceStatus;
  plugin?: ComponentState;
  sync?: SyncState;
  /** The environment's promise, seconds. */
  rpoSeconds?: number;
}

/** How a cluster is backed up. @public */
export type BackupWay =
  | 'plugin'
  | 'barmanObjectStore'
  | 'volumeSnapshot'
  | 'none';

/** Where a cluster's archive is. @public */
export interface Archive {
  way: BackupWay;
  /** The *effective* name of the server in the object store: the plugin's parameter, else the cluster's name. */
  serverName: string;
  objectStoreName?: string;
}

/** @public */
export function archiveOf(cluster: Cluster): Archive {
  const name = cluster.meta.name;
  const plugin = cluster.spec.plugins.find(
    item => item.enabled && item.name === BARMAN_PLUGIN,
  );
  if (plugin) {
    return {
      way: 'plugin',
      serverName: plugin.parameters.serverName || name,
      objectStoreName: plugin.parameters.barmanObjectName,
    };
  }
  if (cluster.spec.barmanObjectStore) {
    return {
      way: 'barmanObjectStore',
      serverName: cluster.spec.barmanObjectStore.serverName || name,
    };
  }
  return {
    way: cluster.spec.hasVolumeSnapshot ? 'volumeSnapshot' : 'none',
    serverName: name,
  };
}

export const ofCluster = <
  T extends { clusterName?: string; meta: { namespace: string } },
>(
  items: T[] | undefined,
  cluster: Cluster,
): T[] =>
  (items ?? []).filter(
    item =>
      item.clusterName === cluster.meta.name &&
      item.meta.namespace === cluster.meta.namespace,
  );
