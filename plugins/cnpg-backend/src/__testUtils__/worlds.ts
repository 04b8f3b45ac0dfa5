import {
  Account,
  FaultProxy,
  RealCluster,
  crdFolders,
  documentedRules,
  hasControlPlane,
  monitoringCrds,
} from '@naytife/cnpg-control-plane';
import { Installation, KubeClient, Simulation } from '@naytife/cnpg-simulator';

const NAMESPACES = ['shop', 'dev'];
const SPEED = 200;
const SIMULATED_TOKEN = 'the-backends-own-token';

/** A Kubernetes API that the backend is tested against, reached through a proxy that can break it. */
export interface World {
  proxy: FaultProxy;
  /** The backend's. */
  token: string;
  client: KubeClient;
  installation: Installation;
  /** What the backend asked for so far, in the API server's own record. */
  asked(): { verb: string; path: string }[];
  stop(): Promise<void>;
}

async function simulated(): Promise<World> {
  const simulation = await Simulation.start({
    namespaces: NAMESPACES,
    speed: SPEED,
    tokens: { [SIMULATED_TOKEN]: { user: 'cnpg', rules: documentedRules() } },
  });
  const proxy = await FaultProxy.start({ url: simulation.server.url });
  return {
    proxy,
    token: SIMULATED_TOKEN,
    client: simulation.client,
    installation: simulation.installation,
    asked: () => simulation.server.audit.filter(({ user }) => user === 'cnpg'),
    stop: async () => {
      await proxy.close();
      await simulation.close();
    },
  };
}

/** A real API server, with more than a {@link World} needs for those who test rights. */
export async function realWorld(): Promise<
  World & { account: Account; real: RealCluster }
> {
  const real = await RealCluster.start({
    crds: [...crdFolders(), ...monitoringCrds()],
    namespaces: NAMESPACES,
    speed: SPEED,
  });
  const account = await real.plane.account('cnpg', documentedRules());
  const proxy = await FaultProxy.start(real.plane.endpoint);
  return {
    proxy,
    account,
    real,
    token: await account.token(),
    client: real.installation.client,
    installation: real.installation,
    asked: () =>
      real.plane
        .audit()
        .filter(entry => entry.user.username === account.user)
        .map(entry => ({ verb: entry.verb, path: entry.requestURI })),
    stop: async () => {
      await proxy.close();
      await real.stop();
    },
  };
}

/** The simulated API server always; a real kube-apiserver where there is one. */
export const WORLDS: [string, () => Promise<World>][] = [
  ['a simulated API server', simulated],
  ...(hasControlPlane()
    ? ([['a real kube-apiserver', realWorld]] as [
        string,
        () => Promise<World>,
      ][])
    : []),
];

/** One healthy, backed-up database in `shop`, and one without backup in `dev`. */
export async function addDatabases(client: KubeClient): Promise<void> {
  await client.ensure({
    kind: 'ObjectStore',
    metadata: { name: 'store', namespace: 'shop' },
    spec: {
      configuration: {
        destinationPath: 's3://b',
        s3Credentials: { inheritFromIAMRole: true },
      },
      retentionPolicy: '7d',
    },
  });
  const cluster = (namespace: string, spec: object) => ({
    kind: 'Cluster',
    metadata: { name: 'db', namespace },
    spec: {
      instances: 1,
      imageName: 'x:15.14',
      storage: { size: '1Gi' },
      bootstrap: { initdb: { database: 'shop', owner: 'shop' } },
      ...spec,
    },
  });
  await client.ensure(
    cluster('shop', {
      plugins: [
        {
          name: 'barman-cloud.cloudnative-pg.io',
          isWALArchiver: true,
          parameters: { barmanObjectName: 'store', serverName: 'db' },
        },
      ],
    }),
  );
  await client.ensure(cluster('dev', {}));
  await client.ensure({
    kind: 'ScheduledBackup',
    metadata: { name: 'db-backup', namespace: 'shop' },
    spec: {
      schedule: '0 0 2 * * *',
      immediate: true,
      cluster: { name: 'db' },
      method: 'plugin',
      pluginConfiguration: { name: 'barman-cloud.cloudnative-pg.io' },
    },
  });
}
