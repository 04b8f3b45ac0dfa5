import {
  Installed,
  OLD,
  PostgresServer,
  emptyDatabase,
  installedPostgres,
  runJob,
  seedNaytife,
} from '../index';

export const NEW = {
  database: 'naytifedb',
  owner: 'naytife',
  password: "new'secret",
};

/** An old server and a new one, and the migration's tasks between them. */
export class Pair {
  private constructor(
    readonly old: PostgresServer,
    readonly fresh: PostgresServer,
  ) {}

  static async start(target: Installed): Promise<Pair> {
    const old = await PostgresServer.start({
      installed: installedPostgres() as Installed,
      superuser: OLD.user,
      password: OLD.password,
      settings: { wal_level: 'logical' },
    });
    await seedNaytife(old);
    const fresh = await PostgresServer.start({
      installed: target,
      superuser: 'postgres',
      password: 'superuser',
      settings: { wal_level: 'logical' },
    });
    await fresh.psql('postgres', 'CREATE ROLE reporting');
    return new Pair(old, fresh);
  }

  stop = () => Promise.all([this.old.stop(), this.fresh.stop()]);

  /** Back to two databases that no migration has touched, the new one imported. */
  async again(schemaOnly = false): Promise<void> {
    await this
      .inOld(`SELECT 'DROP SUBSCRIPTION cnpg_way_back' FROM pg_subscription \\gexec
DROP PUBLICATION IF EXISTS cnpg_migration; ALTER DATABASE naytifedb RESET default_transaction_read_only`);
    await this.fresh.psql(
      'postgres',
      'DROP DATABASE IF EXISTS naytifedb WITH (FORCE)',
    );
    await emptyDatabase(this.fresh, NEW);
    await this.fresh.importFrom(this.old, OLD.database, { ...NEW, schemaOnly });
  }

  inOld = (sql: string) =>
    this.old.psql(
      OLD.database,
      `SET default_transaction_read_only = off;\n${sql}`,
    );
  inNew = (sql: string) =>
    this.fresh.psql(
      NEW.database,
      `SET default_transaction_read_only = off;\n${sql}`,
    );
  /** As the application writes: without a way around a database that takes no writes. */
  asApplication = (server: PostgresServer, sql: string) =>
    server.psql(
      OLD.database,
      sql,
      server === this.old
        ? {}
        : { as: { user: NEW.owner, password: NEW.password } },
    );

  async run(tasks: string[], more: Record<string, string> = {}) {
    const { exitCode, message, log } = await runJob(tasks, {
      OLD_HOST: this.old.host,
      OLD_PORT: String(this.old.port),
      OLD_DATABASE: OLD.database,
      OLD_USER: OLD.user,
      OLD_PASSWORD: OLD.password,
      NEW_HOST: this.fresh.host,
      NEW_PORT: String(this.fresh.port),
      NEW_DATABASE: NEW.database,
      NEW_USER: NEW.owner,
      NEW_PASSWORD: NEW.password,
      NEW_SSLMODE: 'disable',
      PATIENCE: '30',
      ...more,
    });
    return { exitCode, log, message, report: JSON.parse(message) };
  }

  async validate(more: Record<string, string> = {}) {
    const { exitCode, report } = await this.run(['validate'], more);
    return { exitCode, ...report.tasks.validate };
  }
}
