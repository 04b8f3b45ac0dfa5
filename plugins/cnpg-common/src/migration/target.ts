import { quantityToBytes } from '../environments/quantity';
import { Application } from '../manifests/connection';
import { buildManifests } from '../manifests/buildManifests';
import { ManifestSet } from '../manifests/files';
import { meta } from '../manifests/objects';
import { sizeOf } from '../manifests/sizes';
import { DatabaseSpec, databaseSpecSchema } from '../manifests/spec';
import { Manifest, compact } from '../manifests/yaml';
import { Migration } from './places';
import { Progress } from './progress';

/** The old server among the new one's `externalClusters`. */
const ORIGIN = 'origin';
/** Two tables at once: the old server still has its own work. */
const JOBS = ['--jobs=2'];
export const PUBLICATION = 'cnpg_migration';
export const WAY_BACK = 'cnpg_way_back';

/**
 * The new database, as a form would have asked for it.
 * @param rehearsing - one instance, no backup, no pooler: it is thrown away
 * @public
 */
export function targetSpec(
  { environment, name, settings }: Migration,
  cluster: string,
  rehearsing: boolean,
): DatabaseSpec {
  const { defaults } = environment;
  const { source, target } = settings;
  const versions = Object.keys(environment.images);
  return databaseSpecSchema.parse(
    compact({
      environment: environment.name,
      name: cluster,
      owner: settings.owner,
      component: rehearsing ? undefined : settings.component,
      description: rehearsing
        ? `Rehearsal of the move to ${name}`
        : `Moved from the Deployment ${source.deployment}`,
      database: source.database,
      databaseOwner: target.databaseOwner ?? source.user,
      roles: settings.roles.map(role => ({ name: role })),
      version: target.version ?? defaults.version ?? versions[0],
      size: target.size ?? defaults.size,
      instances: rehearsing ? 1 : target.instances ?? defaults.instances,
      pooler: !rehearsing && defaults.pooler,
      backup:
        !rehearsing && defaults.backup && environment.objectStore !== undefined,
    }),
  );
}

interface ClusterSpec {
  bootstrap: { initdb: Record<string, unknown> };
  managed?: { roles: object[] };
  postgresql: { parameters: Record<string, string> };
  [key: string]: unknown;
}

/**
 * The Cluster, filled by CNPG's microservice import (database_import.md). For logical replication only the schema comes
 * so; the rows follow. The owner may replicate: the old server subscribes with its name for the way back.
 */
const adapt =
  (
    { settings, environment }: Migration,
    progress: Progress,
    {
      schemaOnly,
      owner,
      storage,
    }: { schemaOnly: boolean; owner: string; storage: string },
  ) =>
  (made: Manifest): Manifest => {
    const spec = made.spec as ClusterSpec;
    const { source } = settings;
    // A third of the disk at most may be kept for an old server that has stopped listening.
    const keep = Math.floor(
      (quantityToBytes(storage) ?? 2 ** 30) / 3 / 2 ** 20,
    );
    return {
      ...made,
      spec: {
        ...spec,
        bootstrap: {
          initdb: {
            ...spec.bootstrap.initdb,
            import: compact({
              type: 'microservice',
              schemaOnly: schemaOnly || undefined,
              databases: [source.database],
              source: { externalCluster: ORIGIN },
              pgDumpExtraOptions: JOBS,
              pgRestoreExtraOptions: JOBS,
            }),
          },
        },
        postgresql: {
          ...spec.postgresql,
          parameters: {
            ...spec.postgresql.parameters,
            max_slot_wal_keep_size: `${keep}MB`,
          },
        },
        managed: {
          roles: [
            { name: owner, ensure: 'present', login: true, replication: true },
            ...(spec.managed?.roles ?? []),
          ],
        },
        externalClusters: [
          {
            name: ORIGIN,
            connectionParameters: {
              host: `${progress.prefix}${source.service}${progress.suffix}.${environment.namespace}.svc`,
              port: String(source.port),
              user: source.user,
              dbname: source.database,
              sslmode: source.sslmode,
            },
            password: { name: source.secretName, key: source.passwordKey },
          },
        ],
      },
    };
  };

/**
 * The files of the new database.
 * @throws Error where the configuration asks for what the environment does not offer
 */
export function targetManifests(
  migration: Migration,
  progress: Progress,
  options: {
    cluster: string;
    rehearsing: boolean;
    schemaOnly: boolean;
    application?: Application;
  },
): ManifestSet {
  const spec = targetSpec(migration, options.cluster, options.rehearsing);
  return buildManifests(
    spec,
    migration.environment,
    options.application,
    adapt(migration, progress, {
      schemaOnly: options.schemaOnly,
      owner: spec.databaseOwner,
      storage: sizeOf(spec, migration.environment)?.storage ?? '1Gi',
    }),
  );
}

/** What the old server has to hear, so that nothing is lost when it takes over again. */
export const wayBackPublication = ({
  environment,
  name,
  settings,
}: Migration): Manifest => ({
  apiVersion: 'postgresql.cnpg.io/v1',
  kind: 'Publication',
  metadata: meta(`${name}-way-back`, environment),
  spec: {
    cluster: { name },
    name: WAY_BACK,
    dbname: settings.source.database,
    target: { allTables: true },
    publicationReclaimPolicy: 'delete',
  },
});

/** Everything that is written to the old server from now on. */
export const subscription = ({
  environment,
  name,
  settings,
}: Migration): Manifest => ({
  apiVersion: 'postgresql.cnpg.io/v1',
  kind: 'Subscription',
  metadata: meta(`${name}-from-origin`, environment),
  spec: {
    cluster: { name },
    name: PUBLICATION,
    dbname: settings.source.database,
    externalClusterName: ORIGIN,
    publicationName: PUBLICATION,
    subscriptionReclaimPolicy: 'delete',
  },
});
