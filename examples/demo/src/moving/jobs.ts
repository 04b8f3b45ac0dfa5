import { setTimeout as sleep } from 'node:timers/promises';
import { KubeClient, KubeObject } from '@naytife/cnpg-simulator';
import { JobResult, OLD, runJob } from '@naytife/cnpg-postgres';
import { Servers } from './Servers';

interface Container {
  command: string[];
  env: { name: string; value?: string }[];
}

const MIGRATION = 'naytife.com/migration';
const PATIENCE_MS = 120_000;
const now = () => new Date().toISOString().replace(/\.\d+Z$/, 'Z');

/** The cluster of a Service such as `shop-rw.namespace.svc`. */
const clusterOf = (host: string) => host.replace(/-rw\..*$/, '');

/** The environment of a Job's container, with loopback in place of Services and the passwords of its Secrets. */
async function environment(
  { env }: Container,
  servers: Servers,
): Promise<Record<string, string>> {
  const given = Object.fromEntries(
    env.flatMap(({ name, value }) => (value ? [[name, value]] : [])),
  );
  const old = await servers.old();
  const result: Record<string, string> = {
    ...given,
    OLD_HOST: old.host,
    OLD_PORT: String(old.port),
    OLD_PASSWORD: OLD.password,
    OLD_SSLMODE: 'disable',
  };
  if (!given.NEW_HOST) return result;
  const cluster = clusterOf(given.NEW_HOST);
  const end = Date.now() + PATIENCE_MS;
  // As a pod whose Secret does not exist yet waits for it.
  while (!servers.target(cluster) && Date.now() < end) await sleep(200);
  const target = await servers.target(cluster);
  if (!target) throw new Error(`There is no cluster ${cluster}.`);
  return {
    ...result,
    NEW_HOST: target.host,
    NEW_PORT: String(target.port),
    NEW_USER: OLD.user,
    NEW_PASSWORD: Servers.password(cluster),
    NEW_SSLMODE: 'disable',
  };
}

async function carryOut(
  container: Container,
  servers: Servers,
): Promise<JobResult> {
  const failed = (problem: string): JobResult => ({
    exitCode: 3,
    message: JSON.stringify({ tasks: {}, seconds: 0, problem }),
    log: problem,
  });
  const missing = Servers.missing();
  if (missing) return failed(missing);
  try {
    const tasks = container.command.slice(2);
    return await runJob(tasks, await environment(container, servers));
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}

const jobStatus = (startTime: string, ok: boolean) => {
  const condition = (type: string) => ({
    type,
    status: 'True',
    lastProbeTime: now(),
    lastTransitionTime: now(),
    reason: ok ? 'CompletionsReached' : 'BackoffLimitExceeded',
    message: ok
      ? 'Reached expected number of succeeded pods'
      : 'Job has reached the specified backoff limit',
  });
  return ok
    ? {
        startTime,
        completionTime: now(),
        succeeded: 1,
        conditions: [condition('SuccessCriteriaMet'), condition('Complete')],
      }
    : {
        startTime,
        failed: 1,
        conditions: [condition('FailureTarget'), condition('Failed')],
      };
};

/** Plays the Job controller and the kubelet for one Job of a migration; what its container does is really done. */
export async function runMigrationJob(
  client: KubeClient,
  servers: Servers,
  job: KubeObject,
): Promise<void> {
  const { name, namespace = '', labels = {}, uid } = job.metadata;
  const { template } = job.spec as {
    template: {
      metadata: { labels: Record<string, string> };
      spec: { containers: (Container & { name: string; image: string })[] };
    };
  };
  const [container] = template.spec.containers;
  const pod = `${name}-0`;
  const startTime = now();
  const status = (state: object, phase: string) => ({
    phase,
    startTime,
    containerStatuses: [
      {
        name: container.name,
        image: container.image,
        imageID: '',
        ready: false,
        restartCount: 0,
        state,
      },
    ],
  });
  await client.ensure({
    kind: 'Pod',
    metadata: {
      name: pod,
      namespace,
      labels: { ...template.metadata.labels, 'job-name': name },
      ownerReferences: [
        { apiVersion: 'batch/v1', kind: 'Job', name, uid: uid ?? '' },
      ],
    },
    spec: {
      restartPolicy: 'Never',
      containers: [{ name: container.name, image: container.image }],
    },
    status: status({ running: { startedAt: startTime } }, 'Running'),
  });
  const { exitCode, message } = await carryOut(container, servers);
  const ok = exitCode === 0;
  await client.patchStatus(
    'Pod',
    namespace,
    pod,
    status(
      {
        terminated: {
          exitCode,
          reason: ok ? 'Completed' : 'Error',
          message,
          startedAt: startTime,
          finishedAt: now(),
        },
      },
      ok ? 'Succeeded' : 'Failed',
    ),
  );
  await client.patchStatus('Job', namespace, name, jobStatus(startTime, ok));
  if (!labels[MIGRATION]) throw new Error(`${name} is no Job of a migration`);
}

export const isMigrationJob = ({ metadata }: KubeObject) =>
  metadata.labels?.[MIGRATION] !== undefined;
