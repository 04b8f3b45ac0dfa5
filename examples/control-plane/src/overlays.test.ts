import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
  existsSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  Environment,
  ManifestSet,
  addEntry,
  buildManifests,
  databaseSpecSchema,
  parseEnvironments,
  planRemoval,
} from '@naytife/backstage-plugin-cnpg-common';
import { parseAllDocuments } from 'yaml';

const ENVIRONMENTS = ['local', 'staging', 'production'] as const;
const TREE = join(__dirname, '../../naytife-gitops/repository');

interface Built {
  kind: string;
  metadata: { name: string; namespace?: string };
  [key: string]: unknown;
}

const environmentOf = (name: string): Environment =>
  parseEnvironments({
    [name]: {
      title: name,
      kubernetesCluster: 'k',
      namespace: name === 'local' ? 'naytife' : `naytife-${name}`,
      gitops: {
        repoUrl: 'github.com?owner=naytife&repo=commerce',
        path: `deploy/databases/${name}`,
        overlay: `deploy/overlays/${name}`,
      },
      objectStore: {
        name: 'naytife-store',
        destinationPath: 's3://b/p',
        secretName: 's',
        retentionPolicy: '7d',
      },
    },
  })[0];

const askedFor = (environment: Environment): ManifestSet =>
  buildManifests(
    databaseSpecSchema.parse({
      environment: environment.name,
      name: 'orders',
      owner: 'group:default/commerce',
      version: '15',
      size: 'small',
      instances: 2,
      pooler: true,
      backup: true,
      deployment: 'backend',
    }),
    environment,
    {
      deployment: 'backend',
      container: 'backend',
      referenced: ['DATABASE_URL'],
    },
  );

// The overlays are kustomize's own business: only kustomize can say what they build (npm run test:control-plane).
describe('the real kubectl kustomize, over the deploy tree before and after a pull request', () => {
  let root: string;

  const build = (directory: string): Map<string, Built> => {
    const text = execFileSync(
      join(process.env.KUBEBUILDER_ASSETS ?? '', 'kubectl'),
      ['kustomize', join(root, directory)],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    ).toString();
    return new Map(
      parseAllDocuments(text)
        .map(document => document.toJS() as Built)
        .map(object => [`${object.kind}/${object.metadata.name}`, object]),
    );
  };
  const read = (path: string) =>
    existsSync(join(root, path))
      ? readFileSync(join(root, path), 'utf8')
      : undefined;
  const write = (path: string, content: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  const merge = ({ files, listings }: ManifestSet) => {
    for (const { path, content } of files) write(path, content);
    for (const listing of listings)
      write(listing.path, addEntry(read(listing.path), listing));
  };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'naytife-tree-'));
    cpSync(TREE, root, { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it.each(ENVIRONMENTS)(
    'adds to the databases of %s exactly the asked objects, unchanged and in their namespace',
    name => {
      const environment = environmentOf(name);
      const before = build(environment.gitops.path);
      const set = askedFor(environment);
      merge(set);
      const after = build(environment.gitops.path);
      for (const [key, object] of before)
        expect(after.get(key)).toEqual(object);
      const added = [...after].filter(([key]) => !before.has(key));
      expect(added.map(([, object]) => object)).toEqual(
        expect.arrayContaining(set.objects),
      );
      expect(added).toHaveLength(set.objects.length);
      expect(
        added.every(
          ([, { metadata }]) => metadata.namespace === environment.namespace,
        ),
      ).toBe(true);
    },
  );

  it.each(ENVIRONMENTS)(
    'changes in the overlay of %s nothing but the variables of the one Deployment, each before what uses it',
    name => {
      const environment = environmentOf(name);
      const { overlay = '' } = environment.gitops;
      const before = build(overlay);
      merge(askedFor(environment));
      const after = build(overlay);
      expect([...after.keys()]).toEqual([...before.keys()]);
      const changed = [...after].filter(
        ([key, object]) =>
          JSON.stringify(object) !== JSON.stringify(before.get(key)),
      );
      expect(
        changed.map(([key]) => key.replace(/(prod|staging)-/, '')),
      ).toEqual(['Deployment/backend']);
      const [container] = (
        changed[0][1] as unknown as {
          spec: {
            template: {
              spec: {
                containers: {
                  env: { name: string; value?: string; valueFrom?: object }[];
                }[];
              };
            };
          };
        }
      ).spec.template.spec.containers;
      const names = container.env.map(item => item.name);
      const url = container.env.find(item => item.name === 'DATABASE_URL');
      expect(url).toEqual({
        name: 'DATABASE_URL',
        value: `postgresql://$(DATABASE_USER):$(DATABASE_PASSWORD)@orders-pooler.${environment.namespace}.svc:5432/app?sslmode=require`,
      });
      for (const used of ['DATABASE_USER', 'DATABASE_PASSWORD'])
        expect(names.indexOf(used)).toBeLessThan(names.indexOf('DATABASE_URL'));
      expect(names).toContain('PORT');
      expect(new Set(names).size).toBe(names.length);
    },
  );

  it('is undone to the object by the removal', () => {
    const environment = environmentOf('production');
    const directories = [
      environment.gitops.path,
      environment.gitops.overlay ?? '',
    ];
    const before = directories.map(build);
    merge(askedFor(environment));
    const plan = planRemoval('orders', environment, read, false);
    plan?.deletes.forEach(path => rmSync(join(root, path)));
    plan?.files.forEach(({ path, content }) => write(path, content));
    expect(directories.map(build)).toEqual(before);
  });

  it('leaves an overlay that did not build before as it was: the same error, and the databases beside it build', () => {
    const environment = environmentOf('staging');
    const path = 'deploy/overlays/staging/kustomization.yaml';
    write(
      path,
      `${read(path)}patches:\n  - path: postgres-staging-patch.yaml\n`,
    );
    const failure = () => {
      try {
        build('deploy/overlays/staging');
        return 'built';
      } catch (error) {
        return String((error as { stderr?: Buffer }).stderr);
      }
    };
    const before = failure();
    expect(before).toContain('postgres-staging-patch.yaml');
    const beside = build(environment.gitops.path);
    merge(askedFor(environment));
    expect(failure()).toBe(before);
    expect(build(environment.gitops.path).size).toBe(
      beside.size + askedFor(environment).objects.length,
    );
  });
});
