import {
  Environment,
  Incident,
  PrometheusFacts,
  PromiseState,
  WATCHED_METRICS,
  assessPromises,
  assessRecoverability,
  durationToSeconds,
  lastRestoreTest,
  rpoSeconds,
  rtoSeconds,
} from '@naytife/backstage-plugin-cnpg-common';
import { Inventory, InventoryCluster } from '../inventory/Inventory';
import { Memory } from '../Memory';
import { IncidentCondition, IncidentStore } from './IncidentStore';
import { PrometheusApi, quoted } from './PrometheusApi';

const REMEMBERED_MS = 30_000;
const MOST_INCIDENTS = 20;
/** What is over sooner needs no alert: every rule waits for a while. */
const SHORT_MS = 60_000;
/** An alert may fire after the end of what it tells of. */
const LATE_MS = 15 * 60_000;
const STEP_SECONDS = 30;
/** Prometheus refuses more points than 11,000 for one series. */
const MOST_POINTS = 10_000;

/** Which alerts tell of what. */
const TELLS: Record<IncidentCondition, string> = {
  Health:
    'CNPG(Instance|Cluster|Fenced|Replica|Replication|TooFew|Sync|Connections|Disk|Operator).*',
  ContinuousArchiving: 'CNPGWALArchive.*',
  LastBackupSucceeded: 'CNPGBackup.*',
};

const windowOf = ({ slo }: Environment) =>
  durationToSeconds(slo.window) ?? 30 * 86_400;

/** Holds the promises of each cluster against what objects, incidents and Prometheus tell. */
export class Promises {
  private readonly told = new Memory<PrometheusFacts>(REMEMBERED_MS);

  constructor(
    private readonly inventory: Inventory,
    private readonly incidents: IncidentStore,
  ) {}

  async of(entry: InventoryCluster): Promise<PromiseState[]> {
    const { environment, cluster, connection } = entry;
    const now = connection.api.now();
    const windowSeconds = windowOf(environment);
    const facts = this.inventory.facts(entry);
    const { window, archive } = assessRecoverability(facts.recoverability, now);
    const [prometheus, incidents] = await Promise.all([
      environment.prometheus && this.ask(entry, windowSeconds, now),
      this.detected(entry, windowSeconds, now),
    ]);
    const { slo } = environment;
    return assessPromises({
      promised: {
        rtoSeconds: rtoSeconds(environment),
        rpoSeconds: rpoSeconds(environment),
        availability: slo.availability,
        queryTimeSeconds: slo.queryTimeMs / 1000,
        detectionSeconds: durationToSeconds(slo.detection) ?? 300,
      },
      windowSeconds,
      restore: lastRestoreTest(cluster, connection.list('clusters') ?? []),
      lossNowSeconds: window.end
        ? Math.max(0, (now - Date.parse(window.end)) / 1000)
        : undefined,
      backups: this.backups(facts, now - windowSeconds * 1000),
      prometheus,
      queryTimeNamed: environment.prometheus?.queryTime !== undefined,
      has: {
        pooler: (facts.health.poolers?.length ?? 0) > 0,
        archive: archive.way !== 'none',
      },
      incidents,
    });
  }

  private backups(
    { recoverability }: ReturnType<Inventory['facts']>,
    since: number,
  ) {
    const ended = recoverability.backups?.filter(
      ({ stoppedAt, startedAt, meta }) =>
        Date.parse(stoppedAt ?? startedAt ?? meta.creationTimestamp ?? '') >=
        since,
    );
    return (
      ended && {
        completed: ended.filter(({ phase }) => phase === 'completed').length,
        failed: ended.filter(({ phase }) => phase === 'failed').length,
      }
    );
  }

  private ask(entry: InventoryCluster, windowSeconds: number, now: number) {
    return this.told.get(entry.ref, () =>
      readPrometheus(entry, windowSeconds, now).catch(
        (error: Error): PrometheusFacts => ({ error: error.message }),
      ),
    );
  }

  /** What went wrong, and when the first alert told of it. */
  private async detected(
    { environment, cluster }: InventoryCluster,
    windowSeconds: number,
    now: number,
  ): Promise<Incident[]> {
    const { name, namespace } = cluster.meta;
    const stored = await this.incidents.since(
      { environment: environment.name, name },
      now - windowSeconds * 1000,
      MOST_INCIDENTS,
    );
    const lasting = stored.filter(
      ({ began, ended }) => (ended ?? now) - began >= SHORT_MS,
    );
    if (!environment.prometheus) return lasting;
    const api = new PrometheusApi(environment.prometheus);
    return Promise.all(
      lasting.map(async ({ condition, began, ended }): Promise<Incident> => {
        const end = Math.min(now, (ended ?? now) + LATE_MS);
        const step = Math.max(
          STEP_SECONDS,
          Math.ceil((end - began) / 1000 / MOST_POINTS),
        );
        const series = await api
          .range(
            `ALERTS{alertstate="firing",alertname=~${quoted(
              TELLS[condition],
            )},namespace=${quoted(namespace)},cluster=${quoted(name)}}`,
            began,
            end,
            step,
          )
          .catch(() => []);
        const times = series.flatMap(({ values = [] }) =>
          values.slice(0, 1).map(([seconds]) => seconds * 1000),
        );
        return {
          condition,
          began,
          fired: times.length ? Math.min(...times) : undefined,
        };
      }),
    );
  }
}

/** @throws Error in Prometheus' own words */
async function readPrometheus(
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
  const coarse = Math.max(STEP_SECONDS, Math.ceil(windowSeconds / MOST_POINTS));
  const first = await api.number(
    `min_over_time(timestamp(${up})[${window}:${STEP_SECONDS}s]) or timestamp(${up})`,
  );
  const seconds =
    first === undefined
      ? undefined
      : Math.max(60, Math.round(now / 1000 - first));
  const [share, unarchivedSeconds, queryTimeSeconds, loaded, series] =
    await Promise.all([
      seconds === undefined
        ? undefined
        : // While Prometheus ran and the cluster had no metrics, no primary answered.
          api.number(
            `avg_over_time((max(${up}) or on() (0 * count(up)))[${seconds}s:${STEP_SECONDS}s])`,
          ),
      // The exporter says -1 before the first archived file.
      api.number(
        `max_over_time((cluster:cnpg_unarchived_seconds:max${labels} >= 0)[${window}:${coarse}s]) or cluster:cnpg_unarchived_seconds:max${labels} >= 0`,
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
    ]);
  return {
    observedSeconds: seconds,
    availability:
      share === undefined || seconds === undefined
        ? undefined
        : { share, seconds },
    unarchivedSeconds,
    queryTimeSeconds,
    loaded,
    metrics: series.map(({ metric }) => metric.__name__),
  };
}
