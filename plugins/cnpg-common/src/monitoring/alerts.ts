/** One alert, with what a person does about it. @public */
export interface Alert {
  name: string;
  severity: 'critical' | 'warning';
  /** PromQL. Every series has `namespace` and `cluster`: our PodMonitors add them. */
  expr: string;
  for: string;
  summary: string;
  description: string;
  runbook: {
    /** What it means for people who use the database. */
    meaning: string;
    /** Where to look, in this order. */
    look: string[];
    /** What to do. */
    act: string[];
    /** The button on the database's page that does it, where there is one. */
    button?: string;
    /** Page of CNPG's documentation. */
    docs: string;
  };
}

const BY = 'by (namespace, cluster)';
const BARMAN = 'barman_cloud_cloudnative_pg_io';
const AVAILABLE = `${BARMAN}_last_available_backup_timestamp`;
const FREE =
  'kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes';
/** The kubelet knows claims, not clusters: CNPG names a claim like its pod, and the one for WAL `-wal`. */
const OF_CLUSTERS =
  'on (namespace, persistentvolumeclaim) group_left (cluster) (label_replace(cnpg_collector_up, "persistentvolumeclaim", "$1", "pod", "(.+)") * 0 + 1 or label_replace(cnpg_collector_up, "persistentvolumeclaim", "$1-wal", "pod", "(.+)") * 0 + 1)';
const IT = '{{ $labels.namespace }}/{{ $labels.cluster }}';

const up: Alert[] = [
  {
    name: 'CNPGInstanceDown',
    severity: 'critical',
    expr: 'cnpg_collector_up == 0',
    for: '2m',
    summary: `PostgreSQL of ${IT} does not answer in {{ $labels.pod }}`,
    description:
      'The pod runs, and PostgreSQL in it cannot be asked. If it is the primary, the database is down.',
    runbook: {
      meaning:
        'The pod is there, the server in it is not. On the primary nobody can read or write.',
      look: [
        'The light *Is it up?*: the first sentence names the reason.',
        'The instance table: fenced, restarting, full disk?',
        '`kubectl logs -n <namespace> <pod> -c postgres`.',
      ],
      act: [
        'Fenced on purpose: see CNPGFenced.',
        'Disk full: see CNPGDiskFull.',
        'Else CNPG restarts it; a replica that stays broken is replaced by deleting its pod and claim.',
      ],
      docs: 'failure_modes',
    },
  },
  {
    name: 'CNPGInstanceGone',
    severity: 'warning',
    expr: `count ${BY} (cnpg_collector_up) < max_over_time(count ${BY} (cnpg_collector_up)[6h:1m])`,
    for: '10m',
    summary: `${IT} has fewer instances than within the last six hours`,
    description:
      'A pod that is gone has no metrics at all, so that nothing about it can say "down". {{ $value }} are left.',
    runbook: {
      meaning:
        'An instance is missing. The next loss may take the database down, or stop writes where replication is synchronous.',
      look: [
        'The instance table: which one has no pod?',
        'Events of the cluster: no node has room, a volume cannot be attached.',
      ],
      act: [
        'Fewer instances were asked for: it ends by itself after six hours.',
        'Pending pod: give the nodes room, or choose a smaller size.',
      ],
      button: 'Change…',
      docs: 'failure_modes',
    },
  },
  {
    name: 'CNPGClusterGone',
    severity: 'critical',
    expr: `count ${BY} (max_over_time(cnpg_collector_up[6h])) unless on (namespace, cluster) count ${BY} (cnpg_collector_up)`,
    for: '5m',
    summary: `No instance of ${IT} has metrics any more`,
    description:
      'It was there within the last six hours. All pods are gone, or Prometheus cannot reach any of them.',
    runbook: {
      meaning: 'The database is gone, asleep, or out of Prometheus’ reach.',
      look: [
        'Its page: hibernated, deleted, or up with Prometheus cut off?',
        'The NetworkPolicy: port 9187 from Prometheus.',
      ],
      act: [
        'Hibernated or deleted on purpose: it ends by itself after six hours.',
        'Deleted by mistake: restore from the archive into a new cluster.',
      ],
      button: 'Restore…',
      docs: 'recovery',
    },
  },
  {
    name: 'CNPGFenced',
    severity: 'warning',
    expr: 'cnpg_collector_fencing_on == 1',
    for: '10m',
    summary: `{{ $labels.pod }} of ${IT} is fenced`,
    description:
      'Someone took PostgreSQL down in this pod by the annotation cnpg.io/fencedInstances. CNPG’s phase goes on saying healthy.',
    runbook: {
      meaning:
        'A fenced replica is no use; a fenced primary is a database that is down while its phase says healthy.',
      look: ['The light *Is it up?* and the instance table: who is fenced?'],
      act: [
        'Lift it when the reason is gone: `kubectl cnpg fencing off <cluster> <instance>`.',
      ],
      docs: 'fencing',
    },
  },
];

const replication: Alert[] = [
  {
    name: 'CNPGReplicationLag',
    severity: 'warning',
    expr: `max by (namespace, cluster, pod) (cnpg_pg_replication_lag) > 30`,
    for: '5m',
    summary: `{{ $labels.pod }} of ${IT} is {{ $value | humanizeDuration }} behind`,
    description:
      'A failover to it would take longer, and what reads from it reads the past.',
    runbook: {
      meaning: 'A replica cannot keep up with what is written.',
      look: [
        'The instance table: bytes and seconds behind.',
        'Long queries on the replica; the load of its disk.',
      ],
      act: [
        'End what holds it back, or give all instances more disk throughput or CPU.',
      ],
      button: 'Change…',
      docs: 'replication',
    },
  },
  {
    name: 'CNPGReplicaDisconnected',
    severity: 'warning',
    expr: 'cnpg_pg_replication_in_recovery > cnpg_pg_replication_is_wal_receiver_up',
    for: '5m',
    summary: `{{ $labels.pod }} of ${IT} receives no WAL`,
    description:
      'Its lag reads 0 all the same: a disconnected replica has nothing to be behind of.',
    runbook: {
      meaning: 'This replica is not one, whatever its lag says.',
      look: [
        'The instance table: streaming no.',
        'Its log: "requested WAL segment has already been removed"?',
      ],
      act: [
        'Network between the pods: the NetworkPolicy must let them reach each other on 5432.',
        'WAL is gone: delete its pod and claim, CNPG clones it anew.',
      ],
      docs: 'replication',
    },
  },
  {
    name: 'CNPGTooFewReplicas',
    severity: 'warning',
    expr: `max ${BY} (cnpg_pg_replication_streaming_replicas and on (namespace, cluster, pod) cnpg_pg_replication_in_recovery == 0) < count ${BY} (cnpg_collector_up) - 1`,
    for: '5m',
    summary: `Only {{ $value }} replicas of ${IT} stream`,
    description: 'The primary sees fewer of them than there are instances.',
    runbook: {
      meaning:
        'The primary has fewer followers than the cluster has instances.',
      look: ['The instance table, and CNPGReplicaDisconnected.'],
      act: ['As for CNPGReplicaDisconnected.'],
      docs: 'replication',
    },
  },
  {
    name: 'CNPGSyncReplicasMissing',
    severity: 'critical',
    expr: `max by (namespace, cluster, pod) (cnpg_collector_sync_replicas{value="observed"}) < max by (namespace, cluster, pod) (cnpg_collector_sync_replicas{value="expected"})`,
    for: '5m',
    summary: `${IT} has {{ $value }} synchronous replicas, fewer than asked for`,
    description:
      'With dataDurability "required" all writes wait; with "preferred" a lost primary can lose commits now.',
    runbook: {
      meaning:
        'Writes wait, or the promise to lose nothing is not kept at this moment.',
      look: ['The instance table: which replica is away, and why?'],
      act: [
        'Bring the replica back (CNPGReplicaDisconnected, CNPGInstanceGone).',
        'Writes must go on now: change durability to "preferred".',
      ],
      button: 'Change…',
      docs: 'replication',
    },
  },
];

const resources: Alert[] = [
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

const archive: Alert[] = [
  {
    name: 'CNPGWALArchiveFailing',
    severity: 'critical',
    expr: '(cnpg_pg_stat_archiver_last_failed_time - cnpg_pg_stat_archiver_last_archived_time) > 1',
    for: '2m',
    summary: `WAL of ${IT} cannot be archived`,
    description:
      'The last try failed, and none has succeeded since. What is written now cannot be recovered, while the database is up.',
    runbook: {
      meaning: 'From the last archived WAL on, nothing can be brought back.',
      look: [
        'The light *Can it be brought back?*: since when, and the archiver’s own words.',
        'Credentials and address of the object store; its quota.',
      ],
      act: [
        'Mend the store or its Secret; archiving goes on by itself.',
        'Watch pg_wal: it grows until then.',
      ],
      docs: 'wal_archiving',
    },
  },
  {
    name: 'CNPGWALArchiveLagging',
    severity: 'warning',
    expr: 'cnpg_collector_pg_wal_archive_status{value="ready"} > 10',
    for: '10m',
    summary: `{{ $value }} WAL files of ${IT} wait to be archived`,
    description: 'The archive is slower than what is written.',
    runbook: {
      meaning: 'More would be lost than promised, and pg_wal fills its volume.',
      look: ['Throughput of the object store; a burst of writes.'],
      act: ['Wait for the burst to end, or compress, or archive in parallel.'],
      docs: 'wal_archiving',
    },
  },
  {
    name: 'CNPGBackupFailed',
    severity: 'warning',
    expr: `${BARMAN}_last_failed_backup_timestamp > ${AVAILABLE}`,
    for: '5m',
    summary: `The last base backup of ${IT} failed`,
    description: 'There is none younger that succeeded.',
    runbook: {
      meaning:
        'A restore has to begin at an older base backup and takes longer.',
      look: ['The list of backups: the error of the last one.'],
      act: ['Mend the cause, then take one now.'],
      button: 'Back up now',
      docs: 'backup',
    },
  },
  {
    name: 'CNPGBackupOld',
    severity: 'warning',
    expr: `time() - ${AVAILABLE} > 93600 and ${AVAILABLE} > 0`,
    for: '10m',
    summary: `The last base backup of ${IT} is {{ $value | humanizeDuration }} old`,
    description: 'Daily ones are asked for; this is more than 26 hours.',
    runbook: {
      meaning:
        'Backups have ceased without failing: a schedule is suspended or gone.',
      look: [
        'The schedule on its page: suspended, five fields, another time?',
        'A hibernated cluster takes none.',
      ],
      act: ['Take one now, then mend the schedule by a pull request.'],
      button: 'Back up now',
      docs: 'backup',
    },
  },
  {
    name: 'CNPGBackupNever',
    severity: 'critical',
    expr: `${AVAILABLE} == 0`,
    for: '2h',
    summary: `${IT} has an archive and was never backed up`,
    description: 'WAL alone restores nothing.',
    runbook: {
      meaning: 'Nothing can be recovered, although WAL is archived.',
      look: ['The list of backups: did the first one fail?'],
      act: ['Take one now.'],
      button: 'Back up now',
      docs: 'backup',
    },
  },
  {
    name: 'CNPGRecoveryWindowShrinking',
    severity: 'warning',
    expr: `(time() - ${BARMAN}_first_recoverability_point) < 0.5 * max_over_time((time() - ${BARMAN}_first_recoverability_point)[7d:1h]) and ${BARMAN}_first_recoverability_point > 0`,
    for: '1h',
    summary: `The recovery window of ${IT} is {{ $value | humanizeDuration }}, less than half of what it was within seven days`,
    description:
      'Backups vanish faster than the retention policy says, or the policy was shortened.',
    runbook: {
      meaning: 'Instants that could be recovered last week cannot any more.',
      look: [
        'The recovery window on its page; the retention of the ObjectStore.',
      ],
      act: [
        'Lifecycle rules of the bucket must not delete what the plugin keeps.',
        'A shorter retention was meant: it ends by itself after seven days.',
      ],
      docs: 'backup',
    },
  },
];

const platform: Alert[] = [
  {
    name: 'CNPGCertificateExpiring',
    severity: 'warning',
    expr: 'cnpg_certificate_expiration_timestamp_seconds - time() < 5 * 86400',
    for: '1h',
    summary: `The certificate {{ $labels.secret }} of ${IT} expires in {{ $value | humanizeDuration }}`,
    description:
      'CNPG renews its own seven days before; one that gets this close is not renewed. The metric comes from the Backstage backend: the operator has none.',
    runbook: {
      meaning: 'Then clients and replicas are refused.',
      look: ['Is it one of CNPG’s own, or one that you provide?'],
      act: [
        'CNPG’s own: the operator does not run, see CNPGOperatorDown.',
        'Your own: renew it; CNPG reloads it by itself.',
      ],
      docs: 'certificates',
    },
  },
  {
    name: 'CNPGOperatorDown',
    severity: 'critical',
    expr: 'absent(up{job="cnpg-system/cnpg-controller-manager"} == 1)',
    for: '5m',
    summary: 'The CloudNativePG operator does not run',
    description:
      'Databases go on as they are. Nothing fails over, nothing is backed up, and every status is old news.',
    runbook: {
      meaning:
        'No failover, no backup; what the clusters say of themselves is from before.',
      look: ['`kubectl -n cnpg-system get pods`; its log.'],
      act: ['Bring it back before anything else.'],
      docs: 'failover',
    },
  },
];

/** Every alert. Their names are those of the runbooks in docs/runbooks. @public */
export const ALERTS: Alert[] = [
  ...up,
  ...replication,
  ...resources,
  ...archive,
  ...platform,
];
