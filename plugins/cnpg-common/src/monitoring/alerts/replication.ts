import { Alert, BY, IT } from './alert';

export const replicationAlerts: Alert[] = [
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
