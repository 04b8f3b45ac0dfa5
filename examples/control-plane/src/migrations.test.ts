import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  Manifest,
  Migration,
  MigrationStep,
  migrationOf,
  parseEnvironments,
  planMigration,
  readProgress,
} from '@naytife/backstage-plugin-cnpg-common';
import { parseAllDocuments } from 'yaml';
import { ControlPlane } from './ControlPlane';
import { call } from './contract/subjects';
import { crdFolders, monitoringCrds } from './environment';

const TREE = join(__dirname, '../../naytife-gitops/repository');
const NAMESPACE = 'naytife-staging';
const OVERLAY = 'deploy/overlays/staging';
const DATABASES = 'deploy/databases/staging';
const [environment] = parseEnvironments({
  staging: {
    title: 'Staging',
    kubernetesCluster: 'k',
    namespace: NAMESPACE,
    defaults: { pooler: true, instances: 2 },
    objectStore: {
      name: 'naytife-store',
      destinationPath: 's3://b/p',
      secretName: 's',
      retentionPolicy: '7d',
    },
    gitops: {
      repoUrl: 'github.com?owner=naytife&repo=commerce',
      path: DATABASES,
      overlay: OVERLAY,
    },
    migrations: {
      commerce: {
        owner: 'group:default/commerce',
        source: {
          deployment: 'postgres',
          service: 'postgres',
          database: 'naytifedb',
          user: 'naytife',
          secretName: 'postgres-secret',
        },
        writers: ['backend'],
        roles: ['reporting'],
      },
    },
  },
});
const migration = migrationOf(environment, 'commerce') as Migration;
const BY_IMPORT: MigrationStep[] = [
  'assess',
  'rehearse',
  'discard',
  'stop',
  'copy',
  'validate',
  'switch',
  'retire',
  'tidy',
];
const BY_REPLICATION: MigrationStep[] = [
  'assess',
  'prepare',
  'stop',
  'copy',
  'switch',
  'roll-back',
  'discard',
];

/** A checkout of the sample repository in which each step is merged. */
class Checkout {
  readonly root = mkdtempSync(join(tmpdir(), 'naytife-tree-'));

  constructor() {
    cpSync(TREE, this.root, { recursive: true });
  }

  remove = () => rmSync(this.root, { recursive: true, force: true });
  read = (path: string) =>
    existsSync(join(this.root, path))
      ? readFileSync(join(this.root, path), 'utf8')
      : undefined;

  merge(step: MigrationStep) {
    const plan = planMigration(
      migration,
      readProgress(migration, this.read),
      step,
      this.read,
      {
        writers: [
          {
            deployment: 'backend',
            container: 'backend',
            referenced: ['DATABASE_URL'],
          },
        ],
        origin: {
          deployment: 'postgres',
          container: 'postgres',
          referenced: [],
        },
      },
    );
    for (const { path, content } of plan.files) {
      mkdirSync(dirname(join(this.root, path)), { recursive: true });
      writeFileSync(join(this.root, path), content);
    }
    plan.deletes.forEach(path => rmSync(join(this.root, path)));
    return plan;
  }

  build(directory: string): Map<string, Manifest> {
    const text = execFileSync(
      join(process.env.KUBEBUILDER_ASSETS ?? '', 'kubectl'),
      ['kustomize', join(this.root, directory)],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    ).toString();
    return new Map(
      parseAllDocuments(text)
        .map(document => document.toJS() as Manifest)
        .map(object => [`${object.kind}/${object.metadata.name}`, object]),
    );
  }
}

describe.each([['newest'], ['old']] as const)(
  'a real kube-apiserver with the CRDs of the %s supported release, and a migration',
  release => {
    let plane: ControlPlane;
    beforeAll(async () => {
      plane = await ControlPlane.start({
        crds: [...crdFolders(release), ...monitoringCrds()],
      });
      await plane.admin.ensure({
        kind: 'Namespace',
        metadata: { name: NAMESPACE },
      });
    }, 60_000);
    afterAll(() => plane?.stop());

    it.each([
      ['import', BY_IMPORT],
      ['replication', BY_REPLICATION],
    ])(
      'takes every object of every step by %s',
      async (_way, steps) => {
        const checkout = new Checkout();
        const tried = new Set<string>();
        try {
          for (const step of steps) {
            checkout.merge(step);
            for (const object of checkout.build(DATABASES).values()) {
              const { apiVersion, kind } = object;
              const base = apiVersion.includes('/') ? '/apis' : '/api';
              const { status, body } = await call(
                plane.admin,
                'POST',
                `${base}/${apiVersion}/namespaces/${NAMESPACE}/${kind.toLowerCase()}s?dryRun=All&fieldValidation=Strict`,
                object,
              );
              expect(`${step} ${kind}: ${status} ${body.message ?? ''}`).toBe(
                `${step} ${kind}: 201 `,
              );
              tried.add(kind);
            }
          }
        } finally {
          checkout.remove();
        }
        expect([...tried]).toEqual(
          expect.arrayContaining([
            'Job',
            'ConfigMap',
            'Cluster',
            'Publication',
          ]),
        );
      },
      60_000,
    );
  },
);

describe('the real kubectl kustomize, over the overlay during a migration', () => {
  let checkout: Checkout;
  beforeEach(() => {
    checkout = new Checkout();
  });
  afterEach(() => checkout.remove());
  const spec = (built: Map<string, Manifest>, name: string) =>
    built.get(`Deployment/${name}`)?.spec as {
      replicas?: number;
      strategy?: { type: string };
      template: {
        spec: {
          containers: {
            args?: string[];
            env?: { name: string; value?: string }[];
          }[];
        };
      };
    };

  it('stops the writers and nothing else, and lets them run again with the new database', () => {
    const before = checkout.build(OVERLAY);
    (['assess', 'rehearse', 'stop'] as const).forEach(step =>
      checkout.merge(step),
    );
    const stopped = checkout.build(OVERLAY);
    expect([...stopped.keys()]).toEqual([...before.keys()]);
    expect(spec(stopped, 'staging-backend').replicas).toBe(0);
    expect(stopped.get('Deployment/staging-postgres')).toEqual(
      before.get('Deployment/staging-postgres'),
    );
    (['copy', 'switch'] as const).forEach(step => checkout.merge(step));
    const switched = spec(checkout.build(OVERLAY), 'staging-backend');
    expect(switched.replicas).toBeUndefined();
    expect(switched.template.spec.containers[0].env).toContainEqual({
      name: 'DATABASE_URL',
      value: `postgresql://$(DATABASE_USER):$(DATABASE_PASSWORD)@commerce-pooler.${NAMESPACE}.svc:5432/naytifedb?sslmode=require`,
    });
  });

  it('is as it was before, to the object, when the move is rolled back', () => {
    const before = checkout.build(OVERLAY);
    (
      ['assess', 'rehearse', 'stop', 'copy', 'switch', 'roll-back'] as const
    ).forEach(step => checkout.merge(step));
    expect(checkout.build(OVERLAY)).toEqual(before);
  });

  it('restarts the old server with logical WAL, one pod at a time, and only that', () => {
    const before = checkout.build(OVERLAY);
    (['assess', 'prepare'] as const).forEach(step => checkout.merge(step));
    const after = checkout.build(OVERLAY);
    expect(spec(after, 'staging-postgres')).toMatchObject({
      strategy: { type: 'Recreate' },
      template: {
        spec: { containers: [{ args: ['-c', 'wal_level=logical'] }] },
      },
    });
    expect(after.get('Deployment/staging-backend')).toEqual(
      before.get('Deployment/staging-backend'),
    );
  });

  it('has no old server any more in the end, and nothing of the migration', () => {
    const before = checkout.build(OVERLAY);
    BY_IMPORT.forEach(step => checkout.merge(step));
    expect(
      [...before.keys()].filter(key => !checkout.build(OVERLAY).has(key)),
    ).toEqual(['Service/staging-postgres', 'Deployment/staging-postgres']);
    expect(
      [...checkout.build(DATABASES).keys()].filter(key =>
        key.includes('migration'),
      ),
    ).toEqual([]);
    expect(
      readdirSync(join(checkout.root, DATABASES)).filter(name =>
        existsSync(join(checkout.root, DATABASES, name, 'kustomization.yaml')),
      ),
    ).toEqual(['commerce', 'naytife-postgres']);
  });
});
