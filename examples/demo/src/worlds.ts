import { documentedRules } from '@naytife/cnpg-control-plane';
import { KubeClient, KubeObject, Simulation } from '@naytife/cnpg-simulator';
import { seedBackupHistory } from './history';
import { startKubeconfigProxy } from './kubeconfigProxy';
import { setting } from './setting';

/** The Kubernetes that the demo runs on. */
export interface DemoWorld {
  production: KubeClient;
  development: KubeClient;
  /** What can be broken on purpose; nothing where the cluster is real. */
  simulations: Record<string, Simulation>;
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

const portOf = (url: string) => Number(new URL(url).port);

/** Two simulated clusters in mixed states: production fine for 30 days, staging with a dead archive, local without a store. */
export async function simulatedWorld(urls: Urls): Promise<DemoWorld> {
  const speed = Number(process.env.DEMO_SPEED ?? '4');
  const onError = (error: unknown) =>
    process.stdout.write(
      `Simulator: ${error instanceof Error ? error.message : error}\n`,
    );
  const start = (url: string, token: string, namespaces: string[]) =>
    Simulation.start({
      port: portOf(url),
      namespaces,
      speed,
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
    ['naytife-production'],
  );
  const development = await start(
    urls.development,
    setting('DEMO_KUBE_DEVELOPMENT_TOKEN'),
    ['naytife', 'naytife-staging'],
  );
  await production.client.ensure(
    store('naytife-production', 'production', '30d'),
  );
  await development.client.ensure(store('naytife-staging', 'staging', '7d'));
  return {
    production: production.client,
    development: development.client,
    simulations: { 'oke-phx': production, 'oke-dev': development },
    async begin() {
      await seedBackupHistory(
        production.installation,
        'naytife-production',
        'naytife-postgres',
        'naytife-store',
        30,
      );
      await seedBackupHistory(
        development.installation,
        'naytife-staging',
        'naytife-postgres',
        'naytife-store',
        6,
      );
      development.world.set(
        'naytife-staging/naytife-postgres',
        'archive-failing',
        true,
      );
    },
    close: () => Promise.all([production.close(), development.close()]),
  };
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
