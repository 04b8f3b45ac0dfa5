import { Reader } from './Reader';

/** What one instance says of itself at `:8000/pg/status`. Times are RFC 3339. @public */
export interface InstanceStatus {
  podName: string;
  observedAt: string;
  isPrimary: boolean;
  timeLineID?: number;
  currentLsn?: string;
  currentWAL?: string;
  receivedLsn?: string;
  replayLsn?: string;
  isArchivingWAL: boolean;
  lastArchivedWAL?: string;
  lastArchivedWALTime?: string;
  lastFailedWAL?: string;
  lastFailedWALTime?: string;
  /** Files waiting to be archived; the field is absent when there are none. */
  readyWalFiles: number;
  isWalReceiverActive?: boolean;
  pendingRestart: boolean;
  replication: {
    applicationName: string;
    state?: string;
    syncState?: string;
    replayLsn?: string;
    replayLagSeconds?: number;
  }[];
}

/** PostgreSQL's interval `[D days ]HH:MM:SS[.f]` in seconds. */
export function parseInterval(value: string): number | undefined {
  const match = /^(?:(\d+) days? )?(\d+):(\d{2}):(\d{2}(?:\.\d+)?)$/.exec(
    value,
  );
  if (!match) return undefined;
  return (
    Number(match[1] ?? 0) * 86_400 +
    Number(match[2]) * 3600 +
    Number(match[3]) * 60 +
    Number(match[4])
  );
}

/** Reads the body of `/pg/status`; "-infinity" is PostgreSQL's never. Never throws. @public */
export function parseInstanceStatus(
  podName: string,
  body: unknown,
  observedAt: string,
): InstanceStatus {
  const status = new Reader(body);
  const time = (key: string) => {
    const text = status.at(key).string();
    return text && !Number.isNaN(Date.parse(text)) ? text : undefined;
  };
  return {
    podName,
    observedAt,
    isPrimary: status.at('isPrimary').boolean() ?? false,
    timeLineID: status.at('timeLineID').integer(),
    currentLsn: status.at('currentLsn').string(),
    currentWAL: status.at('currentWAL').string(),
    receivedLsn: status.at('receivedLsn').string(),
    replayLsn: status.at('replayLsn').string(),
    isArchivingWAL: status.at('isArchivingWAL').boolean() ?? false,
    lastArchivedWAL: status.at('lastArchivedWAL').string(),
    lastArchivedWALTime: time('lastArchivedWALTime'),
    lastFailedWAL: status.at('lastFailedWAL').string(),
    lastFailedWALTime: time('lastFailedWALTime'),
    readyWalFiles: status.at('readyWalFiles').integer() ?? 0,
    isWalReceiverActive: status.at('isWalReceiverActive').boolean(),
    pendingRestart: status.at('pendingRestart').boolean() ?? false,
    replication: status.at('replicationInfo').list(item => {
      const applicationName = item.at('applicationName').string();
      const lag = item.at('replayLag').string();
      return applicationName
        ? {
            applicationName,
            state: item.at('state').string(),
            syncState: item.at('syncState').string(),
            replayLsn: item.at('replayLsn').string(),
            replayLagSeconds:
              lag === undefined ? undefined : parseInterval(lag),
          }
        : undefined;
    }),
  };
}

/** A PostgreSQL LSN (`16/B374D848`) as a number of bytes. */
export function lsnToBytes(lsn: string | undefined): bigint | undefined {
  const match = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i.exec(lsn ?? '');
  return match
    ? BigInt(`0x${match[1]}`) * 0x1_0000_0000n + BigInt(`0x${match[2]}`)
    : undefined;
}

/** Bytes by which `behind` is behind `ahead`; undefined when either is unknown. @public */
export function lsnLag(
  ahead: string | undefined,
  behind: string | undefined,
): number | undefined {
  const a = lsnToBytes(ahead);
  const b = lsnToBytes(behind);
  if (a === undefined || b === undefined) return undefined;
  return a > b ? Number(a - b) : 0;
}

/**
 * Orders two WAL file names (24 hex digits: timeline, log, segment). The position decides, not the timeline: a
 * newer timeline continues where the older one ended.
 * @returns negative, 0 or positive; undefined when either is no WAL file name.
 * @public
 */
export function compareWal(
  a: string | undefined,
  b: string | undefined,
): number | undefined {
  const form = /^[0-9A-F]{24}/i;
  if (!a || !b || !form.test(a) || !form.test(b)) return undefined;
  const left = a.slice(8, 24).toUpperCase();
  const right = b.slice(8, 24).toUpperCase();
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
