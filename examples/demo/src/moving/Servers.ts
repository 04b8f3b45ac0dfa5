import { KubeObject } from '@naytife/cnpg-simulator';
import {
  OLD,
  PostgresServer,
  emptyDatabase,
  installedPostgres,
  seedNaytife,
} from '@naytife/cnpg-postgres';

interface ImportSpec {
  managed?: { roles?: { name: string }[] };
  bootstrap?: {
    initdb?: {
      database: string;
      owner: string;
      import?: { schemaOnly?: boolean };
    };
  };
}

const SUPERUSER = { superuser: 'postgres', password: 'postgres' };
const LOGICAL = { wal_level: 'logical' };

/** Real PostgreSQL servers on loopback: the old one of the plain Deployment, and one for each cluster that is imported. */
export class Servers {
  private origin: Promise<PostgresServer> | undefined;
  private readonly targets = new Map<string, Promise<PostgresServer>>();
  /** The next copy will lack a row and an index. */
  damaging = false;

  /** Why there are none. */
  static missing(): string | undefined {
    return installedPostgres()
      ? undefined
      : 'No PostgreSQL is installed where this demo runs (Debian: apt-get install postgresql), so nothing can be moved.';
  }

  old(): Promise<PostgresServer> {
    this.origin ??= (async () => {
      const installed = installedPostgres();
      if (!installed) throw new Error(Servers.missing());
      const server = await PostgresServer.start({
        installed,
        superuser: OLD.user,
        password: OLD.password,
        settings: LOGICAL,
      });
      await seedNaytife(server);
      return server;
    })();
    return this.origin;
  }

  /** The server of an imported cluster; undefined where there is none. */
  target(cluster: string): Promise<PostgresServer> | undefined {
    return this.targets.get(cluster);
  }

  /** The owner's password, which a real operator would have made up. */
  static password = (cluster: string) => `owner-of-${cluster}`;

  /** What CNPG's import Job does. A cluster that is not imported is left alone. */
  async fill({ metadata, spec }: KubeObject): Promise<void> {
    const { bootstrap, managed } = (spec ?? {}) as ImportSpec;
    const initdb = bootstrap?.initdb;
    const installed = installedPostgres();
    if (!initdb?.import || !installed) return;
    const { name } = metadata;
    const origin = await this.old();
    const { database, owner } = initdb;
    const filling = (async () => {
      const server = await PostgresServer.start({
        installed,
        ...SUPERUSER,
        settings: LOGICAL,
      });
      await emptyDatabase(server, {
        database,
        owner,
        password: Servers.password(name),
      });
      for (const role of managed?.roles ?? [])
        if (role.name !== owner)
          await server.psql('postgres', `CREATE ROLE "${role.name}"`);
      await server.importFrom(origin, OLD.database, {
        database,
        owner,
        schemaOnly: initdb.import?.schemaOnly,
      });
      if (this.damaging)
        await server.psql(
          database,
          'DELETE FROM naytife_schema.orders WHERE order_id = 7; DROP INDEX naytife_schema.products_cheap',
        );
      this.damaging = false;
      return server;
    })();
    this.targets.set(name, filling);
    await filling;
  }

  async drop(cluster: string): Promise<void> {
    const server = this.targets.get(cluster);
    this.targets.delete(cluster);
    await (await server?.catch(() => undefined))?.stop();
  }

  async retire(): Promise<void> {
    const server = this.origin;
    this.origin = undefined;
    await (await server?.catch(() => undefined))?.stop();
  }

  async stop(): Promise<void> {
    await Promise.all([
      this.retire(),
      ...[...this.targets.keys()].map(name => this.drop(name)),
    ]);
  }
}
