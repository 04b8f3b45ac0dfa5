import { ObjectMeta, parseWith } from './meta';
import { Parsed, Reader } from './Reader';

/** The slice of a Pod that tells how an instance, a pooler or a bootstrap Job is doing. @public */
export interface Pod {
  meta: ObjectMeta;
  phase?: string;
  ready: boolean;
  nodeName?: string;
  restarts: number;
  /** The first waiting or failed container's reason, for example `CrashLoopBackOff` or `Error`. */
  trouble?: string;
}

/** The slice of a Job that tells whether a bootstrap or recovery is failing. @public */
export interface Job {
  meta: ObjectMeta;
  role?: string;
  active: number;
  succeeded: number;
  failed: number;
  backoffLimit?: number;
  startTime?: string;
}

/** The slice of a PersistentVolumeClaim. Quantities are Kubernetes'. @public */
export interface PersistentVolumeClaim {
  meta: ObjectMeta;
  phase?: string;
  requested?: string;
  capacity?: string;
  storageClass?: string;
  resizing: boolean;
}

/** A core/v1 Event about one object. @public */
export interface KubernetesEvent {
  meta: ObjectMeta;
  type: string;
  reason: string;
  message: string;
  involved: { kind: string; name: string };
  lastSeen?: string;
  count: number;
}

/** A Deployment, kept only to know whether the operator and the backup plugin run. @public */
export interface Deployment {
  meta: ObjectMeta;
  replicas: number;
  availableReplicas: number;
  images: string[];
}

function trouble(statuses: Reader): string | undefined {
  return statuses.list(item => {
    const state = item.at('state');
    const waiting = state.at('waiting').at('reason').string();
    const terminated = state.at('terminated');
    const code = terminated.at('exitCode').integer();
    if (
      waiting &&
      waiting !== 'PodInitializing' &&
      waiting !== 'ContainerCreating'
    )
      return waiting;
    return code
      ? terminated.at('reason').string() ?? `exit ${code}`
      : undefined;
  })[0];
}

/** Reads a core/v1 Pod. Never throws. @public */
export function parsePod(value: unknown): Parsed<Pod> {
  return parseWith(value, (object, meta) => {
    const status = object.at('status');
    const containers = status.at('containerStatuses');
    return {
      meta,
      phase: status.at('phase').string(),
      ready: status
        .at('conditions')
        .list(item =>
          item.at('type').string() === 'Ready'
            ? item.at('status').string() === 'True'
            : undefined,
        )
        .some(Boolean),
      nodeName: object.at('spec').at('nodeName').string(),
      restarts: containers
        .list(item => item.at('restartCount').integer())
        .reduce((sum, count) => sum + count, 0),
      trouble: trouble(containers),
    };
  });
}

/** Reads a batch/v1 Job. Never throws. @public */
export function parseJob(value: unknown): Parsed<Job> {
  return parseWith(value, (object, meta) => {
    const status = object.at('status');
    return {
      meta,
      role: meta.labels['cnpg.io/jobRole'],
      active: status.at('active').integer() ?? 0,
      succeeded: status.at('succeeded').integer() ?? 0,
      failed: status.at('failed').integer() ?? 0,
      backoffLimit: object.at('spec').at('backoffLimit').integer(),
      startTime: status.at('startTime').time(),
    };
  });
}

/** Reads a core/v1 PersistentVolumeClaim. Never throws. @public */
export function parsePersistentVolumeClaim(
  value: unknown,
): Parsed<PersistentVolumeClaim> {
  return parseWith(value, (object, meta) => {
    const spec = object.at('spec');
    const status = object.at('status');
    return {
      meta,
      phase: status.at('phase').string(),
      requested: spec.at('resources').at('requests').at('storage').string(),
      capacity: status.at('capacity').at('storage').string(),
      storageClass: spec.at('storageClassName').string(),
      resizing: status
        .at('conditions')
        .list(item => item.at('type').string())
        .some(
          type => type === 'Resizing' || type === 'FileSystemResizePending',
        ),
    };
  });
}

/** Reads a core/v1 Event. Never throws. @public */
export function parseEvent(value: unknown): Parsed<KubernetesEvent> {
  return parseWith(value, (object, meta) => ({
    meta,
    type: object.at('type').string() ?? 'Unknown',
    reason: object.at('reason').string() ?? 'Unknown',
    message: object.at('message').string() ?? '',
    involved: {
      kind: object.at('involvedObject').at('kind').string() ?? 'Unknown',
      name: object.at('involvedObject').at('name').string() ?? '',
    },
    lastSeen:
      object.at('lastTimestamp').time() ??
      object.at('eventTime').time() ??
      meta.creationTimestamp,
    count: object.at('count').integer() ?? 1,
  }));
}

/** Reads an apps/v1 Deployment. Never throws. @public */
export function parseDeployment(value: unknown): Parsed<Deployment> {
  return parseWith(value, (object, meta) => ({
    meta,
    replicas: object.at('spec').at('replicas').integer() ?? 1,
    availableReplicas:
      object.at('status').at('availableReplicas').integer() ?? 0,
    images: object
      .at('spec')
      .at('template')
      .at('spec')
      .at('containers')
      .list(item => item.at('image').string()),
  }));
}
