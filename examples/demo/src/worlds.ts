import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  RealCluster,
  crdFolders,
  documentedRules,
  monitoringCrds,
} from '@naytife/cnpg-control-plane';
import { KubeClient, KubeObject, Simulation } from '@naytife/cnpg-simulator';
import { seedBackupHistory } from './history';
import { startKubeconfigProxy } from './kubeconfigProxy';
import { setting } from './setting';

/** A cluster whose operator is simulated; its API server is, too, where `server` is there. */
export type SimulatedCluster = Pick<Simulation, 'installation'> &
  Partial<Pick<Simulation, 'server'>>;

/** The Kubernetes that the demo runs on. */
export interface DemoWorld {
  production: KubeClient;
  development: KubeClient;
  /** What can be broken on purpose; nothing where the cluster is real. */
  simulations: Record<string, SimulatedCluster>;
  /** Called when everything that Git holds has been applied. */
  begin(): Promise<void>;
  close(): Promise<unknown>;
}

interface Urls {
  production: string;
  development: string;
}

const store = (
  namespace: string,
  environment: string,
  retentionPolicy: string,
): KubeObject => ({
  apiVersion: 'barmancloud.cnpg.io/v1',
  kind: 'ObjectStore',
  metadata: { name: 'naytife-store', namespace },
  spec: {
    configuration: {
      destinationPath: `s3://naytife-postgres-backups/${environment}`,
      s3Credentials: {
        accessKeyId: { name: 'cnpg-backup-secret', key: 'ACCESS_KEY_ID' },
        secretAccessKey: {
          name: 'cnpg-backup-secret',
          key: 'SECRET_ACCESS_KEY',
        },
      },
      wal: { compression: 'gzip' },
    },
    retentionPolicy,
  },
});

const storageClass = (name: string, reclaimPolicy: string): KubeObject => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name },
  provisioner:
    reclaimPolicy === 'Retain'
      ? 'blockvolume.csi.oraclecloud.com'
      : 'rancher.io/local-path',
  allowVolumeExpansion: true,
  volumeBindingMode: 'WaitForFirstConsumer',
  reclaimPolicy,
});

const portOf = (url: string) => Number(new URL(url).port);

const NAMESPACES = {
  production: ['naytife-production'],
  development: ['naytife', 'naytife-staging'],
};
const speed = () => Number(process.env.DEMO_SPEED ?? '4');
const onError = (error: unknown) =>
  process.stdout.write(
    `Simulator: ${error instanceof Error ? error.message : error}\n`,
  );

/** Puts the clusters into mixed states: production fine for 30 days, staging with a dead archive, local without a store. */
async function mixedStates(
  production: SimulatedCluster,
  development: SimulatedCluster,
  close: () => Promise<unknown>,
): Promise<DemoWorld> {
  const [prod, dev] = [production.installation, development.installation];
  for (const { client } of [prod, dev]) {
    await client.ensure(storageClass('cnpg-local-storage', 'Delete'));
    await client.ensure(storageClass('cnpg-oci-storage', 'Retain'));
  }
  await prod.client.ensure(store('naytife-production', 'production', '30d'));
  await dev.client.ensure(store('naytife-staging', 'staging', '7d'));
  return {
    production: prod.client,
    development: dev.client,
    simulations: { 'oke-phx': production, 'oke-dev': development },
    async begin() {
      const [cluster, name] = ['naytife-postgres', 'naytife-store'];
      await seedBackupHistory(prod, 'naytife-production', cluster, name, 30);
      await seedBackupHistory(dev, 'naytife-staging', cluster, name, 6);
      dev.world.set(
        'naytife-staging/naytife-postgres',
        'archive-failing',
        true,
      );
    },
    close,
  };
}

/** Two clusters that are simulated as a whole. */
export async function simulatedWorld(urls: Urls): Promise<DemoWorld> {
  const start = (url: string, token: string, namespaces: string[]) =>
    Simulation.start({
      port: portOf(url),
      namespaces,
      speed: speed(),
      tokens: {
        [token]: {
          user: 'system:serviceaccount:backstage:cnpg',
          rules: documentedRules(),
        },
      },
      onError,
    });
  const production = await start(
    urls.production,
    setting('DEMO_KUBE_PRODUCTION_TOKEN'),
    NAMESPACES.production,
  );
  const development = await start(
    urls.development,
    setting('DEMO_KUBE_DEVELOPMENT_TOKEN'),
    NAMESPACES.development,
  );
  return mixedStates(production, development, () =>
    Promise.all([production.close(), development.close()]),
  );
}

/** Two real API servers with the simulated operator in each: what is kept and refused, Kubernetes itself decides. */
export async function controlPlaneWorld(urls: Urls): Promise<DemoWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'naytife-kubeconfigs-'));
  const start = async (
    url: string,
    token: string,
    namespaces: string[],
  ): Promise<{ cluster: RealCluster; front: Server }> => {
    const cluster = await RealCluster.start({
      crds: [...crdFolders(), ...monitoringCrds()],
      namespaces,
      speed: speed(),
      onError,
    });
    const account = await cluster.plane.account('cnpg', documentedRules());
    const file = join(folder, `${portOf(url)}.yaml`);
    writeFileSync(file, cluster.plane.kubeconfig(await account.token()), {
      mode: 0o600,
    });
    return {
      cluster,
      front: await startKubeconfigProxy(file, portOf(url), [token]),
    };
  };
  const both = [
    await start(
      urls.production,
      setting('DEMO_KUBE_PRODUCTION_TOKEN'),
      NAMESPACES.production,
    ),
    await start(
      urls.development,
      setting('DEMO_KUBE_DEVELOPMENT_TOKEN'),
      NAMESPACES.development,
    ),
  ];
  return mixedStates(both[0].cluster, both[1].cluster, async () => {
    for (const { cluster, front } of both) {
      front.close();
      await cluster.stop();
    }
    rmSync(folder, { recursive: true, force: true });
  });
}

/** A real cluster in place of both. Its namespaces, operator and object stores must be there already. */
export async function realWorld(
  kubeconfig: string,
  urls: Urls,
): Promise<DemoWorld> {
  const production = setting('DEMO_KUBE_PRODUCTION_TOKEN');
  const development = setting('DEMO_KUBE_DEVELOPMENT_TOKEN');
  const servers = [
    await startKubeconfigProxy(kubeconfig, portOf(urls.production), [
      production,
    ]),
    await startKubeconfigProxy(kubeconfig, portOf(urls.development), [
      development,
    ]),
  ];
  return {
    production: new KubeClient({ url: urls.production, token: production }),
    development: new KubeClient({ url: urls.development, token: development }),
    simulations: {},
    begin: async () => undefined,
    close: async () => servers.forEach(server => server.close()),
  };
}
