import { NAYTIFE, SyncState } from '@naytife/backstage-plugin-cnpg-common';
import { KubernetesCluster } from '../config';
import { Backoff } from './backoff';
import { KubeApi } from './KubeApi';
import { KindName, WATCHED, Watched } from './kinds';
import { Reflector, ReflectorTimes } from './Reflector';

/** What changed: an object of a kind, or (undefined) the state of the kind itself. */
export type OnChange = (
  connection: ClusterConnection,
  kind: KindName,
  changed: { meta: { namespace: string; name: string } } | undefined,
) => void;

/** Kinds without which nothing can be said. */
const ESSENTIAL: KindName = 'clusters';
const TOLD = ['unauthorized', 'forbidden', 'crdMissing', 'timeout'] as const;

/** One Kubernetes cluster: a reflector per kind. One that fails never blanks another. */
export class ClusterConnection {
  readonly api: KubeApi;
  private readonly reflectors: { [K in KindName]: Reflector<Watched<K>> };
  /** `/version` of a simulated API server says so. */
  private simulatedServer = false;

  constructor(
    cluster: KubernetesCluster,
    private readonly times: ReflectorTimes,
    onChange: OnChange,
  ) {
    this.api = new KubeApi(cluster);
    const make = (kind: KindName) =>
      new Reflector(this.api, WATCHED[kind] as never, times, changed =>
        onChange(this, kind, changed),
      );
    this.reflectors = Object.fromEntries(
      (Object.keys(WATCHED) as KindName[]).map(kind => [kind, make(kind)]),
    ) as never;
  }

  get name(): string {
    return this.api.name;
  }

  start(signal: AbortSignal): void {
    for (const reflector of Object.values(this.reflectors))
      void reflector.run(signal);
    void this.lookAtVersion(signal);
  }

  private async lookAtVersion(signal: AbortSignal): Promise<void> {
    const backoff = new Backoff(this.times.backoffMs, this.times.backoffCapMs);
    while (!signal.aborted) {
      const version = await this.api
        .json<{ gitVersion?: string }>('/version', { signal })
        .catch(() => undefined);
      if (version) {
        this.simulatedServer =
          version.gitVersion?.includes('simulated') ?? false;
        return;
      }
      await backoff.wait(signal);
    }
  }

  /** Whether the API server, or the operator in it, is simulated and says so. */
  get simulated(): boolean {
    return (
      this.simulatedServer ||
      this.reflectors.operators.items
        .values()
        .some(({ meta }) => meta.annotations[NAYTIFE.simulated] === 'true')
    );
  }

  private readable(kind: KindName): boolean {
    const { state } = this.reflectors[kind];
    return state.synced && state.failing?.kind !== 'forbidden';
  }

  /** The objects of a kind; undefined while it was never read or may not be read. */
  list<K extends KindName>(kind: K): Watched<K>[] | undefined {
    return this.readable(kind)
      ? (this.reflectors[kind].items.values() as Watched<K>[])
      : undefined;
  }

  /** The objects of a kind in one group ({@link WATCHED}); undefined while the kind cannot be read. */
  group<K extends KindName>(kind: K, group: string): Watched<K>[] | undefined {
    return this.readable(kind)
      ? (this.reflectors[kind].items.group(group) as Watched<K>[])
      : undefined;
  }

  get<K extends KindName>(
    kind: K,
    namespace: string,
    name: string,
  ): Watched<K> | undefined {
    return this.reflectors[kind].items.get(`${namespace}/${name}`) as
      | Watched<K>
      | undefined;
  }

  unreadable(kind: KindName, namespace: string, name: string): string[] {
    return this.reflectors[kind].unreadable.get(`${namespace}/${name}`) ?? [];
  }

  get sync(): SyncState {
    const { synced, failing } = this.reflectors[ESSENTIAL].state;
    if (!failing) return { state: synced ? 'synced' : 'starting' };
    const error = TOLD.find(kind => kind === failing.kind) ?? 'unreachable';
    return {
      state: synced && error !== 'crdMissing' ? 'stale' : 'error',
      since: failing.since,
      error,
      message: failing.message,
    };
  }

  /** Kinds that cannot be read while the clusters can, and since when. */
  get partial(): { kind: string; error: string; since: string }[] {
    return (Object.keys(this.reflectors) as KindName[]).flatMap(kind => {
      const { failing } = this.reflectors[kind].state;
      return failing && kind !== ESSENTIAL
        ? [{ kind, error: failing.kind, since: failing.since }]
        : [];
    });
  }
}
