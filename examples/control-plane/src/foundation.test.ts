import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  existsSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  CONCERNS,
  Manifest,
  addEntry,
  foundationSpecSchema,
  parseEnvironments,
  planFoundation,
} from '@naytife/backstage-plugin-cnpg-common';
import { parseAllDocuments } from 'yaml';
import { ControlPlane } from './ControlPlane';
import { call } from './contract/subjects';
import { crdFolders, gitopsCrds, monitoringCrds } from './environment';

const PLURAL: Record<string, string> = {
  StorageClass: 'storageclasses',
  NetworkPolicy: 'networkpolicies',
};
const [argocd, plain] = parseEnvironments(
  Object.fromEntries(
    [
      [
        'argocd',
        {
          tool: 'argocd',
          argocd: {
            path: 'apps',
            repoURL: 'https://github.com/naytife/commerce',
          },
        },
      ],
      ['plain', {}],
    ].map(([name, gitops]) => [
      name,
      {
        title: name,
        kubernetesCluster: 'oke',
        namespace: 'naytife',
        gitops: {
          repoUrl: 'github.com?owner=naytife&repo=commerce',
          path: 'deploy/databases/x',
          ...(gitops as object),
        },
        objectStore: {
          name: 'naytife-store',
          destinationPath: 's3://b/p',
          secretName: 's',
          endpointURL: 'http://cnpg-object-store.naytife.svc:7070',
          server: { image: 'versity/versitygw:v1.0.18', storage: '20Gi' },
          retentionPolicy: '7d',
        },
      },
    ]),
  ),
);
const spec = (concern: (typeof CONCERNS)[number]) =>
  foundationSpecSchema.parse({
    environment: 'plain',
    concern,
    operatorVersion: '1.30.0',
    pluginVersion: '0.14.0',
    operatorChart: '0.29.0',
    pluginChart: '0.7.0',
    cpu: '16',
    memory: '64Gi',
    storage: '1Ti',
  });

describe('a real kube-apiserver', () => {
  let plane: ControlPlane;

  beforeAll(async () => {
    plane = await ControlPlane.start({
      crds: [...crdFolders(), ...monitoringCrds(), ...gitopsCrds()],
    });
    for (const name of ['naytife', 'argocd', 'cnpg-system'])
      await plane.admin.ensure({ kind: 'Namespace', metadata: { name } });
  }, 60_000);
  afterAll(() => plane?.stop());

  const dryRun = async (manifest: Manifest) => {
    const { apiVersion, kind, metadata } = manifest;
    const base = apiVersion.includes('/') ? '/apis' : '/api';
    const namespace = metadata.namespace
      ? `namespaces/${metadata.namespace}/`
      : '';
    const plural = PLURAL[kind] ?? `${kind.toLowerCase()}s`;
    const { status, body } = await call(
      plane.admin,
      'POST',
      `${base}/${apiVersion}/${namespace}${plural}?dryRun=All&fieldValidation=Strict`,
      kind === 'Namespace'
        ? { ...manifest, metadata: { name: 'other' } }
        : manifest,
    );
    return `${kind} ${status} ${body.message ?? ''}`.trim();
  };

  it.each(
    CONCERNS.flatMap(concern =>
      [argocd, plain].map(item => [concern, item.name, item] as const),
    ),
  )(
    'takes every object of the foundation: %s, %s',
    async (concern, _name, environment) => {
      const { objects } = planFoundation(spec(concern), environment);
      expect(objects.length).toBeGreaterThan(0);
      const answers = await Promise.all(objects.map(dryRun));
      expect(answers).toEqual(objects.map(({ kind }) => `${kind} 201`));
    },
  );
});

describe('the real kubectl kustomize', () => {
  it('builds the parts of an environment together, each object in its namespace', () => {
    const root = mkdtempSync(join(tmpdir(), 'naytife-foundation-'));
    const write = (path: string, text: string) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    };
    const read = (path: string) =>
      existsSync(join(root, path))
        ? readFileSync(join(root, path), 'utf8')
        : undefined;
    const wanted: Manifest[] = [];
    for (const concern of [
      'storage',
      'backup',
      'monitoring',
      'guardrails',
    ] as const) {
      const plan = planFoundation(spec(concern), plain);
      wanted.push(...plan.objects);
      for (const { path, content } of plan.files) write(path, content);
      for (const listing of plan.listings)
        write(listing.path, addEntry(read(listing.path), listing));
    }
    const built = ['deploy/clusters/oke', 'deploy/overlays/plain/cnpg'].flatMap(
      directory =>
        parseAllDocuments(
          execFileSync(join(process.env.KUBEBUILDER_ASSETS ?? '', 'kubectl'), [
            'kustomize',
            join(root, directory),
          ]).toString(),
        ).map(document => document.toJS() as Manifest),
    );
    rmSync(root, { recursive: true, force: true });
    const order = (objects: Manifest[]) =>
      [...objects].sort((a, b) =>
        `${a.kind}/${a.metadata.name}`.localeCompare(
          `${b.kind}/${b.metadata.name}`,
        ),
      );
    expect(order(built)).toEqual(order(wanted));
  });
});
