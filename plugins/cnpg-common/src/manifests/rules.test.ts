import { environments, production, spec } from '../__testUtils__/environments';
import { parseEnvironments } from '../environments/environment';
import { checkPolicies } from '../policies/evaluate';
import { buildManifests } from './buildManifests';
import { databaseSpecSchema, parseSpec } from './spec';

describe('specs', () => {
  it.each([
    ['name', 'Orders'],
    ['name', 'orders-rw'],
    ['name', 'a'.repeat(42)],
    ['database', 'drop table'],
    ['databaseOwner', 'postgres'],
    ['schemas', ['ok', 'Bad"; DROP']],
    ['owner', 'commerce'],
    ['instances', 0],
  ])('refuses %s = %j and names the field', (field, value) => {
    const { findings } = parseSpec(databaseSpecSchema, {
      ...spec(),
      [field]: value,
    });
    expect(findings.map(finding => finding.path.split('.')[0])).toEqual([
      field,
    ]);
  });

  it('refuses what it does not know instead of dropping it', () => {
    expect(
      parseSpec(databaseSpecSchema, { ...spec(), replicas: 3 }).findings,
    ).toHaveLength(1);
  });
});

describe('environments', () => {
  it.each([
    [
      { namespace: 'Shop' },
      'cnpg.environments.production.namespace: must be a DNS label',
    ],
    [
      { slo: { rpo: 'soon' } },
      'cnpg.environments.production.slo.rpo: must be a duration',
    ],
    [
      {
        objectStore: {
          ...environments.production.objectStore,
          retentionPolicy: '30 days',
        },
      },
      'cnpg.environments.production.objectStore.retentionPolicy',
    ],
    [
      { nameSpace: 'x' },
      'cnpg.environments.production.nameSpace: is no key of an environment',
    ],
    [
      { defaults: { size: 'huge' } },
      'cnpg.environments.production.defaults.size: "huge" is none of the sizes',
    ],
    [{ policies: ['be-nice'] }, 'cnpg.environments.production.policies.0'],
  ])('refuses %j with the path of the wrong key', (change, message) => {
    expect(() =>
      parseEnvironments({
        production: { ...environments.production, ...change },
      }),
    ).toThrow(message);
  });
});

describe('policies', () => {
  const cluster = (change: object) => [
    {
      apiVersion: 'postgresql.cnpg.io/v1',
      kind: 'Cluster',
      metadata: { name: 'x' },
      spec: change,
    },
  ];

  it('passes what the template writes for production', () => {
    expect(
      checkPolicies(
        production.policies,
        buildManifests(spec(), production).objects,
      ),
    ).toEqual([]);
  });

  it.each([
    ['high-availability', { instances: 2 }],
    ['backup-required', {}],
    [
      'backup-required',
      { plugins: [{ name: 'barman-cloud.cloudnative-pg.io' }] },
    ],
    ['pinned-image', {}],
    ['pinned-image', { imageName: 'postgres:15' }],
    ['pinned-image', { imageName: 'postgres:latest' }],
  ] as const)('%s refuses %j', (policy, change) => {
    expect(checkPolicies([policy], cluster(change))).toEqual([
      expect.objectContaining({ policy, object: 'Cluster/x' }),
    ]);
  });

  it('takes an image by digest, and one from a catalog', () => {
    expect(
      checkPolicies(
        ['pinned-image'],
        [
          ...cluster({ imageName: `postgres@sha256:${'0'.repeat(64)}` }),
          ...cluster({ imageCatalogRef: { name: 'c' } }),
        ],
      ),
    ).toEqual([]);
  });
});
