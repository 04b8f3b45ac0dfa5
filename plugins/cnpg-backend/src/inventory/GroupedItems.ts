/** Objects by key, and again by the group that they are asked for by (a cluster, a namespace): a page reads only its group. */
export class GroupedItems<T> {
  private readonly items = new Map<string, { group: string; object: T }>();
  private readonly groups = new Map<string, Map<string, T>>();

  constructor(private readonly groupOf: (object: T) => string) {}

  get size(): number {
    return this.items.size;
  }

  get(key: string): T | undefined {
    return this.items.get(key)?.object;
  }

  keys(): IterableIterator<string> {
    return this.items.keys();
  }

  values(): T[] {
    return [...this.items.values()].map(({ object }) => object);
  }

  /** The objects of one group, in the order in which they came. */
  group(name: string): T[] {
    return [...(this.groups.get(name)?.values() ?? [])];
  }

  set(key: string, object: T): void {
    const group = this.groupOf(object);
    if (this.items.get(key)?.group !== group) this.delete(key);
    this.items.set(key, { group, object });
    const members = this.groups.get(group) ?? new Map<string, T>();
    members.set(key, object);
    this.groups.set(group, members);
  }

  delete(key: string): T | undefined {
    const item = this.items.get(key);
    if (!item) return undefined;
    this.items.delete(key);
    const members = this.groups.get(item.group);
    members?.delete(key);
    if (!members?.size) this.groups.delete(item.group);
    return item.object;
  }

  clear(): void {
    this.items.clear();
    this.groups.clear();
  }
}
