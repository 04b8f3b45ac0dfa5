import { Environment } from '../environments/environment';
import { ManifestSet } from '../manifests/files';
import { objectStoreObject } from '../manifests/objects';
import { storeCredentials, storeRequests } from '../manifests/secrets';
import { Finding } from '../manifests/spec';
import { Manifest, ManifestFile, toYaml } from '../manifests/yaml';
import { dashboardConfigMap } from '../monitoring/dashboard';
import { prometheusRule } from '../monitoring/rules';
import { networkPolicies, resourceQuota, storageClasses } from './objects';
import { operatorFiles } from './operator';
import { storeServer, storeServerUrl } from './storeServer';
import { FoundationSpec } from './spec';

const ROOT = 'deploy';
const RUNBOOKS =
  'https://github.com/naytife/backstage-plugins/blob/main/docs/runbooks';

/** What a concern wants to be told, before any manifest is written. @public */
export function checkFoundation(
  spec: FoundationSpec,
  environment: Environment,
): Finding[] {
  const findings: Finding[] = [];
  const missing = (path: string, message: string) =>
    findings.push({ code: 'missing', severity: 'error', path, message });
  if (spec.concern === 'operator' || spec.concern === 'operator-upgrade') {
    const fields =
      environment.gitops.tool === 'kustomize'
        ? (['operatorVersion', 'pluginVersion'] as const)
        : (['operatorVersion', 'operatorChart', 'pluginChart'] as const);
    for (const field of fields)
      if (!spec[field])
        missing(field, `${environment.title} needs a pinned version here`);
  }
  if (spec.concern === 'backup' && !environment.objectStore)
    missing(
      'environment',
      `${environment.title} names no object store (objectStore): there is nothing to write`,
    );
  const { objectStore } = environment;
  if (
    spec.concern === 'backup' &&
    objectStore?.server &&
    objectStore.endpointURL !== storeServerUrl(environment)
  )
    missing(
      'environment',
      `objectStore.endpointURL must be ${storeServerUrl(
        environment,
      )}, where the server of ${environment.title} answers`,
    );
  return findings;
}

const kustomization = (
  directory: string,
  files: string[],
  rest: object = {},
): ManifestFile => ({
  path: `${directory}/kustomization.yaml`,
  content: toYaml({
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    ...rest,
    resources: files,
  }),
});

/** One base directory of the plan's tree, named by the kustomization that is built for an environment or a Kubernetes cluster. */
function base(
  name: string,
  objects: [string, Manifest[]][],
): { directory: string; files: ManifestFile[] } {
  const directory = `${ROOT}/base/${name}`;
  return {
    directory,
    files: [
      ...objects.map(([file, held]) => ({
        path: `${directory}/${file}`,
        content: held.map(object => toYaml(object)).join('---\n'),
      })),
      kustomization(
        directory,
        objects.map(([file]) => file),
      ),
    ],
  };
}

/** Objects of one namespace are built by `deploy/overlays/<environment>/cnpg`: beside the overlay, outside its namePrefix. */
const forNamespace = (environment: Environment, objects: Manifest[]) =>
  objects.map(object => ({
    ...object,
    metadata: { ...object.metadata, namespace: environment.namespace },
  }));

interface Part {
  objects: Manifest[];
  files: ManifestFile[];
  /** Where the part is named: cluster-wide, or for the environment's namespace. */
  scope: 'cluster' | 'namespace';
  entry: string;
}

function partOf(spec: FoundationSpec, environment: Environment): Part {
  const namespaced = (name: string, objects: [string, Manifest[]][]): Part => {
    const { files } = base(name, objects);
    return {
      objects: forNamespace(
        environment,
        objects.flatMap(([, held]) => held),
      ),
      files,
      scope: 'namespace',
      entry: `../../../base/${name}`,
    };
  };
  switch (spec.concern) {
    case 'operator':
    case 'operator-upgrade':
      return {
        ...operatorFiles(spec, environment, `${ROOT}/base/cnpg-operator`),
        scope: 'cluster',
        entry: '../../base/cnpg-operator',
      };
    case 'storage': {
      const objects = storageClasses();
      return {
        objects,
        files: base('cnpg-storage', [['storage-class.yaml', objects]]).files,
        scope: 'cluster',
        entry: '../../base/cnpg-storage',
      };
    }
    case 'backup': {
      // Path, retention and credentials differ between environments: no base.
      const store = objectStoreObject(environment);
      const directory = `${ROOT}/overlays/${environment.name}/cnpg/object-store`;
      const held: [string, Manifest[]][] = [
        ['object-store.yaml', store ? [store] : []],
        ['credentials.yaml', storeCredentials(environment)],
        ['server.yaml', storeServer(environment)],
      ];
      const written = held.filter(([, objects]) => objects.length);
      return {
        objects: written.flatMap(([, objects]) => objects),
        files: [
          ...written.map(([file, objects]) => ({
            path: `${directory}/${file}`,
            content: objects.map(object => toYaml(object)).join('---\n'),
          })),
          kustomization(
            directory,
            written.map(([file]) => file),
          ),
        ],
        scope: 'namespace',
        entry: 'object-store',
      };
    }
    case 'monitoring':
      return namespaced('cnpg-monitoring', [
        ['alerts.yaml', [prometheusRule(spec.runbooks ?? RUNBOOKS)]],
        ['dashboard.yaml', [dashboardConfigMap()]],
      ]);
    default: {
      const quota = resourceQuota(spec);
      return namespaced('cnpg-guardrails', [
        ['network-policies.yaml', networkPolicies(spec)],
        ...(quota
          ? ([['resource-quota.yaml', [quota]]] as [string, Manifest[]][])
          : []),
      ]);
    }
  }
}

/**
 * The files of one concern, in the layout of the plan.
 * @throws Error for a spec that {@link checkFoundation} refuses
 * @public
 */
export function planFoundation(
  spec: FoundationSpec,
  environment: Environment,
): Omit<ManifestSet, 'entityRef'> {
  const wrong = checkFoundation(spec, environment);
  if (wrong.length)
    throw new Error(
      wrong.map(({ path, message }) => `${path}: ${message}`).join('; '),
    );
  const { objects, files, scope, entry } = partOf(spec, environment);
  const built =
    scope === 'cluster'
      ? `${ROOT}/clusters/${environment.kubernetesCluster}`
      : `${ROOT}/overlays/${environment.name}/cnpg`;
  return {
    objects,
    files,
    secrets: spec.concern === 'backup' ? storeRequests(environment) : [],
    listings: [
      {
        path: `${built}/kustomization.yaml`,
        field: 'resources',
        entry,
        namespace: scope === 'namespace' ? environment.namespace : undefined,
      },
    ],
  };
}
