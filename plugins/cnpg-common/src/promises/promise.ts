/** The promises of the plan, each with a measured number beside it or the reason why there is none. @public */
export const PROMISES = [
  'rto',
  'rpo',
  'availability',
  'queryTime',
  'backupSuccess',
  'coverage',
  'detection',
] as const;

/** @public */
export type PromiseName = (typeof PROMISES)[number];

/** One promise beside what was measured. @public */
export interface PromiseState {
  name: PromiseName;
  /** Seconds for times, a share (0 to 1) for the others. */
  unit: 'seconds' | 'share';
  promised: number;
  /** Absent where nothing measures it; never 0 in its place. */
  measured?: number;
  verdict: 'kept' | 'broken' | 'unknown';
  /** Over which time, in words. */
  window: string;
  /** Where the number comes from. */
  source: string;
  /** Why it is unknown, or what the number rests on. */
  sentence: string;
}

/** What a Prometheus told of one cluster; a field is absent where it has no data, `error` where it does not answer. @public */
export interface PrometheusFacts {
  error?: string;
  /** For how long it has had data of the cluster, at most the window; seconds. */
  observedSeconds?: number;
  /** Seconds that the availability covers, and the share of it in which a primary answered. */
  availability?: { seconds: number; share: number };
  /** The longest time without an archived WAL file, seconds. */
  unarchivedSeconds?: number;
  /** 95th percentile, seconds; absent also where the environment names no query. */
  queryTimeSeconds?: number;
  /** Base backups within the window, as the plugin's timestamps moved. */
  backups?: { completed: number; failed: number };
  /** Names of alerts and recordings that are loaded and healthy. */
  loaded?: string[];
  /** Names of metrics of which this cluster has data. */
  metrics?: string[];
}

/** A time in which a condition of the cluster said that something is wrong. Times are milliseconds since the epoch. @public */
export interface Incident {
  condition: string;
  began: number;
  /** When the first alert fired; absent where none did. */
  fired?: number;
}

/** Everything that promises are held against. @public */
export interface PromiseFacts {
  promised: {
    rtoSeconds: number;
    rpoSeconds: number;
    availability: number;
    queryTimeSeconds: number;
    detectionSeconds: number;
  };
  /** Seconds. */
  windowSeconds: number;
  restore?: { seconds: number; finishedAt: string };
  /** Seconds of writes that would be lost now; absent where it is not known. */
  lossNowSeconds?: number;
  /** Backup objects that ended within the window; absent where Backups cannot be read. */
  backups?: { completed: number; failed: number };
  /** Absent where the environment names no Prometheus. */
  prometheus?: PrometheusFacts;
  /** Whether the environment names a query for the time of queries. */
  queryTimeNamed: boolean;
  /** Whether the cluster has a pooler, and an archive: what it has not needs no monitoring. */
  has: { pooler: boolean; archive: boolean };
  incidents: Incident[];
}
