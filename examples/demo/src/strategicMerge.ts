type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Lists whose items have names (containers, variables) are merged by them, as Kubernetes does. */
function mergeLists(before: unknown[], change: unknown[]): unknown[] {
  const named = [...before, ...change].every(
    item => isObject(item) && typeof item.name === 'string',
  );
  if (!named) return change;
  const result = new Map(before.map(item => [(item as Json).name, item]));
  for (const item of change as Json[])
    result.set(
      item.name,
      // eslint-disable-next-line @typescript-eslint/no-use-before-define
      mergeValues(result.get(item.name), item),
    );
  return [...result.values()];
}

function mergeValues(before: unknown, change: unknown): unknown {
  if (Array.isArray(before) && Array.isArray(change))
    return mergeLists(before, change);
  if (!isObject(change)) return change;
  const result: Json = isObject(before) ? { ...before } : {};
  for (const [key, value] of Object.entries(change)) {
    if (value === null) delete result[key];
    else result[key] = mergeValues(result[key], value);
  }
  return result;
}

/** A strategic merge patch over an object; undefined where it says `$patch: delete`. */
export function strategicMerge<T extends object>(
  object: T,
  change: object,
): T | undefined {
  return '$patch' in change && change.$patch === 'delete'
    ? undefined
    : (mergeValues(object, change) as T);
}
