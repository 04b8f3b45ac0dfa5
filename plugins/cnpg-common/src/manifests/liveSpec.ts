import { Environment } from '../environments/environment';
import { cores, quantityToBytes } from '../environments/quantity';
import { Cluster } from '../model/cluster';
import { Pooler } from '../model/pooler';
import { ScheduledBackup } from '../model/scheduledBackup';
import { majorOf } from './images';
import { CUSTOM_SIZE, ChangeSpec } from './spec';

const same = (a: string | undefined, b: string | undefined) =>
  (a === undefined ? undefined : quantityToBytes(a)) ===
  (b === undefined ? undefined : quantityToBytes(b));

function liveSize(
  { spec }: Cluster,
  { sizes }: Environment,
): Pick<ChangeSpec, 'size' | 'custom'> {
  const { cpu, memory } = spec.resources.requests;
  const { size: storage } = spec.storage;
  if (!cpu || !memory || !storage) return {};
  const walStorage = spec.walStorage?.size;
  const known = Object.entries(sizes).find(
    ([, size]) =>
      cores(size.cpu) === cores(cpu) &&
      same(size.memory, memory) &&
      same(size.storage, storage) &&
      same(size.walStorage, walStorage),
  );
  return known
    ? { size: known[0] }
    : {
        size: CUSTOM_SIZE,
        custom: { cpu, memory, storage, ...(walStorage ? { walStorage } : {}) },
      };
}

/** The values of the form for a change that hold now; what cannot be told is left out. @public */
export function liveSpec(
  cluster: Cluster,
  surroundings: { poolers?: Pooler[]; schedules?: ScheduledBackup[] },
  environment: Environment,
): Partial<ChangeSpec> {
  const { spec, status } = cluster;
  const major = majorOf(spec.imageName ?? status?.image);
  const pooler = surroundings.poolers?.find(
    ({ meta }) => meta.name === `${cluster.meta.name}-pooler`,
  );
  const durability = spec.synchronous
    ? spec.synchronous.dataDurability ?? 'required'
    : 'off';
  const values: Partial<ChangeSpec> = {
    ...liveSize(cluster, environment),
    instances: spec.instances,
    version: major?.toString() ?? status?.majorVersion?.toString(),
    synchronous:
      durability === 'preferred' ? 'preferred' : (durability as 'off'),
    pooler: surroundings.poolers && pooler !== undefined,
    poolMode: pooler?.poolMode === 'session' ? 'session' : undefined,
    backupSchedule: surroundings.schedules?.find(
      ({ meta }) => meta.name === `${cluster.meta.name}-backup`,
    )?.schedule,
  };
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  );
}
