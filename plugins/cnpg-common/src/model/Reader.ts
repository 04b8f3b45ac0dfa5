/** Something in an object that was not of the shape that its CRD promises. @public */
export interface Unreadable {
  /** JSON path from the object's root, for example `status.conditions[2].type`. */
  path: string;
  /** What should have stood there. */
  expected: string;
}

/** What a parser could read, and what it could not. `object` is missing only when the value has no name. @public */
export interface Parsed<T> {
  object?: T;
  unreadable: Unreadable[];
}

const shared = new Map<string, Record<string, string>>();
const MOST_SHARED = 10_000;

/** Walks a value of unknown shape without ever throwing, noting each place that is not what it should be. */
export class Reader {
  constructor(
    readonly value: unknown,
    readonly unreadable: Unreadable[] = [],
    private readonly path = '',
  ) {}

  private miss(expected: string): undefined {
    const path = this.path || '.';
    if (
      this.value !== undefined &&
      this.value !== null &&
      // A status that is a string is asked for many fields, and told once.
      !this.unreadable.some(entry => entry.path === path)
    )
      this.unreadable.push({ path, expected });
    return undefined;
  }

  private record(): Record<string, unknown> | undefined {
    return typeof this.value === 'object' &&
      this.value !== null &&
      !Array.isArray(this.value)
      ? (this.value as Record<string, unknown>)
      : undefined;
  }

  at(key: string): Reader {
    const record = this.record() ?? this.miss('an object');
    return new Reader(
      record && Object.hasOwn(record, key) ? record[key] : undefined,
      this.unreadable,
      this.path ? `${this.path}.${key}` : key,
    );
  }

  get exists(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  string(): string | undefined {
    return typeof this.value === 'string' ? this.value : this.miss('a string');
  }

  integer(): number | undefined {
    return typeof this.value === 'number' && Number.isInteger(this.value)
      ? this.value
      : this.miss('an integer');
  }

  boolean(): boolean | undefined {
    return typeof this.value === 'boolean'
      ? this.value
      : this.miss('true or false');
  }

  /** An RFC 3339 time, as it stands; anything that is no time is noted and left out. */
  time(): string | undefined {
    return typeof this.value === 'string' &&
      !Number.isNaN(Date.parse(this.value))
      ? this.value
      : this.miss('an RFC 3339 time');
  }

  list<T>(read: (item: Reader) => T | undefined): T[] {
    if (!Array.isArray(this.value)) {
      this.miss('a list');
      return [];
    }
    const items: T[] = [];
    this.value.forEach((item, index) => {
      const one = read(
        new Reader(item, this.unreadable, `${this.path}[${index}]`),
      );
      if (one !== undefined) items.push(one);
    });
    return items;
  }

  strings(): string[] {
    return this.list(item => item.string());
  }

  map<T>(read: (item: Reader) => T | undefined): Record<string, T> {
    const record = this.record();
    if (!record) {
      this.miss('an object');
      return {};
    }
    // Entries may be called `__proto__`: build without assigning.
    return Object.fromEntries(
      Object.keys(record).flatMap(key => {
        const one = read(this.at(key));
        return one === undefined ? [] : [[key, one]];
      }),
    );
  }

  /** Labels and the like; equal ones are one object, since thousands of objects carry the same. Not to be changed. */
  stringMap(): Record<string, string> {
    const map = this.map(item => item.string());
    const key = JSON.stringify(map);
    const known = shared.get(key);
    if (known) return known;
    if (shared.size >= MOST_SHARED) shared.clear();
    shared.set(key, Object.freeze(map));
    return map;
  }
}
