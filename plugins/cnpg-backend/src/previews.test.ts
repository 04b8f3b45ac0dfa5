import {
  GIT_DOWN,
  Rights,
  SPEC,
  eventually,
  startBackend,
} from './__testUtils__/backend';
import {
  CATALOG,
  Preview,
  ROOT,
  codes,
  environments,
  repository,
} from './__testUtils__/reviews';
import { WORLDS, World, addDatabases } from './__testUtils__/worlds';

describe.each(WORLDS)(
  'the review of a pull request, on %s,',
  (_name, start) => {
    let world: World;
    let backend: Awaited<ReturnType<typeof startBackend>>;
    let rights: Rights = 'all';
    const files = repository();

    const ask = async (kind: string, spec: object): Promise<Preview> =>
      (await backend.post(`/manifests/${kind}`, { spec })).body;

    beforeAll(async () => {
      world = await start();
      await addDatabases(world.client);
      backend = await startBackend(
        { url: world.proxy.url, token: world.token },
        () => rights,
        environments({}),
        files,
      );
      await eventually(
        () => backend.get('/clusters/production/db'),
        ({ body }) => body.recoverability?.lastSuccess !== undefined,
        30_000,
      );
    }, 90_000);
    afterAll(async () => {
      await backend?.backend.stop();
      await world?.stop();
    });
    afterEach(() => {
      rights = 'all';
      delete files[GIT_DOWN];
    });

    describe('a new database', () => {
      it('shows what is new as new, and the one line that is added as a change against the branch', async () => {
        const preview = await ask('database', SPEC);
        const listing = preview.files.find(
          ({ path }) => path === `${ROOT}/kustomization.yaml`,
        );
        expect(listing).toEqual({
          path: `${ROOT}/kustomization.yaml`,
          action: 'update',
          before: 'resources:\n  - db # the shop\n',
          content: 'resources:\n  - db # the shop\n  - orders\n',
        });
        expect(
          preview.files.find(({ path }) =>
            path.endsWith('orders/cluster.yaml'),
          ),
        ).toMatchObject({ action: 'create' });
      });

      it('gives the same answer twice: asking changes nothing', async () => {
        expect(await ask('database', SPEC)).toEqual(
          await ask('database', SPEC),
        );
      });

      it('refuses a name that is merged, and one that others have asked for', async () => {
        files[`${ROOT}/merged/cluster.yaml`] = '# Owner: group:default/us\n';
        expect(
          codes(await ask('database', { ...SPEC, name: 'merged' })),
        ).toContain('nameTakenInGit');
        const asked = await ask('database', { ...SPEC, name: 'asked' });
        expect(asked.findings).toContainEqual(
          expect.objectContaining({
            code: 'nameAskedFor',
            message: expect.stringContaining('group:default/other has asked'),
          }),
        );
        expect(
          codes(
            await ask('database', {
              ...SPEC,
              name: 'asked',
              owner: 'group:default/other',
            }),
          ),
        ).not.toContain('nameAskedFor');
      });

      it('tells the same of a name while it is typed', async () => {
        const name = async (text: string) =>
          (
            await backend.get(`/environments/production/names/${text}`)
          ).body.findings.map(({ code }: { code: string }) => code);
        expect(await name('free')).toEqual([]);
        expect(await name('db')).toEqual(['nameTaken']);
        expect(await name('asked-rw')).toEqual(['invalidField']);
      });

      it('gives the Deployment its variables, and refuses one that the overlay does not build', async () => {
        const found = await ask('database', { ...SPEC, deployment: 'web' });
        expect(
          found.files.find(
            ({ path }) =>
              path === 'deploy/overlays/production/kustomization.yaml',
          )?.content,
        ).toContain(
          'components:\n  - ../../databases/production/orders/connection',
        );
        expect(
          codes(await ask('database', { ...SPEC, deployment: 'nope' })),
        ).toContain('noDeployment');
      });

      it('says that Git cannot be read, and takes that for no answer', async () => {
        files[GIT_DOWN] = '';
        const preview = await ask('database', SPEC);
        expect(preview.findings).toContainEqual(
          expect.objectContaining({
            code: 'gitUnreadable',
            severity: 'error',
            message: expect.stringContaining('502 Bad Gateway'),
          }),
        );
      });

      it('refuses what the ResourceQuota of the namespace leaves no room for', async () => {
        const quota = {
          kind: 'ResourceQuota',
          metadata: { name: 'small', namespace: 'shop' },
          spec: { hard: { 'requests.storage': '5Gi' } },
        };
        await world.client.ensure({ apiVersion: 'v1', ...quota });
        const preview = await eventually(
          () => ask('database', SPEC),
          answer => codes(answer).includes('quotaExceeded'),
        );
        await world.client.delete('ResourceQuota', 'shop', 'small');
        expect(preview.findings).toContainEqual(
          expect.objectContaining({
            code: 'quotaExceeded',
            message: expect.stringMatching(
              /small leaves .*Gi of requests.storage; this database needs 10Gi/,
            ),
          }),
        );
      });

      it('answers twenty different requests in a row, and prints how long they took', async () => {
        const times: number[] = [];
        for (let round = 0; round < 20; round += 1) {
          const began = performance.now();
          const { files: written } = await ask('database', {
            ...SPEC,
            name: `orders-${round}`,
          });
          times.push(performance.now() - began);
          expect(written.length).toBeGreaterThan(3);
        }
        const p95 = times.sort((a, b) => a - b)[18];
        process.stdout.write(`review p95 ${Math.round(p95)} ms\n`);
      });
    });

    describe('a change', () => {
      it('edits what is in Git and says what happens', async () => {
        const preview = await ask('change', {
          environment: 'production',
          name: 'db',
          instances: 2,
        });
        expect(preview.effects).toEqual([
          expect.objectContaining({
            field: 'Cluster/db spec.instances',
            kind: 'inPlace',
          }),
        ]);
        expect(preview.files.map(({ path }) => path)).toEqual([
          `${ROOT}/db/cluster.yaml`,
        ]);
        expect(preview.pullRequest?.body).toContain(
          '| Cluster/db spec.instances | 1 | 2 | while it runs |',
        );
        expect(
          preview.findings.filter(({ severity }) => severity === 'error'),
        ).toEqual([]);
      });

      it('is for those who may, and is not even found by those who may not see it', async () => {
        const spec = { environment: 'production', name: 'db', instances: 2 };
        rights = 'read';
        expect(await backend.post('/manifests/change', { spec })).toMatchObject(
          {
            status: 403,
          },
        );
        expect(
          await backend.post('/manifests/delete', {
            spec: { environment: 'production', name: 'db', confirm: 'db' },
          }),
        ).toMatchObject({ status: 403 });
        rights = 'none';
        expect(await backend.post('/manifests/change', { spec })).toMatchObject(
          {
            status: 404,
          },
        );
        rights = 'owner';
        expect(await backend.post('/manifests/change', { spec })).toMatchObject(
          {
            status: 200,
          },
        );
      });

      it('of what Git does not hold is refused', async () => {
        const held = files[`${ROOT}/db/cluster.yaml`];
        delete files[`${ROOT}/db/cluster.yaml`];
        const answer = await ask('change', {
          environment: 'production',
          name: 'db',
          instances: 2,
        });
        files[`${ROOT}/db/cluster.yaml`] = held;
        expect(codes(answer)).toContain('notInGit');
      });
    });

    describe('a removal', () => {
      const spec = { environment: 'production', name: 'db', confirm: 'db' };

      it('deletes every file of the database and the line that names it, and says what is left', async () => {
        const preview = await ask('delete', spec);
        expect(
          preview.files
            .filter(({ action }) => action === 'delete')
            .map(({ path }) => path),
        ).toEqual(expect.arrayContaining([`${ROOT}/db/cluster.yaml`, CATALOG]));
        expect(
          preview.files.find(({ action }) => action === 'update')?.content,
        ).toBe('resources: []\n');
        expect(preview.pullRequest?.body).toMatch(
          /cannot be undone by reverting[\s\S]*base backups and WAL stay in s3:\/\/b\/db/,
        );
        expect(
          preview.findings.filter(({ severity }) => severity === 'error'),
        ).toEqual([]);
      });

      it('wants the name typed', async () => {
        expect(
          codes(await ask('delete', { ...spec, confirm: 'bd' })),
        ).toContain('notConfirmed');
      });

      it('warns of what was never backed up', async () => {
        expect(
          codes(
            await ask('delete', {
              environment: 'dev',
              name: 'db',
              confirm: 'db',
            }),
          ),
        ).toContain('noBackup');
      });
    });

    describe('a replica cluster', () => {
      const step = (name: string, change: object = {}) =>
        ask('replica', {
          step: name,
          environment: 'production',
          name: 'db-eu',
          originEnvironment: 'production',
          origin: 'db',
          ...change,
        });

      it('is created with the archive that it follows', async () => {
        const preview = await step('create');
        expect(preview.files.map(({ path }) => path)).toEqual(
          expect.arrayContaining([
            `${ROOT}/db-eu/cluster.yaml`,
            `${ROOT}/db-eu/object-store-db-archive.yaml`,
          ]),
        );
        expect(
          preview.findings.filter(({ severity }) => severity === 'error'),
        ).toEqual([]);
      });

      it('cannot take a step before the one that it rests on', async () => {
        expect(codes(await step('create', { name: 'db' }))).toContain(
          'sameName',
        );
        expect(
          await backend.post('/manifests/replica', {
            spec: {
              step: 'demote',
              environment: 'production',
              name: 'db-eu',
              originEnvironment: 'production',
              origin: 'db',
            },
          }),
        ).toMatchObject({ status: 404 });
        expect(
          codes(await step('promote', { environment: 'dev', name: 'db' })),
        ).toEqual(expect.arrayContaining(['sameName']));
      });

      it('is for who may change the origin', async () => {
        rights = 'read';
        expect(
          await backend.post('/manifests/replica', {
            spec: {
              step: 'create',
              environment: 'production',
              name: 'db-eu',
              originEnvironment: 'production',
              origin: 'db',
            },
          }),
        ).toMatchObject({ status: 403 });
      });
    });

    describe('a part of the platform', () => {
      const foundation = (concern: string, more: object = {}) =>
        ask('foundation', {
          environment: 'production',
          concern,
          operatorVersion: '1.30.0',
          pluginVersion: '0.14.0',
          ...more,
        });

      it('comes alone, with where it is built, and is for the platform team', async () => {
        const preview = await foundation('monitoring');
        expect(preview.files.map(({ path }) => path)).toEqual([
          'deploy/base/cnpg-monitoring/alerts.yaml',
          'deploy/base/cnpg-monitoring/dashboard.yaml',
          'deploy/base/cnpg-monitoring/kustomization.yaml',
          'deploy/overlays/production/cnpg/kustomization.yaml',
        ]);
        expect(preview.pullRequest?.branch).toBe(
          'cnpg-platform-production-monitoring',
        );
        expect(
          preview.findings.filter(({ severity }) => severity === 'error'),
        ).toEqual([]);
        rights = 'read';
        expect(
          await backend.post('/manifests/foundation', {
            spec: { environment: 'production', concern: 'storage' },
          }),
        ).toMatchObject({ status: 403 });
      });

      it('never bundles an upgrade: another operator that runs wants a pull request of its own', async () => {
        expect(
          codes(await foundation('operator', { operatorVersion: '1.31.0' })),
        ).toContain('otherOperator');
        expect(codes(await foundation('operator-upgrade'))).toContain(
          'noUpgrade',
        );
      });
    });
  },
);
