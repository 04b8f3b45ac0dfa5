import { dirname, join } from 'node:path';
import { PostgresServer } from './PostgresServer';

/** The database of the plain Deployment. */
export const OLD = {
  database: 'naytifedb',
  user: 'naytife',
  password: 'old-secret',
};

const SEED = join(
  dirname(require.resolve('@naytife/cnpg-postgres/package.json')),
  'naytife.sql',
);

/** Makes Naytife's database on a server whose superuser is `naytife`. Scale 1 is some hundred rows, 1000 about a gigabyte. */
export async function seedNaytife(
  server: PostgresServer,
  scale = 1,
): Promise<void> {
  await server.psql('postgres', `CREATE DATABASE ${OLD.database}`);
  await server.run(OLD.database, SEED, { scale: String(scale) });
}

/** An empty database with its owner, as CNPG's initdb leaves it. */
export async function emptyDatabase(
  server: PostgresServer,
  {
    database,
    owner,
    password,
  }: { database: string; owner: string; password: string },
): Promise<void> {
  await server.psql(
    'postgres',
    `SELECT format('CREATE ROLE %I LOGIN REPLICATION PASSWORD %L', :'owner', :'password') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'owner') \\gexec
CREATE DATABASE :"database" OWNER :"owner"`,
    { variables: { database, owner, password } },
  );
}
