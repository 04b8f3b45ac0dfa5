import { BARMAN_PLUGIN, NAYTIFE } from '../annotations';
import { Environment } from '../environments/environment';
import { Cluster } from '../model/cluster';
import { archiveOf } from '../recoverability/input';
import { EditedFile } from './edit';
import { Effect, effectsOf } from './effects';
import { ManifestSet, catalogEntity, directoryOf, toFiles } from './files';
import { addEntry } from './listing';
import {
  affinity,
  archivePlugin,
  meta,
  objectStoreManifest,
  objectStoreObject,
  podMonitorManifest,
  scheduledBackupManifest,
  storeName,
} from './objects';
import { carriedParameters } from './postgres';
import { Finding, ReplicaSpec } from './spec';
import { Manifest, ManifestFile, ReadFile, compact, toYaml } from './yaml';

/** The name of an ObjectStore that stands for another cluster's archive. */
const foreignStore = (cluster: string) => `${cluster}-archive`;

/** The archive of a cluster of one environment, as an ObjectStore in the namespace of another. Its credentials' Secret must be there. */
function archiveOfOther(
  cluster: string,
  owner: Environment,
  reader: Environment,
): Manifest | undefined {
  const store = objectStoreObject(owner, foreignStore(cluster));
  if (!store) return undefined;
  // Whoever only reads must not delete: retention is the owner's business.
  const { retentionPolicy, ...spec } = store.spec as Record<string, unknown>;
  return {
    ...store,
    metadata: meta(foreignStore(cluster), reader),
    spec,
  };
}

const external = (cluster: string, serverName: string) => ({
  name: cluster,
  plugin: {
    name: BARMAN_PLUGIN,
    parameters: { barmanObjectName: foreignStore(cluster), serverName },
  },
});

/** What stands against a replica cluster. @public */
export function checkReplica(
  spec: ReplicaSpec,
  origin: Cluster,
  originEnvironment: Environment,
  environment: Environment,
): Finding[] {
  const findings: Finding[] = [];
  const error = (code: string, path: string, message: string) =>
    findings.push({ code, severity: 'error', path, message });
  if (archiveOf(origin).way !== 'plugin')
    error(
      'noArchive',
      'origin',
      `${origin.meta.name} is not backed up by the Barman Cloud plugin: there is nothing to follow`,
    );
  for (const { title, objectStore } of [originEnvironment, environment])
    if (!objectStore)
      error(
        'noObjectStore',
        'environment',
        `${title} has no object store, and each of the two needs an archive of its own`,
      );
  if (spec.name === spec.origin)
    error(
      'sameName',
      'name',
      'the two must have different names: each is told by its own',
    );
  return findings;
}

/**
 * A replica cluster: it recovers from the origin's archive and goes on following it; it can be promoted later
 * (replica_cluster.md, distributed topology).
 * @param owner - entity reference of the owner of the origin's catalog entity
 * @throws Error where {@link checkReplica} finds an error
 * @public
 */
export function buildReplica(
  spec: ReplicaSpec,
  origin: Cluster,
  originEnvironment: Environment,
  environment: Environment,
  owner: string,
): ManifestSet {
  const wrong = checkReplica(spec, origin, originEnvironment, environment);
  if (wrong.length)
    throw new Error(
      wrong.map(({ path, message }) => `${path}: ${message}`).join('; '),
    );
  const { bootstrap, storage, walStorage } = origin.spec;
  const instances = environment.defaults.instances;
  const parameters = carriedParameters(origin.spec.parameters);
  const { storageClass } = environment;
  const cluster: Manifest = {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Cluster',
    metadata: meta(spec.name, environment, {
      [NAYTIFE.environment]: environment.name,
    }),
    spec: compact({
      instances,
      imageName: origin.spec.imageName ?? origin.status?.image,
      enablePDB: true,
      affinity: affinity(instances),
      replica: { self: spec.name, primary: spec.origin, source: spec.origin },
      bootstrap: {
        recovery: compact({
          source: spec.origin,
          database: bootstrap?.database,
          owner: bootstrap?.owner,
        }),
      },
      externalClusters: [
        external(spec.origin, archiveOf(origin).serverName),
        // Itself: after a promotion the other one follows this archive.
        {
          name: spec.name,
          plugin: {
            name: BARMAN_PLUGIN,
            parameters: {
              barmanObjectName: storeName(environment, spec.name),
              serverName: spec.name,
            },
          },
        },
      ],
      postgresql: compact({
        parameters: Object.keys(parameters).length ? parameters : undefined,
      }),
      resources: Object.keys(origin.spec.resources.requests).length
        ? origin.spec.resources
        : undefined,
      storage: compact({ size: storage.size, storageClass }),
      walStorage:
        walStorage && compact({ size: walStorage.size, storageClass }),
      plugins: [archivePlugin(environment, spec.name, spec.name)],
    }),
  };
  const objects = [
    archiveOfOther(spec.origin, originEnvironment, environment),
    objectStoreManifest(environment, spec.name),
    cluster,
    scheduledBackupManifest(environment, spec.name),
    environment.monitoring
      ? podMonitorManifest(environment, spec.name, 'instance')
      : undefined,
  ].filter((object): object is Manifest => object !== undefined);
  const title = `Follows ${spec.origin} in ${originEnvironment.title}`;
  return toFiles(
    environment,
    spec.name,
    objects,
    catalogEntity(environment, spec.name, { owner, description: title }),
    title,
  );
}

/** An edit of one of the two clusters. @public */
export interface TopologyPlan {
  files: ManifestFile[];
  objects: Manifest[];
  effects: Effect[];
}

/**
 * The other steps. `connect` tells the origin of the replica, once; `demote` makes the origin a replica and its status
 * then has a token; `promote` gives that token to the replica. Without the token a promotion would be a failover, and
 * the origin would have to be built anew.
 * @returns undefined where Git does not hold the cluster that is to be edited
 * @throws Error with path and line for a file that is no YAML
 * @public
 */
export function planTopology(
  spec: ReplicaSpec,
  originEnvironment: Environment,
  environment: Environment,
  read: ReadFile,
  demotionToken?: string,
): TopologyPlan | undefined {
  const promoting = spec.step === 'promote';
  const directory = promoting
    ? directoryOf(environment, spec.name)
    : directoryOf(originEnvironment, spec.origin);
  const path = `${directory}/cluster.yaml`;
  const text = read(path);
  if (text === undefined) return undefined;
  const cluster = new EditedFile(path, text);
  const files: ManifestFile[] = [];
  const objects: Manifest[] = [];
  if (spec.step === 'connect') {
    cluster.set(['spec', 'replica'], {
      self: spec.origin,
      primary: spec.origin,
      source: spec.name,
    });
    const known =
      cluster.get<{ name: string }[]>(['spec', 'externalClusters']) ?? [];
    cluster.set(
      ['spec', 'externalClusters'],
      [
        ...known.filter(({ name }) => name !== spec.name),
        external(spec.name, spec.name),
      ],
    );
    const store = archiveOfOther(spec.name, environment, originEnvironment);
    const kustomization = `${directory}/kustomization.yaml`;
    const listed = read(kustomization);
    if (store && listed !== undefined) {
      const entry = `object-store-${spec.name}.yaml`;
      objects.push(store);
      files.push(
        { path: `${directory}/${entry}`, content: toYaml(store) },
        {
          path: kustomization,
          content: addEntry(listed, {
            path: kustomization,
            field: 'resources',
            entry,
          }),
        },
      );
    }
  } else {
    // One change: a promotion without its token would be a failover.
    cluster.set(['spec', 'replica', 'primary'], spec.name);
    cluster.set(
      ['spec', 'replica', 'source'],
      promoting ? spec.origin : spec.name,
    );
    if (promoting)
      cluster.set(['spec', 'replica', 'promotionToken'], demotionToken);
  }
  return {
    files: [{ path, content: cluster.content }, ...files],
    objects: [cluster.after, ...objects],
    effects: effectsOf(cluster.before, cluster.after),
  };
}
