import { Environment } from '../environments/environment';
import { cores, quantityToBytes } from '../environments/quantity';
import { poolerPods } from './objects';
import { sizeOf } from './sizes';
import { DatabaseSpec, Finding } from './spec';

/** The slices of ResourceQuota, LimitRange and StorageClass that are read. @public */
export interface NamespaceLimits {
  quotas: {
    name: string;
    hard: Record<string, string>;
    used: Record<string, string>;
  }[];
  limitRanges: {
    name: string;
    limits: {
      type: string;
      max?: Record<string, string>;
      min?: Record<string, string>;
      default?: Record<string, string>;
    }[];
  }[];
  /** undefined: not read; null: there is none of the name. */
  storageClass?: { allowVolumeExpansion: boolean } | null;
}

/** Requests of PgBouncer's container, as poolerManifest writes them. */
const POOLER = { cpu: 0.05, memory: 64 * 2 ** 20, limit: 128 * 2 ** 20 };

type Need = Record<string, number>;

function needOf(
  spec: Pick<DatabaseSpec, 'instances' | 'pooler' | 'size' | 'custom'>,
  environment: Environment,
): Need | undefined {
  const size = sizeOf(spec, environment);
  if (!size) return undefined;
  const pods = spec.pooler ? poolerPods(spec.instances) : 0;
  const memory = quantityToBytes(size.memory) ?? 0;
  const disk =
    (quantityToBytes(size.storage) ?? 0) +
    (size.walStorage ? quantityToBytes(size.walStorage) ?? 0 : 0);
  const cpu = spec.instances * cores(size.cpu) + pods * POOLER.cpu;
  const requested = spec.instances * memory + pods * POOLER.memory;
  const { storageClass } = environment;
  const claims = spec.instances * (size.walStorage ? 2 : 1);
  return {
    cpu,
    'requests.cpu': cpu,
    memory: requested,
    'requests.memory': requested,
    'limits.memory': spec.instances * memory + pods * POOLER.limit,
    'requests.storage': spec.instances * disk,
    persistentvolumeclaims: claims,
    pods: spec.instances + pods,
    ...(storageClass
      ? {
          [`${storageClass}.storageclass.storage.k8s.io/requests.storage`]:
            spec.instances * disk,
          [`${storageClass}.storageclass.storage.k8s.io/persistentvolumeclaims`]:
            claims,
        }
      : {}),
  };
}

const number = (resource: string, text: string): number | undefined =>
  /cpu$/.test(resource) ? cores(text) : quantityToBytes(text);

function show(resource: string, value: number): string {
  if (/storage|memory/.test(resource) && !/claims$/.test(resource))
    return `${Math.round((value / 2 ** 30) * 100) / 100}Gi`;
  return String(Math.round(value * 1000) / 1000);
}

function checkQuotas(need: Need, { quotas, limitRanges }: NamespaceLimits) {
  const findings: Finding[] = [];
  const defaultCpu = limitRanges.some(({ limits }) =>
    limits.some(item => item.type === 'Container' && item.default?.cpu),
  );
  for (const { name, hard, used } of quotas) {
    for (const [resource, limit] of Object.entries(hard)) {
      if (resource === 'limits.cpu' && !defaultCpu)
        findings.push({
          code: 'quotaWantsCpuLimit',
          severity: 'error',
          path: 'size',
          message: `the ResourceQuota ${name} counts limits.cpu: pods without a CPU limit are refused, and a database has none. Give the namespace a LimitRange with a default, or leave limits.cpu out of the quota`,
        });
      const wanted = need[resource];
      const most = number(resource, limit);
      if (wanted === undefined || most === undefined) continue;
      const taken = number(resource, used[resource] ?? '0') ?? 0;
      if (taken + wanted > most)
        findings.push({
          code: 'quotaExceeded',
          severity: 'error',
          path: 'size',
          message: `the ResourceQuota ${name} leaves ${show(
            resource,
            Math.max(0, most - taken),
          )} of ${resource}; this database needs ${show(resource, wanted)}`,
        });
    }
  }
  return findings;
}

function checkLimitRanges(
  spec: Pick<DatabaseSpec, 'size' | 'custom'>,
  environment: Environment,
  { limitRanges }: NamespaceLimits,
): Finding[] {
  const size = sizeOf(spec, environment);
  if (!size) return [];
  const asked: [string, string, string | undefined][] = [
    ['Container', 'cpu', size.cpu],
    ['Container', 'memory', size.memory],
    ['PersistentVolumeClaim', 'storage', size.storage],
    ['PersistentVolumeClaim', 'storage', size.walStorage],
  ];
  return limitRanges.flatMap(({ name, limits }) =>
    limits.flatMap(({ type, max, min }) =>
      asked.flatMap(([kind, resource, text]): Finding[] => {
        if (kind !== type || text === undefined) return [];
        const value = number(resource, text) ?? 0;
        const most = max?.[resource];
        const least = min?.[resource];
        const over =
          most !== undefined && value > (number(resource, most) ?? Infinity);
        const under =
          least !== undefined && value < (number(resource, least) ?? 0);
        return over || under
          ? [
              {
                code: 'limitRange',
                severity: 'error',
                path: 'size',
                message: `the LimitRange ${name} allows ${
                  over ? `at most ${most}` : `at least ${least}`
                } of ${resource} for each ${type}; this asks for ${text}`,
              },
            ]
          : [];
      }),
    ),
  );
}

/**
 * Whether a database fits into what its namespace allows (kubernetes.io: Resource Quotas, Limit Ranges). Nothing else
 * would tell before the merge: the API server checks them when the pods are made.
 * @public
 */
export function checkCapacity(
  spec: Pick<DatabaseSpec, 'instances' | 'pooler' | 'size' | 'custom'>,
  environment: Environment,
  limits: NamespaceLimits,
): Finding[] {
  const need = needOf(spec, environment);
  const { storageClass: name } = environment;
  const findings: Finding[] = [];
  if (name && limits.storageClass === null)
    findings.push({
      code: 'storageClassMissing',
      severity: 'error',
      path: 'environment',
      message: `${environment.kubernetesCluster} has no StorageClass ${name}: the volumes would wait for ever`,
    });
  if (limits.storageClass && !limits.storageClass.allowVolumeExpansion)
    findings.push({
      code: 'noExpansion',
      severity: 'warning',
      path: 'size',
      message: `the StorageClass ${name} does not let volumes grow: choose the disk for good`,
    });
  return [
    ...findings,
    ...(need ? checkQuotas(need, limits) : []),
    ...checkLimitRanges(spec, environment, limits),
  ];
}
