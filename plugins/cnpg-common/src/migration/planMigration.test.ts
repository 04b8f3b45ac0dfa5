import { parse } from 'yaml';
import { environments } from '../__testUtils__/environments';
import { parseEnvironments } from '../environments/environment';
import { Migration, migrationOf } from './places';
import { planMigration } from './planMigration';
import { readProgress } from './progress';
import { MigrationStep } from './spec';

const [shop] = parseEnvironments({
  production: {
    ...environments.production,
    defaults: { instances: 3 },
    namespace: 'shop',
    gitops: {
      repoUrl: 'github.com?owner=naytife&repo=commerce',
      path: 'deploy/databases/production',
      overlay: 'deploy/overlays/production',
    },
    migrations: {
      commerce: {
        owner: 'group:default/commerce',
        component: 'component:default/storefront',
        source: {
          deployment: 'postgres',
          service: 'postgres',
          database: 'naytifedb',
          user: 'naytife',
          secretName: 'postgres-secret',
        },
        writers: ['backend', 'worker'],
        roles: ['reporting'],
      },
    },
  },
});
const migration = migrationOf(shop, 'commerce') as Migration;
const OVERLAY = 'deploy/overlays/production/kustomization.yaml';
const application = (deployment: string) => ({
  deployment,
  container: deployment,
  referenced: ['DATABASE_URL'],
});

/** A repository in which each step is merged as its pull request has it. */
class Branch {
  readonly files = new Map([
    [
      'deploy/databases/production/kustomization.yaml',
      'resources:\n  - other # ours\n',
    ],
    [OVERLAY, 'namePrefix: prod-\nresources:\n  - ../../base\n'],
  ]);
  readonly before = new Map(this.files);

  read = (path: string) => this.files.get(path);
  plan = (step: MigrationStep) =>
    planMigration(
      migration,
      readProgress(migration, this.read),
      step,
      this.read,
      {
        writers: ['backend', 'worker'].map(application),
        origin: application('postgres'),
      },
    );
  merge(...steps: MigrationStep[]) {
    for (const step of steps) {
      const { files, deletes } = this.plan(step);
      files.forEach(({ path, content }) => this.files.set(path, content));
      deletes.forEach(path => this.files.delete(path));
    }
    return readProgress(migration, this.read);
  }
  object = (path: string) => parse(this.files.get(path) ?? 'null');
  job = () =>
    this.object('deploy/databases/production/commerce-migration/job.yaml');
  components = () => this.object(OVERLAY).components ?? [];
}

describe('the pull requests of a migration', () => {
  it('keep in Git how far it is, whoever forgets', () => {
    const branch = new Branch();
    expect(
      branch.merge('assess', 'rehearse', 'discard', 'stop', 'copy'),
    ).toMatchObject({
      step: 'copy',
      run: 5,
      method: 'import',
      rehearsal: undefined,
      cluster: true,
      stopped: true,
      switched: false,
      prefix: 'prod-',
    });
    expect(branch.merge('switch')).toMatchObject({
      stopped: false,
      switched: true,
    });
    expect(branch.merge('retire')).toMatchObject({ retired: true });
  });

  it('are the same whoever asks, however often', () => {
    const branch = new Branch();
    branch.merge('assess');
    expect(branch.plan('rehearse')).toEqual(branch.plan('rehearse'));
  });

  it('hold one Job, that of the last step: a Job that is deleted must not fence a database again', () => {
    const branch = new Branch();
    branch.merge('assess', 'rehearse', 'stop');
    expect(branch.job().metadata.name).toBe('commerce-stop-3');
    branch.merge('copy');
    expect(branch.job().metadata.name).toBe('commerce-copy-4');
    branch.merge('switch');
    expect(branch.job()).toBeNull();
  });

  it('give a Job its passwords from Secrets, and the hosts from the configuration', () => {
    const branch = new Branch();
    branch.merge('assess', 'rehearse');
    const { env } = branch.job().spec.template.spec.containers[0];
    expect(env).toContainEqual({
      name: 'OLD_HOST',
      value: 'prod-postgres.shop.svc',
    });
    expect(env).toContainEqual({
      name: 'NEW_HOST',
      value: 'commerce-rehearsal-2-rw.shop.svc',
    });
    expect(env).toContainEqual({
      name: 'OLD_PASSWORD',
      valueFrom: { secretKeyRef: { name: 'postgres-secret', key: 'password' } },
    });
    expect(env).toContainEqual({
      name: 'NEW_PASSWORD',
      valueFrom: {
        secretKeyRef: { name: 'commerce-rehearsal-2-app', key: 'password' },
      },
    });
  });

  it('rehearse in a cluster of its own, without a catalog entity, a pooler or a second instance', () => {
    const branch = new Branch();
    branch.merge('assess', 'rehearse');
    const rehearsal = 'deploy/databases/production/commerce-rehearsal-2';
    expect(branch.object(`${rehearsal}/cluster.yaml`).spec).toMatchObject({
      instances: 1,
      bootstrap: {
        initdb: {
          database: 'naytifedb',
          owner: 'naytife',
          import: {
            type: 'microservice',
            databases: ['naytifedb'],
            source: { externalCluster: 'origin' },
          },
        },
      },
      externalClusters: [
        {
          name: 'origin',
          connectionParameters: { host: 'prod-postgres.shop.svc' },
          password: { name: 'postgres-secret', key: 'password' },
        },
      ],
      managed: {
        roles: [
          { name: 'naytife', replication: true },
          { name: 'reporting', login: false },
        ],
      },
    });
    expect(
      [...branch.files.keys()]
        .filter(path => path.includes('rehearsal'))
        .map(path => path.split('/').pop()),
    ).not.toContain('pooler.yaml');
    expect(
      [...branch.files.keys()].some(
        path => path.startsWith('catalog/') && path.includes('rehearsal'),
      ),
    ).toBe(false);
    branch.merge('rehearse');
    expect(branch.files.has(`${rehearsal}/cluster.yaml`)).toBe(false);
    branch.merge('discard');
    expect(
      [...branch.files.keys()].some(path => path.includes('rehearsal')),
    ).toBe(false);
    expect(
      branch.object('deploy/databases/production/kustomization.yaml').resources,
    ).toEqual(['other', 'commerce-migration']);
  });

  it('replicate in place of an import where it was prepared: the schema first, then everything that is written', () => {
    const branch = new Branch();
    expect(branch.merge('assess', 'prepare')).toMatchObject({
      method: 'logical',
      cluster: true,
    });
    expect(
      branch.object('deploy/databases/production/commerce/cluster.yaml').spec
        .bootstrap.initdb.import.schemaOnly,
    ).toBe(true);
    expect(
      branch.object(
        'deploy/databases/production/commerce-migration/subscription.yaml',
      ).spec,
    ).toMatchObject({
      publicationName: 'cnpg_migration',
      subscriptionReclaimPolicy: 'delete',
    });
    expect(branch.components()).toEqual([
      '../../databases/production/commerce-migration/logical',
    ]);
    branch.merge('stop', 'copy');
    expect(branch.job().spec.template.spec.containers[0].command).toEqual([
      'bash',
      '/migration/migrate.sh',
      'catch-up',
      'grants',
      'validate',
      'way-back',
    ]);
    branch.merge('switch');
    expect(
      branch.files.has(
        'deploy/databases/production/commerce-migration/subscription.yaml',
      ),
    ).toBe(false);
  });

  it('give every writer the new database and let it run again, in one', () => {
    const branch = new Branch();
    branch.merge('assess', 'rehearse', 'stop');
    expect(branch.components()).toEqual([
      '../../databases/production/commerce-migration/stop',
    ]);
    branch.merge('copy', 'switch');
    expect(branch.components()).toEqual([
      '../../databases/production/commerce/connection',
    ]);
    const { patches } = branch.object(
      'deploy/databases/production/commerce/connection/kustomization.yaml',
    );
    expect(
      patches.map(({ target }: { target: { name: string } }) => target.name),
    ).toEqual(['backend', 'worker']);
    for (const { path } of patches)
      expect(
        branch.object(`deploy/databases/production/commerce/connection/${path}`)
          .spec.template.spec.containers[0].env,
      ).toContainEqual({
        name: 'DATABASE_URL',
        value:
          'postgresql://$(DATABASE_USER):$(DATABASE_PASSWORD)@commerce-rw.shop.svc:5432/naytifedb?sslmode=require',
        valueFrom: null,
      });
  });

  it('go back in one, and leave the new cluster for whoever wants to look', () => {
    const branch = new Branch();
    branch.merge('assess', 'rehearse', 'stop', 'copy', 'switch');
    expect(branch.merge('roll-back')).toMatchObject({
      switched: false,
      stopped: false,
      cluster: true,
    });
    expect(branch.components()).toEqual([]);
    expect(branch.job().spec.template.spec.containers[0].command).toContain(
      'roll-back',
    );
    branch.merge('discard', 'discard');
    expect(
      branch.files.has('deploy/databases/production/commerce/cluster.yaml'),
    ).toBe(false);
    expect(branch.merge('stop', 'copy')).toMatchObject({
      cluster: true,
      stopped: true,
    });
  });

  it('leave nothing of the migration behind in the end, and every other line as it was', () => {
    const branch = new Branch();
    branch.merge(
      'assess',
      'rehearse',
      'discard',
      'prepare',
      'stop',
      'copy',
      'switch',
      'retire',
      'tidy',
    );
    expect(
      [...branch.files.keys()].filter(path =>
        path.includes('commerce-migration'),
      ),
    ).toEqual([]);
    expect(
      branch.files.get('deploy/databases/production/kustomization.yaml'),
    ).toBe('resources:\n  - other # ours\n  - commerce\n');
    expect(branch.components()).toEqual([
      '../../databases/production/commerce/connection',
      '../../databases/production/commerce/retired',
    ]);
  });
});
