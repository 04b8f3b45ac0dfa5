/** One minor release of the operator, from CNPG's supported_releases.md and release notes, read 2026-11. @public */
export interface OperatorRelease {
  minor: string;
  /** The patch that this project was tested with, or the newest known. */
  version: string;
  /** `YYYY-MM-DD`; where `about`, the page says so, too. */
  endOfLife: string;
  about?: boolean;
  kubernetes: string[];
  /** What an upgrade to it changes for databases that are there. */
  changes: string[];
}

/** Oldest first. @public */
export const OPERATOR_RELEASES: OperatorRelease[] = [
  {
    minor: '1.26',
    version: '1.26.1',
    endOfLife: '2025-11-12',
    kubernetes: ['1.30', '1.31', '1.32', '1.33'],
    changes: [
      'In-tree Barman Cloud is deprecated: the plugin takes its place.',
      'Declarative major upgrades by a change of the image.',
    ],
  },
  {
    minor: '1.27',
    version: '1.27.1',
    endOfLife: '2026-03-09',
    kubernetes: ['1.31', '1.32', '1.33'],
    changes: [
      'The liveness probe shuts an isolated primary down after livenessProbeTimeout (30 s).',
    ],
  },
  {
    minor: '1.28',
    version: '1.28.0',
    endOfLife: '2026-06-30',
    kubernetes: ['1.32', '1.33', '1.34', '1.35'],
    changes: ['The failover quorum is part of spec.postgresql.synchronous.'],
  },
  {
    minor: '1.29',
    version: '1.29.2',
    endOfLife: '2026-09-29',
    kubernetes: ['1.33', '1.34', '1.35'],
    changes: [
      'From 1.29.2: spec.cluster of Database, Pooler, Publication, Subscription and ScheduledBackup cannot be changed any more.',
      'Coming from before 1.29.1: read "Upgrading" of installation_upgrade.md first.',
    ],
  },
  {
    minor: '1.30',
    version: '1.30.0',
    endOfLife: '2026-12-31',
    about: true,
    kubernetes: ['1.34', '1.35', '1.36'],
    changes: [
      'A Lease serializes the promotion of primaries.',
      'The operator authenticates itself to the instances: instances must be upgraded together with it, in place or by a rolling update.',
      'DatabaseRole manages a role as an object of its own.',
      'The default PostgreSQL is 18.4: clusters without a pinned image move.',
      'In-tree Barman Cloud goes with 1.31.',
    ],
  },
];

const minorOf = (version: string) => version.split('.').slice(0, 2).join('.');
const indexOf = (version: string) =>
  OPERATOR_RELEASES.findIndex(({ minor }) => minor === minorOf(version));

/** What is known of the operator that runs. @public */
export interface OperatorUpkeep {
  /** `supported`, `ended`, or `unknown`: a version that is not in the list. */
  support: 'supported' | 'ended' | 'unknown';
  endOfLife?: string;
  /** The next minor release; one step at a time. */
  next?: OperatorRelease;
}

/** @param now - milliseconds since the epoch @public */
export function operatorUpkeep(version: string, now: number): OperatorUpkeep {
  const index = indexOf(version);
  if (index < 0) return { support: 'unknown' };
  const { endOfLife } = OPERATOR_RELEASES[index];
  return {
    support: Date.parse(endOfLife) < now ? 'ended' : 'supported',
    endOfLife,
    next: OPERATOR_RELEASES[index + 1],
  };
}

/** Every release from the one after `from` up to `to`; empty for a step back or an unknown version. @public */
export function upgradeSteps(from: string, to: string): OperatorRelease[] {
  const [first, last] = [indexOf(from), indexOf(to)];
  return first < 0 || last < 0
    ? []
    : OPERATOR_RELEASES.slice(first + 1, last + 1);
}
