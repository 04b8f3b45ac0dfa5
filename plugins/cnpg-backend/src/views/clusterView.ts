import {
  Backup,
  ClusterDetailView,
  ClusterSummaryView,
  ConnectionView,
  InstanceView,
  PoolerView,
  assessHealth,
  assessRecoverability,
  fencedInstances,
  hibernation,
  lastRestoreTest,
  liveSpec,
  lsnLag,
  readSchedule,
  rpoSeconds,
  rtoSeconds,
} from '@naytife/backstage-plugin-cnpg-common';
import { Facts, Inventory, InventoryCluster } from '../inventory/Inventory';
import { viewSource } from './sourceView';

const BACKUPS_SHOWN = 50;
const EVENTS_SHOWN = 30;

function postgresVersion({ cluster }: InventoryCluster): string | undefined {
  const image = cluster.status?.image ?? cluster.spec.imageName ?? '';
  return (
    /:(\d+(?:\.\d+)?)/.exec(image)?.[1] ??
    cluster.status?.majorVersion?.toString()
  );
}

export function viewSummary(
  inventory: Inventory,
  entry: InventoryCluster,
  facts: Facts = inventory.facts(entry),
): ClusterSummaryView {
  const { cluster, environment, connection } = entry;
  const now = connection.api.now();
  return {
    ref: entry.ref,
    environment: environment.name,
    environmentTitle: environment.title,
    name: cluster.meta.name,
    namespace: cluster.meta.namespace,
    kubernetesCluster: connection.name,
    postgresVersion: postgresVersion(entry),
    instances: cluster.spec.instances,
    readyInstances: cluster.status?.readyInstances,
    health: assessHealth(facts.health, now),
    recoverability: assessRecoverability(facts.recoverability, now),
    revision: entry.revision,
  };
}

/** What cannot be looked at is unknown, not no. */
function known(source: unknown, yes: boolean | undefined) {
  if (source === undefined) return 'unknown';
  return yes ? 'yes' : 'no';
}

function viewInstances(
  { cluster }: InventoryCluster,
  { health }: Facts,
): InstanceView[] {
  const { status } = cluster;
  const fenced = fencedInstances(cluster) ?? [];
  const primary = health.instanceStatus?.find(instance => instance.isPrimary);
  return (status?.instanceNames ?? []).map(name => {
    const pod = health.pods?.find(item => item.meta.name === name);
    const reported = status?.instancesReportedState[name];
    const role = status?.currentPrimary === name ? 'primary' : 'replica';
    const replica = primary?.replication.find(
      item => item.applicationName === name,
    );
    const isReplica = role === 'replica';
    return {
      name,
      role: status?.currentPrimary ? role : 'unknown',
      ready: known(health.pods, pod?.ready),
      fenced: fenced.includes(name),
      trouble: health.pods && !pod ? 'no pod' : pod?.trouble,
      node: pod?.nodeName,
      restarts: pod?.restarts,
      timeline: reported?.timeLineID,
      streaming: isReplica
        ? known(primary, replica?.state === 'streaming')
        : undefined,
      syncState: replica?.syncState,
      lagSeconds: isReplica ? replica?.replayLagSeconds : undefined,
      lagBytes: isReplica
        ? lsnLag(primary?.currentLsn, replica?.replayLsn)
        : undefined,
      storage: health.pvcs?.find(pvc => pvc.meta.name === name)?.capacity,
    };
  });
}

function viewPoolers({ health }: Facts): PoolerView[] {
  return (health.poolers ?? []).map(pooler => ({
    name: pooler.meta.name,
    type: pooler.type ?? 'unknown',
    poolMode: pooler.poolMode,
    phase: pooler.phase,
    instances: pooler.desiredInstances,
    readyPods: health.pods?.filter(
      pod =>
        pod.meta.labels['cnpg.io/poolerName'] === pooler.meta.name && pod.ready,
    ).length,
  }));
}

/** Where to connect and which Secret to read; never what is in it. */
function viewConnections(
  { cluster }: InventoryCluster,
  { health }: Facts,
): ConnectionView[] {
  const { name, namespace } = cluster.meta;
  const { bootstrap } = cluster.spec;
  const common = {
    port: 5432,
    database: bootstrap?.database ?? 'app',
    user: bootstrap?.owner ?? 'app',
    secretName: bootstrap?.secretName ?? `${name}-app`,
  };
  const host = (service: string) => `${service}.${namespace}.svc.cluster.local`;
  return [
    ...(health.poolers ?? []).map(pooler => ({
      ...common,
      label: `Pooler (${pooler.type ?? 'rw'})`,
      host: host(pooler.meta.name),
      use: 'Applications. In transaction mode: no session state, no LISTEN, no advisory locks across statements.',
    })),
    {
      ...common,
      label: 'Read and write',
      host: host(cluster.status?.writeService ?? `${name}-rw`),
      use: 'Migrations and anything that needs a session.',
    },
    {
      ...common,
      label: 'Read only',
      host: host(`${name}-ro`),
      use: 'Replicas; may be behind the primary.',
    },
  ];
}

export function viewDetail(
  inventory: Inventory,
  entry: InventoryCluster,
): ClusterDetailView {
  const facts = inventory.facts(entry);
  const { cluster, connection, environment } = entry;
  const { meta, status } = cluster;
  const now = connection.api.now();
  const summary = viewSummary(inventory, entry, facts);
  const ofCluster = <
    T extends { clusterName?: string; meta: { namespace: string } },
  >(
    items: T[] | undefined,
  ) => (items ?? []).filter(item => item.clusterName === meta.name);
  const store = facts.recoverability.objectStores?.find(
    item => item.meta.name === summary.recoverability.archive.objectStoreName,
  );
  const began = (backup: Backup) =>
    Date.parse(backup.startedAt ?? backup.meta.creationTimestamp ?? '') || 0;
  return {
    ...summary,
    phase: status?.phase,
    primarySince: status?.currentPrimaryTimestamp,
    createdAt: meta.creationTimestamp,
    restoredFrom: meta.annotations['naytife.com/restored-from'],
    objectStore: store && {
      name: store.meta.name,
      destinationPath: store.destinationPath,
      retentionPolicy: store.retentionPolicy,
    },
    instancesList: viewInstances(entry, facts),
    backups: ofCluster(facts.recoverability.backups)
      .sort((a, b) => began(b) - began(a))
      .slice(0, BACKUPS_SHOWN)
      .map(backup => ({
        name: backup.meta.name,
        phase: backup.phase ?? 'pending',
        startedAt: backup.startedAt,
        stoppedAt: backup.stoppedAt,
        error: backup.error,
        scheduledBy: backup.scheduledBy,
        immediate: backup.immediate,
        createdAt: backup.meta.creationTimestamp,
      })),
    schedules: ofCluster(facts.recoverability.schedules).map(schedule => {
      const meaning = readSchedule(schedule.schedule ?? '', now);
      return {
        name: schedule.meta.name,
        schedule: schedule.schedule ?? '',
        words: meaning.words,
        suspended: schedule.suspend,
        valid: meaning.valid,
        next: schedule.suspend ? [] : meaning.next,
        lastRun: schedule.lastScheduleTime,
      };
    }),
    poolers: viewPoolers(facts),
    connections: viewConnections(entry, facts),
    events: (connection.group('events', meta.namespace) ?? [])
      .filter(
        event =>
          event.involved.name === meta.name ||
          event.involved.name.startsWith(`${meta.name}-`),
      )
      .sort(
        (a, b) => Date.parse(b.lastSeen ?? '') - Date.parse(a.lastSeen ?? ''),
      )
      .slice(0, EVENTS_SHOWN)
      .map(event => ({
        type: event.type,
        reason: event.reason,
        message: event.message,
        about: `${event.involved.kind}/${event.involved.name}`,
        at: event.lastSeen,
        count: event.count,
      })),
    unreadable: connection.unreadable('clusters', meta.namespace, meta.name),
    source: viewSource(inventory, connection),
    rpoPromiseSeconds: rpoSeconds(environment),
    rtoPromiseSeconds: rtoSeconds(environment),
    lastRestoreTest: lastRestoreTest(
      cluster,
      connection.list('clusters') ?? [],
    ),
    asked: liveSpec(
      cluster,
      {
        poolers: facts.health.poolers,
        schedules: facts.recoverability.schedules,
      },
      environment,
    ),
    deletion: {
      protected: environment.deletion.protected,
      twoSteps: environment.deletion.twoSteps,
    },
    hibernation: hibernation(cluster),
    now: new Date(now).toISOString(),
  };
}
