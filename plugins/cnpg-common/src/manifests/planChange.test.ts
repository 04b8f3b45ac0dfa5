import { parse } from 'yaml';
import {
  environments,
  local,
  production,
  spec,
} from '../__testUtils__/environments';
import { parseEnvironments } from '../environments/environment';
import { buildManifests } from './buildManifests';
import { planChange } from './planChange';
import { ChangeSpec } from './spec';

const ROOT = 'deploy/databases/production/orders';
const built = new Map(
  buildManifests(spec({ extensions: ['pg_trgm'] }), production).files.map(
    ({ path, content }) => [path, content],
  ),
);
/** As someone has touched it since: comments, an order of their own. */
const CLUSTER = (built.get(`${ROOT}/cluster.yaml`) ?? '').replace(
  '  instances: 3\n',
  '  instances: 3 # agreed with ops\n',
);
const files = new Map(built).set(`${ROOT}/cluster.yaml`, CLUSTER);
const plan = (change: Partial<ChangeSpec>, from = files) =>
  planChange(
    { environment: 'production', name: 'orders', ...change },
    production,
    path => from.get(path),
  );
const lines = (path: string, after: string) => {
  const before = (files.get(path) ?? '').split('\n');
  return after.split('\n').filter(line => !before.includes(line));
};

describe('planChange', () => {
  it('touches the one line and keeps the comment on it', () => {
    const { files: changed, effects, findings } = plan({ instances: 5 });
    const cluster = changed.find(({ path }) => path.endsWith('cluster.yaml'));
    expect(lines(`${ROOT}/cluster.yaml`, cluster?.content ?? '')).toEqual([
      '  instances: 5 # agreed with ops',
    ]);
    expect(effects.map(({ field }) => field)).toEqual([
      'Cluster/orders spec.instances',
    ]);
    expect(findings).toEqual([]);
  });

  it('leaves a file as someone has laid it out, but for the values', () => {
    const theirs = CLUSTER.replace(
      /^spec:\n/m,
      'spec:   # the shop\n\n  # two blank lines, on purpose\n\n',
    )
      .replace(/storage:\n {4}size: 50Gi\n.*\n/, 'storage: { size: "50Gi" }\n')
      .replace(/\n/g, '\r\n');
    const { files: changed } = plan(
      { size: 'large', instances: 5 },
      new Map(files).set(`${ROOT}/cluster.yaml`, theirs),
    );
    const [before, after] = [theirs, changed[0].content].map(text =>
      text.split('\r\n'),
    );
    expect(after).toHaveLength(before.length);
    const moved = after.filter((line, index) => line !== before[index]);
    expect(moved).toHaveLength(10);
    expect(moved).toEqual(
      expect.arrayContaining([
        '  instances: 5 # agreed with ops',
        '  storage: { size: "100Gi" }',
      ]),
    );
  });

  it('sets memory and the settings that follow from it together, and warns once of the restart', () => {
    const { files: changed, findings } = plan({ size: 'large' });
    const cluster = parse(changed[0].content, { version: '1.1' });
    expect(cluster.spec).toMatchObject({
      resources: { requests: { memory: '8Gi', cpu: '2' } },
      storage: { size: '100Gi' },
      postgresql: {
        parameters: { shared_buffers: '2048MB', log_checkpoints: 'on' },
      },
    });
    expect(findings.map(({ code }) => code)).toEqual(['rollingRestart']);
    expect(findings[0].path).toContain('shared_buffers');
  });

  it('blocks a smaller disk', () => {
    expect(plan({ size: 'small' }).findings).toContainEqual(
      expect.objectContaining({
        severity: 'error',
        code: 'impossible',
        path: 'Cluster/orders spec.storage.size',
      }),
    );
  });

  it('gives an archive of its own to what a major upgrade makes', () => {
    const { files: changed, findings } = plan({ version: '17' });
    const { imageName, plugins } = parse(changed[0].content).spec;
    expect(imageName).toContain(':17.');
    expect(plugins[0].parameters.serverName).toBe('orders-pg17');
    expect(findings.map(({ code }) => code)).toContain('majorUpgrade');
  });

  it('leaves the archive alone in a minor one', () => {
    const [newer] = parseEnvironments({
      production: {
        ...environments.production,
        images: { '15': 'ghcr.io/cloudnative-pg/postgresql:15.15-standard' },
      },
    });
    const { files: changed, effects } = planChange(
      { environment: 'production', name: 'orders', version: '15' },
      newer,
      path => files.get(path),
    );
    expect(parse(changed[0].content).spec.plugins[0].parameters).toMatchObject({
      serverName: 'orders',
    });
    expect(effects.map(({ kind }) => kind)).toEqual(['rollingRestart']);
  });

  it('adds a pooler with its monitor to the kustomization, and takes both out again', () => {
    const removed = plan({ pooler: false });
    expect(removed.deletes).toEqual([
      `${ROOT}/pooler.yaml`,
      `${ROOT}/pod-monitor-pooler.yaml`,
    ]);
    const without = new Map(files);
    removed.deletes.forEach(path => without.delete(path));
    removed.files.forEach(({ path, content }) => without.set(path, content));
    expect(
      parse(without.get(`${ROOT}/kustomization.yaml`) ?? '').resources,
    ).not.toContain('pooler.yaml');
    const added = plan({ pooler: true }, without);
    expect(added.files.map(({ path }) => path).sort()).toEqual([
      `${ROOT}/kustomization.yaml`,
      `${ROOT}/pod-monitor-pooler.yaml`,
      `${ROOT}/pooler.yaml`,
    ]);
  });

  it('softens synchronous replication with too few instances to keep it', () => {
    const { files: changed } = plan({ instances: 2 });
    expect(parse(changed[0].content).spec.postgresql.synchronous).toMatchObject(
      { dataDurability: 'preferred' },
    );
    expect(
      parse(plan({ instances: 1 }).files[0].content).spec.postgresql,
    ).not.toHaveProperty('synchronous');
  });

  it('drops an extension by name, and never by leaving it out', () => {
    const { files: changed } = plan({ extensions: ['vector'] });
    expect(parse(changed[0].content).spec.extensions).toEqual([
      { name: 'vector', ensure: 'present' },
      { name: 'pg_trgm', ensure: 'absent' },
    ]);
  });

  it('sets and removes parameters, and refuses those that CNPG keeps', () => {
    const { files: changed } = plan({
      parameters: [
        { name: 'work_mem', value: '64MB' },
        { name: 'random_page_cost', value: '' },
      ],
    });
    const { parameters } = parse(changed[0].content).spec.postgresql;
    expect(parameters.work_mem).toBe('64MB');
    expect(parameters).not.toHaveProperty('random_page_cost');
    expect(
      plan({ parameters: [{ name: 'archive_command', value: 'x' }] }).findings,
    ).toContainEqual(expect.objectContaining({ code: 'impossible' }));
  });

  it.each([
    [{ version: '9' }, 'version', 'notInEnvironment'],
    [{ size: 'huge' }, 'size', 'notInEnvironment'],
    [{ extensions: ['nope'] }, 'extensions', 'notInEnvironment'],
    [{ poolSize: 400 }, 'poolSize', 'poolTooLarge'],
    [{ instances: 2, synchronous: 'required' }, 'synchronous', 'notPossible'],
    [{}, '.', 'noChange'],
    [{ instances: 3 }, '.', 'noChange'],
  ] as [Partial<ChangeSpec>, string, string][])(
    'refuses %j at its field',
    (change, path, code) => {
      expect(plan(change).findings).toContainEqual(
        expect.objectContaining({ severity: 'error', path, code }),
      );
    },
  );

  it('changes only what is in Git, and says where it looked', () => {
    const { findings } = planChange(
      { environment: 'local', name: 'elsewhere', instances: 2 },
      local,
      () => undefined,
    );
    expect(findings).toEqual([
      expect.objectContaining({
        code: 'notInGit',
        message: expect.stringContaining(
          'deploy/databases/local/elsewhere/cluster.yaml',
        ),
      }),
    ]);
  });
});
