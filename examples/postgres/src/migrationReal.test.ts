import { setTimeout as sleep } from 'node:timers/promises';
import { Pair } from './__testUtils__/Pair';
import { DAMAGE } from './__testUtils__/damage';
import {
  Installed,
  OLD,
  PostgresServer,
  installedPostgres,
  newerPostgres,
} from './index';

const newer = newerPostgres();
if (!newer)
  process.stdout.write(
    'A move to a newer major version is LEFT OUT: the package registry has no PostgreSQL for this platform.\n',
  );
const TARGETS: [string, Installed][] = [
  ['the same version', installedPostgres() as Installed],
  ...(newer ? [['a newer major version', newer] as [string, Installed]] : []),
];

// Servers and tools are the real ones: npm run test:postgres.
describe.each(TARGETS)(
  'a migration between two real PostgreSQL servers, to %s',
  (_name, target) => {
    let pair: Pair;
    beforeAll(async () => {
      pair = await Pair.start(target);
    }, 60_000);
    afterAll(() => pair?.stop());

    describe('by import', () => {
      beforeEach(() => pair.again(), 30_000);

      it('tells what the old database is, and only reads', async () => {
        const { report, exitCode } = await pair.run(['assess']);
        expect(exitCode).toBe(0);
        expect(report.tasks.assess).toMatchObject({
          version: expect.stringMatching(/^15\./),
          schemas: ['atlas_schema_revisions', 'hydra', 'naytife_schema'],
          tables: 10,
          extensions: ['pg_trgm', 'pgcrypto'],
          owners: ['naytife'],
          grantees: ['reporting'],
          largeObjects: 0,
          withoutKey: 1,
          withoutKeyNames: ['naytife_schema.page_views'],
          walLevel: 'logical',
        });
        expect(report.tasks.assess.bytes).toBeGreaterThan(1_000_000);
      });

      it('passes a clean copy, with its grants', async () => {
        const { report, exitCode } = await pair.run(['grants', 'validate']);
        expect(report.tasks).toMatchObject({
          grants: { given: 3 },
          validate: {
            verdict: 'passed',
            found: 0,
            tables: 10,
            differences: [],
          },
        });
        expect(Number(report.tasks.validate.rows)).toBe(
          12 + 20 + 200 + 20 + 500 + 2000 + 500 + 300,
        );
        expect(exitCode).toBe(0);
      });

      it.each(DAMAGE)(
        'catches %s and names it',
        async (_what, sql, difference) => {
          await pair.run(['grants']);
          await pair.run(['fence']);
          await pair.inNew(sql);
          const { verdict, differences, exitCode } = await pair.validate();
          expect({ verdict, exitCode }).toEqual({
            verdict: 'failed',
            exitCode: 5,
          });
          expect(differences).toContainEqual(
            expect.objectContaining(difference),
          );
        },
      );

      it('names a table that is missing once, not again for each column, index and row of it', async () => {
        await pair.run(['grants', 'fence']);
        await pair.inNew('DROP TABLE naytife_schema.products');
        const { differences } = await pair.validate();
        expect(
          differences
            .filter(({ object }: { object: string }) =>
              object.startsWith('naytife_schema.products'),
            )
            .map(({ kind }: { kind: string }) => kind),
        ).toEqual(['table', 'sequence', 'owner']);
      });

      it('calls it drift, and no damage, when the old database was written to meanwhile', async () => {
        await pair.run(['grants']);
        await pair.inOld(
          "INSERT INTO naytife_schema.shops (title, subdomain) VALUES ('late', 'late-' || random())",
        );
        const { verdict, exitCode, writable, differences } =
          await pair.validate();
        expect({ verdict, exitCode, writable }).toEqual({
          verdict: 'drift',
          exitCode: 0,
          writable: true,
        });
        expect(
          differences.map(({ object }: { object: string }) => object),
        ).toEqual(['naytife_schema.shops', 'naytife_schema.shops_shop_id_seq']);
      });

      it('refuses the final validation while the old database takes writes', async () => {
        const { exitCode, report } = await pair.run(['validate'], {
          FINAL: 'yes',
        });
        expect(exitCode).toBe(4);
        expect(report.problem).toContain('Stop the writers first');
      });

      it('keeps its report within what a termination message holds, however much differs', async () => {
        await pair.inNew(
          `SELECT format('CREATE TABLE naytife_schema.%I (id int)', 'a_table_with_a_name_that_is_rather_long_number_' || n) FROM generate_series(1, 300) n \\gexec`,
        );
        const { message, report } = await pair.run(['validate']);
        expect(Buffer.byteLength(message)).toBeLessThan(4096);
        expect(report.tasks.validate).toMatchObject({ verdict: 'failed' });
        expect(report.tasks.validate.found).toBeGreaterThan(300);
      });

      it('takes no writes after the fence, and says how many still read', async () => {
        const { report } = await pair.run(['fence']);
        expect(report.tasks.fence).toEqual({ readOnly: true, sessions: 0 });
        await expect(
          pair.asApplication(pair.old, 'DELETE FROM naytife_schema.orders'),
        ).rejects.toThrow('read-only transaction');
      });

      it('brings back what was written after the switch, and sequences, when it is rolled back', async () => {
        await pair.run(['fence', 'grants']);
        await pair.inNew('CREATE PUBLICATION cnpg_way_back FOR ALL TABLES');
        const opened = await pair.run(['validate', 'way-back'], {
          FINAL: 'yes',
        });
        expect(opened).toMatchObject({
          exitCode: 0,
          report: {
            tasks: {
              validate: { verdict: 'passed' },
              'way-back': { open: true },
            },
          },
        });
        await pair.asApplication(
          pair.fresh,
          `INSERT INTO naytife_schema.orders (shop_id, customer_email, amount) SELECT 1, 'after@example.com', 5 FROM generate_series(1, 50);
UPDATE naytife_schema.orders SET status = 'shipped' WHERE order_id < 10; DELETE FROM naytife_schema.page_views WHERE shop_id = 3`,
        );
        const back = await pair.run(['roll-back']);
        expect(back).toMatchObject({
          exitCode: 0,
          report: { tasks: { 'roll-back': { returned: true } } },
        });
        expect(
          await pair.asApplication(
            pair.old,
            "SELECT count(*) FROM naytife_schema.orders WHERE customer_email = 'after@example.com'",
          ),
        ).toBe('50');
        expect(
          await pair.asApplication(
            pair.old,
            "INSERT INTO naytife_schema.orders (shop_id, customer_email, amount) VALUES (1, 'next', 1) RETURNING order_id > 2050",
          ),
        ).toBe('t');
        await expect(
          pair.asApplication(pair.fresh, 'DELETE FROM naytife_schema.orders'),
        ).rejects.toThrow('read-only transaction');
        await pair.inOld(
          "DELETE FROM naytife_schema.orders WHERE customer_email IN ('next', 'after@example.com')",
        );
      });

      it('rolls back before the switch, twice with the same end', async () => {
        await pair.run(['fence']);
        for (const _time of ['first', 'second'])
          expect(await pair.run(['roll-back'])).toMatchObject({
            exitCode: 0,
            report: { tasks: { 'roll-back': { returned: false } } },
          });
        await pair.asApplication(
          pair.old,
          'UPDATE naytife_schema.shops SET title = title',
        );
      });

      it('lets the new database go: no WAL is kept for a server that is not there any more', async () => {
        await pair.run(['fence']);
        await pair.inNew('CREATE PUBLICATION cnpg_way_back FOR ALL TABLES');
        await pair.run(['way-back']);
        expect(await pair.run(['let-go'])).toMatchObject({
          exitCode: 0,
          report: { tasks: { 'let-go': { released: true } } },
        });
        expect(
          await pair.inNew('SELECT count(*) FROM pg_replication_slots'),
        ).toBe('0');
        await pair.run(['roll-back']);
      });

      it('tells no password, whatever fails', async () => {
        const { message, log, exitCode } = await pair.run(['way-back'], {
          NEW_PASSWORD: 'wrong-secret',
          PATIENCE: '1',
        });
        expect(exitCode).toBe(3);
        expect(message + log).not.toMatch(/wrong-secret|old-secret/);
      });
    });

    describe('by logical replication, with writers running', () => {
      it('waits for the restart that the same pull request brings, and says what is missing when it does not come', async () => {
        const plain = await PostgresServer.start({
          installed: installedPostgres() as Installed,
          superuser: OLD.user,
          password: OLD.password,
        });
        try {
          await plain.psql('postgres', `CREATE DATABASE ${OLD.database}`);
          const { exitCode, report } = await pair.run(['prepare'], {
            OLD_PORT: String(plain.port),
            RESTART_PATIENCE: '3',
          });
          expect(exitCode).toBe(4);
          expect(report.problem).toContain('wal_level');
          expect(report.seconds).toBeGreaterThanOrEqual(3);
        } finally {
          await plain.stop();
        }
      });

      it('loses none of the rows that are written during the move', async () => {
        await pair.again(true);
        expect(await pair.run(['prepare'])).toMatchObject({ exitCode: 0 });
        let writing = true;
        let written = 0;
        const writer = (async () => {
          while (writing) {
            await pair.asApplication(
              pair.old,
              `INSERT INTO naytife_schema.orders (shop_id, customer_email, amount) SELECT 1, 'during@example.com', 1 FROM generate_series(1, 5);
UPDATE naytife_schema.products SET weight = weight + 1 WHERE product_id % 50 = 1; DELETE FROM naytife_schema.page_views WHERE ctid IN (SELECT ctid FROM naytife_schema.page_views LIMIT 1)`,
            );
            written += 5;
          }
        })();
        await sleep(1_000);
        await pair.inNew(
          `CREATE SUBSCRIPTION cnpg_migration CONNECTION 'host=${pair.old.host} port=${pair.old.port} dbname=${OLD.database} user=${OLD.user} password=${OLD.password}' PUBLICATION cnpg_migration`,
        );
        await sleep(3_000);
        writing = false;
        await writer;
        const { report, exitCode } = await pair.run(
          ['fence', 'catch-up', 'grants', 'validate'],
          { FINAL: 'yes' },
        );
        expect(report).toMatchObject({
          tasks: { validate: { verdict: 'passed', found: 0 } },
        });
        expect(exitCode).toBe(0);
        expect(written).toBeGreaterThan(50);
        expect(
          await pair.inNew(
            "SELECT count(*) FROM naytife_schema.orders WHERE customer_email = 'during@example.com'",
          ),
        ).toBe(String(written));

        // The way back must not go round in a circle with the way there, which is still subscribed.
        await pair.inNew('CREATE PUBLICATION cnpg_way_back FOR ALL TABLES');
        await pair.run(['way-back']);
        await pair.asApplication(
          pair.fresh,
          "INSERT INTO naytife_schema.shops (title, subdomain) VALUES ('after', 'after')",
        );
        expect(await pair.run(['roll-back'])).toMatchObject({
          exitCode: 0,
          report: { tasks: { 'roll-back': { returned: true } } },
        });
        expect(
          await pair.inOld(
            "SELECT count(*) FROM naytife_schema.shops WHERE title = 'after'",
          ),
        ).toBe('1');
        expect(
          await pair.inNew(
            "SELECT count(*) FROM naytife_schema.shops WHERE title = 'after'",
          ),
        ).toBe('1');
        await pair.inNew(
          'ALTER SUBSCRIPTION cnpg_migration DISABLE; ALTER SUBSCRIPTION cnpg_migration SET (slot_name = NONE); DROP SUBSCRIPTION cnpg_migration',
        );
        await pair.inOld(
          'SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE NOT active',
        );
      }, 60_000);
    });
  },
);
