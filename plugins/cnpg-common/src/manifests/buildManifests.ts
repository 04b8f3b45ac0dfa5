import { NAYTIFE } from '../annotations';
import { Environment, SizeClass } from '../environments/environment';
import { ManifestSet, catalogEntity, directoryOf, toFiles } from './files';
import {
  affinity,
  archivePlugin,
  archiveTimeout,
  meta,
  objectStoreManifest,
  podMonitorManifest,
  poolerManifest,
  resources,
  scheduledBackupManifest,
  schemaStatements,
  synchronous,
  zoneSpread,
} from './objects';
import { checkSpec } from './checkSpec';
import { Application, connectionFiles } from './connection';
import { databaseManifests, managedRoles, withPreset } from './contents';
import { imageFields } from './images';
import { postgresParameters } from './postgres';
import {
  externalSecretManifests,
  ownerSecretName,
  sopsRequests,
} from './secrets';
import { sizeOf } from './sizes';
import { DatabaseSpec } from './spec';
import { Manifest, compact } from './yaml';

/** Whether a database of this spec is backed up: only where there is an object store. */
const backedUp = (spec: DatabaseSpec, environment: Environment) =>
  spec.backup && environment.objectStore !== undefined;

function cluster(
  spec: DatabaseSpec,
  environment: Environment,
  size: SizeClass,
): Manifest {
  const backup = backedUp(spec, environment);
  const { storageClass, secrets } = environment;
  return {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Cluster',
    metadata: meta(spec.name, environment, {
      [NAYTIFE.environment]: environment.name,
    }),
    spec: compact({
      instances: spec.instances,
      ...imageFields(spec.version, environment),
      enablePDB: true,
      affinity: affinity(spec.instances),
      topologySpreadConstraints:
        spec.spread === 'zones' && spec.instances > 1
          ? zoneSpread(spec.name)
          : undefined,
      bootstrap: {
        initdb: compact({
          database: spec.database,
          owner: spec.databaseOwner,
          secret:
            secrets.provider === 'operator'
              ? undefined
              : { name: ownerSecretName(spec.name, environment) },
          postInitApplicationSQL: schemaStatements(spec),
        }),
      },
      postgresql: compact({
        synchronous: synchronous(environment, spec),
        parameters: postgresParameters(
          size,
          backup ? archiveTimeout(environment) : undefined,
        ),
      }),
      managed: managedRoles(spec, environment),
      resources: resources(size),
      storage: compact({ size: size.storage, storageClass }),
      walStorage: size.walStorage
        ? compact({ size: size.walStorage, storageClass })
        : undefined,
      plugins: backup
        ? [archivePlugin(environment, spec.name, spec.name)]
        : undefined,
    }),
  };
}

/**
 * The manifests of a new database, in the forms that work on CNPG 1.26 to 1.30 with plugin-barman-cloud.
 * @param application - the Deployment that gets `DATABASE_URL`, as found in the repository
 * @param adapt - the last word on the Cluster, for a database that does not begin empty
 * @throws Error when the spec does not fit the environment; ask {@link checkSpec} first.
 * @public
 */
export function buildManifests(
  given: DatabaseSpec,
  environment: Environment,
  application?: Application,
  adapt: (cluster: Manifest) => Manifest = made => made,
): ManifestSet {
  const wrong = checkSpec(given, environment).filter(
    finding => finding.severity === 'error',
  );
  const size = sizeOf(given, environment);
  if (wrong.length || !size)
    throw new Error(
      wrong.map(finding => `${finding.path}: ${finding.message}`).join('; '),
    );
  const spec = withPreset(given, environment);
  const { name, pooler } = spec;
  const backup = backedUp(spec, environment);
  const { monitoring } = environment;
  const objects = [
    ...externalSecretManifests(spec, environment),
    backup ? objectStoreManifest(environment, name) : undefined,
    adapt(cluster(spec, environment, size)),
    ...databaseManifests(spec, environment),
    backup
      ? scheduledBackupManifest(environment, name, spec.backupSchedule)
      : undefined,
    pooler ? poolerManifest(environment, name, spec) : undefined,
    monitoring ? podMonitorManifest(environment, name, 'instance') : undefined,
    monitoring && pooler
      ? podMonitorManifest(environment, name, 'pooler')
      : undefined,
  ].filter((object): object is Manifest => object !== undefined);
  const set = toFiles(
    environment,
    name,
    objects,
    catalogEntity(environment, name, spec),
    `${spec.description ?? `PostgreSQL for ${environment.title}`}\nOwner: ${
      spec.owner
    }`,
  );
  const connection = application
    ? connectionFiles(spec, environment, directoryOf(environment, name), [
        application,
      ])
    : { files: [] };
  return {
    ...set,
    files: [...set.files, ...connection.files],
    listings: [
      ...set.listings,
      ...(connection.listing ? [connection.listing] : []),
    ],
    secrets: sopsRequests(spec, environment),
  };
}
