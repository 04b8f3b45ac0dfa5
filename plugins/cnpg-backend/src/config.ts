import { RootConfigService } from '@backstage/backend-plugin-api';
import { KubeConfig } from '@kubernetes/client-node';
import {
  Environment,
  parseEnvironments,
} from '@naytife/backstage-plugin-cnpg-common';

/** A Kubernetes cluster to watch, from `kubernetes.clusterLocatorMethods`. */
export interface KubernetesCluster {
  name: string;
  kubeConfig: KubeConfig;
  /** Where the token is read from, each time anew; in its place the kubeConfig's own. */
  tokenFile?: string;
}

export interface CnpgConfig {
  environments: Environment[];
  clusters: KubernetesCluster[];
  instanceStatus: 'podProxy' | 'none';
}

type ConfigReader = ReturnType<RootConfigService['getConfigArray']>[number];

/** Where Kubernetes mounts the ServiceAccount's token into the pod that Backstage runs in. */
const IN_CLUSTER_TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/** Without a token in the configuration the pod's own counts, as in the kubernetes plugin; a file is read anew for each request. */
function tokenFileOf(
  cluster: ConfigReader,
  files: Record<string, string>,
): string | undefined {
  const name = cluster.getString('name');
  if (Object.hasOwn(files, name)) return files[name];
  return cluster.has('serviceAccountToken') ? undefined : IN_CLUSTER_TOKEN;
}

function fromConfig(
  cluster: ConfigReader,
  files: Record<string, string>,
): KubernetesCluster {
  const name = cluster.getString('name');
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromOptions({
    clusters: [
      {
        name,
        server: cluster.getString('url'),
        skipTLSVerify: cluster.getOptionalBoolean('skipTLSVerify') ?? false,
        caData: cluster.getOptionalString('caData'),
        caFile: cluster.getOptionalString('caFile'),
      },
    ],
    users: [{ name, token: cluster.getOptionalString('serviceAccountToken') }],
    contexts: [{ name, cluster: name, user: name }],
    currentContext: name,
  });
  return { name, kubeConfig, tokenFile: tokenFileOf(cluster, files) };
}

function localProxy(): KubernetesCluster {
  const name = 'local';
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromOptions({
    clusters: [{ name, server: 'http://localhost:8001', skipTLSVerify: true }],
    users: [{ name }],
    contexts: [{ name, cluster: name, user: name }],
    currentContext: name,
  });
  return { name, kubeConfig };
}

/** The same configuration as the `kubernetes` plugin's, so that nobody writes it twice. */
function readClusters(config: RootConfigService): KubernetesCluster[] {
  const files =
    config.getOptional<Record<string, string>>('cnpg.tokenFiles') ?? {};
  return (
    config.getOptionalConfigArray('kubernetes.clusterLocatorMethods') ?? []
  ).flatMap(method => {
    switch (method.getString('type')) {
      case 'config':
        return method
          .getConfigArray('clusters')
          .map(cluster => fromConfig(cluster, files));
      case 'localKubectlProxy':
        return [localProxy()];
      default:
        return [];
    }
  });
}

/**
 * Reads and checks everything at start-up.
 * @throws Error that names the path of each wrong key
 */
export function readConfig(config: RootConfigService): CnpgConfig {
  const environments = parseEnvironments(
    config.getOptional('cnpg.environments'),
  );
  const clusters = readClusters(config);
  const names = clusters.map(cluster => cluster.name);
  for (const environment of environments) {
    if (!names.includes(environment.kubernetesCluster)) {
      throw new Error(
        `The configuration of the CNPG plugin is not valid:\n  cnpg.environments.${
          environment.name
        }.kubernetesCluster: "${
          environment.kubernetesCluster
        }" is none of kubernetes.clusterLocatorMethods (${
          names.join(', ') || 'none configured'
        })`,
      );
    }
  }
  const instanceStatus =
    config.getOptionalString('cnpg.instanceStatus') ?? 'podProxy';
  if (instanceStatus !== 'podProxy' && instanceStatus !== 'none') {
    throw new Error(
      `The configuration of the CNPG plugin is not valid:\n  cnpg.instanceStatus: "${instanceStatus}" must be podProxy or none`,
    );
  }
  return { environments, clusters, instanceStatus };
}
