import { Environment } from '../environments/environment';
import { Manifest, ManifestFile, toYaml } from '../manifests/yaml';
import { FoundationSpec } from './spec';

/** Where CNPG and its plugin must be: the plugin finds the operator by its namespace. */
export const OPERATOR_NAMESPACE = 'cnpg-system';
const CHARTS = 'https://cloudnative-pg.github.io/charts';

const labels = { 'app.kubernetes.io/managed-by': 'backstage' };

const namespace = (): Manifest => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: OPERATOR_NAMESPACE, labels },
});

/** Services expose no metrics port; the operator's pods do. */
const podMonitor = (): Manifest => ({
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'PodMonitor',
  metadata: {
    name: 'cnpg-controller-manager',
    namespace: OPERATOR_NAMESPACE,
    labels,
  },
  spec: {
    selector: { matchLabels: { 'app.kubernetes.io/name': 'cloudnative-pg' } },
    podMetricsEndpoints: [{ port: 'metrics' }],
  },
});

interface Chart {
  name: string;
  version: string;
  dependsOn?: string;
  values?: object;
}

const charts = (spec: FoundationSpec): Chart[] => [
  {
    name: 'cloudnative-pg',
    version: spec.operatorChart ?? '',
    values: { monitoring: { podMonitorEnabled: false } },
  },
  {
    name: 'plugin-barman-cloud',
    version: spec.pluginChart ?? '',
    dependsOn: 'cloudnative-pg',
  },
];

const flux = (spec: FoundationSpec): Manifest[] => [
  {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'HelmRepository',
    metadata: { name: 'cnpg', namespace: OPERATOR_NAMESPACE, labels },
    spec: { interval: '1h', url: CHARTS },
  },
  ...charts(spec).map(
    ({ name, version, dependsOn, values }): Manifest => ({
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      metadata: { name, namespace: OPERATOR_NAMESPACE, labels },
      spec: {
        interval: '10m',
        chart: {
          spec: {
            chart: name,
            // Pinned: an upgrade of the operator is a pull request of its own.
            version,
            sourceRef: { kind: 'HelmRepository', name: 'cnpg' },
          },
        },
        ...(dependsOn ? { dependsOn: [{ name: dependsOn }] } : {}),
        install: { crds: 'CreateReplace' },
        upgrade: { crds: 'CreateReplace' },
        ...(values ? { values } : {}),
      },
    }),
  ),
];

const argocd = (spec: FoundationSpec, { gitops }: Environment): Manifest[] =>
  charts(spec).map(
    ({ name, version, values }, index): Manifest => ({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: {
        name,
        namespace: gitops.argocd?.namespace ?? 'argocd',
        labels,
        annotations: { 'argocd.argoproj.io/sync-wave': String(index) },
      },
      spec: {
        project: gitops.argocd?.project ?? 'default',
        source: {
          repoURL: CHARTS,
          chart: name,
          targetRevision: version,
          ...(values ? { helm: { valuesObject: values } } : {}),
        },
        destination: {
          server: gitops.argocd?.server ?? 'https://kubernetes.default.svc',
          namespace: OPERATOR_NAMESPACE,
        },
        // CNPG's CRDs are larger than the annotation of client-side apply.
        syncPolicy: { syncOptions: ['ServerSideApply=true'] },
      },
    }),
  );

/** The release manifests, pinned by their version (installation_upgrade.md). */
const releases = ({ operatorVersion, pluginVersion }: FoundationSpec) => {
  const minor = operatorVersion?.split('.').slice(0, 2).join('.');
  return [
    `https://raw.githubusercontent.com/cloudnative-pg/cloudnative-pg/release-${minor}/releases/cnpg-${operatorVersion}.yaml`,
    `https://github.com/cloudnative-pg/plugin-barman-cloud/releases/download/v${pluginVersion}/manifest.yaml`,
  ];
};

/** The operator and its plugin in `deploy/base/cnpg-operator`, in the form that the environment's tool applies. */
export function operatorFiles(
  spec: FoundationSpec,
  environment: Environment,
  directory: string,
): { objects: Manifest[]; files: ManifestFile[] } {
  const { tool } = environment.gitops;
  const made = {
    flux: () => flux(spec),
    argocd: () => argocd(spec, environment),
    kustomize: () => [],
  }[tool]();
  const [space, monitor] = [namespace(), podMonitor()];
  const name = tool === 'argocd' ? 'applications.yaml' : 'helm-release.yaml';
  const resources = [
    'namespace.yaml',
    ...(made.length ? [name] : releases(spec)),
    ...(environment.monitoring ? ['pod-monitor.yaml'] : []),
  ];
  const file = (path: string, content: string) => ({
    path: `${directory}/${path}`,
    content,
  });
  return {
    objects: [space, ...made, ...(environment.monitoring ? [monitor] : [])],
    files: [
      file('namespace.yaml', toYaml(space)),
      ...(made.length
        ? [file(name, made.map(object => toYaml(object)).join('---\n'))]
        : []),
      ...(environment.monitoring
        ? [file('pod-monitor.yaml', toYaml(monitor))]
        : []),
      file(
        'kustomization.yaml',
        toYaml(
          {
            apiVersion: 'kustomize.config.k8s.io/v1beta1',
            kind: 'Kustomization',
            resources,
          },
          'Needs cert-manager. Apply with --server-side: the CRDs are large. Databases come in pull requests of their own.',
        ),
      ),
    ],
  };
}
