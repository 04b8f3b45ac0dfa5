import { Finding, Manifest } from '@naytife/backstage-plugin-cnpg-common';
import { ClusterConnection } from '../inventory/ClusterConnection';
import { KubeError } from '../inventory/KubeApi';

const PLURALS: Record<string, string> = {
  Cluster: 'clusters',
  Pooler: 'poolers',
  ScheduledBackup: 'scheduledbackups',
  ObjectStore: 'objectstores',
  PodMonitor: 'podmonitors',
};

function explain(
  error: KubeError,
  object: string,
  connection: ClusterConnection,
): Pick<Finding, 'code' | 'severity' | 'message'> {
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
      return object.startsWith('PodMonitor/')
        ? {
            code: 'kindMissing',
            severity: 'warning',
            message: `${connection.name} does not know PodMonitor: metrics will not be collected until the Prometheus operator is there`,
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

/** Tries each manifest on the API server with strict validation and without keeping it. Admission webhooks answer, too. */
export async function dryRun(
  connection: ClusterConnection,
  objects: Manifest[],
): Promise<Finding[]> {
  const findings = await Promise.all(
    objects.map(async object => {
      const [group, version] = object.apiVersion.split('/');
      const path = `${object.kind}/${object.metadata.name}`;
      try {
        await connection.api.json(
          `/apis/${group}/${version}/namespaces/${object.metadata.namespace}/${
            PLURALS[object.kind]
          }?dryRun=All&fieldValidation=Strict&fieldManager=backstage`,
          { method: 'POST', body: object },
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
