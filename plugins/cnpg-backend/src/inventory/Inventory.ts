import { EventEmitter } from 'node:events';
import {
  Cluster,
  ComponentState,
  EVERY_CLUSTER,
  Environment,
  HealthInput,
  RecoverabilityInput,
  componentState,
  rpoSeconds,
} from '@naytife/backstage-plugin-cnpg-common';
import { CnpgConfig } from '../config';
import { ClusterConnection } from './ClusterConnection';
import { InstanceStatusPoller } from './InstanceStatusPoller';
import { KindName, WATCHED, Watched } from './kinds';
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
  /** How often what concerns all clusters of a connection changed. */
  private readonly epochs = new Map<ClusterConnection, number>();
  private sorted:
    | {
        environment: Environment;
        connection: ClusterConnection;
        name: string;
      }[]
    | undefined;
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

  /** Calls back with each `environment/name` that changed, or with {@link EVERY_CLUSTER}. */
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
    if (kind === 'clusters') this.sorted = undefined;
    if (!changed || kind === 'operators' || kind === 'plugins') {
      // The state of a whole kind, or of what all share, concerns every cluster there.
      this.epochs.set(connection, (this.epochs.get(connection) ?? 0) + 1);
      this.changes.emit('change', EVERY_CLUSTER, 0);
      return;
    }
    const { namespace } = changed.meta;
    if (kind === 'objectStores') {
      for (const { meta } of connection.list('clusters') ?? [])
        if (meta.namespace === namespace)
          this.touch(connection, namespace, meta.name);
      return;
    }
    if (kind === 'events') {
      const { involved } = changed as Watched<'events'>;
      if (involved.kind === 'Cluster')
        this.touch(connection, namespace, involved.name);
      return;
    }
    const name = WATCHED[kind]
      .groupOf(changed as never)
      .slice(namespace.length + 1);
    if (name) this.touch(connection, namespace, name);
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

  /** All clusters of all environments, by environment and name. */
  clusters(): InventoryCluster[] {
    this.sorted ??= this.config.environments.flatMap(environment => {
      const connection = this.connection(environment);
      return (connection.list('clusters') ?? [])
        .filter(cluster => cluster.meta.namespace === environment.namespace)
        .sort((a, b) => (a.meta.name < b.meta.name ? -1 : 1))
        .map(({ meta }) => ({ environment, connection, name: meta.name }));
    });
    return this.sorted.flatMap(({ environment, connection, name }) => {
      const cluster = connection.get('clusters', environment.namespace, name);
      return cluster ? [this.entry(environment, connection, cluster)] : [];
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
      revision:
        (this.revisions.get(ref) ?? 0) + (this.epochs.get(connection) ?? 0),
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
    const key = `${namespace}/${name}`;
    const walFacts = this.poller.get(connection, namespace, name);
    const { operator, plugin } = this.components(connection);
    const { sync } = connection;
    return {
      health: {
        cluster,
        pods: connection.group('pods', key),
        pvcs: connection.group('pvcs', key),
        jobs: connection.group('jobs', key),
        poolers: connection.group('poolers', key),
        instanceStatus: walFacts && [walFacts],
        operator,
        plugin,
        sync,
      },
      recoverability: {
        cluster,
        backups: connection.group('backups', key),
        schedules: connection.group('scheduledBackups', key),
        objectStores: connection.group('objectStores', namespace),
        walFacts,
        plugin,
        sync,
        rpoSeconds: rpoSeconds(environment),
      },
    };
  }
}
