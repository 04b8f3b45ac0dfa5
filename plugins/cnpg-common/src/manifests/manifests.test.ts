import { parse as parseYaml } from 'yaml';
import {
  environments,
  find,
  local,
  production,
  spec,
} from '../__testUtils__/environments';
import { aCluster, recordedCluster } from '../__testUtils__/recordings';
import { parseEnvironments } from '../environments/environment';
import { buildManifests } from './buildManifests';
import { checkSpec } from './checkSpec';
import { monthlyCost } from './cost';
import { planRestore } from './planRestore';

describe('buildManifests', () => {
  const { objects, files, listings } = buildManifests(spec(), production);

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
    expect(listings).toEqual([
      {
        path: 'deploy/databases/production/kustomization.yaml',
        field: 'resources',
        entry: 'orders',
      },
    ]);
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

  it('refuses names that are two to PostgreSQL and one to Kubernetes', () => {
    const codes = (change: Parameters<typeof spec>[0]) =>
      checkSpec(spec(change), production).map(
        ({ code, path }) => `${code} ${path}`,
      );
    const owner = 'naytife';
    expect(
      codes({
        databases: [
          { name: 'y', owner, extensions: [] },
          { name: 'y_', owner, extensions: [] },
        ],
      }),
    ).toContain('sameObject databases');
    expect(
      codes({
        roles: [
          { name: 'a_b', login: true, inRoles: [] },
          { name: 'a__b', login: true, inRoles: [] },
        ],
      }),
    ).toContain('sameObject roles');
    expect(
      codes({ roles: [{ name: 'app_', login: true, inRoles: [] }] }),
    ).toContain('sameObject roles');
    expect(
      codes({ databases: [{ name: 'y', owner, extensions: [] }] }).join(),
    ).not.toContain('sameObject');
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
