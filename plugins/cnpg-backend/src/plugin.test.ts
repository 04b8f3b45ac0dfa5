import { mockCredentials } from '@backstage/backend-test-utils';
import { isWatch } from '@naytife/cnpg-control-plane';
import {
  RESTORE,
  Rights,
  SPEC,
  eventually,
  startBackend,
} from './__testUtils__/backend';
import { WORLDS, World, addDatabases } from './__testUtils__/worlds';

describe.each(WORLDS)('the backend, on %s,', (_world, startWorld) => {
  let world: World;
  let backend: Awaited<ReturnType<typeof startBackend>>;
  let rights: Rights = 'all';

  const cluster = () => backend.get('/clusters/production/db');

  beforeAll(async () => {
    world = await startWorld();
    await addDatabases(world.client);
    const { proxy, token } = world;
    backend = await startBackend({ url: proxy.url, token }, () => rights);
    await eventually(
      cluster,
      ({ body }) =>
        body.health?.light === 'green' &&
        body.recoverability?.light === 'green',
    );
  }, 60_000);
  afterAll(async () => {
    await backend?.backend.stop();
    await world?.stop();
  });
  beforeEach(() => {
    rights = 'all';
  });

  describe('every route, for each persona', () => {
    const ROUTES: [
      string,
      () => Promise<{ status: number }>,
      Record<Rights, number>,
    ][] = [
      [
        'GET /environments',
        () => backend.get('/environments'),
        { none: 200, read: 200, owner: 200, all: 200 },
      ],
      [
        'GET /clusters',
        () => backend.get('/clusters'),
        { none: 200, read: 200, owner: 200, all: 200 },
      ],
      [
        'GET /clusters/production/db',
        () => cluster(),
        { none: 404, read: 200, owner: 200, all: 200 },
      ],
      [
        'GET /clusters/dev/db',
        () => backend.get('/clusters/dev/db'),
        { none: 404, read: 200, owner: 404, all: 200 },
      ],
      [
        'POST preflight',
        () =>
          backend.post('/clusters/production/db/preflight', {
            target: { type: 'latest' },
          }),
        { none: 404, read: 403, owner: 200, all: 200 },
      ],
      [
        'POST backups',
        () => backend.post('/clusters/dev/db/backups'),
        { none: 404, read: 403, owner: 404, all: 400 },
      ],
      [
        'POST manifests/database',
        () => backend.post('/manifests/database', { spec: SPEC }),
        { none: 403, read: 403, owner: 403, all: 200 },
      ],
      [
        'POST manifests/restore',
        () => backend.post('/manifests/restore', { spec: RESTORE }),
        { none: 404, read: 403, owner: 200, all: 200 },
      ],
    ];
    const CASES = ROUTES.flatMap(([name, ask, expected]) =>
      (['none', 'read', 'owner', 'all'] as Rights[]).map(persona => ({
        name,
        ask,
        persona,
        status: expected[persona],
      })),
    );

    it.each(CASES)(
      '$name as "$persona" answers $status',
      async ({ ask, persona, status }) => {
        rights = persona;
        expect((await ask()).status).toBe(status);
      },
    );

    it.each([
      '/environments',
      '/clusters',
      '/clusters/production/db',
      '/changes',
    ])('%s wants someone to be signed in', async path => {
      expect((await backend.anonymous(path)).status).toBe(401);
    });
  });

  it('lists only what the user may see, and counts only that', async () => {
    const refs = async () =>
      (await backend.get('/clusters')).body.items.map(
        (item: { ref: string }) => item.ref,
      );
    expect(await refs()).toEqual(['production/db', 'dev/db']);
    rights = 'owner';
    expect((await backend.get('/clusters')).body).toMatchObject({
      total: 1,
      items: [{ ref: 'production/db' }],
    });
    rights = 'none';
    expect((await backend.get('/clusters')).body).toMatchObject({
      total: 0,
      items: [],
    });
  });

  it('filters and pages, and refuses a query that means nothing', async () => {
    expect(
      (await backend.get('/clusters?environment=dev')).body.items,
    ).toHaveLength(1);
    expect(
      (await backend.get('/clusters?limit=1&offset=1')).body,
    ).toMatchObject({ total: 2, items: [{ ref: 'dev/db' }] });
    expect((await backend.get('/clusters?light=purple')).status).toBe(400);
    expect((await backend.get('/clusters?limit=many')).status).toBe(400);
  });

  it('tells both lights apart: the one without a backup is healthy and not recoverable', async () => {
    const { body } = await backend.get('/clusters/dev/db');
    expect(body).toMatchObject({
      health: { light: 'green' },
      recoverability: {
        light: 'red',
        reasons: [{ code: 'noBackupConfigured' }],
      },
    });
  });

  it('shows instances, backups, schedule and how to connect, and no secret', async () => {
    const { body, text } = await cluster();
    expect(body).toMatchObject({
      instancesList: [{ name: 'db-1', role: 'primary', ready: 'yes' }],
      backups: [{ phase: 'completed', immediate: true }],
      schedules: [
        {
          words: expect.stringContaining('02:00'),
          next: expect.arrayContaining([expect.stringContaining('T02:00:00')]),
        },
      ],
      connections: expect.arrayContaining([
        expect.objectContaining({
          host: 'db-rw.shop.svc.cluster.local',
          secretName: 'db-app',
        }),
      ]),
      recoverability: { window: { endIsKnown: true } },
    });
    for (const secret of [world.token, 'password', 'very-secret-name'])
      expect(text).not.toContain(secret);
    expect((await backend.get('/environments')).text).not.toMatch(
      /very-secret-name|s3\.example/,
    );
  });

  it('never asks Kubernetes for a Secret, and for nothing at all when a page is opened', async () => {
    expect(world.asked().length).toBeGreaterThan(10);
    expect(
      world.asked().filter(({ path }) => path.includes('secrets')),
    ).toEqual([]);
    const count = () =>
      world.proxy.seen.filter(({ url }) => !url.includes('proxy')).length;
    const before = count();
    await Promise.all([
      cluster(),
      backend.get('/clusters'),
      backend.get('/environments'),
    ]);
    expect(count()).toBe(before);
  });

  it('sends an event for a change to who may see it', async () => {
    const { server } = backend.backend;
    const address = server.address() as { port: number };
    const response = await fetch(
      `http://127.0.0.1:${address.port}/api/cnpg/changes`,
      { headers: { authorization: mockCredentials.user.header() } },
    );
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    await world.client.patch('Cluster', 'dev', 'db', {
      metadata: { labels: { touched: 'yes' } },
    });
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      if (text.includes('dev/db')) break;
    }
    expect(text).toMatch(/data: \{"cluster":"dev\/db","revision":\d+\}/);
  });

  describe('previews', () => {
    it('shows the exact files, and nothing that blocks', async () => {
      const { body } = await backend.post('/manifests/database', {
        spec: SPEC,
      });
      expect(
        body.findings.filter(
          (finding: { severity: string }) => finding.severity === 'error',
        ),
      ).toEqual([]);
      expect(body.files[0]).toMatchObject({
        path: 'deploy/databases/production/orders/cluster.yaml',
        content: expect.stringContaining('serverName: orders'),
      });
      expect(body.pullRequest).toMatchObject({
        branch: 'cnpg-create-production-orders',
        body: expect.stringContaining('### Cost'),
      });
    });

    it.each([
      ['a name that is taken', { name: 'db' }, 'nameTaken'],
      ['a name that CNPG would refuse', { name: 'orders-rw' }, 'invalidField'],
      ['a size that is not offered', { size: 'huge' }, 'notInEnvironment'],
      ['a field that does not exist', { replicas: 3 }, 'invalidField'],
    ])('names %s', async (_name, change, code) => {
      const { body } = await backend.post('/manifests/database', {
        spec: { ...SPEC, ...change },
      });
      expect(
        body.findings.map((finding: { code: string }) => finding.code),
      ).toContain(code);
    });

    it('refuses a restore to an instant that cannot be reached, and writes no file for it', async () => {
      const { body } = await backend.post('/manifests/restore', {
        spec: {
          ...RESTORE,
          target: { type: 'time', time: '2001-01-01T00:00:00Z' },
        },
      });
      expect(body).toMatchObject({
        files: [],
        preflight: { verdict: 'unreachable' },
      });
    });

    it('names the field of a restore that makes no sense', async () => {
      expect(
        await backend.post('/manifests/restore', {
          spec: { ...RESTORE, target: { type: 'backup' } },
        }),
      ).toMatchObject({
        status: 400,
        body: {
          error: { message: expect.stringContaining('target.backupName') },
        },
      });
    });

    it('refuses a body that the API document does not allow', async () => {
      expect(
        (await backend.post('/manifests/database', { nothing: true })).status,
      ).toBe(400);
    });
  });

  it('takes a backup once, however often the button is pressed, and writes both into the audit log', async () => {
    backend.audit.length = 0;
    const [first, second] = [
      await backend.post('/clusters/production/db/backups'),
      await backend.post('/clusters/production/db/backups'),
    ];
    expect([first.status, second.status]).toEqual([201, 409]);
    expect(backend.audit).toEqual([
      { eventId: 'backup-now', outcome: 'success' },
      { eventId: 'backup-now', outcome: 'fail' },
    ]);
    const backup = await eventually(cluster, ({ body }) =>
      body.backups.some(
        (item: { name: string; phase: string }) =>
          item.name === first.body.name && item.phase === 'completed',
      ),
    );
    expect(backup.body.backups[0]).toMatchObject({
      name: first.body.name,
      phase: 'completed',
    });
  });

  it('reads a cluster full of garbage as far as it goes, and says what it could not read', async () => {
    const say = (type: string) => {
      const line = JSON.stringify({
        type,
        object: {
          kind: 'Cluster',
          metadata: { name: 'garbage', namespace: 'dev' },
          spec: { instances: 'many' },
          status: 'broken',
        },
      });
      const end = world.proxy.fault(
        url => isWatch(url) && url.includes('/clusters'),
        { kind: 'inject', line },
      );
      world.proxy.killWatches();
      return end;
    };
    const endBirth = say('ADDED');
    const { body } = await eventually(
      () => backend.get('/clusters/dev/garbage'),
      ({ status }) => status === 200,
    );
    expect(body.unreadable).toEqual(
      expect.arrayContaining([expect.stringContaining('spec.instances')]),
    );
    expect(body.health.light).not.toBe('green');
    endBirth();
    const endDeath = say('DELETED');
    await eventually(
      () => backend.get('/clusters/dev/garbage'),
      ({ status }) => status === 404,
    );
    endDeath();
  });

  describe('when the API server misbehaves', () => {
    const refuse = (code: number) => () =>
      world.proxy.fault(() => true, { kind: 'answer', code });

    it.each([
      [
        'gone',
        'unreachable',
        () => {
          const down = world.proxy.down();
          return () => down.then(() => world.proxy.up());
        },
      ],
      ['refusing the token', 'unauthorized', refuse(401)],
      ['refusing everything', 'forbidden', refuse(403)],
    ] as [string, string, () => () => unknown][])(
      '%s: keeps what was known, turns grey, says since when and why, and comes back',
      async (_what, error, misbehave) => {
        const mend = misbehave();
        world.proxy.killWatches();
        const { body } = await eventually(
          cluster,
          answer => answer.body.source?.error === error,
        );
        expect(body.source).toMatchObject({
          state: 'stale',
          error,
          since: expect.any(String),
        });
        expect(body.health).toMatchObject({
          light: 'grey',
          reasons: [{ code: 'staleView' }],
        });
        expect(body.instancesList).toHaveLength(1);
        expect(
          (await backend.post('/clusters/production/db/backups')).status,
        ).toBe(503);
        await mend();
        const after = await eventually(
          () => backend.get('/clusters'),
          answer => answer.body.sources[0].state === 'synced',
          25_000,
        );
        expect(after.body.sources[0].state).toBe('synced');
      },
    );
  });
});
