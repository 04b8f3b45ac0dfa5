import { parse } from 'yaml';
import { environments, local } from '../__testUtils__/environments';
import { find, spec } from '../__testUtils__/environments';
import { parseEnvironments } from '../environments/environment';
import { parseCluster } from '../model/cluster';
import { buildManifests } from './buildManifests';
import { buildReplica, checkReplica, planTopology } from './planReplica';
import { ReplicaSpec } from './spec';

const [phoenix, frankfurt] = parseEnvironments({
  production: environments.production,
  frankfurt: {
    ...environments.production,
    namespace: 'shop-eu',
    defaults: { instances: 2, size: 'medium' },
    objectStore: {
      ...environments.production.objectStore,
      name: 'eu-store',
      destinationPath: 's3://eu/p',
      secretName: 'eu',
    },
    gitops: {
      ...environments.production.gitops,
      path: 'deploy/databases/frankfurt',
    },
  },
});
const built = buildManifests(spec(), phoenix);
const origin = parseCluster(find(built.objects, 'Cluster')).object;
if (!origin) throw new Error('the origin cannot be read');
const ask = (change: Partial<ReplicaSpec> = {}): ReplicaSpec => ({
  step: 'create',
  environment: 'frankfurt',
  name: 'orders-eu',
  originEnvironment: 'production',
  origin: 'orders',
  ...change,
});
const replica = buildReplica(
  ask(),
  origin,
  phoenix,
  frankfurt,
  'group:default/commerce',
);
const files = new Map(
  [...built.files, ...replica.files].map(({ path, content }) => [
    path,
    content,
  ]),
);
const topology = (step: ReplicaSpec['step'], token?: string) =>
  planTopology(
    ask({ step }),
    phoenix,
    frankfurt,
    path => files.get(path),
    token,
  );
const clusterOf = (plan: ReturnType<typeof topology>) =>
  parse(plan?.files[0].content ?? '').spec;

describe('a replica cluster', () => {
  it('follows the origin’s archive under the origin’s name, and writes one of its own', () => {
    expect(find(replica.objects, 'Cluster').spec).toMatchObject({
      instances: 2,
      replica: { self: 'orders-eu', primary: 'orders', source: 'orders' },
      bootstrap: {
        recovery: { source: 'orders', database: 'naytifedb', owner: 'naytife' },
      },
      externalClusters: [
        {
          name: 'orders',
          plugin: {
            parameters: {
              barmanObjectName: 'orders-archive',
              serverName: 'orders',
            },
          },
        },
        { name: 'orders-eu' },
      ],
      plugins: [
        {
          parameters: { barmanObjectName: 'eu-store', serverName: 'orders-eu' },
        },
      ],
    });
  });

  it('reads the origin’s store in its own namespace, and deletes nothing there', () => {
    const store = find(replica.objects, 'ObjectStore');
    expect(store.metadata).toMatchObject({
      name: 'orders-archive',
      namespace: 'shop-eu',
    });
    expect(store.spec).toMatchObject({
      configuration: { destinationPath: 's3://b/p' },
    });
    expect(store.spec).not.toHaveProperty('retentionPolicy');
  });

  it.each([
    ['no archive to follow', ask(), { plugins: [] }, frankfurt, 'noArchive'],
    ['no store of its own', ask(), {}, local, 'noObjectStore'],
    [
      'the origin’s own name',
      ask({ name: 'orders' }),
      {},
      frankfurt,
      'sameName',
    ],
  ])('is refused with %s', (_what, asked, change, target, code) => {
    const other = { ...origin, spec: { ...origin.spec, ...change } };
    expect(
      checkReplica(asked, other, phoenix, target).map(item => item.code),
    ).toContain(code);
    expect(() =>
      buildReplica(asked, other, phoenix, target, 'group:default/x'),
    ).toThrow();
  });

  it('is made known to the origin without changing who is primary', () => {
    const plan = topology('connect');
    expect(clusterOf(plan)).toMatchObject({
      replica: { self: 'orders', primary: 'orders', source: 'orders-eu' },
      externalClusters: [
        {
          name: 'orders-eu',
          plugin: { parameters: { serverName: 'orders-eu' } },
        },
      ],
    });
    expect(plan?.files.map(({ path }) => path)).toEqual([
      'deploy/databases/production/orders/cluster.yaml',
      'deploy/databases/production/orders/object-store-orders-eu.yaml',
      'deploy/databases/production/orders/kustomization.yaml',
    ]);
  });

  it('changes places with the origin: first it is demoted, then the other is promoted with the token in the same change', () => {
    merge(topology('connect'));
    const demoted = topology('demote');
    expect(clusterOf(demoted).replica).toEqual({
      self: 'orders',
      primary: 'orders-eu',
      source: 'orders-eu',
    });
    expect(demoted?.effects[0].sentence).toMatch(/takes no writes/);
    const promoted = topology('promote', 'the-token');
    expect(promoted?.files[0].path).toBe(
      'deploy/databases/frankfurt/orders-eu/cluster.yaml',
    );
    expect(clusterOf(promoted).replica).toEqual({
      self: 'orders-eu',
      primary: 'orders-eu',
      source: 'orders',
      promotionToken: 'the-token',
    });
  });

  it('is nothing to Git that does not hold it', () => {
    expect(
      planTopology(
        ask({ step: 'demote' }),
        phoenix,
        frankfurt,
        () => undefined,
      ),
    ).toBeUndefined();
  });

  function merge(made: ReturnType<typeof topology>) {
    made?.files.forEach(({ path, content }) => files.set(path, content));
  }
});
