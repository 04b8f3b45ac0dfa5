import { KubeObject, clone, isRecord } from './objects';

type Defaults = { [field: string]: unknown };

/** What CNPG's CRDs fill in where a manifest is silent (CloudNativePG API reference, "Default"). */
const DEFAULTS: Record<string, Defaults> = {
  Cluster: {
    enablePDB: true,
    enableSuperuserAccess: false,
    failoverDelay: 0,
    instances: 1,
    logLevel: 'info',
    maxSyncReplicas: 0,
    minSyncReplicas: 0,
    postgresGID: 26,
    postgresUID: 26,
    primaryUpdateMethod: 'restart',
    primaryUpdateStrategy: 'unsupervised',
    replicationSlots: {
      highAvailability: { enabled: true, slotPrefix: '_cnpg_' },
      updateInterval: 30,
    },
    smartShutdownTimeout: 180,
    startDelay: 3600,
    stopDelay: 1800,
    switchoverDelay: 3600,
  },
  Pooler: { instances: 1, type: 'rw' },
  Backup: { method: 'barmanObjectStore' },
  ScheduledBackup: {
    backupOwnerReference: 'none',
    method: 'barmanObjectStore',
  },
};

/** Defaults that apply only inside something that was written. */
const INSIDE: Record<string, [path: string[], defaults: Defaults][]> = {
  Cluster: [
    [['storage'], { resizeInUseVolumes: true }],
    [['walStorage'], { resizeInUseVolumes: true }],
    [['postgresql', 'synchronous'], { dataDurability: 'required' }],
    [['monitoring'], { disableDefaultQueries: false, enablePodMonitor: false }],
  ],
  Pooler: [
    [['pgbouncer'], { paused: false, poolMode: 'session' }],
    [['monitoring'], { enablePodMonitor: false }],
  ],
};

function fill(target: Defaults, defaults: Defaults): Defaults {
  const result = { ...target };
  for (const [key, value] of Object.entries(defaults)) {
    const current = result[key];
    if (current === undefined) result[key] = clone(value);
    else if (isRecord(current) && isRecord(value))
      result[key] = fill(current, value);
  }
  return result;
}

function fillAt(
  target: Defaults,
  path: string[],
  defaults: Defaults,
): Defaults {
  const [head, ...rest] = path;
  if (head === undefined) return fill(target, defaults);
  const inner = target[head];
  return isRecord(inner)
    ? { ...target, [head]: fillAt(inner, rest, defaults) }
    : target;
}

/** A copy with the defaults filled in, as the API server stores it. */
export function withDefaults(object: KubeObject): KubeObject {
  if (!isRecord(object.spec) || !Object.hasOwn(DEFAULTS, object.kind))
    return object;
  let spec = fill(object.spec, DEFAULTS[object.kind]);
  for (const [path, defaults] of INSIDE[object.kind] ?? [])
    spec = fillAt(spec, path, defaults);
  if (Array.isArray(spec.plugins))
    spec.plugins = spec.plugins.map((item: unknown) =>
      isRecord(item)
        ? fill(item, { enabled: true, isWALArchiver: false })
        : item,
    );
  return { ...object, spec };
}
