import { execFile, execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { mockCredentials } from '@backstage/backend-test-utils';
import { Simulation } from '@naytife/cnpg-simulator';
import {
  TOKEN,
  assessed,
  environments,
  podThatEnded,
  repository,
} from '../__testUtils__/migrations';
import { eventually, startBackend } from '../__testUtils__/backend';

const SCRIPT = join(
  dirname(
    require.resolve('@naytife/backstage-plugin-cnpg-backend/package.json'),
  ),
  '../../examples/naytife-gitops/repository/deploy/scripts/cnpg-migration',
);

// It is for a shell with curl, jq and git: only those can run it (npm run test:control-plane).
describe('the scripts: cnpg-migration, against the portal', () => {
  let simulation: Simulation;
  let backend: Awaited<ReturnType<typeof startBackend>>;
  let folder: string;
  const files = repository();

  const run = (args: string[], env: NodeJS.ProcessEnv = {}) =>
    new Promise<{ code: number; stdout: string; stderr: string }>(resolve => {
      const { port } = backend.backend.server.address() as { port: number };
      execFile(
        '/bin/bash',
        [SCRIPT, ...args],
        {
          env: {
            PATH: process.env.PATH,
            HOME: folder,
            BACKSTAGE_URL: `http://127.0.0.1:${port}`,
            BACKSTAGE_TOKEN: mockCredentials.user.token(),
            GIT_AUTHOR_NAME: 'a',
            GIT_AUTHOR_EMAIL: 'a@b.c',
            GIT_COMMITTER_NAME: 'a',
            GIT_COMMITTER_EMAIL: 'a@b.c',
            ...env,
          },
        },
        (error, stdout, stderr) =>
          resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
      );
    });
  const OF = ['--environment', 'production', '--cluster', 'commerce'];
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', join(folder, 'checkout'), ...args])
      .toString()
      .trim();

  const commit = (message: string) =>
    git(
      ...['-c', 'user.name=a', '-c', 'user.email=a@b.c'],
      ...['commit', '--quiet', '-am', message],
    );
  const write = () =>
    run([...OF, '--step', 'assess', '--write', join(folder, 'checkout')]);
  /** What the portal answers for the same step. */
  const assessment = async () =>
    (
      await backend.post('/manifests/migration', {
        spec: { environment: 'production', name: 'commerce', step: 'assess' },
      })
    ).body;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'naytife-migration-'));
    for (const [path, content] of Object.entries(files)) {
      const file = join(folder, 'checkout', path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    execFileSync('git', ['init', '--quiet', '--bare', join(folder, 'origin')]);
    git('init', '--quiet', '--initial-branch', 'main');
    git('remote', 'add', 'origin', join(folder, 'origin'));
    git('add', '.');
    commit('begin');
    simulation = await Simulation.start({
      namespaces: ['shop'],
      speed: 500,
      tokens: {},
    });
    backend = await startBackend(
      { url: simulation.server.url, token: TOKEN },
      () => 'all',
      { environments: environments() },
      files,
    );
    await eventually(
      () => backend.get('/migrations/production/commerce'),
      ({ status }) => status === 200,
    );
  }, 60_000);
  afterAll(async () => {
    await backend?.backend.stop();
    await simulation?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('explains itself, with its exit codes', async () => {
    const { code, stdout } = await run(['--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('Exit codes: 0');
  });

  it('tells how far the move is, and what comes next', async () => {
    const { code, stdout } = await run(OF);
    expect(code).toBe(0);
    expect(stdout).toContain(
      'postgres → commerce in Production, by import; applications use the old database',
    );
    expect(stdout).toContain('→ assess: A read-only Job');
    expect(stdout).toContain('Next: --step assess');
  });

  it('tells what a step would do, and changes nothing', async () => {
    const { code, stdout, stderr } = await run([
      ...OF,
      '--step',
      'assess',
      '--dry-run',
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain(
      '# Assess the old database of commerce (Production)',
    );
    expect(stdout).toContain(
      'create deploy/databases/production/commerce-migration/job.yaml',
    );
    expect(stderr).toContain('Nothing was changed');
    expect(git('status', '--porcelain')).toBe('');
  });

  it.each([
    [
      'a step that has to wait',
      [...OF, '--step', 'switch'],
      1,
      /There is no copy yet/,
    ],
    ['a step that is none', [...OF, '--step', 'leap'], 4, /step/],
    ['no environment', ['--cluster', 'x'], 2, /--environment is needed/],
    ['an option that is none', [...OF, '--force'], 2, /"--force" is no option/],
    [
      'to push what is not written',
      [...OF, '--step', 'assess', '--push'],
      2,
      /--push needs --write/,
    ],
    [
      'a migration that the configuration does not have',
      ['--environment', 'production', '--cluster', 'x'],
      4,
      /no migration to production\/x/,
    ],
    [
      'a folder that is no checkout',
      [...OF, '--step', 'assess', '--write', '/nowhere'],
      3,
      /is no Git checkout/,
    ],
  ])(
    'refuses %s in one clear sentence',
    async (_what, args, wanted, message) => {
      const { code, stderr } = await run(args);
      expect(stderr).toMatch(message);
      expect(stderr.trim().split('\n')).toHaveLength(1);
      expect(code).toBe(wanted);
    },
  );

  it('commits a step to a branch of its own and pushes it; twice it is the same branch', async () => {
    for (const _time of ['first', 'second']) {
      git('checkout', '--quiet', 'main');
      expect(
        await run([
          ...OF,
          '--step',
          'assess',
          '--write',
          join(folder, 'checkout'),
          '--push',
        ]),
      ).toMatchObject({ code: 0 });
    }
    expect(git('ls-remote', '--heads', 'origin').split('refs/heads/')[1]).toBe(
      'cnpg-migrate-production-commerce-assess-1',
    );
    expect(git('log', '--oneline', 'main..HEAD').split('\n')).toHaveLength(1);
    const job = join(
      folder,
      'checkout/deploy/databases/production/commerce-migration/job.yaml',
    );
    const body = await assessment();
    expect(readFileSync(job, 'utf8')).toBe(
      body.files.find(({ path }: { path: string }) =>
        path.endsWith('/job.yaml'),
      ).content,
    );
    git('checkout', '--quiet', 'main');
    expect(existsSync(job)).toBe(false);
  });

  it('writes nothing over what others have merged since', async () => {
    const path = join(
      folder,
      'checkout/deploy/databases/production/kustomization.yaml',
    );
    const before = readFileSync(path, 'utf8');
    writeFileSync(path, 'resources: [other]\n');
    expect(await write()).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('not committed'),
    });
    commit('others');
    expect(await write()).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('differs from what the portal has seen'),
    });
    writeFileSync(path, before);
    commit('back');
  });

  it('waits for the end of a step, and tells what was found', async () => {
    expect(
      await run([...OF, '--step', 'assess', '--wait', '--timeout', '0']),
    ).toMatchObject({ code: 6 });
    const body = await assessment();
    for (const { path, content } of body.files) files[path] = content;
    await simulation.client.ensure(
      podThatEnded('assess', 1, { assess: assessed }),
    );
    expect(
      await run([...OF, '--step', 'assess', '--wait', '--timeout', '30']),
    ).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(
        'PostgreSQL 15.20, 1000.0 MB in 10 tables.',
      ),
    });
  }, 60_000);

  it('says that the portal does not answer, without the token', async () => {
    const alone = await run(OF, { BACKSTAGE_URL: 'http://127.0.0.1:9' });
    expect(alone).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('The portal does not answer'),
    });
    expect(alone.stderr).not.toContain(mockCredentials.user.token());
  });
});
