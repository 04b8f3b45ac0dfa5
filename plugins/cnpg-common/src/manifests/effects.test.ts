import { EFFECTS, Effect, effectsOf } from './effects';

const object = (kind: string, body: object) => ({
  kind,
  metadata: { name: 'orders' },
  ...body,
});
const change = (kind: string, before: object, after: object): Effect[] =>
  effectsOf(object(kind, before), object(kind, after));
const parameters = (values: object) => ({
  spec: { postgresql: { parameters: values } },
});
const image = (tag: string) => ({
  spec: { imageName: `ghcr.io/cloudnative-pg/postgresql:${tag}` },
});

/** What CNPG does, with the page of its documentation that says so. */
const CASES: [string, string, object, object, string, string][] = [
  [
    'initdb is not run again',
    'Cluster',
    { spec: { bootstrap: { initdb: { database: 'a' } } } },
    { spec: { bootstrap: { initdb: { database: 'b' } } } },
    'impossible',
    'bootstrap',
  ],
  [
    'a replica more',
    'Cluster',
    { spec: { instances: 2 } },
    { spec: { instances: 3 } },
    'inPlace',
    'replication',
  ],
  [
    'a replica less',
    'Cluster',
    { spec: { instances: 3 } },
    { spec: { instances: 1 } },
    'inPlace',
    'replication',
  ],
  [
    'a minor version',
    'Cluster',
    image('15.13-standard-bookworm'),
    image('15.14-standard-bookworm'),
    'rollingRestart',
    'postgres_upgrades',
  ],
  [
    'a major version',
    'Cluster',
    image('15.14-standard-bookworm'),
    image('17.6-standard-bookworm'),
    'majorUpgrade',
    'postgres_upgrades',
  ],
  [
    'a major version back',
    'Cluster',
    image('17.6'),
    image('16.10'),
    'impossible',
    'postgres_upgrades',
  ],
  [
    'a major version of the catalog',
    'Cluster',
    { spec: { imageCatalogRef: { major: 15 } } },
    { spec: { imageCatalogRef: { major: 16 } } },
    'majorUpgrade',
    'postgres_upgrades',
  ],
  [
    'memory',
    'Cluster',
    { spec: { resources: { requests: { memory: '1Gi' } } } },
    { spec: { resources: { requests: { memory: '2Gi' } } } },
    'rollingRestart',
    'rolling_update',
  ],
  [
    'a larger disk',
    'Cluster',
    { spec: { storage: { size: '10Gi' } } },
    { spec: { storage: { size: '20Gi' } } },
    'inPlace',
    'storage',
  ],
  [
    'a smaller disk, in another unit',
    'Cluster',
    { spec: { storage: { size: '1Ti' } } },
    { spec: { storage: { size: '900Gi' } } },
    'impossible',
    'storage',
  ],
  [
    'a smaller WAL disk',
    'Cluster',
    { spec: { walStorage: { size: '10Gi' } } },
    { spec: { walStorage: { size: '5Gi' } } },
    'impossible',
    'storage',
  ],
  [
    'another storage class',
    'Cluster',
    { spec: { storage: { storageClass: 'a' } } },
    { spec: { storage: { storageClass: 'b' } } },
    'none',
    'storage',
  ],
  [
    'a WAL volume added',
    'Cluster',
    { spec: {} },
    { spec: { walStorage: { size: '5Gi' } } },
    'rollingRestart',
    'storage',
  ],
  [
    'a WAL volume taken away',
    'Cluster',
    { spec: { walStorage: { size: '5Gi' } } },
    { spec: {} },
    'impossible',
    'storage',
  ],
  [
    'a parameter that is read anew',
    'Cluster',
    parameters({ work_mem: '4MB' }),
    parameters({ work_mem: '8MB' }),
    'reload',
    'postgresql_conf',
  ],
  [
    'a parameter of the start',
    'Cluster',
    parameters({ max_connections: '100' }),
    parameters({ max_connections: '200' }),
    'rollingRestart',
    'postgresql_conf',
  ],
  [
    'a parameter that CNPG keeps',
    'Cluster',
    parameters({}),
    parameters({ archive_command: 'x' }),
    'impossible',
    'postgresql_conf',
  ],
  [
    'synchronous replication',
    'Cluster',
    { spec: { postgresql: {} } },
    { spec: { postgresql: { synchronous: { number: 1 } } } },
    'reload',
    'replication',
  ],
  [
    'another archive',
    'Cluster',
    { spec: { plugins: [{ name: 'a' }] } },
    { spec: { plugins: [{ name: 'b' }] } },
    'rollingRestart',
    'cnpg_i',
  ],
  [
    'a role',
    'Cluster',
    { spec: { managed: { roles: [] } } },
    { spec: { managed: { roles: [{ name: 'x' }] } } },
    'inPlace',
    'declarative_role_management',
  ],
  [
    'affinity',
    'Cluster',
    { spec: { affinity: { topologyKey: 'a' } } },
    { spec: { affinity: { topologyKey: 'b' } } },
    'rollingRestart',
    'scheduling',
  ],
  [
    'hibernation',
    'Cluster',
    { metadata: { name: 'orders', annotations: {} } },
    {
      metadata: {
        name: 'orders',
        annotations: { 'cnpg.io/hibernation': 'on' },
      },
    },
    'inPlace',
    'declarative_hibernation',
  ],
  [
    'the pool mode',
    'Pooler',
    { spec: { pgbouncer: { poolMode: 'session' } } },
    { spec: { pgbouncer: { poolMode: 'transaction' } } },
    'inPlace',
    'connection_pooling',
  ],
  [
    'the schedule',
    'ScheduledBackup',
    { spec: { schedule: 'a' } },
    { spec: { schedule: 'b' } },
    'none',
    'backup',
  ],
  [
    'a schedule for another cluster',
    'ScheduledBackup',
    { spec: { cluster: { name: 'a' } } },
    { spec: { cluster: { name: 'b' } } },
    'impossible',
    'backup',
  ],
  [
    'an extension more',
    'Database',
    { spec: { extensions: [] } },
    { spec: { extensions: [{ name: 'x', ensure: 'present' }] } },
    'inPlace',
    'declarative_database_management',
  ],
  [
    'a primary that becomes a replica',
    'Cluster',
    { spec: { replica: { primary: 'a' } } },
    { spec: { replica: { primary: 'b' } } },
    'inPlace',
    'replica_cluster',
  ],
  [
    'another cluster that is made known',
    'Cluster',
    { spec: {} },
    { spec: { externalClusters: [{ name: 'b' }] } },
    'inPlace',
    'replica_cluster',
  ],
];

describe('what CNPG does when a field changes', () => {
  it.each(CASES)('%s', (_what, kind, before, after, expected, page) => {
    const effects = change(kind, before, after);
    expect(effects.map(effect => effect.kind)).toEqual([expected]);
    expect(effects[0].link).toMatch(new RegExp(`/${page}$`));
    expect(effects[0].sentence.length).toBeGreaterThan(20);
  });

  it('is told for a pooler that comes, and for one that goes', () => {
    const pooler = object('Pooler', {});
    expect(effectsOf(undefined, pooler)[0].sentence).toMatch(/come beside/);
    expect(effectsOf(pooler, undefined)[0].sentence).toMatch(/-rw Service/);
    expect(effectsOf(undefined, object('Database', {}))[0].kind).toBe(
      'inPlace',
    );
  });

  it('warns that a dropped extension can be held by what depends on it', () => {
    const [effect] = change(
      'Database',
      { spec: { extensions: [{ name: 'x', ensure: 'present' }] } },
      { spec: { extensions: [{ name: 'x', ensure: 'absent' }] } },
    );
    expect(effect.sentence).toMatch(/while something depends on it/);
  });

  it('has a case for every row of the table', () => {
    const reached = new Set<unknown>();
    const rows = EFFECTS.map(row => row.judge);
    EFFECTS.forEach((row, index) => {
      row.judge = (...given) => {
        reached.add(index);
        return rows[index](...given);
      };
    });
    for (const [, kind, before, after] of CASES) change(kind, before, after);
    effectsOf(undefined, object('Pooler', {}));
    effectsOf(undefined, object('Database', {}));
    EFFECTS.forEach((row, index) => {
      row.judge = rows[index];
    });
    expect(EFFECTS.filter((_row, index) => !reached.has(index))).toEqual([]);
  });

  it('takes the worst for a field that it does not know', () => {
    const [effect] = change('Cluster', { spec: {} }, { spec: { new: 1 } });
    expect(effect).toMatchObject({ kind: 'rollingRestart' });
    expect(effect.sentence).toMatch(/not known here/);
  });

  it('says nothing where nothing changes', () => {
    expect(change('Cluster', image('15.14'), image('15.14'))).toEqual([]);
  });
});
