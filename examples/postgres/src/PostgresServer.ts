import {
  chownSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import execa, { ExecaChildProcess } from 'execa';
import { Installed, installedPostgres } from './installed';

/** How a server is reached on loopback. */
export interface Address {
  host: string;
  port: number;
}

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });

/** PostgreSQL refuses to run as root; another account of the machine then owns the server. */
async function account(): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    const uid = await execa('id', ['-u', name], { reject: false });
    const gid = await execa('id', ['-g', name], { reject: false });
    if (uid.exitCode === 0)
      return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  throw new Error(
    'PostgreSQL does not run as root, and there is no account postgres or nobody.',
  );
}

const READY_MS = 60_000;

/** A real PostgreSQL server on loopback, with passwords as a cluster has them, gone with its data when it is stopped. */
export class PostgresServer implements Address {
  readonly host = '127.0.0.1';

  private constructor(
    readonly port: number,
    /** The superuser's name and password. */
    readonly superuser: string,
    readonly password: string,
    private readonly clients: string,
    private readonly folder: string,
    private readonly process: ExecaChildProcess,
  ) {}

  /**
   * @param installed - whose server; `psql` and `pg_dump` are the machine's own
   * @throws Error with the end of the server's log where it does not come up
   */
  static async start(options: {
    installed: Installed;
    superuser: string;
    password: string;
    settings?: Record<string, string>;
  }): Promise<PostgresServer> {
    const { installed, superuser, password } = options;
    const clients = installedPostgres()?.bin;
    if (!clients) throw new Error('No psql and pg_dump on this machine.');
    const folder = mkdtempSync(join(tmpdir(), 'naytife-postgres-'));
    const as = await account();
    const passwordFile = join(folder, 'password');
    writeFileSync(passwordFile, password, { mode: 0o600 });
    if (as.uid !== undefined) {
      chownSync(folder, as.uid, as.gid ?? as.uid);
      chownSync(passwordFile, as.uid, as.gid ?? as.uid);
    }
    const data = join(folder, 'data');
    await execa(
      join(installed.bin, 'initdb'),
      [
        '-D',
        data,
        '-U',
        superuser,
        '-A',
        'scram-sha-256',
        '--pwfile',
        passwordFile,
        '-E',
        'UTF8',
        '--locale=C',
        '--no-sync',
      ],
      { ...as, cwd: folder },
    );
    rmSync(passwordFile);
    const port = await freePort();
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: folder,
      fsync: 'off',
      ...options.settings,
    };
    const process = execa(
      join(installed.bin, 'postgres'),
      [
        '-D',
        data,
        '-p',
        String(port),
        ...Object.entries(settings).flatMap(([name, value]) => [
          '-c',
          `${name}=${value}`,
        ]),
      ],
      {
        ...as,
        cwd: folder,
        reject: false,
        buffer: false,
        stdout: 'ignore',
        stderr: 'ignore',
      },
    );
    const server = new PostgresServer(
      port,
      superuser,
      password,
      clients,
      folder,
      process,
    );
    const end = Date.now() + READY_MS;
    for (;;) {
      const answer = await server
        .psql('postgres', 'SELECT 1')
        .catch(error => error as Error);
      if (answer === '1') return server;
      if (Date.now() > end || process.exitCode !== null) {
        await server.stop();
        throw answer instanceof Error ? answer : new Error(String(answer));
      }
      await sleep(100);
    }
  }

  private environment(
    database: string,
    as = { user: this.superuser, password: this.password },
  ) {
    return {
      PATH: process.env.PATH ?? '',
      PGHOST: this.host,
      PGPORT: String(this.port),
      PGDATABASE: database,
      PGUSER: as.user,
      PGPASSWORD: as.password,
      PGCLIENTENCODING: 'UTF8',
    };
  }

  /** Runs SQL and answers what it says, unaligned. @throws Error in PostgreSQL's words */
  async psql(
    database: string,
    sql: string,
    options: {
      as?: { user: string; password: string };
      variables?: Record<string, string>;
    } = {},
  ): Promise<string> {
    const { stdout } = await execa(
      join(this.clients, 'psql'),
      [
        '-XqAt',
        '-v',
        'ON_ERROR_STOP=1',
        ...Object.entries(options.variables ?? {}).flatMap(([name, value]) => [
          '-v',
          `${name}=${value}`,
        ]),
      ],
      {
        input: sql,
        env: this.environment(database, options.as),
        extendEnv: false,
      },
    );
    return stdout;
  }

  /** Runs a file of SQL. */
  async run(
    database: string,
    file: string,
    variables: Record<string, string> = {},
  ): Promise<void> {
    await this.psql(database, readFileSync(file, 'utf8'), { variables });
  }

  /**
   * What CNPG's microservice import does (pkg/management/postgres/logicalimport): a directory dump of one database, then
   * its three sections restored without owners and grants in the name of the owner, who is a superuser for the time, two tables at once.
   */
  async importFrom(
    origin: PostgresServer,
    from: string,
    to: { database: string; owner: string; schemaOnly?: boolean },
  ): Promise<{ dumpMs: number; restoreMs: number }> {
    const dump = mkdtempSync(join(tmpdir(), 'naytife-dump-'));
    const began = Date.now();
    try {
      const sections = to.schemaOnly
        ? ['pre-data', 'post-data']
        : ['pre-data', 'data', 'post-data'];
      await execa(
        join(this.clients, 'pg_dump'),
        [
          '-Fd',
          '--jobs=2',
          '-f',
          join(dump, 'db'),
          ...sections.map(name => `--section=${name}`),
        ],
        {
          env: origin.environment(from),
          extendEnv: false,
        },
      );
      const dumped = Date.now();
      await this.psql(to.database, `ALTER USER "${to.owner}" SUPERUSER`);
      for (const section of sections)
        await execa(
          join(this.clients, 'pg_restore'),
          [
            '--jobs=2',
            '--no-owner',
            '--no-privileges',
            `--role=${to.owner}`,
            '-d',
            to.database,
            '--section',
            section,
            join(dump, 'db'),
          ],
          { env: this.environment(to.database), extendEnv: false },
        );
      await this.psql(
        to.database,
        `ALTER USER "${to.owner}" NOSUPERUSER; ANALYZE`,
      );
      return { dumpMs: dumped - began, restoreMs: Date.now() - dumped };
    } finally {
      rmSync(dump, { recursive: true, force: true });
    }
  }

  async stop(): Promise<void> {
    this.process.kill('SIGINT');
    await this.process;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
