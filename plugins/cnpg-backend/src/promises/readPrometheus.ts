import {
  PrometheusFacts,
  WATCHED_METRICS,
} from '@naytife/backstage-plugin-cnpg-common';
import { InventoryCluster } from '../inventory/Inventory';
import { PrometheusApi, quoted } from './PrometheusApi';

const STEP_SECONDS = 30;
/** Prometheus refuses more points than 11,000 for one series. */
const MOST_POINTS = 10_000;

/** Seconds between two points, so that a time has no more of them than Prometheus gives. */
export const stepFor = (seconds: number) =>
  Math.max(STEP_SECONDS, Math.ceil(seconds / MOST_POINTS));

/** What Prometheus tells of one cluster. @throws Error in its own words */
export async function readPrometheus(
  { environment, cluster }: InventoryCluster,
  windowSeconds: number,
  now: number,
): Promise<PrometheusFacts> {
  const { prometheus } = environment;
  if (!prometheus) return {};
  const api = new PrometheusApi(prometheus);
  const { namespace, name } = cluster.meta;
  const labels = `{namespace=${quoted(namespace)},cluster=${quoted(name)}}`;
  const up = `cluster:cnpg_primary_up:max${labels}`;
  const window = `${windowSeconds}s`;
  const first = await api.number(
    `min_over_time(timestamp(${up})[${window}:${STEP_SECONDS}s]) or timestamp(${up})`,
  );
  const seconds =
    first === undefined
      ? undefined
      : // No longer than it has data: what was before is not down, but unknown.
        Math.max(1, Math.floor(now / 1000 - first));
  const moved = (metric: string) =>
    api.number(`max(changes(${metric}${labels}[${window}]))`);
  const [
    share,
    unarchivedSeconds,
    queryTimeSeconds,
    loaded,
    series,
    completed,
    failed,
  ] = await Promise.all([
    seconds === undefined
      ? undefined
      : // While Prometheus ran and the cluster had no metrics, no primary answered.
        api.number(
          `avg_over_time((max(${up}) or on() (0 * count(up)))[${seconds}s:${STEP_SECONDS}s])`,
        ),
    // The exporter says -1 before the first archived file.
    api.number(
      `max_over_time(cluster:cnpg_unarchived_seconds:max${labels}[${window}]) >= 0`,
    ),
    prometheus.queryTime
      ? api.number(
          prometheus.queryTime
            .replaceAll('$namespace', namespace)
            .replaceAll('$cluster', name)
            .replaceAll('$window', window),
        )
      : undefined,
    api.rules(),
    api.query(
      `count by (__name__) ({__name__=~${quoted(
        WATCHED_METRICS.join('|'),
      )},namespace=${quoted(namespace)},cluster=~${quoted(`${name}|`)}})`,
    ),
    moved('barman_cloud_cloudnative_pg_io_last_available_backup_timestamp'),
    moved('barman_cloud_cloudnative_pg_io_last_failed_backup_timestamp'),
  ]);
  return {
    observedSeconds: seconds,
    availability:
      share === undefined || seconds === undefined
        ? undefined
        : { share, seconds },
    unarchivedSeconds,
    queryTimeSeconds,
    backups:
      completed === undefined || failed === undefined
        ? undefined
        : { completed, failed },
    loaded,
    metrics: series.map(({ metric }) => metric.__name__),
  };
}
