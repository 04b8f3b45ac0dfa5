import { CNPG } from '../annotations';
import { Manifest, compact } from '../manifests/yaml';
import { OPERATOR_NAMESPACE } from './operator';
import { FoundationSpec } from './spec';

const labels = { 'app.kubernetes.io/managed-by': 'backstage' };

const storageClass = (
  name: string,
  provisioner: string,
  reclaimPolicy: 'Delete' | 'Retain',
  parameters?: Record<string, string>,
): Manifest =>
  compact({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name, labels },
    provisioner,
    parameters,
    // Where the pod goes decides where the volume is.
    volumeBindingMode: 'WaitForFirstConsumer',
    allowVolumeExpansion: true,
    reclaimPolicy,
  });

/** The two classes of the plan, with parameters that their drivers have (OCI: CSI volume plugin, block volume). */
export const storageClasses = (): Manifest[] => [
  storageClass('cnpg-local-storage', 'rancher.io/local-path', 'Delete'),
  storageClass(
    'cnpg-oci-storage',
    'blockvolume.csi.oraclecloud.com',
    'Retain',
    { 'csi.storage.k8s.io/fstype': 'ext4', vpusPerGB: '10' },
  ),
];

const port = (number: number) => ({ port: number, protocol: 'TCP' });
const inNamespace = (name: string) => ({
  namespaceSelector: {
    matchLabels: { 'kubernetes.io/metadata.name': name },
  },
});
const anyInstance = {
  podSelector: {
    matchExpressions: [{ key: CNPG.cluster, operator: 'Exists' }],
  },
};

/** Who may come in; what goes out (API server, object store) is not narrowed here. */
const networkPolicy = (
  role: 'instance' | 'pooler',
  ingress: object[],
): Manifest => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: `cnpg-${role}s`, labels },
  spec: {
    podSelector: { matchLabels: { [CNPG.podRole]: role } },
    policyTypes: ['Ingress'],
    ingress,
  },
});

export const networkPolicies = ({
  prometheusNamespace,
}: FoundationSpec): Manifest[] => [
  networkPolicy('instance', [
    // The operator asks each instance for its state, and connects to it.
    {
      from: [inNamespace(OPERATOR_NAMESPACE)],
      ports: [port(8000), port(5432)],
    },
    { from: [anyInstance], ports: [port(5432), port(8000)] },
    { from: [{ podSelector: {} }], ports: [port(5432)] },
    { from: [inNamespace(prometheusNamespace)], ports: [port(9187)] },
  ]),
  networkPolicy('pooler', [
    { from: [{ podSelector: {} }], ports: [port(5432)] },
    { from: [inNamespace(prometheusNamespace)], ports: [port(9127)] },
  ]),
];

/** No limits.cpu: the instances have no CPU limit, and would be refused. */
export function resourceQuota({
  cpu,
  memory,
  storage,
}: FoundationSpec): Manifest | undefined {
  const hard = compact({
    'requests.cpu': cpu,
    'requests.memory': memory,
    'requests.storage': storage,
  });
  return Object.keys(hard).length
    ? {
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        metadata: { name: 'cnpg', labels },
        spec: { hard },
      }
    : undefined;
}
