/** Where a metric comes from. */
const CNPG =
  'CNPG 1.30, recorded from a primary and a replica (fixtures/metrics-*.txt)';
const PGBOUNCER = 'CNPG 1.30, docs/src/connection_pooling.md';
const KUBELET = 'Kubernetes 1.34, Metrics Reference (kubelet)';
const OURS = 'this backend, by OpenTelemetry (inventory/certificateMetric.ts)';
const PROMETHEUS = 'Prometheus itself';

/** Every metric that rules and dashboards use, and who exports it. A test holds them to it, and this list to the recordings. @public */
export const METRICS: Record<string, string> = {
  barman_cloud_cloudnative_pg_io_first_recoverability_point: CNPG,
  barman_cloud_cloudnative_pg_io_last_available_backup_timestamp: CNPG,
  barman_cloud_cloudnative_pg_io_last_failed_backup_timestamp: CNPG,
  cnpg_backends_total: CNPG,
  cnpg_backends_max_tx_duration_seconds: CNPG,
  cnpg_collector_fencing_on: CNPG,
  cnpg_collector_pg_wal_archive_status: CNPG,
  cnpg_collector_sync_replicas: CNPG,
  cnpg_collector_up: CNPG,
  cnpg_pg_database_size_bytes: CNPG,
  cnpg_pg_database_xid_age: CNPG,
  cnpg_pg_replication_in_recovery: CNPG,
  cnpg_pg_replication_is_wal_receiver_up: CNPG,
  cnpg_pg_replication_lag: CNPG,
  cnpg_pg_replication_streaming_replicas: CNPG,
  cnpg_pg_settings_setting: CNPG,
  cnpg_pg_stat_archiver_last_archived_time: CNPG,
  cnpg_pg_stat_archiver_last_failed_time: CNPG,
  cnpg_pg_stat_archiver_seconds_since_last_archival: CNPG,
  cnpg_pg_stat_database_blks_hit: CNPG,
  cnpg_pg_stat_database_blks_read: CNPG,
  cnpg_pg_stat_database_deadlocks: CNPG,
  cnpg_pg_stat_database_xact_commit: CNPG,
  cnpg_pg_stat_database_xact_rollback: CNPG,
  cnpg_pgbouncer_pools_cl_waiting: PGBOUNCER,
  kubelet_volume_stats_available_bytes: KUBELET,
  kubelet_volume_stats_capacity_bytes: KUBELET,
  cnpg_certificate_expiration_timestamp_seconds: OURS,
  up: PROMETHEUS,
};

const WORDS = new Set(
  'abs absent and avg bool by clamp_max count group_left group_right histogram_quantile ignoring increase label_replace max max_over_time min offset on or rate sum time topk unless without avg_over_time'.split(
    ' ',
  ),
);

/** The names of metrics in a PromQL expression; recording rules have a colon and are none. */
export function metricsIn(expr: string): string[] {
  const bare = expr
    .replace(/"[^"]*"/g, '')
    .replace(
      /\b(by|on|without|ignoring|group_left|group_right)\s*\([^)]*\)/g,
      ' ',
    )
    .replace(/\{[^}]*\}/g, ' ')
    .replace(/\[[^\]]*\]/g, ' ')
    .replace(/\b\d+(\.\d+)?(e\d+)?[smhdwy]?\b/g, ' ');
  return [...new Set(bare.match(/[a-zA-Z_][a-zA-Z0-9_:]*/g) ?? [])].filter(
    word => !WORDS.has(word) && !word.includes(':') && !word.startsWith('$'),
  );
}
