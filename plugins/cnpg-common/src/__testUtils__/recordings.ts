import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cluster, parseCluster } from '../model/cluster';

const folder = join(__dirname, '../../fixtures');

/** One object recorded from the real operator. */
export const recorded = (name: string): unknown =>
  JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));

/** The items of a recorded list. */
export const recordedItems = (name: string): unknown[] => {
  const value = recorded(name) as { items?: unknown[] } | unknown[];
  return Array.isArray(value) ? value : value.items ?? [];
};

export interface RecordedEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: {
    metadata: { name: string; namespace: string };
    status?: Record<string, unknown>;
  };
  seenAt?: string;
}

/** Every watch event of a kind, in order. */
export const recordedEvents = (kind: string): RecordedEvent[] =>
  readFileSync(join(folder, `watch-${kind}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as RecordedEvent);

export function recordedCluster(name: string): Cluster {
  const { object } = parseCluster(recorded(name));
  if (!object) throw new Error(`${name} holds no cluster`);
  return object;
}

/** A healthy cluster of three instances without a past, to change one thing in. */
export function aCluster(
  change: {
    spec?: object;
    status?: object;
    annotations?: Record<string, string>;
  } = {},
): Cluster {
  const { object } = parseCluster({
    metadata: {
      name: 'db',
      namespace: 'shop',
      uid: 'u',
      annotations: change.annotations,
    },
    spec: {
      instances: 3,
      imageName: 'ghcr.io/cloudnative-pg/postgresql:15.14',
      storage: { size: '10Gi', storageClass: 'fast' },
      bootstrap: { initdb: { database: 'shop', owner: 'shop' } },
      plugins: [
        {
          name: 'barman-cloud.cloudnative-pg.io',
          isWALArchiver: true,
          parameters: { barmanObjectName: 'store' },
        },
      ],
      ...change.spec,
    },
    status: {
      phase: 'Cluster in healthy state',
      instances: 3,
      readyInstances: 3,
      instanceNames: ['db-1', 'db-2', 'db-3'],
      instancesStatus: { healthy: ['db-1', 'db-2', 'db-3'] },
      currentPrimary: 'db-1',
      targetPrimary: 'db-1',
      timelineID: 1,
      conditions: [
        { type: 'Ready', status: 'True', reason: 'ClusterIsReady' },
        {
          type: 'ContinuousArchiving',
          status: 'True',
          reason: 'ContinuousArchivingSuccess',
        },
      ],
      ...change.status,
    },
  });
  if (!object) throw new Error('not a cluster');
  return object;
}
