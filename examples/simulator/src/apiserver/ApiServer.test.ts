import fc from 'fast-check';
import {
  buildManifests,
  databaseSpecSchema,
  parseEnvironments,
  parseSpec,
  planRestore,
  parseCluster,
} from '@naytife/backstage-plugin-cnpg-common';
import { ApiServer } from './ApiServer';
import { EVERYTHING } from './access';

const CLUSTERS = '/apis/postgresql.cnpg.io/v1/namespaces/ns/clusters';
const cluster = (name: string, spec: object = {}) => ({
  apiVersion: 'postgresql.cnpg.io/v1',
  kind: 'Cluster',
  metadata: { name },
  spec: { instances: 1, storage: { size: '1Gi' }, ...spec },
});

interface Answer {
  status: number;
  body: Record<string, never> & {
    metadata: Record<string, string>;
    items: { metadata: { name: string } }[];
    message: string;
    reason: string;
    spec: Record<string, unknown>;
  };
}

describe('the simulated API server', () => {
  let server: ApiServer;

  const call = async (
    method: string,
    path: string,
    body?: unknown,
    { token = 'all', type = 'application/json' } = {},
  ): Promise<Answer> => {
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': type },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return {
      status: response.status,
      body: (await response.json()) as Answer['body'],
    };
  };
  const merge = (path: string, patch: object) =>
    call('PATCH', path, patch, { type: 'application/merge-patch+json' });
  const apply = (
    manager: string,
    object: { metadata: { name: string } },
    query = '',
  ) =>
    call(
      'PATCH',
      `${CLUSTERS}/${object.metadata.name}?fieldManager=${manager}${query}`,
      object,
      { type: 'application/apply-patch+yaml' },
    );

  beforeEach(async () => {
    server = new ApiServer();
    server.accounts.set('all', { user: 'admin', rules: EVERYTHING });
    server.accounts.set('reader', {
      user: 'reader',
      rules: [
        {
          apiGroups: ['postgresql.cnpg.io'],
          resources: ['clusters'],
          verbs: ['get', 'list', 'watch'],
        },
      ],
    });
    await server.listen();
    for (const name of ['ns', 'other'])
      await call('POST', '/api/v1/namespaces', {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name },
      });
  });
  afterEach(() => server.close());

  it('lists in pages and ends', async () => {
    for (const name of ['a', 'b', 'c'])
      await call('POST', CLUSTERS, cluster(name));
    const first = await call('GET', `${CLUSTERS}?limit=2`);
    expect(first.body.items.map(item => item.metadata.name)).toEqual([
      'a',
      'b',
    ]);
    const second = await call(
      'GET',
      `${CLUSTERS}?limit=2&continue=${first.body.metadata.continue}`,
    );
    expect(second.body.items.map(item => item.metadata.name)).toEqual(['c']);
    expect(second.body.metadata).not.toHaveProperty('continue');
  });

  it('answers 410 to a page and to a watch from before a compaction', async () => {
    for (const name of ['a', 'b', 'c'])
      await call('POST', CLUSTERS, cluster(name));
    const first = await call('GET', `${CLUSTERS}?limit=1`);
    await call('POST', CLUSTERS, cluster('d'));
    server.store.compact();
    expect(
      (
        await call(
          'GET',
          `${CLUSTERS}?limit=1&continue=${first.body.metadata.continue}`,
        )
      ).body,
    ).toMatchObject({ code: 410, reason: 'Expired' });
    expect(
      (await call('GET', `${CLUSTERS}?watch=true&resourceVersion=1`)).body,
    ).toMatchObject({ code: 410, reason: 'Expired' });
  });

  it('streams what happened since a revision, and what happens', async () => {
    const { body } = await call('GET', CLUSTERS);
    await call('POST', CLUSTERS, cluster('a'));
    const response = await fetch(
      `${server.url}${CLUSTERS}?watch=true&resourceVersion=${body.metadata.resourceVersion}`,
      { headers: { authorization: 'Bearer reader' } },
    );
    await merge(`${CLUSTERS}/a`, { metadata: { labels: { x: 'y' } } });
    await call('DELETE', `${CLUSTERS}/a`);
    const types: string[] = [];
    let rest = '';
    for await (const chunk of response.body ?? []) {
      const lines = (rest + Buffer.from(chunk).toString()).split('\n');
      rest = lines.pop() ?? '';
      types.push(
        ...lines
          .filter(Boolean)
          .map(line => (JSON.parse(line) as { type: string }).type),
      );
      if (types.includes('DELETED')) break;
    }
    expect(types).toEqual(['ADDED', 'MODIFIED', 'DELETED']);
  });

  it('refuses a write with a stale resourceVersion', async () => {
    const created = await call('POST', CLUSTERS, cluster('a'));
    await merge(`${CLUSTERS}/a`, { metadata: { labels: { x: '1' } } });
    expect(
      await merge(`${CLUSTERS}/a`, {
        metadata: {
          resourceVersion: created.body.metadata.resourceVersion,
          labels: { x: '2' },
        },
      }),
    ).toMatchObject({ status: 409, body: { reason: 'Conflict' } });
  });

  it('keeps spec and status apart, and counts generations by the spec alone', async () => {
    await call('POST', CLUSTERS, {
      ...cluster('a'),
      status: { phase: 'smuggled' },
    });
    const first = await call('GET', `${CLUSTERS}/a`);
    expect(first.body).not.toHaveProperty('status');
    await merge(`${CLUSTERS}/a/status`, {
      status: { phase: 'x' },
      spec: { instances: 9 },
    });
    const now = await call('GET', `${CLUSTERS}/a`);
    expect(now.body).toMatchObject({
      spec: { instances: 1 },
      status: { phase: 'x' },
      metadata: { generation: 1 },
    });
  });

  it('removes what an applier no longer names, and tells whom it would overrule', async () => {
    await apply('gitops', cluster('a', { imageName: 'x:15.1' }));
    await apply('gitops', cluster('a'));
    expect((await call('GET', `${CLUSTERS}/a`)).body.spec).not.toHaveProperty(
      'imageName',
    );
    expect(await apply('person', cluster('a', { instances: 3 }))).toMatchObject(
      {
        status: 409,
        body: {
          message: expect.stringContaining(
            'conflict with "gitops": .spec.instances',
          ),
        },
      },
    );
    expect(
      (await apply('person', cluster('a', { instances: 3 }), '&force=true'))
        .body.spec.instances,
    ).toBe(3);
  });

  it('keeps nothing of a dry run', async () => {
    expect(
      (await call('POST', `${CLUSTERS}?dryRun=All`, cluster('a'))).status,
    ).toBe(201);
    expect((await call('GET', `${CLUSTERS}/a`)).status).toBe(404);
  });

  it.each([
    ['spec.monitoring.enabled', { monitoring: { enabled: true } }],
    ['spec.affinity.podAntiAffinity', { affinity: { podAntiAffinity: {} } }],
    [
      'spec.backup.barmanObjectStore.data.retention',
      {
        backup: {
          barmanObjectStore: {
            destinationPath: 's3://x',
            data: { retention: '7d' },
          },
        },
      },
    ],
  ])(
    'refuses the plan’s unknown field %s in the real one’s words',
    async (field, spec) => {
      expect(
        await call(
          'POST',
          `${CLUSTERS}?fieldValidation=Strict`,
          cluster('a', spec),
        ),
      ).toMatchObject({
        status: 400,
        body: {
          message: expect.stringContaining(
            `Cluster in version "v1" cannot be handled as a Cluster: strict decoding error: unknown field "${field}"`,
          ),
        },
      });
    },
  );

  it('refuses a wrong type, a missing namespace and a name that is none', async () => {
    expect(
      (await call('POST', CLUSTERS, cluster('a', { instances: 'three' })))
        .status,
    ).toBe(422);
    expect(
      (await call('POST', CLUSTERS.replace('/ns/', '/nowhere/'), cluster('a')))
        .status,
    ).toBe(404);
    expect((await call('POST', CLUSTERS, cluster('Not_A_Name'))).status).toBe(
      422,
    );
  });

  it('answers 401 without a known token and 403, naming the verb, without the right', async () => {
    expect(
      (await call('GET', CLUSTERS, undefined, { token: 'nobody' })).status,
    ).toBe(401);
    expect(
      await call('POST', CLUSTERS, cluster('a'), { token: 'reader' }),
    ).toMatchObject({
      status: 403,
      body: {
        message: expect.stringContaining('cannot create resource "clusters"'),
      },
    });
    expect(
      (
        await call('GET', '/api/v1/namespaces/ns/secrets', undefined, {
          token: 'reader',
        })
      ).status,
    ).toBe(403);
  });

  it('removes what an object owned together with it', async () => {
    const owner = await call('POST', CLUSTERS, cluster('a'));
    const ownerReferences = [
      {
        apiVersion: 'postgresql.cnpg.io/v1',
        kind: 'Cluster',
        name: 'a',
        uid: owner.body.metadata.uid,
      },
    ];
    await call('POST', '/api/v1/namespaces/ns/pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'a-1', ownerReferences },
    });
    await call('DELETE', `${CLUSTERS}/a`);
    expect((await call('GET', '/api/v1/namespaces/ns/pods/a-1')).status).toBe(
      404,
    );
  });

  it('does not know kinds whose CRDs are not installed, until they are', async () => {
    server.missingGroups.add('postgresql.cnpg.io');
    expect((await call('GET', CLUSTERS)).status).toBe(404);
    server.missingGroups.clear();
    expect((await call('GET', CLUSTERS)).status).toBe(200);
  });

  it('accepts every manifest of every valid spec under strict validation', async () => {
    const base = {
      title: 'E',
      kubernetesCluster: 'k',
      namespace: 'ns',
      gitops: { repoUrl: 'github.com?owner=o&repo=r', path: 'p' },
    };
    const objectStore = {
      name: 'store',
      destinationPath: 's3://b',
      endpointURL: 'https://s3.example',
      secretName: 's',
      region: 'r',
      retentionPolicy: '7d',
      perDatabase: true,
    };
    const environments = parseEnvironments({
      bare: base,
      full: {
        ...base,
        storageClass: 'c',
        objectStore,
        defaults: { synchronous: true },
        slo: { rpo: '1m' },
      },
    });
    const name = fc.stringMatching(/^[a-z][a-z0-9]{0,20}$/);
    const identifier = fc.stringMatching(/^[a-z_][a-z0-9_]{0,15}$/);
    const specs = fc.record({
      environment: fc.constantFrom(...environments),
      name,
      size: fc.constantFrom('small', 'medium', 'large'),
      version: fc.constantFrom('15', '16', '17'),
      instances: fc.integer({ min: 1, max: 9 }),
      pooler: fc.boolean(),
      backup: fc.boolean(),
      schemas: fc.array(identifier, { maxLength: 3 }),
      target: fc.constantFrom(
        { type: 'latest' as const },
        { type: 'time' as const, time: '2026-11-24T10:00:00Z' },
        { type: 'backup' as const, backupName: 'b' },
      ),
    });
    await fc.assert(
      fc.asyncProperty(specs, async ({ environment, target, ...rest }) => {
        const { spec } = parseSpec(databaseSpecSchema, {
          ...rest,
          environment: environment.name,
          owner: 'group:default/x',
        });
        fc.pre(spec !== undefined);
        if (!spec) return;
        const { objects } = buildManifests(spec, environment);
        const origin = parseCluster(
          objects.find(object => object.kind === 'Cluster'),
        ).object;
        const restore = origin?.spec.plugins.length
          ? planRestore(
              {
                environment: environment.name,
                origin: spec.name,
                name: `${spec.name}-r1`,
                target,
              },
              origin,
              [
                {
                  name: 'b',
                  backupId: 'id',
                  stoppedAt: '2026-11-24T02:00:00Z',
                  endWalArchived: true,
                  pruned: false,
                },
              ],
              environment,
              'group:default/x',
            ).objects
          : [];
        for (const object of [...objects, ...restore]) {
          const [group, version] = object.apiVersion.split('/');
          const { status, body } = await call(
            'POST',
            `/apis/${group}/${version}/namespaces/ns/${object.kind.toLowerCase()}s?dryRun=All&fieldValidation=Strict`,
            object,
          );
          expect(`${object.kind} ${status} ${body.message ?? ''}`).toBe(
            `${object.kind} 201 `,
          );
        }
      }),
      { numRuns: 60 },
    );
  });
});
