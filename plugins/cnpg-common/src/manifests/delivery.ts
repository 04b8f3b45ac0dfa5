import { Environment } from '../environments/environment';
import { Listing } from './listing';
import { Manifest, ManifestFile, compact, toYaml } from './yaml';

interface Delivery {
  /** The object that makes the tool look at the database's directory; none where kustomize alone builds all. */
  object?: Manifest;
  file?: ManifestFile;
  listing: Listing;
}

const flux = (environment: Environment, name: string, directory: string) => {
  const { flux: settings } = environment.gitops;
  if (!settings) return undefined;
  const object: Manifest = {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: `${environment.name}-${name}`, namespace: 'flux-system' },
    spec: compact({
      interval: '10m',
      retryInterval: '1m',
      timeout: '15m',
      path: `./${directory}`,
      // What is no longer in Git goes, the template for removal counts on it.
      prune: true,
      wait: false,
      sourceRef: { kind: 'GitRepository', name: settings.sourceName },
      dependsOn: settings.dependsOn.length
        ? settings.dependsOn.map(item => ({ name: item }))
        : undefined,
      decryption: settings.decryptionSecret
        ? { provider: 'sops', secretRef: { name: settings.decryptionSecret } }
        : undefined,
      healthChecks: [
        {
          apiVersion: 'postgresql.cnpg.io/v1',
          kind: 'Cluster',
          name,
          namespace: environment.namespace,
        },
      ],
    }),
  };
  return { object, path: settings.path };
};

const argocd = (environment: Environment, name: string, directory: string) => {
  const { argocd: settings, branch } = environment.gitops;
  if (!settings) return undefined;
  const object: Manifest = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: `${environment.name}-${name}`,
      namespace: settings.namespace,
    },
    spec: {
      project: settings.project,
      source: {
        repoURL: settings.repoURL,
        targetRevision: branch,
        path: directory,
      },
      destination: {
        server: settings.server,
        namespace: environment.namespace,
      },
      syncPolicy: {
        automated: { prune: true, selfHeal: true },
        // A CNPG Cluster outgrows the annotation that client-side apply keeps.
        syncOptions: ['ServerSideApply=true', 'RespectIgnoreDifferences=true'],
        retry: {
          limit: 5,
          backoff: { duration: '30s', factor: 2, maxDuration: '10m' },
        },
      },
    },
  };
  return { object, path: settings.path };
};

/** How the environment's GitOps tool learns of a database in a directory of its own. */
export function deliver(
  environment: Environment,
  name: string,
  directory: string,
): Delivery {
  const { tool, path } = environment.gitops;
  const made =
    (tool === 'flux' && flux(environment, name, directory)) ||
    (tool === 'argocd' && argocd(environment, name, directory));
  if (!made)
    return {
      listing: {
        path: `${path}/kustomization.yaml`,
        field: 'resources',
        entry: name,
      },
    };
  const file = `${environment.name}-${name}.yaml`;
  return {
    object: made.object,
    file: { path: `${made.path}/${file}`, content: toYaml(made.object) },
    listing: {
      path: `${made.path}/kustomization.yaml`,
      field: 'resources',
      entry: file,
    },
  };
}
