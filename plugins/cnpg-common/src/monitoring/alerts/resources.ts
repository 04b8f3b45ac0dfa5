import { Alert, IT } from './alert';

const FREE =
  'kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes';
/** The kubelet knows claims, not clusters: CNPG names a claim like its pod, and the one for WAL `-wal`. */
const OF_CLUSTERS =
  'on (namespace, persistentvolumeclaim) group_left (cluster) (label_replace(cnpg_collector_up, "persistentvolumeclaim", "$1", "pod", "(.+)") * 0 + 1 or label_replace(cnpg_collector_up, "persistentvolumeclaim", "$1-wal", "pod", "(.+)") * 0 + 1)';

export const resourcesAlerts: Alert[] = [
  {
    name: 'CNPGConnectionsHigh',
    severity: 'warning',
    expr: `sum by (namespace, cluster, pod) (cnpg_backends_total) / on (namespace, cluster, pod) max by (namespace, cluster, pod) (cnpg_pg_settings_setting{name="max_connections"}) > 0.8`,
    for: '5m',
    summary: `{{ $labels.pod }} of ${IT} uses {{ $value | humanizePercentage }} of its connections`,
    description: 'When they are used up, new clients are refused.',
    runbook: {
      meaning: 'Soon "too many clients already".',
      look: ['Who holds them: `cnpg_backends_total` by usename and state.'],
      act: [
        'Idle ones: let the application use the pooler.',
        'Raise max_connections (a restart) only with the memory for it.',
      ],
      button: 'Change…',
      docs: 'connection_pooling',
    },
  },
  {
    name: 'CNPGPoolerSaturated',
    severity: 'warning',
    expr: `sum by (namespace, cluster, pod) (cnpg_pgbouncer_pools_cl_waiting) > 0`,
    for: '3m',
    summary: `{{ $value }} clients wait in the pooler {{ $labels.pod }} of ${IT}`,
    description: 'All its server connections are taken.',
    runbook: {
      meaning: 'Applications wait for a connection before their query begins.',
      look: [
        '`cnpg_pgbouncer_pools_maxwait`: how long.',
        'Long transactions that hold a connection.',
      ],
      act: [
        'Shorten transactions, or raise the connections of each pooler pod.',
      ],
      button: 'Change…',
      docs: 'connection_pooling',
    },
  },
  {
    name: 'CNPGDiskLow',
    severity: 'warning',
    expr: `(${FREE}) * ${OF_CLUSTERS} < 0.15`,
    for: '10m',
    summary: `{{ $labels.persistentvolumeclaim }} of ${IT} has {{ $value | humanizePercentage }} left`,
    description: 'A full volume stops PostgreSQL.',
    runbook: {
      meaning: 'There is time to choose; not much.',
      look: [
        'A `-wal` claim: WAL that is not archived, or a slot that nobody reads, piles up (CNPGWALArchiveLagging).',
        'The largest databases: `cnpg_pg_database_size_bytes`.',
      ],
      act: ['A larger disk; it grows while the database runs.'],
      button: 'Change…',
      docs: 'storage',
    },
  },
  {
    name: 'CNPGDiskFull',
    severity: 'critical',
    expr: `(${FREE}) * ${OF_CLUSTERS} < 0.05`,
    for: '2m',
    summary: `{{ $labels.persistentvolumeclaim }} of ${IT} is full but for {{ $value | humanizePercentage }}`,
    description: 'PostgreSQL stops when it cannot write.',
    runbook: {
      meaning: 'PostgreSQL is about to stop, or has.',
      look: ['As for CNPGDiskLow.'],
      act: ['A larger disk now. Do not delete files in pg_wal.'],
      button: 'Change…',
      docs: 'storage',
    },
  },
  {
    name: 'CNPGTransactionIdsRunOut',
    severity: 'warning',
    expr: `max by (namespace, cluster, datname) (cnpg_pg_database_xid_age) > 1.2e9`,
    for: '15m',
    summary: `{{ $labels.datname }} of ${IT} is {{ $value | humanize }} transactions old`,
    description: 'At 2^31 PostgreSQL stops to take writes.',
    runbook: {
      meaning: 'Vacuum cannot freeze what it must.',
      look: [
        'Old transactions, prepared transactions, replication slots that hold the horizon.',
      ],
      act: ['End them, then VACUUM FREEZE the oldest tables.'],
      docs: 'monitoring',
    },
  },
];
