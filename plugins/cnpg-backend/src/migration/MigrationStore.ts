import { MigrationReport } from '@naytife/backstage-plugin-cnpg-common';
import { Knex } from 'knex';

const REPORTS = 'cnpg_migration_reports';
const HEALTH = 'cnpg_migration_health';
/** Longer than the time between two looks: nobody looked meanwhile. */
const BREAK_MS = 5 * 60_000;

/** `environment` and name of the cluster that takes the old database's place. */
export interface MigrationRef {
  environment: string;
  name: string;
}

export interface HealthRecord {
  /** Milliseconds since the epoch. */
  since: number;
  unobservedSeconds: number;
}

interface ReportRow extends MigrationRef {
  uid: string;
  step: MigrationReport['step'];
  run: number;
  exit_code: number;
  finished_at: string;
  report: string;
}

interface HealthRow extends MigrationRef {
  healthy_since: number | string;
  seen_at: number | string;
  unobserved_seconds: number;
}

/** What is kept of migrations in the plugin's own database: what Git and Kubernetes forget. */
export class MigrationStore {
  constructor(private readonly knex: Knex) {}

  /** Keeps a report; the same pod's a second time, or by another replica of the backend, changes nothing. */
  async keep(
    { environment, name }: MigrationRef,
    uid: string,
    { step, run, exitCode, finishedAt, report }: MigrationReport,
  ): Promise<void> {
    await this.knex<ReportRow>(REPORTS)
      .insert({
        uid,
        environment,
        name,
        step,
        run,
        exit_code: exitCode,
        finished_at: finishedAt,
        report: JSON.stringify(report),
      })
      .onConflict('uid')
      .ignore();
  }

  /** In the order of their runs. */
  async reports({
    environment,
    name,
  }: MigrationRef): Promise<MigrationReport[]> {
    const rows = await this.knex<ReportRow>(REPORTS)
      .where({ environment, name })
      .orderBy(['run', 'finished_at']);
    return rows.map(row => ({
      step: row.step,
      run: row.run,
      exitCode: row.exit_code,
      finishedAt: row.finished_at,
      report: JSON.parse(row.report),
    }));
  }

  async health({
    environment,
    name,
  }: MigrationRef): Promise<HealthRecord | undefined> {
    const row = await this.knex<HealthRow>(HEALTH)
      .where({ environment, name })
      .first();
    return (
      row && {
        since: Number(row.healthy_since),
        unobservedSeconds: row.unobserved_seconds,
      }
    );
  }

  /** One look at a database that applications use. One that is not healthy begins anew. */
  async look(
    { environment, name }: MigrationRef,
    healthy: boolean,
    now: number,
  ): Promise<void> {
    const key = { environment, name };
    const before = await this.knex<HealthRow>(HEALTH).where(key).first();
    if (!before || !healthy) {
      await this.knex<HealthRow>(HEALTH)
        .insert({
          ...key,
          healthy_since: now,
          seen_at: now,
          unobserved_seconds: 0,
        })
        .onConflict(['environment', 'name'])
        .merge();
      return;
    }
    const gap = now - Number(before.seen_at);
    await this.knex<HealthRow>(HEALTH)
      .where(key)
      .update({
        seen_at: now,
        unobserved_seconds:
          before.unobserved_seconds +
          (gap > BREAK_MS ? Math.round(gap / 1000) : 0),
      });
  }

  /** After a roll back nobody uses it any more. */
  async forgetHealth({ environment, name }: MigrationRef): Promise<void> {
    await this.knex<HealthRow>(HEALTH).where({ environment, name }).delete();
  }
}
