import { NAYTIFE } from '../annotations';
import { Environment } from '../environments/environment';
import { quantityToBytes } from '../environments/quantity';
import { ManifestSet, catalogEntity, toFiles } from './files';
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
} from './objects';
import { postgresParameters } from './postgres';
import { DatabaseSpec, Finding } from './spec';
import { Manifest, compact } from './yaml';

/** Whether a database of this spec is backed up: only where there is an object store. */
const backedUp = (spec: DatabaseSpec, environment: Environment) =>
  spec.backup && environment.objectStore !== undefined;

/** What does not fit the environment, before any manifest is built. @public */
export function checkSpec(
  spec: DatabaseSpec,
  environment: Environment,
): Finding[] {
  const findings: Finding[] = [];
  const error = (path: string, message: string) =>
    findings.push({
      code: 'notInEnvironment',
      severity: 'error',
      path,
      message,
    });
  if (!Object.hasOwn(environment.sizes, spec.size))
    error(
      'size',
      `"${spec.size}" is none of the sizes of ${
        environment.title
      }: ${Object.keys(environment.sizes).join(', ')}`,
    );
  if (!Object.hasOwn(environment.images, spec.version))
    error(
      'version',
      `PostgreSQL ${spec.version} is not offered in ${
        environment.title
      }: ${Object.keys(environment.images).join(', ')}`,
    );
  const size = environment.sizes[spec.size];
  if (size && (quantityToBytes(size.memory) ?? 0) < 2 ** 28)
    error(
      'size',
      'CNPG refuses less memory than shared_buffers; give at least 256Mi',
    );
  if (spec.backup && !environment.objectStore) {
    findings.push({
      code: 'noObjectStore',
      severity: 'warning',
      path: 'backup',
      message: `${environment.title} has no object store: this database will not be backed up`,
    });
  }
  if (spec.instances === 1)
    findings.push({
      code: 'singleInstance',
      severity: 'warning',
      path: 'instances',
      message:
        'one instance: when its node dies, the database is down until the node is back',
    });
  return findings;
}

function cluster(spec: DatabaseSpec, environment: Environment): Manifest {
  const size = environment.sizes[spec.size];
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
      // Pinned: without it the PostgreSQL major version moves with the operator.
      imageName: environment.images[spec.version],
      enablePDB: true,
      affinity: affinity(spec.instances),
      bootstrap: {
        initdb: compact({
          database: spec.database,
          owner: spec.databaseOwner,
          secret:
            secrets.provider === 'existing'
              ? { name: secrets.secretName }
              : undefined,
          postInitApplicationSQL: schemaStatements(spec),
        }),
      },
      postgresql: compact({
        synchronous: synchronous(environment, spec.instances),
        parameters: postgresParameters(
          size,
          backup ? archiveTimeout(environment) : undefined,
        ),
      }),
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
 * @throws Error when the spec does not fit the environment; ask {@link checkSpec} first.
 * @public
 */
export function buildManifests(
  spec: DatabaseSpec,
  environment: Environment,
): ManifestSet {
  const wrong = checkSpec(spec, environment).filter(
    finding => finding.severity === 'error',
  );
  if (wrong.length)
    throw new Error(
      wrong.map(finding => `${finding.path}: ${finding.message}`).join('; '),
    );
  const objects = [
    backedUp(spec, environment)
      ? objectStoreManifest(environment, spec.name)
      : undefined,
    cluster(spec, environment),
    backedUp(spec, environment)
      ? scheduledBackupManifest(environment, spec.name)
      : undefined,
    spec.pooler
      ? poolerManifest(environment, spec.name, spec.instances)
      : undefined,
    environment.monitoring
      ? podMonitorManifest(environment, spec.name, 'instance')
      : undefined,
    environment.monitoring && spec.pooler
      ? podMonitorManifest(environment, spec.name, 'pooler')
      : undefined,
  ].filter((object): object is Manifest => object !== undefined);
  return toFiles(
    environment,
    spec.name,
    objects,
    catalogEntity(environment, spec.name, spec),
    `${spec.description ?? `PostgreSQL for ${environment.title}`}\nOwner: ${
      spec.owner
    }`,
  );
}
