import { LoggerService } from '@backstage/backend-plugin-api';
import {
  Cluster,
  Deployment,
  DeploymentState,
  Environment,
  Migration,
  MigrationFacts,
  MigrationReport,
  Progress,
  assessHealth,
  migrationOf,
  parseDeployment,
  parseReport,
  progressFile,
  readProgress,
  rehearsalName,
} from '@naytife/backstage-plugin-cnpg-common';
import { Inventory, InventoryCluster } from '../inventory/Inventory';
import { KubeError } from '../inventory/KubeApi';
import { Repository } from '../manifests/Repository';
import { Memory } from '../Memory';
import { MigrationStore } from './MigrationStore';

const LOOK_MS = 30_000;
/** A page that is open asks every few seconds; the SCM counts requests by the hour. */
const PROGRESS_MS = 10_000;
const REQUESTED_MS = 15_000;

/** Everything about the migrations of the configuration: their reports are kept as they come, their state is put together on demand. */
export class Migrations {
  private readonly progress = new Memory<Progress>(PROGRESS_MS);
  private readonly asked = new Memory<boolean>(REQUESTED_MS);
  /** Pods and Jobs whose report is in the database. */
  private readonly kept = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private stopListening: () => void = () => undefined;

  constructor(
    private readonly deps: {
      inventory: Inventory;
      store: MigrationStore;
      logger: LoggerService;
      repositoryOf(environment: Environment): Repository;
    },
  ) {}

  /** All of the configuration. */
  all(): Migration[] {
    return this.deps.inventory.environments.flatMap(environment =>
      Object.keys(environment.migrations).flatMap(
        name => migrationOf(environment, name) ?? [],
      ),
    );
  }

  find(environmentName: string, name: string): Migration | undefined {
    const environment = this.deps.inventory.environment(environmentName);
    return environment && migrationOf(environment, name);
  }

  start(): void {
    const all = this.all();
    if (!all.length) return;
    const guard = (work: Promise<void>) =>
      work.catch(error =>
        this.deps.logger.warn(`A migration could not be followed: ${error}`),
      );
    this.stopListening = this.deps.inventory.onChange(ref => {
      const found = all.find(
        ({ environment, name }) => ref === `${environment.name}/${name}`,
      );
      if (found) void guard(this.collect(found));
    });
    this.timer = setInterval(() => {
      for (const migration of all) void guard(this.look(migration));
    }, LOOK_MS);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.stopListening();
  }

  private ref = ({ environment, name }: Migration) => ({
    environment: environment.name,
    name,
  });

  /** Keeps what the migration's pods and Jobs have told. */
  private async collect(migration: Migration): Promise<void> {
    const { environment, name } = migration;
    const connection = this.deps.inventory.connection(environment);
    const key = `${environment.namespace}/${name}`;
    const pods = connection.group('migrationPods', key) ?? [];
    const jobs = connection.group('migrationJobs', key) ?? [];
    const told: [string, MigrationReport][] = [];
    for (const { meta, step, run, ended } of pods)
      if (step && run && ended && meta.uid)
        told.push([
          meta.uid,
          {
            step,
            run,
            exitCode: ended.exitCode,
            finishedAt: ended.finishedAt ?? new Date().toISOString(),
            report: parseReport(ended.message),
          },
        ]);
    for (const { meta, step, run, failed } of jobs)
      if (
        step &&
        run &&
        failed &&
        meta.uid &&
        !told.some(([, item]) => item.run === run)
      )
        told.push([
          meta.uid,
          {
            step,
            run,
            exitCode: 1,
            finishedAt: failed.at ?? new Date().toISOString(),
            report: { tasks: {}, seconds: 0, problem: failed.reason },
          },
        ]);
    for (const [uid, report] of told) {
      if (this.kept.has(uid)) continue;
      await this.deps.store.keep(this.ref(migration), uid, report);
      this.kept.add(uid);
    }
  }

  /** Why the pod of a step does not run, in the kubelet's words. */
  waiting({ environment, name }: Migration, run: number): string | undefined {
    return this.deps.inventory
      .connection(environment)
      .group('migrationPods', `${environment.namespace}/${name}`)
      ?.find(pod => pod.run === run)?.waiting;
  }

  /** Looks after a database that applications were given, for as long as the old one might be wanted again. */
  private async look(migration: Migration): Promise<void> {
    const ref = this.ref(migration);
    const { store } = this.deps;
    if (!(await store.health(ref))) {
      const reports = await store.reports(ref);
      // Git is asked only between a proven copy and the switch.
      if (
        !reports.some(
          ({ step, exitCode }) =>
            (step === 'copy' || step === 'validate') && exitCode === 0,
        )
      )
        return;
    }
    const facts = await this.facts(migration);
    if (!facts.progress.retired) await this.noteHealth(migration, facts);
  }

  private async noteHealth(
    migration: Migration,
    { progress, target }: MigrationFacts,
  ) {
    if (progress.switched && target)
      await this.deps.store.look(
        this.ref(migration),
        target.light === 'green' || target.light === 'amber',
        Date.now(),
      );
  }

  private async deployments({
    environment,
  }: Migration): Promise<Deployment[] | undefined> {
    try {
      const { items } = await this.deps.inventory
        .connection(environment)
        .api.json<{ items: unknown[] }>(
          `/apis/apps/v1/namespaces/${environment.namespace}/deployments`,
        );
      return items.flatMap(item => parseDeployment(item).object ?? []);
    } catch (error) {
      if (error instanceof KubeError) return undefined;
      throw error;
    }
  }

  private state(entry: InventoryCluster | undefined) {
    if (!entry) return undefined;
    const now = entry.connection.api.now();
    return {
      light: assessHealth(this.deps.inventory.facts(entry).health, now).light,
      importSeconds: importSeconds(entry.cluster),
    };
  }

  /**
   * @param fresh - whether Git must be asked now, and not be remembered from some seconds ago
   * @throws RepositoryError where Git cannot be read: how far a migration is, only Git tells
   */
  async facts(migration: Migration, fresh = false): Promise<MigrationFacts> {
    const { environment, name, settings } = migration;
    const { inventory, store } = this.deps;
    await this.collect(migration);
    const [progress, reports, deployments, healthy] = await Promise.all([
      this.progress.get(
        `${environment.name}/${name}`,
        () =>
          this.deps
            .repositoryOf(environment)
            .with(read => readProgress(migration, read)),
        fresh,
      ),
      store.reports(this.ref(migration)),
      this.deployments(migration),
      store.health(this.ref(migration)),
    ]);
    const deployment = (base: string): DeploymentState | undefined => {
      const found = deployments?.find(
        ({ meta }) =>
          meta.name === `${progress.prefix}${base}${progress.suffix}`,
      );
      if (!found) return deployments && { state: 'missing' };
      return {
        state: 'running',
        wanted: found.replicas,
        available: found.availableReplicas,
        image: found.images[0],
      };
    };
    const facts: MigrationFacts = {
      name,
      settings,
      progress,
      reports,
      origin: deployment(settings.source.deployment),
      writers: settings.writers.map(writer => ({
        name: writer,
        found: deployment(writer),
      })),
      target: this.state(inventory.find(environment.name, name)),
      rehearsal:
        progress.rehearsal === undefined
          ? undefined
          : this.state(
              inventory.find(
                environment.name,
                rehearsalName(name, progress.rehearsal),
              ),
            ),
      healthy,
      now: Date.now(),
    };
    // What was healthy before a roll back counts for nothing when it is switched again.
    if (!progress.switched && healthy) {
      await store.forgetHealth(this.ref(migration));
      return { ...facts, healthy: undefined };
    }
    if (progress.switched && !progress.retired && !healthy) {
      await this.noteHealth(migration, facts);
      return { ...facts, healthy: await store.health(this.ref(migration)) };
    }
    return facts;
  }

  /** Whether a pull request for a step is open: its branch has the step's number already. */
  async requested(
    migration: Migration,
    { run }: Progress,
    branch: string,
  ): Promise<boolean> {
    return this.asked.get(branch, async () => {
      const text = await this.deps
        .repositoryOf(migration.environment)
        .read(progressFile(migration), branch)
        .catch(() => undefined);
      return text?.includes(`run: "${run + 1}"`) ?? false;
    });
  }
}

/** From the first sight of a cluster to its first primary: what the import took, in seconds. */
function importSeconds({ meta, status }: Cluster): number | undefined {
  const began = Date.parse(meta.creationTimestamp ?? '');
  const up = Date.parse(status?.currentPrimaryTimestamp ?? '');
  return Number.isNaN(up - began)
    ? undefined
    : Math.max(0, (up - began) / 1000);
}
