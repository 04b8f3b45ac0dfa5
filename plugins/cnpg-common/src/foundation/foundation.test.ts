import { environments, local, production } from '../__testUtils__/environments';
import { Environment, parseEnvironments } from '../environments/environment';
import {
  OPERATOR_RELEASES,
  operatorUpkeep,
  upgradeSteps,
} from './operatorReleases';
import { checkFoundation, planFoundation } from './planFoundation';
import { FoundationSpec, foundationSpecSchema } from './spec';

const [flux, argocd] = parseEnvironments({
  flux: {
    ...environments.production,
    gitops: {
      ...environments.production.gitops,
      tool: 'flux',
      flux: { path: 'clusters/x' },
    },
  },
  argocd: {
    ...environments.production,
    gitops: {
      ...environments.production.gitops,
      tool: 'argocd',
      argocd: { path: 'apps', repoURL: 'https://github.com/naytife/commerce' },
    },
  },
});
const ask = (change: Partial<FoundationSpec>) =>
  foundationSpecSchema.parse({ environment: 'production', ...change });
const plan = (
  change: Partial<FoundationSpec>,
  environment: Environment = production,
) => planFoundation(ask(change), environment);
const OPERATOR: Partial<FoundationSpec> = {
  concern: 'operator',
  operatorVersion: '1.30.0',
  pluginVersion: '0.14.0',
  operatorChart: '0.29.0',
  pluginChart: '0.7.0',
};

describe('planFoundation', () => {
  it('brings one concern each, in the directories of the plan, and names it where it is built', () => {
    const brought = (
      ['storage', 'backup', 'monitoring', 'guardrails'] as const
    ).map(concern => {
      const { files, listings } = plan({ concern });
      return [concern, files.map(({ path }) => path), listings[0]];
    });
    expect(brought).toEqual([
      [
        'storage',
        [
          'deploy/base/cnpg-storage/storage-class.yaml',
          'deploy/base/cnpg-storage/kustomization.yaml',
        ],
        {
          path: 'deploy/clusters/k/kustomization.yaml',
          field: 'resources',
          entry: '../../base/cnpg-storage',
        },
      ],
      [
        'backup',
        [
          'deploy/overlays/production/cnpg/object-store/object-store.yaml',
          'deploy/overlays/production/cnpg/object-store/kustomization.yaml',
        ],
        {
          path: 'deploy/overlays/production/cnpg/kustomization.yaml',
          field: 'resources',
          entry: 'object-store',
          namespace: 'shop',
        },
      ],
      [
        'monitoring',
        [
          'deploy/base/cnpg-monitoring/alerts.yaml',
          'deploy/base/cnpg-monitoring/dashboard.yaml',
          'deploy/base/cnpg-monitoring/kustomization.yaml',
        ],
        {
          path: 'deploy/overlays/production/cnpg/kustomization.yaml',
          field: 'resources',
          entry: '../../../base/cnpg-monitoring',
          namespace: 'shop',
        },
      ],
      [
        'guardrails',
        [
          'deploy/base/cnpg-guardrails/network-policies.yaml',
          'deploy/base/cnpg-guardrails/kustomization.yaml',
        ],
        {
          path: 'deploy/overlays/production/cnpg/kustomization.yaml',
          field: 'resources',
          entry: '../../../base/cnpg-guardrails',
          namespace: 'shop',
        },
      ],
    ]);
  });

  it('pins the operator in every tool, orders the plugin after it, and brings no database', () => {
    const [byFlux, byArgo, plain] = [flux, argocd, production].map(
      environment => plan(OPERATOR, environment),
    );
    expect(byFlux.objects.filter(({ kind }) => kind === 'HelmRelease')).toEqual(
      [
        expect.objectContaining({
          apiVersion: 'helm.toolkit.fluxcd.io/v2',
          spec: expect.objectContaining({
            chart: { spec: expect.objectContaining({ version: '0.29.0' }) },
            upgrade: { crds: 'CreateReplace' },
          }),
        }),
        expect.objectContaining({
          spec: expect.objectContaining({
            dependsOn: [{ name: 'cloudnative-pg' }],
          }),
        }),
      ],
    );
    expect(
      byArgo.objects
        .filter(({ kind }) => kind === 'Application')
        .map(({ metadata }) => metadata.annotations),
    ).toEqual([
      { 'argocd.argoproj.io/sync-wave': '0' },
      { 'argocd.argoproj.io/sync-wave': '1' },
    ]);
    expect(
      plain.files.find(({ path }) => path.endsWith('kustomization.yaml'))
        ?.content,
    ).toMatch(
      /release-1.30\/releases\/cnpg-1.30.0.yaml[\s\S]*v0.14.0\/manifest.yaml/,
    );
    for (const { objects } of [byFlux, byArgo, plain])
      expect(objects.map(({ kind }) => kind)).not.toContain('Cluster');
  });

  it('lets in the operator, Prometheus, the instances and the namespace, and nobody else', () => {
    const text = JSON.stringify(
      plan({ concern: 'guardrails', prometheusNamespace: 'prom' }).objects,
    );
    for (const port of ['8000', '5432', '9187', '9127'])
      expect(text).toContain(`"port":${port}`);
    expect(text).toContain('"kubernetes.io/metadata.name":"cnpg-system"');
    expect(text).toContain('"kubernetes.io/metadata.name":"prom"');
    expect(text).toContain('"policyTypes":["Ingress"]');
  });

  it('writes a quota only where one is asked for, and never one of CPU limits', () => {
    expect(JSON.stringify(plan({ concern: 'guardrails' }))).not.toContain(
      'ResourceQuota',
    );
    const quota = plan({
      concern: 'guardrails',
      cpu: '16',
      storage: '1Ti',
    }).objects.find(({ kind }) => kind === 'ResourceQuota');
    expect(quota?.spec).toEqual({
      hard: { 'requests.cpu': '16', 'requests.storage': '1Ti' },
    });
  });

  it('writes parameters that the drivers have, and lets volumes grow', () => {
    const [, oci] = plan({ concern: 'storage' }).objects;
    expect(oci).toMatchObject({
      parameters: { 'csi.storage.k8s.io/fstype': 'ext4', vpusPerGB: '10' },
      allowVolumeExpansion: true,
      volumeBindingMode: 'WaitForFirstConsumer',
    });
    expect(JSON.stringify(oci)).not.toContain('replicaCount');
  });

  it.each([
    [{ concern: 'operator' }, production, ['operatorVersion', 'pluginVersion']],
    [
      { concern: 'operator', operatorVersion: '1.30.0' },
      flux,
      ['operatorChart', 'pluginChart'],
    ],
    [{ concern: 'backup' }, local, ['environment']],
  ] as [Partial<FoundationSpec>, Environment, string[]][])(
    'refuses %j with the fields that are missing',
    (change, environment, fields) => {
      expect(
        checkFoundation(ask(change), environment).map(({ path }) => path),
      ).toEqual(fields);
      expect(() => plan(change, environment)).toThrow(fields[0]);
    },
  );
});

describe('a store of the environment’s own', () => {
  const [own] = parseEnvironments({
    local: {
      ...environments.local,
      objectStore: {
        name: 'store',
        destinationPath: 's3://backups/local',
        endpointURL: 'http://cnpg-object-store.dev.svc:7070',
        secretName: 'store-keys',
        retentionPolicy: '7d',
        server: { image: 'versity/versitygw:v1.0.18', storage: '20Gi' },
      },
      secrets: {
        provider: 'sops',
        recipients: [`age1${'q'.repeat(58)}`],
        path: 'deploy/secrets/local',
      },
    },
  });

  it('comes with a server that has the bucket, and with credentials that nobody typed', () => {
    const { objects, secrets } = plan({ concern: 'backup' }, own);
    expect(objects.map(({ kind }) => kind)).toEqual([
      'ObjectStore',
      'PersistentVolumeClaim',
      'Deployment',
      'Service',
    ]);
    expect(JSON.stringify(objects)).toContain('/data/backups');
    expect(secrets).toEqual([
      expect.objectContaining({
        path: 'deploy/secrets/local/store-keys.yaml',
        keys: ['ACCESS_KEY_ID', 'SECRET_ACCESS_KEY'],
      }),
    ]);
  });

  it('is refused where the databases would look for it somewhere else', () => {
    const other = {
      ...own,
      objectStore: own.objectStore && {
        ...own.objectStore,
        endpointURL: 'https://s3.example',
      },
    };
    expect(checkFoundation(ask({ concern: 'backup' }), other)).toEqual([
      expect.objectContaining({
        path: 'environment',
        message: expect.stringContaining(
          'http://cnpg-object-store.dev.svc:7070',
        ),
      }),
    ]);
  });
});

describe('operator releases', () => {
  const now = Date.parse('2026-11-24T00:00:00Z');

  it('say that Naytife’s 1.26.1 has no fixes any more, and which one is next', () => {
    expect(operatorUpkeep('1.26.1', now)).toMatchObject({
      support: 'ended',
      endOfLife: '2025-11-12',
      next: { minor: '1.27' },
    });
    expect(operatorUpkeep('1.30.0', now)).toMatchObject({
      support: 'supported',
      next: undefined,
    });
    expect(operatorUpkeep('2.0.0', now)).toEqual({ support: 'unknown' });
  });

  it('name every step between two of them, and none for a step back', () => {
    expect(upgradeSteps('1.26.1', '1.30.0').map(({ minor }) => minor)).toEqual([
      '1.27',
      '1.28',
      '1.29',
      '1.30',
    ]);
    expect(upgradeSteps('1.30.0', '1.26.1')).toEqual([]);
    expect(upgradeSteps('1.30.0', '1.30.0')).toEqual([]);
    expect(upgradeSteps('0.1.0', '1.30.0')).toEqual([]);
  });

  it('are listed from the oldest on, each with an end', () => {
    const ends = OPERATOR_RELEASES.map(({ endOfLife }) =>
      Date.parse(endOfLife),
    );
    expect([...ends].sort((a, b) => a - b)).toEqual(ends);
  });
});
