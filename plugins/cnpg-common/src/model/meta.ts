import { Parsed, Reader, Unreadable } from './Reader';

/** The slice of ObjectMeta that is kept. Times are RFC 3339. @public */
export interface ObjectMeta {
  name: string;
  namespace: string;
  uid?: string;
  resourceVersion?: string;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  owners: { kind: string; name: string; uid?: string }[];
}

/** A Kubernetes condition; an absent condition is not a False one. @public */
export interface Condition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
}

const NOISE = 'kubectl.kubernetes.io/last-applied-configuration';

export function readMeta(object: Reader): ObjectMeta | undefined {
  const meta = object.at('metadata');
  const name = meta.at('name').string();
  if (!name) return undefined;
  const written = meta.at('annotations').stringMap();
  const { [NOISE]: noise, ...rest } = written;
  return {
    name,
    namespace: meta.at('namespace').string() ?? '',
    uid: meta.at('uid').string(),
    resourceVersion: meta.at('resourceVersion').string(),
    creationTimestamp: meta.at('creationTimestamp').time(),
    deletionTimestamp: meta.at('deletionTimestamp').time(),
    labels: meta.at('labels').stringMap(),
    annotations: noise === undefined ? written : rest,
    owners: meta.at('ownerReferences').list(owner => {
      const kind = owner.at('kind').string();
      const ownerName = owner.at('name').string();
      return kind && ownerName
        ? { kind, name: ownerName, uid: owner.at('uid').string() }
        : undefined;
    }),
  };
}

export function readConditions(conditions: Reader): Condition[] {
  return conditions.list(item => {
    const type = item.at('type').string();
    const status = item.at('status').string();
    if (!type) return undefined;
    return {
      type,
      status: status === 'True' || status === 'False' ? status : 'Unknown',
      reason: item.at('reason').string(),
      message: item.at('message').string(),
      lastTransitionTime: item.at('lastTransitionTime').time(),
    };
  });
}

/** The condition of a type; undefined when it is absent, which is not False. @public */
export function findCondition(
  conditions: Condition[],
  type: string,
): Condition | undefined {
  return conditions.find(condition => condition.type === type);
}

/** Runs a reader over a value; a value without a name yields no object, but says so. */
export function parseWith<T>(
  value: unknown,
  read: (object: Reader, meta: ObjectMeta) => T,
): Parsed<T> {
  const unreadable: Unreadable[] = [];
  const object = new Reader(value, unreadable);
  const meta = readMeta(object);
  if (!meta) {
    if (!unreadable.some(entry => entry.path === 'metadata.name')) {
      unreadable.push({ path: 'metadata.name', expected: 'a string' });
    }
    return { unreadable };
  }
  return { object: read(object, meta), unreadable };
}
