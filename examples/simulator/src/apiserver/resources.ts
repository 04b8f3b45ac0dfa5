/** A kind that the simulated API serves. */
export interface ResourceType {
  group: string;
  version: string;
  plural: string;
  kind: string;
  namespaced: boolean;
  status: boolean;
}

const type = (
  apiVersion: string,
  plural: string,
  kind: string,
  { namespaced = true, status = true } = {},
): ResourceType => {
  const [group, version] = apiVersion.includes('/')
    ? apiVersion.split('/')
    : ['', apiVersion];
  return { group, version, plural, kind, namespaced, status };
};

export const CNPG_GROUP = 'postgresql.cnpg.io';

export const RESOURCES: ResourceType[] = [
  type('v1', 'namespaces', 'Namespace', { namespaced: false }),
  type('v1', 'pods', 'Pod'),
  type('v1', 'services', 'Service'),
  type('v1', 'secrets', 'Secret', { status: false }),
  type('v1', 'configmaps', 'ConfigMap', { status: false }),
  type('v1', 'persistentvolumeclaims', 'PersistentVolumeClaim'),
  type('v1', 'events', 'Event', { status: false }),
  type('v1', 'resourcequotas', 'ResourceQuota'),
  type('v1', 'limitranges', 'LimitRange', { status: false }),
  type('storage.k8s.io/v1', 'storageclasses', 'StorageClass', {
    namespaced: false,
    status: false,
  }),
  type('networking.k8s.io/v1', 'networkpolicies', 'NetworkPolicy', {
    status: false,
  }),
  type('apps/v1', 'deployments', 'Deployment'),
  type('batch/v1', 'jobs', 'Job'),
  type(`${CNPG_GROUP}/v1`, 'clusters', 'Cluster'),
  type(`${CNPG_GROUP}/v1`, 'backups', 'Backup'),
  type(`${CNPG_GROUP}/v1`, 'scheduledbackups', 'ScheduledBackup'),
  type(`${CNPG_GROUP}/v1`, 'poolers', 'Pooler'),
  type(`${CNPG_GROUP}/v1`, 'databases', 'Database'),
  type(`${CNPG_GROUP}/v1`, 'publications', 'Publication'),
  type(`${CNPG_GROUP}/v1`, 'subscriptions', 'Subscription'),
  type('barmancloud.cnpg.io/v1', 'objectstores', 'ObjectStore'),
  type('monitoring.coreos.com/v1', 'prometheusrules', 'PrometheusRule', {
    status: false,
  }),
  type('monitoring.coreos.com/v1', 'podmonitors', 'PodMonitor', {
    status: false,
  }),
];

export const apiVersionOf = (resource: ResourceType) =>
  resource.group ? `${resource.group}/${resource.version}` : resource.version;

export const groupResource = (resource: ResourceType) =>
  resource.group ? `${resource.plural}.${resource.group}` : resource.plural;
