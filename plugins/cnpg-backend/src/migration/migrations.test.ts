import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { TestDatabases } from '@backstage/backend-test-utils';
import {
  MigrationStageView,
  MigrationStep,
} from '@naytife/backstage-plugin-cnpg-common';
import { Simulation } from '@naytife/cnpg-simulator';
import { Knex } from 'knex';
import {
  TOKEN,
  assessed,
  environments,
  podThatEnded,
  repository,
  validated,
} from '../__testUtils__/migrations';
import {
  GIT_DOWN,
  Rights,
  eventually,
  startBackend,
} from '../__testUtils__/backend';

describe('the move of an old database, through the backend', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let simulation: Simulation;
  let knex: Knex;
  let files: Record<string, string>;
  let rights: Rights = 'all';
  let backend: Awaited<ReturnType<typeof startBackend>>;
  let runs = 0;

  const start = () =>
    startBackend(
      { url: simulation.server.url, token: TOKEN },
      () => rights,
      { environments: environments() },
      files,
      [
        createServiceFactory({
          service: coreServices.database,
          deps: {},
          factory: () => ({ getClient: async () => knex }),
        }),
      ],
    );
  beforeEach(async () => {
    rights = 'all';
    runs = 0;
    files = repository();
    simulation = await Simulation.start({
      namespaces: ['shop'],
      speed: 500,
      tokens: {},
    });
    for (const name of ['prod-postgres', 'prod-shop']) await scale(name, 1);
    knex = await databases.init('SQLITE_3');
    backend = await start();
  });
  afterEach(async () => {
    await backend.backend.stop();
    await simulation.close();
  });

  async function scale(name: string, replicas: number) {
    await simulation.client.delete('Deployment', 'shop', name);
    await simulation.client.ensure({
      kind: 'Deployment',
      metadata: { name, namespace: 'shop' },
      spec: {
        replicas,
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name } },
          spec: { containers: [{ name, image: 'x:1' }] },
        },
      },
      status: { replicas, availableReplicas: replicas },
    });
  }
  const view = async () =>
    (await backend.get('/migrations/production/commerce')).body;
  const stage = async (step: MigrationStep) =>
    ((await view()).stages as MigrationStageView[]).find(
      item => item.step === step,
    );
  const preview = async (step: MigrationStep) =>
    (
      await backend.post('/manifests/migration', {
        spec: { environment: 'production', name: 'commerce', step },
      })
    ).body;

  /** Merges the pull request of a step. */
  async function merge(step: MigrationStep) {
    const { files: changed, findings } = await preview(step);
    expect(
      findings.filter(
        ({ severity }: { severity: string }) => severity === 'error',
      ),
    ).toEqual([]);
    for (const { path, content, action } of changed)
      if (action === 'delete') delete files[path];
      else files[path] = content;
    runs += 1;
  }
  /** Lets its Job end, as the kubelet tells it. */
  async function end(step: MigrationStep, tasks: object, exitCode = 0) {
    const pod = podThatEnded(step, runs, tasks, exitCode);
    await simulation.client.ensure(pod);
    return pod.metadata.name;
  }
  const take = async (step: MigrationStep, tasks: object, exitCode = 0) => {
    await merge(step);
    await end(step, tasks, exitCode);
    return eventually(
      () => stage(step),
      found => found?.state === 'done' || found?.state === 'failed',
    );
  };

  it('begins with the assessment, and says of everything else what it waits for', async () => {
    const { stages, next, serving, origin, writers } = await view();
    expect({ next, serving, origin, writers }).toEqual({
      next: 'assess',
      serving: 'old',
      origin: { name: 'postgres', wanted: 1, available: 1, image: 'x:1' },
      writers: [{ name: 'shop', wanted: 1, available: 1, image: 'x:1' }],
    });
    expect(
      stages
        .filter(({ allowed }: MigrationStageView) => allowed)
        .map(({ step }: MigrationStageView) => step),
    ).toEqual(['assess']);
    expect(
      stages.find(({ step }: MigrationStageView) => step === 'copy').sentence,
    ).toBe('Stop the writers first.');
  });

  it('asks twice for one pull request, and says that it is open', async () => {
    const [one, two] = [await preview('assess'), await preview('assess')];
    expect(two).toEqual(one);
    const { branch } = one.pullRequest;
    expect(branch).toBe('cnpg-migrate-production-commerce-assess-1');
    for (const { path, content } of one.files)
      files[`${branch}:${path}`] = content;
    expect(await stage('assess')).toMatchObject({
      state: 'ready',
      requested: branch,
    });
  });

  it('keeps what a Job told when its pod is gone and the backend has been restarted, once', async () => {
    await merge('assess');
    const pod = await end('assess', { assess: assessed });
    await eventually(
      () => stage('assess'),
      found => found?.state === 'done',
    );
    await simulation.client.delete('Pod', 'shop', pod);
    await backend.backend.stop();
    backend = await start();
    expect(await stage('assess')).toMatchObject({
      state: 'done',
      sentence: 'PostgreSQL 15.20, 1000.0 MB in 10 tables.',
    });
    expect((await view()).history).toHaveLength(1);
  });

  it('warns of what the assessment found and the new database will not have', async () => {
    await take('assess', { assess: assessed });
    const { findings } = await preview('rehearse');
    expect(
      findings
        .filter(({ severity }: { severity: string }) => severity === 'warning')
        .map(({ code, message }: { code: string; message: string }) => [
          code,
          message.split(' ').slice(0, 4).join(' '),
        ]),
    ).toEqual(
      expect.arrayContaining([
        ['extensionMissing', 'the extension plv8 is'],
        ['roleMissing', 'the role auditor holds'],
        ['withoutKey', '1 tables without a'],
      ]),
    );
  });

  it('stops at a copy that is no true one: nothing may be switched, by the page or by the form', async () => {
    await take('assess', { assess: assessed });
    await take('rehearse', {
      validate: validated({ verdict: 'drift', found: 1 }),
    });
    await take('stop', { fence: { readOnly: true, sessions: 0 } });
    expect((await view()).serving).toBe('nobody');
    expect(await stage('copy')).toMatchObject({
      allowed: false,
      sentence: 'shop still runs.',
    });
    await scale('prod-shop', 0);
    const differences = [
      { kind: 'rows', object: 'hydra.flow', old: '10', new: '9' },
    ];
    expect(
      await take(
        'copy',
        { validate: validated({ verdict: 'failed', found: 1, differences }) },
        5,
      ),
    ).toMatchObject({
      state: 'failed',
      sentence:
        'Not a true copy: 1 difference. rows of hydra.flow: 10 in the old database, 9 in the new one.',
    });
    expect(await stage('switch')).toMatchObject({ allowed: false });
    expect((await preview('switch')).findings).toContainEqual(
      expect.objectContaining({
        code: 'notNow',
        severity: 'error',
        message: 'The copy is not proven: nothing may be switched.',
      }),
    );
    expect((await view()).next).toBe('roll-back');
    expect(
      await take('roll-back', { 'roll-back': { returned: false } }),
    ).toMatchObject({ state: 'done' });
    expect((await view()).serving).toBe('old');
  });

  it('switches a proven copy, and asks for days of health before the old database may go', async () => {
    await take('assess', { assess: assessed });
    await take('rehearse', { validate: validated() });
    await take('stop', { fence: { readOnly: true, sessions: 0 } });
    await scale('prod-shop', 0);
    await take('copy', { validate: validated(), 'way-back': { open: true } });
    expect(await stage('switch')).toMatchObject({
      allowed: false,
      sentence: 'commerce is not healthy.',
    });
    await simulation.client.ensure({
      kind: 'Cluster',
      metadata: { name: 'commerce', namespace: 'shop' },
      spec: {
        instances: 1,
        imageName: 'x:15.14',
        storage: { size: '1Gi' },
        bootstrap: { initdb: { database: 'naytifedb', owner: 'naytife' } },
      },
    });
    await eventually(
      () => stage('switch'),
      found => found?.allowed === true,
    );
    await merge('switch');
    const switched = await eventually(
      view,
      ({ serving }) => serving === 'new',
      20_000,
    );
    expect(switched.healthySince).toBeDefined();
    expect(await stage('retire')).toMatchObject({
      allowed: false,
      sentence: expect.stringMatching(/healthy for .*; 7 days are asked for/),
    });
    const { healthy_since: since } = await knex(
      'cnpg_migration_health',
    ).first();
    await knex('cnpg_migration_health').update({
      healthy_since: Number(since) - 7 * 86_400_000,
    });
    expect(await stage('retire')).toMatchObject({ allowed: true });
    // A second attempt begins to count anew.
    await take('roll-back', { 'roll-back': { returned: true } });
    const back = await eventually(
      view,
      ({ serving, healthySince }) => serving === 'old' && !healthySince,
      20_000,
    );
    expect(back.healthySince).toBeUndefined();
    expect(await knex('cnpg_migration_health')).toEqual([]);
  }, 60_000);

  it('takes a Job that ended without a pod for failed', async () => {
    await merge('assess');
    await simulation.client.ensure({
      kind: 'Job',
      metadata: {
        name: 'commerce-assess-1',
        namespace: 'shop',
        labels: {
          'naytife.com/migration': 'commerce',
          'naytife.com/migration-step': 'assess',
          'naytife.com/migration-run': '1',
        },
      },
      spec: {
        template: {
          spec: {
            restartPolicy: 'Never',
            containers: [{ name: 'migrate', image: 'x:1' }],
          },
        },
      },
      status: {
        failed: 1,
        conditions: [
          {
            type: 'Failed',
            status: 'True',
            message: 'Job was active longer than specified deadline',
          },
        ],
      },
    });
    expect(
      await eventually(
        () => stage('assess'),
        found => found?.state === 'failed',
      ),
    ).toMatchObject({
      state: 'failed',
      sentence: 'Job was active longer than specified deadline',
    });
  });

  it('says that Git cannot be read, in place of a state that it does not know', async () => {
    files[GIT_DOWN] = 'yes';
    const { status, body } = await backend.get(
      '/migrations/production/commerce',
    );
    expect(status).toBe(500);
    expect(body.error.message).toContain('502 Bad Gateway');
  });

  it("is nobody's business without the permission, and knows no migration that the configuration does not", async () => {
    expect((await backend.get('/migrations/production/other')).status).toBe(
      404,
    );
    rights = 'read';
    for (const path of ['/migrations', '/migrations/production/commerce'])
      expect((await backend.get(path)).status).toBe(403);
    expect(
      (
        await backend.post('/manifests/migration', {
          spec: { environment: 'production', name: 'commerce', step: 'assess' },
        })
      ).status,
    ).toBe(403);
  });
});
