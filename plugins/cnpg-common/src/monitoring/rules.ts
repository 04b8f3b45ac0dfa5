import { Manifest } from '../manifests/yaml';
import { ALERTS } from './alerts';

const BY = 'by (namespace, cluster)';
const PRIMARY =
  'cnpg_collector_up and on (namespace, cluster, pod) cnpg_pg_replication_in_recovery == 0';

/** What the service levels are computed from; names by the Prometheus convention level:metric:operation. @public */
export const RECORDINGS: { record: string; expr: string; what: string }[] = [
  {
    record: 'cluster:cnpg_primary_up:max',
    expr: `max ${BY} (${PRIMARY})`,
    what: '1 while a primary answers, 0 while it does not; absent while there is none',
  },
  {
    record: 'cluster:cnpg_availability:avg1h',
    expr: `avg_over_time(cluster:cnpg_primary_up:max[1h])`,
    what: 'share of the last hour in which a primary answered',
  },
  {
    record: 'cluster:cnpg_unarchived_seconds:max',
    expr: `max ${BY} (cnpg_pg_stat_archiver_seconds_since_last_archival and on (namespace, cluster, pod) cnpg_pg_replication_in_recovery == 0)`,
    what: 'seconds since WAL was last archived: at most so much would be lost now (RPO)',
  },
  {
    record: 'cluster:cnpg_backup_age_seconds:min',
    expr: `min ${BY} (time() - barman_cloud_cloudnative_pg_io_last_available_backup_timestamp) and on (namespace, cluster) max ${BY} (barman_cloud_cloudnative_pg_io_last_available_backup_timestamp) > 0`,
    what: 'seconds since the last base backup; absent where there never was one',
  },
  {
    record: 'cluster:cnpg_connections_used:ratio',
    expr: `max ${BY} (sum by (namespace, cluster, pod) (cnpg_backends_total) / on (namespace, cluster, pod) max by (namespace, cluster, pod) (cnpg_pg_settings_setting{name="max_connections"}))`,
    what: 'share of max_connections in use on the fullest instance',
  },
];

/** The groups of a Prometheus rule file. @public */
export const ruleGroups = (runbooks: string) => [
  {
    name: 'cnpg-slo',
    interval: '30s',
    rules: RECORDINGS.map(({ record, expr }) => ({ record, expr })),
  },
  {
    name: 'cnpg-alerts',
    rules: ALERTS.map(alert => ({
      alert: alert.name,
      expr: alert.expr,
      for: alert.for,
      labels: { severity: alert.severity },
      annotations: {
        summary: alert.summary,
        description: alert.description,
        runbook_url: `${runbooks}/${alert.name}.md`,
      },
    })),
  },
];

/** The same as an object of the Prometheus operator. @public */
export const prometheusRule = (runbooks: string): Manifest => ({
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'PrometheusRule',
  metadata: {
    name: 'cnpg',
    labels: { 'app.kubernetes.io/managed-by': 'backstage' },
  },
  spec: { groups: ruleGroups(runbooks) },
});
