import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { World } from './World';

/** A scrape of the real exporter: its families and labels, in which only what the simulator knows better is replaced. */
const recorded = () =>
  readFileSync(
    join(
      dirname(
        require.resolve('@naytife/backstage-plugin-cnpg-common/package.json'),
      ),
      'fixtures/metrics-primary.txt',
    ),
    'utf8',
  ).split('\n');
let lines: string[] | undefined;

/** When base backups ended, seconds since the epoch; 0 where there never was one, as the plugin has it. */
export interface BackupTimes {
  firstRecoverabilityPoint: number;
  lastAvailableBackup: number;
  lastFailedBackup: number;
}

/** Families that a replica does not export. */
const PRIMARY_ONLY = /^cnpg_pg_stat_(archiver|replication)_/;

/**
 * What the metrics exporter of an instance answers at `:9187/metrics`.
 * @returns undefined where there is no such instance
 */
export function metricsOf(
  world: World,
  namespace: string,
  pod: string,
  backups: BackupTimes,
): string | undefined {
  const instance = world.instances.get(`${namespace}/${pod}`);
  if (!instance) return undefined;
  lines ??= recorded();
  const { cluster, isPrimary } = instance;
  const archive = [...world.archives].find(
    ([key]) => key.startsWith(`${namespace}/`) && key.endsWith(`/${cluster}`),
  )?.[1];
  const now = Date.now() / 1000;
  const archived = (archive?.lastArchivedAt ?? 0) / 1000;
  const failed = instance.lastFailedAt ? instance.lastFailedAt / 1000 : -1;
  const siblings = [...world.instances].filter(
    ([key, item]) =>
      key.startsWith(`${namespace}/`) && item.cluster === cluster,
  ).length;
  const lagging = world.is(`${namespace}/${cluster}`, 'replica-lagging');
  const known: Record<string, number> = {
    [`cnpg_collector_up{cluster="${cluster}"}`]: 1,
    cnpg_pg_replication_in_recovery: isPrimary ? 0 : 1,
    cnpg_pg_replication_is_wal_receiver_up: isPrimary ? 0 : 1,
    cnpg_pg_replication_lag: !isPrimary && lagging ? 161.5 : 0,
    cnpg_pg_replication_streaming_replicas: isPrimary ? siblings - 1 : 0,
    ...(isPrimary
      ? {
          cnpg_pg_stat_archiver_last_archived_time: archived || -1,
          cnpg_pg_stat_archiver_last_failed_time: failed,
          cnpg_pg_stat_archiver_seconds_since_last_archival: archived
            ? now - archived
            : -1,
        }
      : {}),
    barman_cloud_cloudnative_pg_io_first_recoverability_point:
      backups.firstRecoverabilityPoint,
    barman_cloud_cloudnative_pg_io_last_available_backup_timestamp:
      backups.lastAvailableBackup,
    barman_cloud_cloudnative_pg_io_last_failed_backup_timestamp:
      backups.lastFailedBackup,
  };
  const families = new Set(
    Object.keys(known).map(series => series.replace(/\{.*/, '')),
  );
  const kept = lines.filter(line => {
    const [family] = /[a-zA-Z_:][\w:]*/.exec(line.replace(/^# \w+ /, '')) ?? [];
    if (!family || families.has(family)) return false;
    return isPrimary || !PRIMARY_ONLY.test(family);
  });
  return `${[
    ...kept,
    ...Object.entries(known).map(([series, value]) => `${series} ${value}`),
  ].join('\n')}\n`;
}
