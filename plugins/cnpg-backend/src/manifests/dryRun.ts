import { Finding, Manifest } from '@naytife/backstage-plugin-cnpg-common';
import { ClusterConnection } from '../inventory/ClusterConnection';
import { KubeError } from '../inventory/KubeApi';

const PLURALS: Record<string, string> = {
  Cluster: 'clusters',
  Pooler: 'poolers',
  ScheduledBackup: 'scheduledbackups',
  ObjectStore: 'objectstores',
  PodMonitor: 'podmonitors',
  Database: 'databases',
  Publication: 'publications',
  Subscription: 'subscriptions',
  ExternalSecret: 'externalsecrets',
  Password: 'passwords',
  Kustomization: 'kustomizations',
  Application: 'applications',
  Deployment: 'deployments',
  Namespace: 'namespaces',
  PersistentVolumeClaim: 'persistentvolumeclaims',
  Service: 'services',
  StorageClass: 'storageclasses',
  ConfigMap: 'configmaps',
  ResourceQuota: 'resourcequotas',
  NetworkPolicy: 'networkpolicies',
  PrometheusRule: 'prometheusrules',
  HelmRepository: 'helmrepositories',
  HelmRelease: 'helmreleases',
};
/** Kinds without which the database works; what is lost then. */
const OPTIONAL: Record<string, string> = {
  PodMonitor:
    'metrics will not be collected until the Prometheus operator is there',
  Kustomization: 'Flux must read it in another Kubernetes cluster',
  Application: 'Argo CD must read it in another Kubernetes cluster',
  HelmRepository: 'Flux must read it in another Kubernetes cluster',
  HelmRelease: 'Flux must read it in another Kubernetes cluster',
  PrometheusRule: 'nobody is alerted until the Prometheus operator is there',
};

function explain(
  error: KubeError,
  object: string,
  connection: ClusterConnection,
): Pick<Finding, 'code' | 'severity' | 'message'> {
  const [kind] = object.split('/');
  switch (error.kind) {
    case 'invalid':
      return {
        code: 'refusedByApiServer',
        severity: 'error',
        message: error.message,
      };
    case 'conflict':
      return {
        code: 'alreadyExists',
        severity: 'error',
        message: `${object} already exists in ${connection.name}`,
      };
    case 'crdMissing':
      return OPTIONAL[kind]
        ? {
            code: 'kindMissing',
            severity: 'warning',
            message: `${connection.name} does not know ${kind}: ${OPTIONAL[kind]}`,
          }
        : {
            code: 'kindMissing',
            severity: 'error',
            message: `${connection.name} does not know this kind, or the namespace is missing: ${error.message}`,
          };
    case 'forbidden':
      return {
        code: 'dryRunForbidden',
        severity: 'warning',
        message: `the backend's ServiceAccount may not try this out: ${error.message}`,
      };
    default:
      return {
        code: 'dryRunFailed',
        severity: 'error',
        message: `${connection.name} could not check this (${error.kind}): ${error.message}`,
      };
  }
}

const renamed = (object: Manifest): Manifest => ({
  ...object,
  metadata: {
    ...object.metadata,
    name: `${object.metadata.name.slice(0, 34)}-change`,
  },
});

/**
 * Tries each manifest on the API server with strict validation and without keeping it. Admission webhooks answer, too.
 * @param existing - the objects are there: each is tried under another name, so that the right to patch is not needed
 */
export async function dryRun(
  connection: ClusterConnection,
  objects: Manifest[],
  existing = false,
): Promise<Finding[]> {
  const findings = await Promise.all(
    objects.map(async object => {
      const base = object.apiVersion.includes('/') ? '/apis' : '/api';
      const { namespace } = object.metadata;
      const path = `${object.kind}/${object.metadata.name}`;
      try {
        await connection.api.json(
          `${base}/${object.apiVersion}/${
            namespace ? `namespaces/${namespace}/` : ''
          }${
            PLURALS[object.kind]
          }?dryRun=All&fieldValidation=Strict&fieldManager=backstage`,
          {
            method: 'POST',
            body: existing ? renamed(object) : object,
          },
        );
        return [];
      } catch (error) {
        if (!(error instanceof KubeError)) throw error;
        return [{ path, ...explain(error, path, connection) }];
      }
    }),
  );
  return findings.flat();
}
