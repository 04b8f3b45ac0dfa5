import { Alert, BY, IT } from './alert';

export const instancesAlerts: Alert[] = [
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
