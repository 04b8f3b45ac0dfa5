import { ENVIRONMENTS, namespaceOf } from './data';

/** Where the API server is, and with which token it is asked. */
export interface Kubernetes {
  url: string;
  token: string;
  caData: string;
}

/** Ten environments on one Kubernetes cluster. */
const environments = () =>
  Object.fromEntries(
    Array.from({ length: ENVIRONMENTS }, (_, index) => [
      namespaceOf(index),
      {
        title: namespaceOf(index),
        kubernetesCluster: 'k1',
        namespace: namespaceOf(index),
        gitops: { repoUrl: 'github.com?owner=o&repo=r', path: 'p' },
      },
    ]),
  );

const RESOURCES = ['clusters', 'backups', 'scheduledbackups', 'poolers'];
/** What an adopter of the kubernetes plugin configures to see CNPG's objects. */
export const CUSTOM_RESOURCES = RESOURCES.map(plural => ({
  group: 'postgresql.cnpg.io',
  apiVersion: 'v1',
  plural,
}));

/** What both plugins read: the Kubernetes cluster, its custom resources, ten environments. */
export const configuration = (kubernetes: Kubernetes) => ({
  kubernetes: {
    serviceLocatorMethod: { type: 'multiTenant' },
    customResources: CUSTOM_RESOURCES,
    clusterLocatorMethods: [
      {
        type: 'config',
        clusters: [
          {
            name: 'k1',
            url: kubernetes.url,
            authProvider: 'serviceAccount',
            serviceAccountToken: kubernetes.token,
            caData: kubernetes.caData,
          },
        ],
      },
    ],
  },
  cnpg: { environments: environments(), instanceStatus: 'none' },
});
