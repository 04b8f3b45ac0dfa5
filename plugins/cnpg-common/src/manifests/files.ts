import { ANNOTATION_CNPG_CLUSTERS } from '../annotations';
import { Environment } from '../environments/environment';
import { deliver } from './delivery';
import { Listing } from './listing';
import { SecretRequest } from './secrets';
import { Manifest, ManifestFile, compact, toYaml } from './yaml';

/** Everything a pull request brings. Same input, same bytes. @public */
export interface ManifestSet {
  objects: Manifest[];
  files: ManifestFile[];
  /** Entries that kustomizations must have, so that something builds the files. */
  listings: Listing[];
  /** Secrets that are made and encrypted where the pull request is written. */
  secrets: SecretRequest[];
  /** `resource:default/…`, the catalog entity. */
  entityRef: string;
}

const KIND_FILES: Record<string, string> = {
  Cluster: 'cluster',
  Pooler: 'pooler',
  ScheduledBackup: 'scheduled-backup',
  ObjectStore: 'object-store',
  PodMonitor: 'pod-monitor',
  Database: 'database',
  ExternalSecret: 'external-secret',
  Password: 'password',
};
/** Kinds of which a database has several: their files tell whose. */
const SEVERAL = new Set(['Database', 'ExternalSecret', 'Password']);
/** The database's own store has the plain name; another cluster's archive tells whose it is. */
const OWN_STORE = 'store';

/** The name of an object's file in the directory of its database. */
export function fileName(object: Manifest, database: string): string {
  const kind = KIND_FILES[object.kind] ?? object.kind.toLowerCase();
  const { name } = object.metadata;
  const rest = name.startsWith(`${database}-`)
    ? name.slice(database.length + 1)
    : name;
  if (SEVERAL.has(object.kind)) return `${kind}-${rest}.yaml`;
  if (object.kind === 'ObjectStore' && rest !== OWN_STORE)
    return `${kind}-${rest}.yaml`;
  return object.kind === 'PodMonitor' && rest === 'pooler'
    ? `${kind}-pooler.yaml`
    : `${kind}.yaml`;
}

/** Where the files of a database are. @public */
export const directoryOf = (environment: Environment, name: string): string =>
  `${environment.gitops.path}/${name}`;

/** The catalog file of a database. @public */
export const catalogFile = (environment: Environment, name: string): string =>
  `${environment.gitops.catalogPath}/${environment.name}-${name}.yaml`;

/** The reference of a database's catalog entity. @public */
export const entityRefOf = (environment: Environment, name: string): string =>
  `resource:default/${environment.name}-${name}`;

/** The catalog entity of a database: an own Resource, so that it has an owner and a page. */
export function catalogEntity(
  environment: Environment,
  name: string,
  fields: { owner: string; component?: string; description?: string },
) {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: compact({
      name: `${environment.name}-${name}`,
      title: `${name} (${environment.title})`,
      description:
        fields.description ?? `PostgreSQL ${name} in ${environment.title}`,
      annotations: {
        [ANNOTATION_CNPG_CLUSTERS]: `${environment.name}/${name}`,
      },
    }),
    spec: compact({
      type: 'postgresql',
      owner: fields.owner,
      dependencyOf: fields.component ? [fields.component] : undefined,
    }),
  };
}

/** Lays objects out as a kustomization of their own, outside any namePrefix (which does not rename references in custom resources). */
export function toFiles(
  environment: Environment,
  name: string,
  objects: Manifest[],
  entity: object,
  comment: string,
): ManifestSet {
  const directory = directoryOf(environment, name);
  const manifests = objects.map(object => ({
    path: `${directory}/${fileName(object, name)}`,
    content: toYaml(object, object.kind === 'Cluster' ? comment : undefined),
  }));
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: manifests.map(file => file.path.slice(directory.length + 1)),
  };
  const delivery = deliver(environment, name, directory);
  return {
    objects: delivery.object ? [...objects, delivery.object] : objects,
    files: [
      ...manifests,
      {
        path: `${directory}/kustomization.yaml`,
        content: toYaml(kustomization),
      },
      ...(delivery.file ? [delivery.file] : []),
      { path: catalogFile(environment, name), content: toYaml(entity) },
    ],
    listings: [delivery.listing],
    secrets: [],
    entityRef: entityRefOf(environment, name),
  };
}
