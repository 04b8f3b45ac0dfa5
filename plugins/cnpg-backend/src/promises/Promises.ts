import {
  Environment,
  Incident,
  PrometheusFacts,
  PromiseState,
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
import { readPrometheus, stepFor } from './readPrometheus';

const REMEMBERED_MS = 30_000;
const MOST_INCIDENTS = 20;
/** What is over sooner needs no alert: every rule waits for a while. */
const SHORT_MS = 60_000;
/** An alert may fire after the end of what it tells of. */
const LATE_MS = 15 * 60_000;

/** Which alerts tell of what. */
const TELLS: Record<IncidentCondition, string> = {
  Health:
    'CNPG(Instance|Cluster|Fenced|Replica|Replication|TooFew|Sync|Connections|Disk|Operator).*',
  ContinuousArchiving: 'CNPGWALArchive.*',
  LastBackupSucceeded: 'CNPGBackup.*',
};

const windowOf = ({ slo }: Environment) =>
  durationToSeconds(slo.window) ?? 30 * 86_400;

/** That it does not answer is told as well. */
const ask = (
  ...asked: Parameters<typeof readPrometheus>
): Promise<PrometheusFacts> =>
  readPrometheus(...asked).catch((error: Error) => ({ error: error.message }));

/** Holds the promises of each cluster against what objects, incidents and Prometheus tell. */
export class Promises {
  private readonly told = new Memory<[PrometheusFacts | undefined, Incident[]]>(
    REMEMBERED_MS,
  );

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
    const [prometheus, incidents] = await this.told.get(entry.ref, () =>
      Promise.all([
        environment.prometheus && ask(entry, windowSeconds, now),
        this.detected(entry, windowSeconds, now),
      ]),
    );
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
        const step = stepFor((end - began) / 1000);
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
