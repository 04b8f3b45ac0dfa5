import { KubeObject, StatusError, clone, isRecord } from './objects';

/** Paths of the leaves of an applied configuration; a list is one leaf, as custom resources without list types have it. */
function leaves(value: unknown, path: string[] = []): string[][] {
  const entries = isRecord(value) ? Object.entries(value) : [];
  return entries.length
    ? entries.flatMap(([key, item]) => leaves(item, [...path, key]))
    : [path];
}

function owned(object: Record<string, unknown>): string[][] {
  const { apiVersion: _a, kind: _k, metadata, ...rest } = object;
  const meta = isRecord(metadata)
    ? { labels: metadata.labels, annotations: metadata.annotations }
    : {};
  return leaves({ metadata: clone(meta), ...rest }).filter(
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

/** Who owns what: `manager operation → paths`. */
export type Managers = Map<string, string[][]>;

interface ManagedField {
  manager: string;
  operation: string;
  fieldsV1: Record<string, unknown>;
}

function pathsOf(fields: Record<string, unknown>): string[][] {
  return leaves(fields).map(path => path.map(key => key.replace(/^f:/, '')));
}

/** Reads the managers back from an object. */
export function managersOf(object: KubeObject | undefined): Managers {
  return new Map(
    ((object?.metadata.managedFields ?? []) as ManagedField[]).map(entry => [
      `${entry.manager} ${entry.operation}`,
      pathsOf(entry.fieldsV1).filter(path => path.length > 0),
    ]),
  );
}

const same = (a: string[], b: string[]) => a.join('\0') === b.join('\0');

function managedFields(managers: Managers, apiVersion: string): ManagedField[] {
  const time = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  return [...managers]
    .filter(([, fields]) => fields.length)
    .map(([key, fields]) => {
      const [, manager, operation] = /^(.*) (\w+)$/.exec(key) ?? [];
      return {
        manager,
        operation,
        apiVersion,
        time,
        fieldsType: 'FieldsV1',
        fieldsV1: fieldsV1(fields),
      };
    });
}

function take(managers: Managers, from: string, taken: string[][]): void {
  managers.set(
    from,
    (managers.get(from) ?? []).filter(
      entry => !taken.some(path => same(path, entry)),
    ),
  );
}

/** Books the fields that a plain write changed to whoever wrote, and takes them from all others. */
export function ownByWriting(
  current: KubeObject | undefined,
  next: KubeObject,
  manager: string,
): KubeObject {
  const managers = managersOf(current);
  const changed = owned(next).filter(
    path =>
      JSON.stringify(at(next, path)) !== JSON.stringify(at(current, path)),
  );
  const key = `${manager} Update`;
  const kept = (managers.get(key) ?? []).filter(
    path => at(next, path) !== undefined,
  );
  for (const other of managers.keys()) take(managers, other, changed);
  managers.set(key, [
    ...kept.filter(path => !changed.some(item => same(item, path))),
    ...changed,
  ]);
  // A write that changes nothing leaves the books as they are, times included.
  const books = changed.length
    ? managedFields(managers, next.apiVersion)
    : current?.metadata.managedFields;
  return { ...next, metadata: { ...next.metadata, managedFields: books } };
}

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
  const named = owned(applied);
  const result: Record<string, unknown> = clone(
    current ?? {
      apiVersion: applied.apiVersion,
      kind: applied.kind,
      metadata: { ...applied.metadata, managedFields: undefined },
    },
  );
  const key = `${manager} Apply`;
  for (const [other, otherPaths] of managers) {
    if (other === key) continue;
    const clash = named.filter(
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
        }: conflict with "${other.replace(/ \w+$/, '')}": .${clash
          .map(path => path.join('.'))
          .join(', .')}`,
      );
    }
    take(managers, other, clash);
  }
  const mine = managers.get(key) ?? [];
  for (const gone of mine) {
    const others = [...managers].some(
      ([other, entries]) =>
        other !== key && entries.some(path => same(path, gone)),
    );
    if (!others && !named.some(path => same(path, gone)))
      set(result, gone, undefined);
  }
  for (const path of named) set(result, path, at(applied, path));
  const unchanged =
    mine.length === named.length &&
    named.every(
      path =>
        mine.some(entry => same(entry, path)) &&
        JSON.stringify(at(current, path)) === JSON.stringify(at(applied, path)),
    );
  managers.set(key, named);
  const object = result as KubeObject;
  object.metadata.managedFields =
    unchanged && current
      ? current.metadata.managedFields
      : managedFields(managers, applied.apiVersion);
  return object;
}
