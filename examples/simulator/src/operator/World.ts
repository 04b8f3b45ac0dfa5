/** What can be made to go wrong with a database while the simulator runs. */
export const SCENARIOS = [
  'archive-failing',
  'backup-failing',
  'replica-lagging',
  'disk-filling',
  'certificate-expiring',
  'pooler-crashing',
] as const;

export type Scenario = (typeof SCENARIOS)[number];

/** What an object store holds of one server. Times are milliseconds since the epoch. */
export interface Archive {
  segments: number;
  lastArchivedAt?: number;
  firstBackupEndedAt?: number;
  timeline: number;
}

/** PostgreSQL behind one pod, as `/pg/status` tells it. */
export interface Instance {
  cluster: string;
  isPrimary: boolean;
  timeline: number;
  lastFailedAt?: number;
  readyWalFiles: number;
  /** Whether its replicas confirm writes (`spec.postgresql.synchronous`). */
  synchronous?: boolean;
}

/** What Kubernetes does not hold: the running PostgreSQL, the content of the object stores, and what shall go wrong. */
export class World {
  readonly archives = new Map<string, Archive>();
  readonly instances = new Map<string, Instance>();
  /** Backups from before the simulator began, `namespace/name`: nobody takes them again. */
  readonly remembered = new Set<string>();
  /** Fills a new cluster that is to be imported; the words of its error are the Job's. */
  importer?: (namespace: string, cluster: string) => Promise<void>;
  private readonly addresses = new Map<string, string>();
  private readonly scenarios = new Map<string, Set<Scenario>>();

  /** @param speed - how many times faster than the real thing */
  constructor(readonly speed: number) {}

  static archiveKey = (namespace: string, store: string, server: string) =>
    `${namespace}/${store}/${server}`;

  /** The IP of a pod, `namespace/name`; the same for as long as the simulator runs. */
  address(pod: string): string {
    const known = this.addresses.get(pod);
    if (known) return known;
    const number = this.addresses.size + 1;
    const ip = `10.244.${Math.floor(number / 250)}.${(number % 250) + 1}`;
    this.addresses.set(pod, ip);
    return ip;
  }

  /** Whose IP it is. */
  podAt(ip: string): { namespace: string; pod: string } | undefined {
    const entry = [...this.addresses].find(([, address]) => address === ip);
    if (!entry) return undefined;
    const [namespace, pod] = entry[0].split('/');
    return { namespace, pod };
  }

  is(cluster: string, scenario: Scenario): boolean {
    return this.scenarios.get(cluster)?.has(scenario) ?? false;
  }

  set(cluster: string, scenario: Scenario, on: boolean): void {
    const active = this.scenarios.get(cluster) ?? new Set();
    if (on) active.add(scenario);
    else active.delete(scenario);
    this.scenarios.set(cluster, active);
  }

  active(cluster: string): Scenario[] {
    return [...(this.scenarios.get(cluster) ?? [])];
  }

  pause(seconds: number): Promise<void> {
    return new Promise(resolve => {
      setTimeout(resolve, (seconds * 1000) / this.speed);
    });
  }

  /** The name of the n-th WAL file of a timeline, 16 MiB segments. */
  static wal(timeline: number, segment: number): string {
    const hex = (value: number) =>
      value.toString(16).toUpperCase().padStart(8, '0');
    return `${hex(timeline)}${hex(Math.floor(segment / 256))}${hex(
      segment % 256,
    )}`;
  }

  /** The body of `:8000/pg/status`, with fields absent where the real one leaves them out. */
  status(namespace: string, pod: string): object | undefined {
    const instance = this.instances.get(`${namespace}/${pod}`);
    if (!instance) return undefined;
    const cluster = `${namespace}/${instance.cluster}`;
    const archive = [...this.archives.entries()].find(
      ([key]) =>
        key.startsWith(`${namespace}/`) && key.endsWith(`/${instance.cluster}`),
    )?.[1];
    const segment = archive?.segments ?? 7;
    const never = '-infinity';
    const iso = (time: number | undefined) =>
      time ? new Date(time).toISOString() : never;
    const common = {
      isPrimary: instance.isPrimary,
      timeLineID: instance.timeline,
      pendingRestart: false,
      isPodReady: false,
      instanceManagerVersion: '1.30.0',
      pod: { metadata: { name: pod } },
    };
    const lsn = `0/${(segment * 0x1000000 + 0x8000)
      .toString(16)
      .toUpperCase()}`;
    if (!instance.isPrimary) {
      return {
        ...common,
        isWalReceiverActive: true,
        receivedLsn: lsn,
        replayLsn: lsn,
        lastArchivedWALTime: never,
        lastFailedWALTime: never,
      };
    }
    const failing =
      instance.lastFailedAt !== undefined &&
      !(
        archive?.lastArchivedAt &&
        archive.lastArchivedAt > instance.lastFailedAt
      );
    const replicas = [...this.instances.entries()].filter(
      ([key, item]) =>
        key.startsWith(`${namespace}/`) &&
        item.cluster === instance.cluster &&
        !item.isPrimary,
    );
    return {
      ...common,
      ...(failing ? {} : { isArchivingWAL: true }),
      currentLsn: lsn,
      currentWAL: World.wal(instance.timeline, segment),
      ...(archive?.lastArchivedAt
        ? { lastArchivedWAL: World.wal(instance.timeline, segment - 1) }
        : {}),
      lastArchivedWALTime: iso(archive?.lastArchivedAt),
      ...(instance.lastFailedAt
        ? { lastFailedWAL: World.wal(instance.timeline, segment) }
        : {}),
      lastFailedWALTime: iso(instance.lastFailedAt),
      ...(instance.readyWalFiles
        ? { readyWalFiles: instance.readyWalFiles }
        : {}),
      replicationInfo: replicas.map(([key]) => ({
        applicationName: key.slice(namespace.length + 1),
        state: 'streaming',
        syncState: instance.synchronous ? 'quorum' : 'async',
        replayLsn: lsn,
        replayLag: this.is(cluster, 'replica-lagging')
          ? '00:02:41.5'
          : '00:00:00.000304',
      })),
    };
  }
}
