import { ObjectMeta } from '@naytife/backstage-plugin-cnpg-common';
import { KubeApi, KubeError, KubeErrorKind } from './KubeApi';
import { WatchedKind } from './kinds';

/** Times of a reflector in milliseconds; tests make them short. */
export interface ReflectorTimes {
  backoffMs: number;
  backoffCapMs: number;
  /** A watch without a byte for so long is taken for dead: bookmarks come about once a minute. */
  stallMs: number;
}

export const REFLECTOR_TIMES: ReflectorTimes = {
  backoffMs: 500,
  backoffCapMs: 15_000,
  stallMs: 90_000,
};

const PAGE = 500;
const WATCH_SECONDS = 300;

interface KubeList {
  metadata: { resourceVersion: string; continue?: string };
  items: unknown[];
}

/** How one kind of one Kubernetes cluster stands. */
export interface ReflectorState {
  synced: boolean;
  failing?: { kind: KubeErrorKind; message: string; since: string };
}

/** Keeps a copy of one kind: lists in pages, watches with bookmarks, resumes, relists on 410, backs off with jitter. */
export class Reflector<T extends { meta: ObjectMeta }> {
  readonly items = new Map<string, T>();
  readonly unreadable = new Map<string, string[]>();
  state: ReflectorState = { synced: false };
  private resourceVersion: string | undefined;
  private failures = 0;

  constructor(
    private readonly api: KubeApi,
    private readonly kind: WatchedKind<T>,
    private readonly times: ReflectorTimes,
    private readonly onChange: (changed: T | undefined) => void,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        if (this.resourceVersion === undefined) await this.list(signal);
        await this.watch(signal);
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof KubeError && error.kind === 'expired')
          this.resourceVersion = undefined;
        else this.fail(error);
        await this.wait(signal);
      }
    }
  }

  private fail(error: unknown): void {
    const kind = error instanceof KubeError ? error.kind : 'other';
    const message = error instanceof Error ? error.message : String(error);
    this.failures += 1;
    const since = this.state.failing?.since ?? new Date().toISOString();
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
    this.failures = 0;
    const changed = !this.state.synced || this.state.failing !== undefined;
    this.state = { synced: true };
    if (changed) this.onChange(undefined);
  }

  private wait(signal: AbortSignal): Promise<void> {
    const base = Math.min(
      this.times.backoffCapMs,
      this.times.backoffMs * 2 ** Math.max(0, this.failures - 1),
    );
    return new Promise(resolve => {
      const timer = setTimeout(resolve, base / 2 + (Math.random() * base) / 2);
      signal.addEventListener(
        'abort',
        () => {
          clearTimeout(timer);
          resolve();
        },
        { once: true },
      );
    });
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
    const found = new Map<string, unknown>();
    let token: string | undefined;
    let revision = '';
    do {
      const page: KubeList = await this.api.json(
        this.url({
          limit: String(PAGE),
          ...(token ? { continue: token } : {}),
        }),
        { signal },
      );
      for (const item of page.items) {
        const { object } = this.kind.parse(item);
        if (object)
          found.set(`${object.meta.namespace}/${object.meta.name}`, item);
      }
      token = page.metadata.continue;
      revision = page.metadata.resourceVersion;
    } while (token);
    for (const [key, gone] of this.items) {
      if (!found.has(key)) {
        this.items.delete(key);
        this.unreadable.delete(key);
        this.onChange(gone);
      }
    }
    for (const item of found.values()) this.keep(item);
    this.resourceVersion = revision;
    this.works();
  }

  private keep(value: unknown): void {
    const { object, unreadable } = this.kind.parse(value);
    if (!object) return;
    const key = `${object.meta.namespace}/${object.meta.name}`;
    const same =
      this.items.get(key)?.meta.resourceVersion ===
        object.meta.resourceVersion &&
      object.meta.resourceVersion !== undefined;
    if (same) return;
    this.items.set(key, object);
    if (unreadable.length)
      this.unreadable.set(
        key,
        unreadable.map(entry => `${entry.path}: expected ${entry.expected}`),
      );
    else this.unreadable.delete(key);
    this.onChange(object);
  }

  private async watch(outer: AbortSignal): Promise<void> {
    const stall = new AbortController();
    const abort = () => stall.abort();
    outer.addEventListener('abort', abort);
    let timer: NodeJS.Timeout | undefined;
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(abort, this.times.stallMs);
    };
    try {
      const response = await this.api.request(
        this.url({
          watch: 'true',
          allowWatchBookmarks: 'true',
          resourceVersion: this.resourceVersion ?? '',
          timeoutSeconds: String(WATCH_SECONDS),
        }),
        { signal: stall.signal },
      );
      this.works();
      alive();
      const body = response.body as NodeJS.ReadableStream & { destroy(): void };
      stall.signal.addEventListener('abort', () => body.destroy());
      let rest = '';
      for await (const chunk of body) {
        alive();
        const lines = (rest + chunk.toString()).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) if (line) this.handle(line);
      }
    } catch (error) {
      if (error instanceof KubeError) throw error;
      throw new KubeError(
        stall.signal.aborted && !outer.aborted ? 'timeout' : 'unreachable',
        error instanceof Error ? error.message : 'the watch broke off',
      );
    } finally {
      clearTimeout(timer);
      outer.removeEventListener('abort', abort);
    }
  }

  private handle(line: string): void {
    let event: {
      type?: string;
      object?: {
        code?: number;
        message?: string;
        metadata?: { resourceVersion?: string };
      };
    };
    try {
      event = JSON.parse(line);
    } catch {
      throw new KubeError('other', 'the watch sent what is no JSON');
    }
    const revision = event.object?.metadata?.resourceVersion;
    switch (event.type) {
      case 'ADDED':
      case 'MODIFIED':
        this.keep(event.object);
        break;
      case 'DELETED': {
        const { object } = this.kind.parse(event.object);
        const key = object && `${object.meta.namespace}/${object.meta.name}`;
        if (key && this.items.delete(key)) {
          this.unreadable.delete(key);
          this.onChange(object);
        }
        break;
      }
      case 'ERROR':
        throw new KubeError(
          event.object?.code === 410 ? 'expired' : 'other',
          event.object?.message ?? 'the watch sent an error',
        );
      default:
    }
    if (revision) this.resourceVersion = revision;
  }
}
