import {
  BARMAN_PLUGIN,
  Cluster,
  archiveOf,
  hibernation,
  parseBackup,
  parseCluster,
} from '@naytife/backstage-plugin-cnpg-common';
import { KubeObject } from '../apiserver/objects';
import { Context, now } from './Context';
import { World } from './World';
import { archiveFor } from './birth';

const stamp = (separator: string) =>
  now().replace(/[-:Z]/g, '').replace('T', separator);

async function fail(
  context: Context,
  backup: KubeObject,
  error: string,
  event?: string,
): Promise<void> {
  const { name } = backup.metadata;
  await context.client.patchStatus('Backup', context.namespace, name, {
    phase: 'failed',
    error,
    method: backup.spec?.method ?? 'barmanObjectStore',
    reconciliationTerminatedAt: now(),
  });
  await context.event(
    event ?? 'Failed',
    event ? error : 'Backup failed',
    event ? 'Warning' : 'Normal',
    { kind: 'Backup', name },
  );
}

async function recordFailure(
  context: Context,
  cluster: Cluster,
): Promise<void> {
  const { objectStoreName, serverName } = archiveOf(cluster);
  if (objectStoreName)
    await context.client.patchStatus(
      'ObjectStore',
      context.namespace,
      objectStoreName,
      {
        serverRecoveryWindow: { [serverName]: { lastFailedBackupTime: now() } },
      },
    );
  await context.condition(
    'LastBackupSucceeded',
    'False',
    'LastBackupFailed',
    'rpc error: code = Unknown desc = exit status 1',
  );
}

/** Takes one backup, with the fields and in the time that were recorded from plugin-barman-cloud. */
export async function takeBackup(
  client: Context['client'],
  world: World,
  object: KubeObject,
): Promise<void> {
  const { object: backup } = parseBackup(object);
  const namespace = object.metadata.namespace ?? '';
  // What the list brought may be old: only a Backup that still has no phase is new.
  if (!backup?.clusterName || backup.phase) return;
  if (world.remembered.has(`${namespace}/${backup.meta.name}`)) return;
  const context = new Context(client, world, namespace, backup.clusterName);
  const raw = await context.raw();
  const cluster = raw && parseCluster(raw).object;
  if (!cluster) {
    await client.patchStatus('Backup', namespace, backup.meta.name, {
      phase: 'pending',
    });
    return;
  }
  const about = { kind: 'Backup', name: backup.meta.name };
  if (backup.method !== 'plugin' || backup.pluginName !== BARMAN_PLUGIN) {
    await fail(
      context,
      object,
      'cannot proceed with the backup as the cluster has no backup section',
      'ClusterHasBackupConfigured',
    );
    return;
  }
  const place = archiveOf(cluster);
  const pod = cluster.status?.currentPrimary;
  if (!pod || hibernation(cluster) !== 'awake' || !place.objectStoreName) {
    await fail(context, object, 'no primary to take the backup from');
    return;
  }
  await context.event(
    'Starting',
    `Starting backup for cluster ${context.name}`,
    'Normal',
    about,
  );
  const common = {
    method: 'plugin',
    majorVersion: cluster.status?.majorVersion ?? 15,
    instanceID: { podName: pod },
    reconciliationStartedAt: now(),
  };
  await client.patchStatus('Backup', namespace, about.name, {
    ...common,
    phase: 'started',
  });
  await context.condition(
    'LastBackupSucceeded',
    'False',
    'BackupStarted',
    'New Backup starting up',
  );
  await context.event('Starting', 'Backup started', 'Normal', about);
  const startedAt = now();
  await world.pause(3);
  if (
    world.is(context.key, 'backup-failing') ||
    world.is(context.key, 'archive-failing')
  ) {
    await client.patchStatus('Backup', namespace, about.name, {
      phase: 'failed',
      error: 'rpc error: code = Unknown desc = exit status 1',
      reconciliationTerminatedAt: now(),
    });
    await context.event('Failed', 'Backup failed', 'Normal', about);
    await recordFailure(context, cluster);
    return;
  }
  await world.pause(9);
  const archive = archiveFor(world, namespace, place);
  const segment = archive ? archive.segments : 3;
  const timeline = cluster.status?.timelineID ?? 1;
  const stoppedAt = now();
  if (archive) {
    // The end of a backup switches the WAL file, which is archived.
    archive.segments += 1;
    archive.lastArchivedAt = Date.now();
    archive.firstBackupEndedAt ??= Date.parse(stoppedAt);
  }
  await world.pause(3);
  const store = await client.get(
    'ObjectStore',
    namespace,
    place.objectStoreName,
  );
  const window = (
    (store.status?.serverRecoveryWindow ?? {}) as Record<
      string,
      { firstRecoverabilityPoint?: string }
    >
  )[place.serverName];
  await client.patchStatus('ObjectStore', namespace, place.objectStoreName, {
    serverRecoveryWindow: {
      [place.serverName]: {
        firstRecoverabilityPoint: window?.firstRecoverabilityPoint ?? stoppedAt,
        lastSuccessfulBackupTime: stoppedAt,
      },
    },
  });
  await client.patchStatus('Backup', namespace, about.name, {
    phase: 'completed',
    backupId: stamp('T'),
    backupName: `backup-${stamp('')}`,
    beginLSN: `0/${segment.toString(16).toUpperCase()}000028`,
    beginWal: World.wal(timeline, segment),
    endLSN: `0/${segment.toString(16).toUpperCase()}000138`,
    endWal: World.wal(timeline, segment),
    online: true,
    pluginMetadata: {
      clusterUID: cluster.meta.uid ?? '',
      displayName: 'BarmanCloudInstance',
      name: BARMAN_PLUGIN,
      pluginName: BARMAN_PLUGIN,
      timeline: String(timeline),
      version: '0.14.0',
    },
    reconciliationTerminatedAt: now(),
    startedAt,
    stoppedAt,
  });
  await context.event('Completed', 'Backup completed', 'Normal', about);
  await context.condition(
    'LastBackupSucceeded',
    'True',
    'LastBackupSucceeded',
    'Backup was successful',
  );
}
