import { setTimeout as sleep } from 'node:timers/promises';
import { KubeObject } from '@naytife/cnpg-simulator';
import { crdFolders } from './environment';
import { RealCluster } from './RealCluster';

const NAMESPACE = 'shop';
const archive = (serverName: string) => ({
  name: 'barman-cloud.cloudnative-pg.io',
  isWALArchiver: true,
  parameters: { barmanObjectName: 'store', serverName },
});
const cluster = (name: string, spec: object) => ({
  kind: 'Cluster',
  metadata: { name, namespace: NAMESPACE },
  spec: {
    imageName: 'ghcr.io/cloudnative-pg/postgresql:15.14',
    storage: { size: '1Gi' },
    plugins: [archive(name)],
    ...spec,
  },
});
const recovery = (serverName: string) => ({
  instances: 1,
  bootstrap: { recovery: { source: 'origin' } },
  externalClusters: [
    { name: 'origin', plugin: { ...archive('db'), isWALArchiver: undefined } },
  ],
  plugins: [archive(serverName)],
});

describe('the simulated operator on a real kube-apiserver', () => {
  let real: RealCluster;
  const errors: string[] = [];
  const get = (kind: string, name: string) =>
    real.installation.client.find(kind, NAMESPACE, name);

  async function until(
    kind: string,
    name: string,
    good: (object: KubeObject) => boolean,
  ): Promise<KubeObject> {
    for (let tries = 0; tries < 400; tries += 1) {
      const object = await get(kind, name);
      if (object && good(object)) return object;
      await sleep(50);
    }
    throw new Error(
      `${kind}/${name} did not come to that: ${JSON.stringify(
        (await get(kind, name))?.status,
      )} ${errors.join('; ')}`,
    );
  }
  const healthy = (object: KubeObject) =>
    object.status?.phase === 'Cluster in healthy state';

  beforeAll(async () => {
    real = await RealCluster.start({
      crds: crdFolders(),
      namespaces: [NAMESPACE],
      speed: 100,
      onError: error => errors.push(String(error)),
    });
    const { client } = real.installation;
    await client.ensure({
      kind: 'ObjectStore',
      metadata: { name: 'store', namespace: NAMESPACE },
      spec: {
        configuration: {
          destinationPath: 's3://b',
          s3Credentials: { inheritFromIAMRole: true },
        },
      },
    });
    await client.ensure(cluster('db', { instances: 2 }));
    await until('Cluster', 'db', healthy);
  }, 60_000);
  afterAll(() => real?.stop());

  it('is born, and the CRD’s schema keeps every field of its status', async () => {
    const { status } = await until('Cluster', 'db', healthy);
    expect(status).toMatchObject({
      readyInstances: 2,
      currentPrimary: 'db-1',
      timelineID: 1,
      pluginStatus: [
        { name: 'barman-cloud.cloudnative-pg.io', version: '0.14.0' },
      ],
      certificates: { expirations: { 'db-ca': expect.stringMatching(/UTC$/) } },
      topology: { nodesUsed: 2 },
    });
    expect((await get('Pod', 'db-1'))?.status).toMatchObject({
      phase: 'Running',
      podIP: expect.stringMatching(/^10\.244\./),
    });
  });

  it('answers for its pods through the API server’s own proxy', async () => {
    const response = await real.plane.admin.request(
      'GET',
      `/api/v1/namespaces/${NAMESPACE}/pods/db-1:8000/proxy/pg/status`,
    );
    expect(await response.json()).toMatchObject({
      isPrimary: true,
      isArchivingWAL: true,
    });
  });

  it('takes a backup and opens the recovery window', async () => {
    await real.installation.client.ensure({
      kind: 'Backup',
      metadata: { name: 'b1', namespace: NAMESPACE },
      spec: {
        cluster: { name: 'db' },
        method: 'plugin',
        pluginConfiguration: { name: 'barman-cloud.cloudnative-pg.io' },
      },
    });
    expect(
      (
        await until(
          'Backup',
          'b1',
          ({ status }) => status?.phase === 'completed',
        )
      ).status,
    ).toMatchObject({
      endWal: expect.any(String),
      pluginMetadata: { timeline: '1' },
    });
    expect((await get('ObjectStore', 'store'))?.status).toHaveProperty([
      'serverRecoveryWindow',
      'db',
      'firstRecoverabilityPoint',
    ]);
  });

  it('fails over when the primary is lost', async () => {
    await real.installation.client.delete('Pod', NAMESPACE, 'db-1');
    const { status } = await until(
      'Cluster',
      'db',
      object => healthy(object) && object.status?.currentPrimary === 'db-2',
    );
    expect(status?.timelineID).toBe(2);
  });

  it('recovers into a new cluster', async () => {
    await real.installation.client.ensure(cluster('r1', recovery('r1')));
    const { status } = await until('Cluster', 'r1', healthy);
    expect(status?.timelineID).toBe(2);
  });

  it('fails a recovery into the origin’s own archive, and its Job is one that Kubernetes accepts', async () => {
    await real.installation.client.ensure(cluster('r2', recovery('db')));
    await until('Cluster', 'r2', ({ status }) =>
      String(status?.phase).startsWith('Cluster is unrecoverable'),
    );
    expect((await get('Job', 'r2-1-full-recovery'))?.status).toMatchObject({
      failed: 7,
    });
  });

  it('is taken away with everything that it owned', async () => {
    await real.installation.client.delete('Cluster', NAMESPACE, 'r1');
    for (const [kind, name] of [
      ['Pod', 'r1-1'],
      ['PersistentVolumeClaim', 'r1-1'],
      ['Service', 'r1-rw'],
    ]) {
      let tries = 0;
      while ((await get(kind, name)) && tries < 200) {
        tries += 1;
        await sleep(100);
      }
      expect(`${kind} ${await get(kind, name)}`).toBe(`${kind} undefined`);
    }
  }, 60_000);

  it('made no error on the way', () => {
    expect(errors).toEqual([]);
  });
});
