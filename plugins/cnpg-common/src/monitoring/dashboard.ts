import { Manifest } from '../manifests/yaml';

interface Panel {
  title: string;
  type: 'stat' | 'timeseries' | 'table';
  expr: string;
  legend: string;
  unit: string;
}

const ONE = 'namespace="$namespace",cluster="$cluster"';

const FLEET: Panel[] = [
  {
    title: 'Primaries up',
    type: 'stat',
    expr: 'sum(cluster:cnpg_primary_up:max)',
    legend: 'up',
    unit: 'none',
  },
  {
    title: 'Clusters',
    type: 'stat',
    expr: 'count(count by (namespace, cluster) (cnpg_collector_up))',
    legend: 'clusters',
    unit: 'none',
  },
  {
    title: 'Would be lost now, worst five',
    type: 'timeseries',
    expr: 'topk(5, cluster:cnpg_unarchived_seconds:max)',
    legend: '{{namespace}}/{{cluster}}',
    unit: 's',
  },
  {
    title: 'Age of the last base backup',
    type: 'timeseries',
    expr: 'cluster:cnpg_backup_age_seconds:min',
    legend: '{{namespace}}/{{cluster}}',
    unit: 's',
  },
  {
    title: 'Connections in use',
    type: 'timeseries',
    expr: 'cluster:cnpg_connections_used:ratio',
    legend: '{{namespace}}/{{cluster}}',
    unit: 'percentunit',
  },
  {
    title: 'Availability of the last hour',
    type: 'table',
    expr: 'cluster:cnpg_availability:avg1h',
    legend: '{{namespace}}/{{cluster}}',
    unit: 'percentunit',
  },
];

const CLUSTER: Panel[] = [
  {
    title: 'Instances that answer',
    type: 'stat',
    expr: `sum(cnpg_collector_up{${ONE}})`,
    legend: 'up',
    unit: 'none',
  },
  {
    title: 'Streaming replicas',
    type: 'stat',
    expr: `max(cnpg_pg_replication_streaming_replicas{${ONE}})`,
    legend: 'streaming',
    unit: 'none',
  },
  {
    title: 'WAL files that wait for the archive',
    type: 'timeseries',
    expr: `cnpg_collector_pg_wal_archive_status{${ONE},value="ready"}`,
    legend: '{{pod}}',
    unit: 'none',
  },
  {
    title: 'Behind the primary',
    type: 'timeseries',
    expr: `cnpg_pg_replication_lag{${ONE}}`,
    legend: '{{pod}}',
    unit: 's',
  },
  {
    title: 'Transactions a second',
    type: 'timeseries',
    expr: `sum by (pod) (rate(cnpg_pg_stat_database_xact_commit{${ONE}}[5m]) + rate(cnpg_pg_stat_database_xact_rollback{${ONE}}[5m]))`,
    legend: '{{pod}}',
    unit: 'ops',
  },
  {
    title: 'Longest transaction',
    type: 'timeseries',
    expr: `max by (pod) (cnpg_backends_max_tx_duration_seconds{${ONE}})`,
    legend: '{{pod}}',
    unit: 's',
  },
  {
    title: 'Connections by user',
    type: 'timeseries',
    expr: `sum by (usename) (cnpg_backends_total{${ONE}})`,
    legend: '{{usename}}',
    unit: 'none',
  },
  {
    title: 'Cache hits',
    type: 'timeseries',
    expr: `sum by (pod) (rate(cnpg_pg_stat_database_blks_hit{${ONE}}[5m])) / (sum by (pod) (rate(cnpg_pg_stat_database_blks_hit{${ONE}}[5m])) + sum by (pod) (rate(cnpg_pg_stat_database_blks_read{${ONE}}[5m])))`,
    legend: '{{pod}}',
    unit: 'percentunit',
  },
  {
    title: 'Deadlocks',
    type: 'timeseries',
    expr: `sum by (datname) (increase(cnpg_pg_stat_database_deadlocks{${ONE}}[5m]))`,
    legend: '{{datname}}',
    unit: 'none',
  },
  {
    title: 'Size of databases',
    type: 'timeseries',
    expr: `max by (datname) (cnpg_pg_database_size_bytes{${ONE}})`,
    legend: '{{datname}}',
    unit: 'bytes',
  },
  {
    title: 'Free on each volume',
    type: 'timeseries',
    expr: 'kubelet_volume_stats_available_bytes{namespace="$namespace",persistentvolumeclaim=~"$cluster-[0-9]+(-wal)?"} / kubelet_volume_stats_capacity_bytes{namespace="$namespace",persistentvolumeclaim=~"$cluster-[0-9]+(-wal)?"}',
    legend: '{{persistentvolumeclaim}}',
    unit: 'percentunit',
  },
  {
    title: 'Clients that wait in the pooler',
    type: 'timeseries',
    expr: `sum by (pod) (cnpg_pgbouncer_pools_cl_waiting{${ONE}})`,
    legend: '{{pod}}',
    unit: 'none',
  },
];

const variable = (name: string, query: string) => ({
  name,
  type: 'query',
  datasource: { type: 'prometheus', uid: '${datasource}' },
  query: { query, refId: name },
  refresh: 2,
});

/** Grafana lays panels out on 24 columns. */
const place = (panels: Panel[], top: number, first: number) =>
  panels.map((panel, index) => ({
    id: first + index,
    title: panel.title,
    type: panel.type,
    datasource: { type: 'prometheus', uid: '${datasource}' },
    gridPos: {
      x: (index % 3) * 8,
      y: top + Math.floor(index / 3) * 8,
      w: 8,
      h: 8,
    },
    fieldConfig: { defaults: { unit: panel.unit }, overrides: [] },
    targets: [
      {
        refId: 'A',
        expr: panel.expr,
        legendFormat: panel.legend,
        ...(panel.type === 'table' ? { instant: true, format: 'table' } : {}),
      },
    ],
  }));

const row = (title: string, y: number, id: number) => ({
  id,
  title,
  type: 'row',
  gridPos: { x: 0, y, w: 24, h: 1 },
  panels: [],
});

/** Every query of the dashboard, as Grafana sends it for one cluster. */
export const dashboardQueries = (): string[] =>
  [...FLEET, ...CLUSTER].map(({ expr }) =>
    expr.replaceAll('$namespace', 'shop').replaceAll('$cluster', 'orders'),
  );

/** The Grafana dashboard of the fleet and of one cluster, in the ConfigMap that Grafana's sidecar looks for. @public */
export function dashboardConfigMap(): Manifest {
  const dashboard = {
    uid: 'cnpg-fleet',
    title: 'CloudNativePG',
    tags: ['cloudnativepg', 'postgresql'],
    schemaVersion: 39,
    time: { from: 'now-6h', to: 'now' },
    refresh: '30s',
    templating: {
      list: [
        { name: 'datasource', type: 'datasource', query: 'prometheus' },
        variable('namespace', 'label_values(cnpg_collector_up, namespace)'),
        variable(
          'cluster',
          'label_values(cnpg_collector_up{namespace="$namespace"}, cluster)',
        ),
      ],
    },
    panels: [
      row('Fleet', 0, 1),
      ...place(FLEET, 1, 2),
      row('$namespace/$cluster', 17, 20),
      ...place(CLUSTER, 18, 21),
    ],
  };
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'cnpg-dashboard',
      labels: {
        grafana_dashboard: '1',
        'app.kubernetes.io/managed-by': 'backstage',
      },
    },
    data: { 'cnpg.json': `${JSON.stringify(dashboard, null, 2)}\n` },
  };
}
