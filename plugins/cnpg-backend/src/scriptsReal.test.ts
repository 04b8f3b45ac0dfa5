import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { mockCredentials } from '@backstage/backend-test-utils';
import { parseAllDocuments } from 'yaml';
import { eventually, startBackend } from './__testUtils__/backend';
import { addDatabases, realWorld } from './__testUtils__/worlds';

const SCRIPTS = join(
  require.resolve('@naytife/backstage-plugin-cnpg-backend'),
  '../../../../examples/naytife-gitops/repository/deploy/scripts',
);

// They are for a shell and a kubectl: only those can run them (npm run test:control-plane).
describe('the scripts, on a real kube-apiserver', () => {
  let world: Awaited<ReturnType<typeof realWorld>>;
  let backend: Awaited<ReturnType<typeof startBackend>>;
  let folder: string;
  let environment: NodeJS.ProcessEnv;

  const run = (
    script: string,
    args: string[],
    env: NodeJS.ProcessEnv = environment,
  ) =>
    new Promise<{ code: number; stdout: string; stderr: string }>(resolve => {
      execFile(
        '/bin/bash',
        [join(SCRIPTS, script), ...args],
        { env },
        (error, stdout, stderr) =>
          resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
      );
    });
  const AT = ['--context', 'control-plane', '--namespace', 'shop'];
  const recovery = (...args: string[]) =>
    run('cnpg-recovery', [
      ...AT,
      '--environment',
      'production',
      '--cluster',
      'db',
      ...args,
    ]);
  const integration = (...args: string[]) =>
    run('test-cnpg-integration', [...AT, '--no-sql', ...args]);

  beforeAll(async () => {
    world = await realWorld();
    await addDatabases(world.client);
    backend = await startBackend(
      { url: world.proxy.url, token: world.token },
      () => 'all',
    );
    await eventually(
      () => backend.get('/clusters/production/db'),
      ({ body }) => body.recoverability?.light === 'green',
      30_000,
    );
    folder = mkdtempSync(join(tmpdir(), 'naytife-scripts-'));
    const file = join(folder, 'kubeconfig');
    writeFileSync(
      file,
      world.real.plane.kubeconfig(world.real.plane.endpoint.token),
    );
    const address = backend.backend.server.address() as { port: number };
    environment = {
      PATH: `${process.env.KUBEBUILDER_ASSETS}${delimiter}${process.env.PATH}`,
      HOME: folder,
      KUBECONFIG: file,
      BACKSTAGE_URL: `http://127.0.0.1:${address.port}`,
      BACKSTAGE_TOKEN: mockCredentials.user.token(),
    };
  }, 90_000);
  afterAll(async () => {
    await backend?.backend.stop();
    await world?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(['cnpg-recovery', 'test-cnpg-integration'])(
    '%s explains itself, with its exit codes',
    async script => {
      const { code, stdout } = await run(script, ['--help']);
      expect(code).toBe(0);
      expect(stdout).toContain('Exit codes: 0');
    },
  );

  it('print the manifests of our own restore, and keep nothing unless told to', async () => {
    const { code, stdout, stderr } = await recovery('--to', 'db-dry');
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(
        /Preflight: proven[\s\S]*server dry run[\s\S]*Nothing was kept/,
      ),
    });
    const { body } = await backend.post('/manifests/restore', {
      spec: {
        environment: 'production',
        origin: 'db',
        name: 'db-dry',
        target: { type: 'latest' },
      },
    });
    const ours = (body.files as { path: string; content: string }[])
      .filter(
        ({ path }) =>
          path.includes('/db-dry/') && !path.endsWith('kustomization.yaml'),
      )
      .map(({ content }) => parseAllDocuments(content)[0].toJS());
    expect(parseAllDocuments(stdout).map(document => document.toJS())).toEqual(
      ours,
    );
    expect(
      await world.client.find('Cluster', 'shop', 'db-dry'),
    ).toBeUndefined();
  });

  it('create the new cluster when told to, which then comes up', async () => {
    const { code } = await recovery('--to', 'db-back', '--apply');
    expect(code).toBe(0);
    const restored = await eventually(
      () => world.client.find('Cluster', 'shop', 'db-back'),
      object => object?.status?.phase === 'Cluster in healthy state',
      30_000,
    );
    expect(restored?.status?.phase).toBe('Cluster in healthy state');
  }, 45_000);

  it.each([
    [
      'an instant that cannot be reached',
      ['--to', 'x', '--time', '2001-01-01T00:00:00Z'],
      4,
      /target: /,
    ],
    [
      'two targets',
      ['--to', 'x', '--time', 'a', '--backup', 'b'],
      2,
      /exclude each other/,
    ],
    ['no name', [], 2, /--to is needed/],
    ['an option without its value', ['--to'], 2, /--to wants a value/],
    ['an option that is none', ['--force'], 2, /"--force" is no option/],
    [
      'a cluster that is not there',
      ['--to', 'x', '--cluster', 'nope'],
      3,
      /no CNPG cluster "nope" in shop/,
    ],
    [
      'a namespace that is not there',
      ['--to', 'x', '--namespace', 'nowhere'],
      3,
      /no namespace "nowhere"/,
    ],
    [
      'a context that is not there',
      ['--to', 'x', '--context', 'prod'],
      3,
      /no context "prod"/,
    ],
  ])(
    'refuse %s in one clear sentence',
    async (_what, args, wanted, message) => {
      const { code, stdout, stderr } = await recovery(...args);
      expect(stdout).toBe('');
      expect(stderr).toMatch(message);
      expect(stderr.trim().split('\n')).toHaveLength(1);
      expect(code).toBe(wanted);
    },
  );

  it('say that kubectl is missing, and that the portal does not answer', async () => {
    const bare = await run(
      'test-cnpg-integration',
      [...AT, '--cluster', 'db'],
      {
        ...environment,
        PATH: '/nowhere',
      },
    );
    expect(bare).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('kubectl is not installed'),
    });
    const alone = await run(
      'cnpg-recovery',
      [...AT, '--environment', 'production', '--cluster', 'db', '--to', 'x'],
      { ...environment, BACKSTAGE_URL: 'http://127.0.0.1:9' },
    );
    expect(alone).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('The portal does not answer'),
    });
    expect(alone.stderr).not.toContain(mockCredentials.user.token());
  });

  it('pass a healthy cluster in TAP', async () => {
    const { code, stdout } = await integration('--cluster', 'db');
    expect(stdout.split('\n').slice(0, 7)).toEqual([
      'TAP version 13',
      '1..5',
      'ok 1 - cluster is ready',
      'ok 2 - all instances are ready',
      'ok 3 - primary runs',
      'ok 4 - pooler is ready # SKIP there is no pooler',
      'ok 5 - backup is fresh',
    ]);
    expect(code).toBe(0);
  });

  it('fail a cluster that says healthy while its primary is fenced, and say why', async () => {
    await world.client.patch('Cluster', 'dev', 'db', {
      metadata: { annotations: { 'cnpg.io/fencedInstances': '["db-1"]' } },
    });
    const { code, stdout } = await run('test-cnpg-integration', [
      '--context',
      'control-plane',
      '--namespace',
      'dev',
      '--no-sql',
      '--cluster',
      'db',
    ]);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /not ok 1 - cluster is ready\n {2}---\n {2}why: "Ready is True, phase /,
    );
    expect(stdout).toContain(
      'ok 5 - backup is fresh # SKIP no backup is configured',
    );
  });

  it('print what would be tested, and touch nothing', async () => {
    const { code, stdout } = await run(
      'test-cnpg-integration',
      ['--dry-run', '--namespace', 'x', '--cluster', 'y'],
      { PATH: process.env.PATH },
    );
    expect(code).toBe(0);
    expect(stdout).toContain('would test connects through the pooler');
  });
});
