import { ObjectMeta } from '@naytife/backstage-plugin-cnpg-common';
import { Backoff } from './backoff';
import { GroupedItems } from './GroupedItems';
import { KubeApi, KubeError, KubeErrorKind } from './KubeApi';
import { WatchedKind } from './kinds';

/** Times of a reflector in milliseconds; tests make them short. */
export interface ReflectorTimes {
  backoffMs: number;
  backoffCapMs: number;
  /**
   * How long one watch lasts before it is asked for anew. A kube-apiserver may send nothing at all of a quiet kind for
   * minutes (seen on 1.34: no bookmark without progress), so silence alone proves nothing, and a watch that is not
   * ended by its own timeout is a dead connection.
   */
  watchMs: number;
  /** How long after its timeout a watch may end before it is taken for dead. */
  graceMs: number;
  /** How long a request other than a watch may take. */
  requestMs: number;
}

export const REFLECTOR_TIMES: ReflectorTimes = {
  backoffMs: 500,
  backoffCapMs: 15_000,
  watchMs: 45_000,
  graceMs: 5_000,
  requestMs: 20_000,
};

const PAGE = 500;

interface KubeList {
  metadata: { resourceVersion: string; continue?: string };
  items: unknown[];
}

interface WatchEvent {
  type?: string;
  object?: {
    kind?: string;
    code?: number;
    message?: string;
    metadata?: { resourceVersion?: string };
  };
}

/** How one kind of one Kubernetes cluster stands. Times are RFC 3339. */
export interface ReflectorState {
  synced: boolean;
  /** `since` is when something was last heard. */
  failing?: { kind: KubeErrorKind; message: string; since: string };
}

/** Keeps a copy of one kind: lists in pages, watches with bookmarks, resumes, relists on 410, backs off with jitter. */
export class Reflector<T extends { meta: ObjectMeta }> {
  readonly items: GroupedItems<T>;
  readonly unreadable = new Map<string, string[]>();
  state: ReflectorState = { synced: false };
  private resourceVersion: string | undefined;
  private readonly backoff: Backoff;
  private heardAt: number | undefined;

  constructor(
    private readonly api: KubeApi,
    private readonly kind: WatchedKind<T>,
    private readonly times: ReflectorTimes,
    private readonly onChange: (changed: T | undefined) => void,
  ) {
    this.items = new GroupedItems(kind.groupOf);
    this.backoff = new Backoff(times.backoffMs, times.backoffCapMs);
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        if (this.resourceVersion === undefined) await this.list(signal);
        const lasted = await this.watch(signal);
        // A server that ends each watch at once must not be asked at once each time.
        if (!lasted) await this.backoff.wait(signal);
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof KubeError && error.kind === 'expired')
          this.resourceVersion = undefined;
        else this.fail(error);
        await this.backoff.wait(
          signal,
          error instanceof KubeError ? error.retryAfterMs : 0,
        );
      }
    }
  }

  private fail(error: unknown): void {
    const kind = error instanceof KubeError ? error.kind : 'other';
    const message = error instanceof Error ? error.message : String(error);
    const since =
      this.state.failing?.since ??
      new Date(this.heardAt ?? Date.now()).toISOString();
    const changed = this.state.failing?.kind !== kind;
    this.state = { ...this.state, failing: { kind, message, since } };
    if (kind === 'crdMissing') {
      this.items.clear();
      this.unreadable.clear();
      this.resourceVersion = undefined;
    }
    if (changed) this.onChange(undefined);
  }

  private works(): void {
    this.heardAt = Date.now();
    if (this.state.synced && !this.state.failing) return;
    this.state = { synced: true };
    this.onChange(undefined);
  }

  private url(query: Record<string, string>): string {
    return `${this.kind.path}?${[
      this.kind.selector,
      new URLSearchParams(query).toString(),
    ]
      .filter(Boolean)
      .join('&')}`;
  }

  private async list(signal: AbortSignal): Promise<void> {
    const found = new Set<string>();
    let token: string | undefined;
    let revision = '';
    do {
      const page: KubeList = await this.api.json(
        this.url({
          limit: String(PAGE),
          ...(token ? { continue: token } : {}),
        }),
        { signal, timeoutMs: this.times.requestMs },
      );
      if (!Array.isArray(page.items))
        throw new KubeError('other', 'the list has no items');
      // What is gone is known only at the end; what is there counts at once, so that no page is held in memory twice.
      for (const item of page.items) {
        const key = this.keep(item);
        if (key) found.add(key);
      }
      token = page.metadata.continue;
      revision = page.metadata.resourceVersion;
    } while (token);
    for (const key of [...this.items.keys()])
      if (!found.has(key)) this.remove(key);
    this.resourceVersion = revision;
    this.works();
  }

  private remove(key: string): void {
    const gone = this.items.delete(key);
    this.unreadable.delete(key);
    if (gone) this.onChange(gone);
  }

  private keep(value: unknown): string | undefined {
    const { object, unreadable } = this.kind.parse(value);
    if (!object) return undefined;
    const key = `${object.meta.namespace}/${object.meta.name}`;
    const known = this.items.get(key)?.meta;
    if (
      known?.resourceVersion !== undefined &&
      known.resourceVersion === object.meta.resourceVersion &&
      known.uid === object.meta.uid
    )
      return key;
    this.items.set(key, object);
    if (unreadable.length)
      this.unreadable.set(
        key,
        unreadable.map(entry => `${entry.path}: expected ${entry.expected}`),
      );
    else this.unreadable.delete(key);
    this.onChange(object);
    return key;
  }

  /** Answers whether the watch lasted, or brought anything: one that did neither is not worth repeating at once. */
  private async watch(outer: AbortSignal): Promise<boolean> {
    const { watchMs, graceMs } = this.times;
    const began = Date.now();
    const stop = new AbortController();
    const abort = () => stop.abort();
    outer.addEventListener('abort', abort);
    let dead = false;
    const timer = setTimeout(() => {
      dead = true;
      abort();
    }, watchMs + graceMs);
    let events = 0;
    try {
      const body = await this.api.stream(
        this.url({
          watch: 'true',
          allowWatchBookmarks: 'true',
          resourceVersion: this.resourceVersion ?? '',
          timeoutSeconds: String(Math.max(1, Math.round(watchMs / 1000))),
        }),
        // What stands between may hold the headers back until the first byte, which a quiet kind does not send.
        { signal: stop.signal, timeoutMs: watchMs + graceMs },
      );
      this.works();
      stop.signal.addEventListener('abort', () => body.destroy());
      let rest = '';
      for await (const chunk of body) {
        this.heardAt = Date.now();
        const lines = (rest + chunk.toString()).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          if (!line) continue;
          this.handle(line);
          events += 1;
        }
        if (events) this.backoff.reset();
      }
    } catch (error) {
      if (error instanceof KubeError && !dead) throw error;
      throw new KubeError(
        dead ? 'timeout' : 'unreachable',
        dead
          ? 'the watch stood still'
          : `the watch broke off: ${
              error instanceof Error ? error.message : error
            }`,
      );
    } finally {
      clearTimeout(timer);
      outer.removeEventListener('abort', abort);
    }
    const lasted = Date.now() - began >= watchMs / 2;
    if (lasted) this.backoff.reset();
    return lasted || events > 0;
  }

  private handle(line: string): void {
    let event: WatchEvent;
    try {
      event = JSON.parse(line);
    } catch {
      throw new KubeError('other', 'the watch sent what is no JSON');
    }
    const { type, object } = event;
    if (type === 'ERROR')
      throw new KubeError(
        object?.code === 410 ? 'expired' : 'other',
        object?.message ?? 'the watch sent an error',
      );
    // What is of another kind, or a type from the future, says nothing of ours; it is not counted as seen either.
    if (object?.kind !== undefined && object.kind !== this.kind.kind) return;
    if (type === 'ADDED' || type === 'MODIFIED') this.keep(object);
    else if (type === 'DELETED') {
      const meta = this.kind.parse(object).object?.meta;
      if (meta) this.remove(`${meta.namespace}/${meta.name}`);
    } else if (type !== 'BOOKMARK') return;
    this.resourceVersion =
      object?.metadata?.resourceVersion ?? this.resourceVersion;
  }
}
