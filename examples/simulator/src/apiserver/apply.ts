import { KubeObject, StatusError, isRecord } from './objects';

/** Paths of the leaves of an applied configuration; a list is one leaf, as custom resources without list types have it. */
function leaves(value: unknown, path: string[] = []): string[][] {
  if (!isRecord(value)) return [path];
  return Object.entries(value).flatMap(([key, item]) =>
    leaves(item, [...path, key]),
  );
}

function owned(object: Record<string, unknown>): string[][] {
  const { apiVersion: _a, kind: _k, metadata, ...rest } = object;
  const meta = isRecord(metadata)
    ? { labels: metadata.labels, annotations: metadata.annotations }
    : {};
  return leaves({ metadata: JSON.parse(JSON.stringify(meta)), ...rest }).filter(
    path => path.length > 1,
  );
}

function at(value: unknown, path: string[]): unknown {
  return path.reduce<unknown>(
    (item, key) => (isRecord(item) ? item[key] : undefined),
    value,
  );
}

function set(
  target: Record<string, unknown>,
  path: string[],
  value: unknown,
): void {
  const [head, ...rest] = path;
  if (!rest.length) {
    if (value === undefined) delete target[head];
    else target[head] = value;
    return;
  }
  const inner = isRecord(target[head])
    ? { ...(target[head] as Record<string, unknown>) }
    : {};
  target[head] = inner;
  set(inner, rest, value);
}

const fieldsV1 = (paths: string[][]) => {
  const root: Record<string, unknown> = {};
  for (const path of paths)
    set(
      root,
      path.map(key => `f:${key}`),
      {},
    );
  return root;
};

/** Who applied what: `manager → paths`, kept per object. */
export type Managers = Map<string, string[][]>;

/**
 * Server-side apply: what a manager no longer names goes away, what another manager owns and differs is a conflict
 * unless forced.
 */
export function serverSideApply(
  current: KubeObject | undefined,
  applied: KubeObject,
  manager: string,
  force: boolean,
  managers: Managers,
): KubeObject {
  const paths = owned(applied);
  const same = (a: string[], b: string[]) => a.join('\0') === b.join('\0');
  const result: Record<string, unknown> = structuredClone(
    current ?? {
      apiVersion: applied.apiVersion,
      kind: applied.kind,
      metadata: { ...applied.metadata, managedFields: undefined },
    },
  );
  for (const [other, otherPaths] of managers) {
    if (other === manager) continue;
    const clash = paths.filter(
      path =>
        otherPaths.some(entry => same(entry, path)) &&
        JSON.stringify(at(current, path)) !== JSON.stringify(at(applied, path)),
    );
    if (clash.length && !force) {
      throw new StatusError(
        409,
        'Conflict',
        `Apply failed with ${clash.length} conflict${
          clash.length > 1 ? 's' : ''
        }: conflict with "${other}": .${clash
          .map(path => path.join('.'))
          .join(', .')}`,
      );
    }
    managers.set(
      other,
      otherPaths.filter(entry => !clash.some(path => same(path, entry))),
    );
  }
  for (const gone of managers.get(manager) ?? []) {
    if (!paths.some(path => same(path, gone))) set(result, gone, undefined);
  }
  for (const path of paths) set(result, path, at(applied, path));
  managers.set(manager, paths);
  const object = result as KubeObject;
  const now = new Date().toISOString();
  object.metadata.managedFields = [...managers].map(([name, entries]) => ({
    manager: name,
    operation: 'Apply',
    apiVersion: applied.apiVersion,
    time: now,
    fieldsType: 'FieldsV1',
    fieldsV1: fieldsV1(entries),
  }));
  return object;
}
