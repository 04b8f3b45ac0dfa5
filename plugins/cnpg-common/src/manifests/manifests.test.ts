import { parse as parseYaml } from 'yaml';
import { parseEnvironments } from '../environments/environment';
import { checkPolicies } from '../policies/evaluate';
import { aCluster, recordedCluster } from '../__testUtils__/recordings';
import { buildManifests, checkSpec } from './buildManifests';
import { monthlyCost } from './cost';
import { planRestore } from './planRestore';
import { DatabaseSpec, databaseSpecSchema, parseSpec } from './spec';
import { Manifest } from './yaml';

const environments = {
  production: {
    title: 'Production',
    kubernetesCluster: 'k',
    namespace: 'shop',
    storageClass: 'fast',
    defaults: { instances: 3, size: 'medium', synchronous: true, pooler: true },
    objectStore: {
      name: 'store',
      destinationPath: 's3://b/p',
      endpointURL: 'https://s3.example',
      secretName: 's',
      retentionPolicy: '30d',
    },
    gitops: {
      repoUrl: 'github.com?owner=naytife&repo=commerce',
      path: 'deploy/databases/production',
    },
    slo: { rpo: '1m' },
    policies: ['high-availability', 'backup-required', 'pinned-image'],
  },
  local: {
    title: 'Local',
    kubernetesCluster: 'k',
    namespace: 'dev',
    gitops: {
      repoUrl: 'github.com?owner=naytife&repo=commerce',
      path: 'deploy/databases/local',
    },
  },
};
const [production, local] = parseEnvironments(environments);
const spec = (change: Partial<DatabaseSpec> = {}): DatabaseSpec => {
  const parsed = parseSpec(databaseSpecSchema, {
    environment: 'production',
    name: 'orders',
    owner: 'group:default/commerce',
    version: '15',
    size: 'medium',
    instances: 3,
    pooler: true,
    backup: true,
    database: 'naytifedb',
    databaseOwner: 'naytife',
    schemas: ['hydra', 'naytife_schema'],
    ...change,
  });
  if (!parsed.spec) throw new Error(JSON.stringify(parsed.findings));
  return parsed.spec;
};
const find = (objects: Manifest[], kind: string) =>
  objects.find(object => object.kind === kind) as Manifest & {
    spec: object;
  };

describe('buildManifests', () => {
  const { objects, files, kustomization } = buildManifests(spec(), production);

  it('writes the forms that work on the real system', () => {
    expect(find(objects, 'Cluster').spec).toMatchObject({
      instances: 3,
      imageName: 'ghcr.io/cloudnative-pg/postgresql:15.14-standard-bookworm',
      plugins: [
        {
          name: 'barman-cloud.cloudnative-pg.io',
          isWALArchiver: true,
          parameters: { barmanObjectName: 'store', serverName: 'orders' },
        },
      ],
      postgresql: {
        synchronous: { dataDurability: 'required' },
        parameters: { archive_timeout: '60s', log_statement: 'ddl' },
      },
      bootstrap: {
        initdb: {
          database: 'naytifedb',
          owner: 'naytife',
          postInitApplicationSQL: expect.arrayContaining([
            'CREATE SCHEMA "hydra" AUTHORIZATION "naytife"',
          ]),
        },
      },
    });
    expect(find(objects, 'ScheduledBackup').spec).toMatchObject({
      schedule: '0 0 2 * * *',
      method: 'plugin',
      pluginConfiguration: { name: 'barman-cloud.cloudnative-pg.io' },
    });
    expect(find(objects, 'Pooler').spec).toMatchObject({
      template: { spec: { containers: [{ name: 'pgbouncer' }] } },
    });
    expect(find(objects, 'PodMonitor').spec).toMatchObject({
      selector: { matchLabels: { 'cnpg.io/podRole': 'instance' } },
    });
  });

  it('quotes what YAML 1.1, which Kubernetes reads, would take for true', () => {
    const { content } = files[0];
    expect(content).toContain('log_checkpoints: "on"');
    expect(
      (
        parseYaml(content, { version: '1.1' }) as {
          spec: { postgresql: { parameters: object } };
        }
      ).spec.postgresql.parameters,
    ).toMatchObject({ log_checkpoints: 'on' });
  });

  it('is deterministic to the byte', () => {
    expect(buildManifests(spec(), production).files).toEqual(files);
  });

  it('names its files in a kustomization of its own, and its directory for the parent', () => {
    const own = parseYaml(
      files.find(file => file.path.endsWith('orders/kustomization.yaml'))
        ?.content ?? '',
    ) as { resources: string[] };
    expect(own.resources).toEqual([
      'cluster.yaml',
      'scheduled-backup.yaml',
      'pooler.yaml',
      'pod-monitor.yaml',
      'pod-monitor-pooler.yaml',
    ]);
    expect(kustomization).toEqual({
      path: 'deploy/databases/production/kustomization.yaml',
      entry: 'orders',
    });
  });

  it('gives no backup and no schedule where the environment has no object store, and says so', () => {
    const database = spec({
      environment: 'local',
      size: 'small',
      instances: 1,
    });
    const built = buildManifests(database, local).objects;
    expect(find(built, 'ScheduledBackup')).toBeUndefined();
    expect(find(built, 'Cluster').spec).not.toHaveProperty('plugins');
    expect(checkSpec(database, local).map(finding => finding.code)).toEqual([
      'noObjectStore',
      'singleInstance',
    ]);
  });

  it('brings an ObjectStore of its own where the environment keeps none', () => {
    const [own] = parseEnvironments({
      p: {
        ...environments.production,
        objectStore: {
          ...environments.production.objectStore,
          perDatabase: true,
        },
      },
    });
    const built = buildManifests(spec(), own).objects;
    expect(find(built, 'ObjectStore').spec).toMatchObject({
      retentionPolicy: '30d',
      instanceSidecarConfiguration: {
        env: [{ value: 'when_required' }, { value: 'when_required' }],
      },
    });
    expect(find(built, 'Cluster').spec).toMatchObject({
      plugins: [{ parameters: { barmanObjectName: 'orders-store' } }],
    });
  });

  it('holds no secret, only the names of secrets', () => {
    expect(JSON.stringify(objects)).not.toMatch(/password|stringData/i);
  });

  it('refuses a size or a version that the environment does not offer', () => {
    expect(() =>
      buildManifests(spec({ size: 'huge', version: '9' }), production),
    ).toThrow(/size: .*version: /);
  });

  it('prices what it builds, and does not price the unknown as 0', () => {
    const [priced] = parseEnvironments({
      p: {
        ...environments.production,
        costs: { cpuMonth: 10, memoryGiBMonth: 1, storageGiBMonth: 0.1 },
      },
    });
    expect(monthlyCost(spec(), priced)).toEqual({
      currency: 'USD',
      compute: 36,
      storage: 18,
      total: 54,
    });
    expect(monthlyCost(spec(), production)).toBeUndefined();
  });
});

describe('planRestore', () => {
  const origin = aCluster({
    spec: {
      walStorage: { size: '5Gi' },
      postgresql: {
        parameters: {
          work_mem: '8MB',
          archive_mode: 'on',
          wal_level: 'logical',
        },
      },
    },
  });
  const base = {
    name: 'b1',
    backupId: '20261124T020000',
    stoppedAt: '2026-11-24T02:03:00Z',
    endWalArchived: true,
    pruned: false,
  } as const;
  const plan = (
    target: Parameters<typeof planRestore>[0]['target'],
    name = 'db-r1',
  ) =>
    planRestore(
      { environment: 'production', origin: 'db', name, target },
      origin,
      [base],
      production,
      'group:default/commerce',
    );

  it('reads from the origin’s archive and writes into a fresh one', () => {
    const cluster = find(plan({ type: 'latest' }).objects, 'Cluster');
    expect(cluster.spec).toMatchObject({
      imageName: 'ghcr.io/cloudnative-pg/postgresql:15.14',
      walStorage: { size: '5Gi' },
      bootstrap: {
        recovery: { source: 'origin', database: 'shop', owner: 'shop' },
      },
      externalClusters: [
        {
          name: 'origin',
          plugin: {
            parameters: { barmanObjectName: 'store', serverName: 'db' },
          },
        },
      ],
      plugins: [
        { parameters: { barmanObjectName: 'store', serverName: 'db-r1' } },
      ],
    });
    expect(
      (cluster.spec as { postgresql: { parameters: object } }).postgresql
        .parameters,
    ).toEqual({ work_mem: '8MB' });
  });

  it('writes the target in UTC, and names the backup where the target is one', () => {
    const recovery = (manifests: ReturnType<typeof plan>) =>
      (
        find(manifests.objects, 'Cluster').spec as {
          bootstrap: { recovery: object };
        }
      ).bootstrap.recovery;
    expect(
      recovery(plan({ type: 'time', time: '2026-11-24T12:00:00+02:00' })),
    ).toMatchObject({
      recoveryTarget: { targetTime: '2026-11-24T10:00:00.000Z' },
    });
    expect(recovery(plan({ type: 'backup', backupName: 'b1' }))).toMatchObject({
      recoveryTarget: { backupID: '20261124T020000', targetImmediate: true },
    });
    expect(recovery(plan({ type: 'latest' }))).not.toHaveProperty(
      'recoveryTarget',
    );
  });

  it('never skips the empty archive check, and never restores in place', () => {
    expect(JSON.stringify(plan({ type: 'latest' }))).not.toContain(
      'skipEmptyWalArchiveCheck',
    );
    expect(() => plan({ type: 'latest' }, 'db')).toThrow(
      /always a new cluster/,
    );
  });

  it('does not carry over what the defaulting webhook wrote into the live object', () => {
    const { objects } = planRestore(
      {
        environment: 'production',
        origin: 'naytife-postgres',
        name: 'x',
        target: { type: 'latest' },
      },
      recordedCluster('cluster-archive-failing'),
      [],
      production,
      'group:default/commerce',
    );
    expect(
      (find(objects, 'Cluster').spec as { postgresql: { parameters: object } })
        .postgresql.parameters,
    ).toEqual({ archive_timeout: '60s' });
  });
});

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
