import { KubeClient, KubeObject } from '@naytife/cnpg-simulator';
import { OLD } from '@naytife/cnpg-postgres';
import { Servers } from './Servers';

interface ReplicationSpec {
  cluster: { name: string };
  dbname: string;
  name: string;
  publicationName?: string;
}

const quoted = (name: string) => `"${name.replace(/"/g, '""')}"`;

/** What CNPG does with a Publication or a Subscription, on the real server behind the simulated cluster. */
export async function applyReplication(
  client: KubeClient,
  servers: Servers,
  { kind, metadata, spec }: KubeObject,
): Promise<void> {
  const wanted = spec as ReplicationSpec & Record<string, unknown>;
  const server = await servers.target(wanted.cluster.name);
  if (!server) return;
  const old = await servers.old();
  const sql =
    kind === 'Publication'
      ? `CREATE PUBLICATION ${quoted(wanted.name)} FOR ALL TABLES`
      : `CREATE SUBSCRIPTION ${quoted(wanted.name)} CONNECTION 'host=${
          old.host
        } port=${old.port} dbname=${OLD.database} user=${OLD.user} password=${
          OLD.password
        }' PUBLICATION ${quoted(wanted.publicationName ?? '')}`;
  const catalogue = kind === 'Publication' ? 'publication' : 'subscription';
  const column = kind === 'Publication' ? 'pubname' : 'subname';
  const there = await server.psql(
    wanted.dbname,
    `SELECT count(*) FROM pg_${catalogue} WHERE ${column} = '${wanted.name}'`,
  );
  if (there === '0') await server.psql(wanted.dbname, sql);
  await client.patchStatus(kind, metadata.namespace ?? '', metadata.name, {
    applied: true,
    observedGeneration: metadata.generation,
  });
}

/** As `publicationReclaimPolicy: delete` and its sister have it. */
export async function dropReplication(
  servers: Servers,
  { kind, spec }: KubeObject,
): Promise<void> {
  const { cluster, dbname, name } = spec as ReplicationSpec &
    Record<string, unknown>;
  const server = await servers.target(cluster.name);
  await server?.psql(dbname, `DROP ${kind} IF EXISTS ${quoted(name)}`);
}
