import { CNPG } from '@naytife/backstage-plugin-cnpg-common';
import { Context, now } from './Context';

type Owner = Awaited<ReturnType<Context['owner']>>;

const running = (
  ip: string,
  ready: boolean,
  container: string,
  trouble?: string,
) => ({
  phase: 'Running',
  podIP: ip,
  podIPs: [{ ip }],
  startTime: now(),
  conditions: [
    {
      type: 'Ready',
      status: ready ? 'True' : 'False',
      lastTransitionTime: now(),
    },
  ],
  containerStatuses: [
    {
      name: container,
      ready,
      restartCount: trouble ? 4 : 0,
      state: trouble
        ? {
            waiting: {
              reason: trouble,
              message: `back-off restarting failed container ${container}`,
            },
          }
        : { running: { startedAt: now() } },
    },
  ],
});

/** The pod and the volume of one instance; the kubelet's part is played here, too. */
export async function createInstance(
  context: Context,
  pod: string,
  role: 'primary' | 'replica',
  storage: string,
): Promise<void> {
  const owner = await context.owner();
  const labels = {
    'app.kubernetes.io/component': 'database',
    'app.kubernetes.io/managed-by': 'cloudnative-pg',
    'app.kubernetes.io/name': 'postgresql',
    [CNPG.cluster]: context.name,
    [CNPG.instanceName]: pod,
    [CNPG.instanceRole]: role,
    role,
  };
  await context.client.ensure({
    kind: 'PersistentVolumeClaim',
    metadata: {
      name: pod,
      namespace: context.namespace,
      labels: { ...labels, [CNPG.pvcRole]: 'PG_DATA' },
      ownerReferences: [owner],
      annotations: { 'cnpg.io/pvcStatus': 'ready' },
    },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage } },
      storageClassName: 'simulated',
    },
    status: { phase: 'Bound', capacity: { storage } },
  });
  await context.client.ensure({
    kind: 'Pod',
    metadata: {
      name: pod,
      namespace: context.namespace,
      labels: { ...labels, [CNPG.podRole]: 'instance' },
      ownerReferences: [owner],
    },
    spec: {
      nodeName: `node-${(Number(pod.split('-').at(-1)) % 3) + 1}`,
      containers: [{ name: 'postgres', image: 'simulated' }],
    },
    status: running(
      context.world.address(`${context.namespace}/${pod}`),
      false,
      'postgres',
    ),
  });
}

export async function setReady(
  context: Context,
  pod: string,
  ready: boolean,
  trouble?: string,
): Promise<void> {
  await context.client.patchStatus(
    'Pod',
    context.namespace,
    pod,
    running(
      context.world.address(`${context.namespace}/${pod}`),
      ready,
      'postgres',
      trouble,
    ),
  );
}

export async function setRole(
  context: Context,
  pod: string,
  role: 'primary' | 'replica',
): Promise<void> {
  for (const kind of ['Pod', 'PersistentVolumeClaim']) {
    await context.client
      .patch(kind, context.namespace, pod, {
        metadata: { labels: { [CNPG.instanceRole]: role, role } },
      })
      .catch(() => undefined);
  }
}

/** Services and Secrets that every cluster has. The Secrets' values are not real. */
export async function createAccess(
  context: Context,
  owner: Owner,
  database: string,
  user: string,
): Promise<void> {
  for (const suffix of ['rw', 'ro', 'r']) {
    await context.client.ensure({
      kind: 'Service',
      metadata: {
        name: `${context.name}-${suffix}`,
        namespace: context.namespace,
        labels: { [CNPG.cluster]: context.name },
        ownerReferences: [owner],
      },
      spec: {
        ports: [{ name: 'postgres', port: 5432 }],
        selector: { [CNPG.cluster]: context.name },
      },
    });
  }
  for (const suffix of ['app', 'ca', 'server', 'replication']) {
    await context.client.ensure({
      kind: 'Secret',
      metadata: {
        name: `${context.name}-${suffix}`,
        namespace: context.namespace,
        labels: { [CNPG.cluster]: context.name, 'cnpg.io/reload': 'true' },
        ownerReferences: [owner],
      },
      type: suffix === 'app' ? 'kubernetes.io/basic-auth' : 'kubernetes.io/tls',
      stringData:
        suffix === 'app'
          ? { username: user, dbname: database, password: 'simulated' }
          : { 'tls.crt': 'simulated', 'tls.key': 'simulated' },
    });
  }
}

/** The Job of a recovery whose tries fail one after another, as the real one's do. */
export async function failingJob(
  context: Context,
  job: string,
  failed: number,
  reason: string,
): Promise<void> {
  const owner = await context.owner();
  const labels = {
    [CNPG.cluster]: context.name,
    [CNPG.instanceName]: `${context.name}-1`,
    [CNPG.jobRole]: 'full-recovery',
  };
  const created = await context.client.ensure({
    kind: 'Job',
    metadata: {
      name: job,
      namespace: context.namespace,
      labels,
      ownerReferences: [owner],
    },
    spec: {
      backoffLimit: 6,
      template: {
        metadata: { labels },
        spec: {
          restartPolicy: 'Never',
          containers: [{ name: 'full-recovery', image: 'simulated' }],
        },
      },
    },
    status: { startTime: now() },
  });
  await context.client.patchStatus(
    'Job',
    context.namespace,
    job,
    failed > 6
      ? {
          failed,
          active: null,
          conditions: ['FailureTarget', 'Failed'].map(type => ({
            type,
            status: 'True',
            reason: 'BackoffLimitExceeded',
            message: 'Job has reached the specified backoff limit',
            lastProbeTime: now(),
            lastTransitionTime: now(),
          })),
        }
      : { failed, active: 1 },
  );
  if (!failed) return;
  await context.client.ensure({
    kind: 'Pod',
    metadata: {
      name: `${job}-${failed}`,
      namespace: context.namespace,
      labels: { ...labels, 'batch.kubernetes.io/job-name': job },
      ownerReferences: [
        {
          apiVersion: 'batch/v1',
          kind: 'Job',
          name: job,
          uid: created.metadata.uid ?? '',
          controller: true,
        },
      ],
    },
    spec: {
      restartPolicy: 'Never',
      containers: [{ name: 'full-recovery', image: 'simulated' }],
    },
    status: {
      phase: 'Failed',
      containerStatuses: [
        {
          name: 'full-recovery',
          ready: false,
          restartCount: 0,
          state: {
            terminated: { exitCode: 1, reason: 'Error', message: reason },
          },
        },
      ],
    },
  });
}
