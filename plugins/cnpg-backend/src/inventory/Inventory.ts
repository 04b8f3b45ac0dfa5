import { EventEmitter } from 'node:events';
import {
  Cluster,
  ComponentState,
  Environment,
  HealthInput,
  RecoverabilityInput,
  componentState,
  rpoSeconds,
} from '@naytife/backstage-plugin-cnpg-common';
import { CnpgConfig } from '../config';
import { ClusterConnection } from './ClusterConnection';
import { InstanceStatusPoller } from './InstanceStatusPoller';
import { KindName } from './kinds';
import { REFLECTOR_TIMES, ReflectorTimes } from './Reflector';

/** A cluster that belongs to an environment. */
export interface InventoryCluster {
  /** `environment/name`: how permissions, annotations and pages name it. */
  ref: string;
  environment: Environment;
  connection: ClusterConnection;
  cluster: Cluster;
  revision: number;
}

/** Everything a cluster's two lights rest on. */
export interface Facts {
  health: HealthInput;
  recoverability: RecoverabilityInput;
}

const POLL_MS = 5_000;

/** All that is known of all clusters, kept up to date by watches: opening a page asks Kubernetes nothing. */
export class Inventory {
  readonly connections: ClusterConnection[];
  private readonly poller: InstanceStatusPoller;
  private readonly revisions = new Map<string, number>();
  private readonly changes = new EventEmitter().setMaxListeners(0);
  private readonly stopping = new AbortController();

  constructor(
    private readonly config: CnpgConfig,
    options: { times?: ReflectorTimes; pollMs?: number } = {},
  ) {
    this.poller = new InstanceStatusPoller(
      options.pollMs ?? POLL_MS,
      (connection, namespace, name) => this.touch(connection, namespace, name),
    );
    this.connections = config.clusters.map(
      cluster =>
        new ClusterConnection(
          cluster,
          options.times ?? REFLECTOR_TIMES,
          (connection, kind, changed) =>
            this.changed(connection, kind, changed),
        ),
    );
  }

  start(): void {
    for (const connection of this.connections) {
      connection.start(this.stopping.signal);
      if (this.config.instanceStatus === 'podProxy')
        void this.poller.run(connection, this.stopping.signal);
    }
  }

  stop(): void {
    this.stopping.abort();
  }

  get environments(): Environment[] {
    return this.config.environments;
  }

  /** Calls back with each `environment/name` that changed. */
  onChange(listener: (ref: string, revision: number) => void): () => void {
    this.changes.on('change', listener);
    return () => this.changes.off('change', listener);
  }

  private touch(
    connection: ClusterConnection,
    namespace: string,
    name: string,
  ): void {
    for (const environment of this.config.environments) {
      if (
        environment.kubernetesCluster !== connection.name ||
        environment.namespace !== namespace
      )
        continue;
      const ref = `${environment.name}/${name}`;
      const revision = (this.revisions.get(ref) ?? 0) + 1;
      this.revisions.set(ref, revision);
      this.changes.emit('change', ref, revision);
    }
  }

  private changed(
    connection: ClusterConnection,
    kind: KindName,
    changed: { meta: { namespace: string; name: string } } | undefined,
  ): void {
    if (
      !changed ||
      kind === 'operators' ||
      kind === 'plugins' ||
      kind === 'objectStores'
    ) {
      // The state of a whole kind, or of what all share, concerns every cluster there.
      for (const cluster of connection.list('clusters') ?? [])
        this.touch(connection, cluster.meta.namespace, cluster.meta.name);
      return;
    }
    const object = changed as {
      meta: {
        namespace: string;
        name: string;
        labels?: Record<string, string>;
      };
      clusterName?: string;
      involved?: { kind: string; name: string };
    };
    const name =
      kind === 'clusters'
        ? object.meta.name
        : object.clusterName ??
          object.meta.labels?.['cnpg.io/cluster'] ??
          (object.involved?.kind === 'Cluster'
            ? object.involved.name
            : undefined);
    if (name) this.touch(connection, object.meta.namespace, name);
  }

  environment(name: string): Environment | undefined {
    return this.config.environments.find(
      environment => environment.name === name,
    );
  }

  connection(environment: Environment): ClusterConnection {
    const connection = this.connections.find(
      item => item.name === environment.kubernetesCluster,
    );
    if (!connection)
      throw new Error(`no connection for ${environment.kubernetesCluster}`);
    return connection;
  }

  clusters(): InventoryCluster[] {
    return this.config.environments.flatMap(environment => {
      const connection = this.connection(environment);
      return (connection.list('clusters') ?? [])
        .filter(cluster => cluster.meta.namespace === environment.namespace)
        .sort((a, b) => (a.meta.name < b.meta.name ? -1 : 1))
        .map(cluster => this.entry(environment, connection, cluster));
    });
  }

  private entry(
    environment: Environment,
    connection: ClusterConnection,
    cluster: Cluster,
  ): InventoryCluster {
    const ref = `${environment.name}/${cluster.meta.name}`;
    return {
      ref,
      environment,
      connection,
      cluster,
      revision: this.revisions.get(ref) ?? 0,
    };
  }

  find(environmentName: string, name: string): InventoryCluster | undefined {
    const environment = this.environment(environmentName);
    const connection = environment && this.connection(environment);
    const cluster = connection?.get(
      'clusters',
      environment?.namespace ?? '',
      name,
    );
    return environment && connection && cluster
      ? this.entry(environment, connection, cluster)
      : undefined;
  }

  components(connection: ClusterConnection): {
    operator: ComponentState;
    plugin: ComponentState;
  } {
    return {
      operator: componentState(connection.list('operators')),
      plugin: componentState(connection.list('plugins')),
    };
  }

  facts({ environment, connection, cluster }: InventoryCluster): Facts {
    const { namespace, name } = cluster.meta;
    const here = <T extends { meta: { namespace: string } }>(
      items: T[] | undefined,
    ) => items?.filter(item => item.meta.namespace === namespace);
    const labelled = <
      T extends { meta: { namespace: string; labels: Record<string, string> } },
    >(
      items: T[] | undefined,
    ) =>
      here(items)?.filter(item => item.meta.labels['cnpg.io/cluster'] === name);
    const walFacts = this.poller.get(connection, namespace, name);
    const { operator, plugin } = this.components(connection);
    const { sync } = connection;
    return {
      health: {
        cluster,
        pods: labelled(connection.list('pods')),
        pvcs: labelled(connection.list('pvcs')),
        jobs: labelled(connection.list('jobs')),
        poolers: here(connection.list('poolers'))?.filter(
          pooler => pooler.clusterName === name,
        ),
        instanceStatus: walFacts && [walFacts],
        operator,
        plugin,
        sync,
      },
      recoverability: {
        cluster,
        backups: here(connection.list('backups')),
        schedules: here(connection.list('scheduledBackups')),
        objectStores: here(connection.list('objectStores')),
        walFacts,
        plugin,
        sync,
        rpoSeconds: rpoSeconds(environment),
      },
    };
  }
}
