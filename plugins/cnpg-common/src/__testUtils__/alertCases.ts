/** One series of promtool's input: a selector, and values in its notation. */
export interface Series {
  series: string;
  values: string;
}
/** When an alert fires, and when it must not. */
export interface Case {
  fires: Series[];
  quiet: Series[];
  at: string;
  /** Labels of the alert that fires. */
  labels: Record<string, string>;
}

const L = 'namespace="shop",cluster="db"';
const pod = (name: string) => `${L},pod="${name}"`;
const BARMAN = 'barman_cloud_cloudnative_pg_io';
const one = { namespace: 'shop', cluster: 'db' };
const on = (name: string) => ({ ...one, pod: name });
const series = (metric: string, labels: string, values: string): Series => ({
  series: `${metric}{${labels}}`,
  values,
});
const constant = (metric: string, labels: string, value: number | string) =>
  series(metric, labels, `${value}x300`);
/** `up` of both pods of a database. */
const both = [
  constant('cnpg_collector_up', pod('db-1'), 1),
  constant('cnpg_collector_up', pod('db-2'), 1),
];
const roles = [
  constant('cnpg_pg_replication_in_recovery', pod('db-1'), 0),
  constant('cnpg_pg_replication_in_recovery', pod('db-2'), 1),
];
const disk = (free: number, claim: string) => [
  ...both,
  constant(
    'kubelet_volume_stats_available_bytes',
    `namespace="shop",persistentvolumeclaim="${claim}",node="n"`,
    free,
  ),
  constant(
    'kubelet_volume_stats_capacity_bytes',
    `namespace="shop",persistentvolumeclaim="${claim}",node="n"`,
    100,
  ),
];
const certificate = `${L},secret="db-ca"`;
const OPERATOR = 'job="cnpg-system/cnpg-controller-manager"';
const HOURS = 3600;

/** promtool's clock begins at 0: what is old is negative. */
export const CASES: Record<string, Case> = {
  CNPGInstanceDown: {
    at: '5m',
    fires: [constant('cnpg_collector_up', pod('db-1'), 0)],
    quiet: both,
    labels: on('db-1'),
  },
  CNPGInstanceGone: {
    at: '1h',
    fires: [both[0], series('cnpg_collector_up', pod('db-2'), '1x20 stale')],
    quiet: both,
    labels: one,
  },
  CNPGClusterGone: {
    at: '1h',
    fires: [series('cnpg_collector_up', pod('db-1'), '1x20 stale')],
    quiet: [both[0], series('cnpg_collector_up', pod('db-2'), '1x20 stale')],
    labels: one,
  },
  CNPGFenced: {
    at: '15m',
    fires: [constant('cnpg_collector_fencing_on', pod('db-1'), 1)],
    quiet: [constant('cnpg_collector_fencing_on', pod('db-1'), 0)],
    labels: on('db-1'),
  },
  CNPGReplicationLag: {
    at: '10m',
    fires: [constant('cnpg_pg_replication_lag', pod('db-2'), 31)],
    quiet: [constant('cnpg_pg_replication_lag', pod('db-2'), 29)],
    labels: on('db-2'),
  },
  CNPGReplicaDisconnected: {
    at: '10m',
    fires: [
      ...roles,
      constant('cnpg_pg_replication_is_wal_receiver_up', pod('db-2'), 0),
      constant('cnpg_pg_replication_is_wal_receiver_up', pod('db-1'), 0),
    ],
    quiet: [
      ...roles,
      constant('cnpg_pg_replication_is_wal_receiver_up', pod('db-2'), 1),
      constant('cnpg_pg_replication_is_wal_receiver_up', pod('db-1'), 0),
    ],
    labels: on('db-2'),
  },
  CNPGTooFewReplicas: {
    at: '10m',
    fires: [
      ...both,
      ...roles,
      constant('cnpg_pg_replication_streaming_replicas', pod('db-1'), 0),
    ],
    // The replica streams to nobody, and need not.
    quiet: [
      ...both,
      ...roles,
      constant('cnpg_pg_replication_streaming_replicas', pod('db-1'), 1),
      constant('cnpg_pg_replication_streaming_replicas', pod('db-2'), 0),
    ],
    labels: one,
  },
  CNPGSyncReplicasMissing: {
    at: '10m',
    fires: [
      constant(
        'cnpg_collector_sync_replicas',
        `${pod('db-1')},value="observed"`,
        0,
      ),
      constant(
        'cnpg_collector_sync_replicas',
        `${pod('db-1')},value="expected"`,
        1,
      ),
    ],
    quiet: [
      constant(
        'cnpg_collector_sync_replicas',
        `${pod('db-1')},value="observed"`,
        1,
      ),
      constant(
        'cnpg_collector_sync_replicas',
        `${pod('db-1')},value="expected"`,
        1,
      ),
    ],
    labels: on('db-1'),
  },
  CNPGConnectionsHigh: {
    at: '10m',
    fires: [
      constant('cnpg_backends_total', `${pod('db-1')},usename="a"`, 50),
      constant('cnpg_backends_total', `${pod('db-1')},usename="b"`, 40),
      constant(
        'cnpg_pg_settings_setting',
        `${pod('db-1')},name="max_connections"`,
        100,
      ),
    ],
    quiet: [
      constant('cnpg_backends_total', `${pod('db-1')},usename="a"`, 50),
      constant(
        'cnpg_pg_settings_setting',
        `${pod('db-1')},name="max_connections"`,
        100,
      ),
      constant('cnpg_pg_settings_setting', `${pod('db-1')},name="work_mem"`, 1),
    ],
    labels: on('db-1'),
  },
  CNPGPoolerSaturated: {
    at: '5m',
    fires: [
      constant(
        'cnpg_pgbouncer_pools_cl_waiting',
        `${pod('p-1')},database="app"`,
        2,
      ),
    ],
    quiet: [
      constant(
        'cnpg_pgbouncer_pools_cl_waiting',
        `${pod('p-1')},database="app"`,
        0,
      ),
    ],
    labels: on('p-1'),
  },
  CNPGDiskLow: {
    at: '15m',
    fires: disk(10, 'db-1-wal'),
    quiet: [...disk(30, 'db-1'), ...disk(1, 'cache-0').slice(2)],
    labels: { ...one, persistentvolumeclaim: 'db-1-wal' },
  },
  CNPGDiskFull: {
    at: '5m',
    fires: disk(4, 'db-2'),
    quiet: disk(6, 'db-2'),
    labels: { ...one, persistentvolumeclaim: 'db-2' },
  },
  CNPGTransactionIdsRunOut: {
    at: '20m',
    fires: [
      constant(
        'cnpg_pg_database_xid_age',
        `${pod('db-1')},datname="app"`,
        1300000000,
      ),
    ],
    quiet: [
      constant(
        'cnpg_pg_database_xid_age',
        `${pod('db-1')},datname="app"`,
        1000000000,
      ),
    ],
    labels: { ...one, datname: 'app' },
  },
  CNPGWALArchiveFailing: {
    at: '5m',
    fires: [
      constant('cnpg_pg_stat_archiver_last_failed_time', pod('db-1'), 1000),
      constant('cnpg_pg_stat_archiver_last_archived_time', pod('db-1'), 500),
    ],
    // A failure that is over: the next WAL was archived.
    quiet: [
      constant('cnpg_pg_stat_archiver_last_failed_time', pod('db-1'), 1000),
      constant('cnpg_pg_stat_archiver_last_archived_time', pod('db-1'), 1001),
    ],
    labels: on('db-1'),
  },
  CNPGWALArchiveLagging: {
    at: '15m',
    fires: [
      constant(
        'cnpg_collector_pg_wal_archive_status',
        `${pod('db-1')},value="ready"`,
        11,
      ),
    ],
    quiet: [
      constant(
        'cnpg_collector_pg_wal_archive_status',
        `${pod('db-1')},value="ready"`,
        3,
      ),
      constant(
        'cnpg_collector_pg_wal_archive_status',
        `${pod('db-1')},value="done"`,
        40,
      ),
    ],
    labels: { ...on('db-1'), value: 'ready' },
  },
  CNPGBackupFailed: {
    at: '10m',
    fires: [
      constant(`${BARMAN}_last_failed_backup_timestamp`, pod('db-1'), 200),
      constant(`${BARMAN}_last_available_backup_timestamp`, pod('db-1'), 100),
    ],
    quiet: [
      constant(`${BARMAN}_last_failed_backup_timestamp`, pod('db-1'), 100),
      constant(`${BARMAN}_last_available_backup_timestamp`, pod('db-1'), 200),
    ],
    labels: on('db-1'),
  },
  CNPGBackupOld: {
    at: '30h',
    fires: [
      series(
        `${BARMAN}_last_available_backup_timestamp`,
        pod('db-1'),
        '60x2000',
      ),
    ],
    // Never is another alert's business.
    quiet: [
      series(
        `${BARMAN}_last_available_backup_timestamp`,
        pod('db-1'),
        '0x2000',
      ),
    ],
    labels: on('db-1'),
  },
  CNPGBackupNever: {
    at: '3h',
    fires: [
      constant(`${BARMAN}_last_available_backup_timestamp`, pod('db-1'), 0),
    ],
    quiet: [
      constant(`${BARMAN}_last_available_backup_timestamp`, pod('db-1'), 60),
    ],
    labels: on('db-1'),
  },
  CNPGRecoveryWindowShrinking: {
    at: '62h',
    fires: [
      series(
        `${BARMAN}_first_recoverability_point`,
        pod('db-1'),
        `60x3000 ${49 * HOURS}x800`,
      ),
    ],
    quiet: [
      series(`${BARMAN}_first_recoverability_point`, pod('db-1'), '60x4000'),
    ],
    labels: on('db-1'),
  },
  CNPGCertificateExpiring: {
    at: '2h',
    fires: [
      constant(
        'cnpg_certificate_expiration_timestamp_seconds',
        certificate,
        4 * 24 * HOURS,
      ),
    ],
    quiet: [
      constant(
        'cnpg_certificate_expiration_timestamp_seconds',
        certificate,
        60 * 24 * HOURS,
      ),
    ],
    labels: { ...one, secret: 'db-ca' },
  },
  CNPGOperatorDown: {
    at: '10m',
    fires: [constant('up', OPERATOR, 0)],
    quiet: [constant('up', OPERATOR, 1)],
    labels: {},
  },
};
