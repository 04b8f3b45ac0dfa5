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

interface Answer {
  status: number;
  body: { message?: string };
}

// What it has in common with a real one is held in examples/control-plane/src/contract.
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
  beforeEach(async () => {
    server = new ApiServer();
    server.accounts.set('all', { user: 'admin', rules: EVERYTHING });
    await server.listen();
    for (const name of ['ns', 'other'])
      await call('POST', '/api/v1/namespaces', {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name },
      });
  });
  afterEach(() => server.close());

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
      schemas: fc.uniqueArray(identifier, { maxLength: 3 }),
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
