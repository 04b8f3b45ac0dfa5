import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import execa from 'execa';
import {
  Installed,
  OLD,
  PostgresServer,
  emptyDatabase,
  installedPostgres,
  newerPostgres,
  runJob,
  seedNaytife,
} from '../src';

const NEW = { database: 'naytifedb', owner: 'naytife', password: 'new' };
/** About 1.2 GB. */
const SCALE = Number(process.env.SCALE ?? '1600');
const MB = 1e6;
const say = (text: string) => process.stdout.write(`${text}\n`);

async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const began = performance.now();
  const result = await work();
  return [(performance.now() - began) / 1000, result];
}

/** What the plan wrote: a plain dump into a file, and psql. */
async function plainDump(old: PostgresServer, fresh: PostgresServer) {
  const bin = installedPostgres()?.bin ?? '';
  const folder = mkdtempSync(join(tmpdir(), 'naytife-plain-'));
  const at = (
    { host, port }: PostgresServer,
    user: string,
    password: string,
  ) => ({
    PATH: process.env.PATH,
    PGHOST: host,
    PGPORT: String(port),
    PGUSER: user,
    PGPASSWORD: password,
    PGDATABASE: OLD.database,
  });
  try {
    const file = join(folder, 'dump.sql');
    await execa(join(bin, 'pg_dump'), ['-f', file], {
      env: at(old, OLD.user, OLD.password),
      extendEnv: false,
    });
    await execa(join(bin, 'psql'), ['-q', '-f', file], {
      env: at(fresh, fresh.superuser, fresh.password),
      extendEnv: false,
      stdout: 'ignore',
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(name: string, installed: Installed, target: Installed) {
  const settings = {
    wal_level: 'logical',
    max_wal_size: '4GB',
    shared_buffers: '256MB',
  };
  const old = await PostgresServer.start({
    installed,
    superuser: OLD.user,
    password: OLD.password,
    settings,
  });
  const fresh = await PostgresServer.start({
    installed: target,
    superuser: 'postgres',
    password: 'postgres',
    settings,
  });
  const again = async (schemaOnly: boolean) => {
    await fresh.psql(
      'postgres',
      'DROP DATABASE IF EXISTS naytifedb WITH (FORCE)',
    );
    await emptyDatabase(fresh, NEW);
    return fresh.importFrom(old, OLD.database, { ...NEW, schemaOnly });
  };
  const run = async (...tasks: string[]) => {
    const { exitCode, message } = await runJob(tasks, {
      OLD_HOST: old.host,
      OLD_PORT: String(old.port),
      OLD_DATABASE: OLD.database,
      OLD_USER: OLD.user,
      OLD_PASSWORD: OLD.password,
      NEW_HOST: fresh.host,
      NEW_PORT: String(fresh.port),
      NEW_DATABASE: NEW.database,
      NEW_USER: NEW.owner,
      NEW_PASSWORD: NEW.password,
      NEW_SSLMODE: 'disable',
      FINAL: 'yes',
    });
    if (exitCode) throw new Error(message);
    return JSON.parse(message);
  };
  try {
    await seedNaytife(old, SCALE);
    await fresh.psql('postgres', 'CREATE ROLE reporting');
    const bytes = Number(
      await old.psql(
        OLD.database,
        'SELECT pg_database_size(current_database())',
      ),
    );
    const rate = (seconds: number) =>
      `${seconds.toFixed(1)} s, ${(bytes / MB / seconds).toFixed(0)} MB/s`;
    say(
      `\n${name}: ${(bytes / MB).toFixed(0)} MB, ${await old.psql(
        OLD.database,
        "SELECT sum(reltuples)::bigint FROM pg_class WHERE relkind = 'r' AND relnamespace::regnamespace::text ~ 'naytife|hydra'",
      )} rows`,
    );

    await fresh.psql(
      'postgres',
      'DROP DATABASE IF EXISTS naytifedb WITH (FORCE)',
    );
    await emptyDatabase(fresh, NEW);
    const [plain] = await timed(() => plainDump(old, fresh));
    say(`  plain dump and psql, the plan's way   ${rate(plain)}`);
    const [imported, parts] = await timed(() => again(false));
    say(
      `  microservice import                   ${rate(imported)} (dump ${(
        parts.dumpMs / 1000
      ).toFixed(1)} s, restore ${(parts.restoreMs / 1000).toFixed(1)} s); ${(
        plain / imported
      ).toFixed(2)} times the plan's way`,
    );
    await run('grants', 'fence');
    const [validated, { tasks }] = await timed(() => run('validate'));
    say(
      `  validation                            ${rate(validated)}, ${
        tasks.validate.verdict
      }, ${tasks.validate.rows} rows`,
    );
    await run('roll-back');

    await again(true);
    await run('prepare');
    let writing = true;
    let written = 0;
    const writer = (async () => {
      while (writing) {
        await old.psql(
          OLD.database,
          "INSERT INTO naytife_schema.orders (shop_id, customer_email, amount) SELECT 1, 'during@example.com', 1 FROM generate_series(1, 100)",
        );
        written += 100;
      }
    })();
    const [copied] = await timed(async () => {
      await fresh.psql(
        NEW.database,
        `CREATE SUBSCRIPTION cnpg_migration CONNECTION 'host=${old.host} port=${old.port} dbname=${OLD.database} user=${OLD.user} password=${OLD.password}' PUBLICATION cnpg_migration`,
      );
      while (
        (await fresh.psql(
          NEW.database,
          "SELECT bool_and(srsubstate = 'r') FROM pg_subscription_rel",
        )) !== 't'
      )
        await sleep(200);
    });
    say(
      `  logical replication, first copy       ${rate(
        copied,
      )}, while ${written} rows were written`,
    );
    await sleep(2_000);
    writing = false;
    await writer;
    const [cutOver] = await timed(() => run('fence', 'catch-up'));
    say(
      `  fence and catch-up                    ${cutOver.toFixed(
        1,
      )} s; ${written} rows were written during the move`,
    );
    const [proof] = await timed(() => run('grants', 'validate'));
    const count = (server: PostgresServer) =>
      server.psql(
        OLD.database,
        "SELECT count(*) FROM naytife_schema.orders WHERE customer_email = 'during@example.com'",
      );
    say(
      `  validation                            ${rate(
        proof,
      )}; of them in the old database ${await count(
        old,
      )}, in the new one ${await count(fresh)}`,
    );
    await fresh.psql(
      NEW.database,
      'CREATE PUBLICATION cnpg_way_back FOR ALL TABLES',
    );
    const [opened] = await timed(() => run('way-back'));
    await fresh.psql(
      NEW.database,
      "INSERT INTO naytife_schema.orders (shop_id, customer_email, amount) SELECT 1, 'after@example.com', 1 FROM generate_series(1, 10000)",
    );
    const [back] = await timed(() => run('roll-back'));
    say(
      `  way back opened in ${opened.toFixed(
        1,
      )} s; rolled back in ${back.toFixed(1)} s with ${await old.psql(
        OLD.database,
        "SELECT count(*) FROM naytife_schema.orders WHERE customer_email = 'after@example.com'",
      )} of 10000 rows that were written after the switch`,
    );
  } finally {
    await Promise.all([old.stop(), fresh.stop()]);
  }
}

async function main() {
  const installed = installedPostgres();
  if (!installed)
    throw new Error(
      'No PostgreSQL is installed (Debian: apt-get install postgresql).',
    );
  await measure('15 to 15', installed, installed);
  const newer = newerPostgres();
  if (newer) await measure('15 to 17', installed, newer);
}

main().catch(error => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
