import {
  ConflictError,
  InputError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  BARMAN_PLUGIN,
  archiveOf,
  hibernation,
} from '@naytife/backstage-plugin-cnpg-common';
import { Inventory, InventoryCluster } from '../inventory/Inventory';
import { KubeError } from '../inventory/KubeApi';

const RUNNING = /^(pending|started|running|finalizing)$/;
/** Names asked for whose Backup has not come back by the watch yet: a double click must not be two backups. */
const inFlight = new Set<string>();

function check(
  inventory: Inventory,
  { cluster, connection, ref }: InventoryCluster,
): void {
  const { sync } = connection;
  if (sync.state !== 'synced')
    throw new ServiceUnavailableError(
      `${connection.name} cannot be reached (${
        sync.error ?? sync.state
      }); try again when it is back.`,
    );
  const archive = archiveOf(cluster);
  if (archive.way === 'none')
    throw new InputError(`${ref} has no backup configured.`);
  if (hibernation(cluster) !== 'awake')
    throw new ConflictError(`${ref} is hibernated; a backup would fail.`);
  if (!cluster.status?.currentPrimary)
    throw new ConflictError(`${ref} has no primary yet.`);
  if (
    archive.way === 'plugin' &&
    ['down', 'missing'].includes(inventory.components(connection).plugin.state)
  )
    throw new ConflictError('The Barman Cloud plugin is not running.');
  const running = connection
    .list('backups')
    ?.find(
      backup =>
        backup.clusterName === cluster.meta.name &&
        backup.meta.namespace === cluster.meta.namespace &&
        (backup.phase === undefined || RUNNING.test(backup.phase)),
    );
  if (running)
    throw new ConflictError(
      `${running.meta.name} is running; wait until it is done.`,
    );
  if (inFlight.has(ref))
    throw new ConflictError('A backup has just been asked for.');
}

/**
 * Creates a Backup in the cluster's own way of backing up.
 * @throws ConflictError while another one runs; NotAllowedError when the backend's ServiceAccount may not
 */
export async function backupNow(
  inventory: Inventory,
  entry: InventoryCluster,
): Promise<{ name: string }> {
  check(inventory, entry);
  const { cluster, connection } = entry;
  const { namespace, name } = cluster.meta;
  const way = archiveOf(cluster).way;
  const backup = {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Backup',
    metadata: {
      name: `${name}-manual-${new Date()
        .toISOString()
        .replace(/[-:T]/g, '')
        .slice(0, 14)}`,
      namespace,
      labels: { 'cnpg.io/cluster': name },
    },
    spec: {
      cluster: { name },
      method: way,
      ...(way === 'plugin'
        ? { pluginConfiguration: { name: BARMAN_PLUGIN } }
        : {}),
    },
  };
  inFlight.add(entry.ref);
  setTimeout(() => inFlight.delete(entry.ref), 5_000).unref();
  try {
    await connection.api.json(
      `/apis/postgresql.cnpg.io/v1/namespaces/${namespace}/backups?fieldValidation=Strict`,
      { method: 'POST', body: backup },
    );
  } catch (error) {
    inFlight.delete(entry.ref);
    if (error instanceof KubeError && error.kind === 'forbidden')
      throw new NotAllowedError(
        `The backend's ServiceAccount in ${connection.name} may not create Backups.`,
      );
    if (error instanceof KubeError && error.kind === 'conflict')
      throw new ConflictError('A backup has just been asked for.');
    throw new ServiceUnavailableError(
      `${connection.name} did not take the backup: ${
        error instanceof Error ? error.message : error
      }`,
    );
  }
  return { name: backup.metadata.name };
}
