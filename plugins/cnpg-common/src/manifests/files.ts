import { ANNOTATION_CNPG_CLUSTERS } from '../annotations';
import { Environment } from '../environments/environment';
import { Manifest, ManifestFile, compact, toYaml } from './yaml';

/** Everything a pull request brings. Same input, same bytes. @public */
export interface ManifestSet {
  objects: Manifest[];
  files: ManifestFile[];
  /** The kustomization that must name the new directory, and the entry. */
  kustomization: { path: string; entry: string };
}

const fileName = (object: Manifest) => {
  const kind = {
    Cluster: 'cluster',
    Pooler: 'pooler',
    ScheduledBackup: 'scheduled-backup',
    ObjectStore: 'object-store',
    PodMonitor: 'pod-monitor',
  }[object.kind];
  return `${kind ?? object.kind.toLowerCase()}${
    object.kind === 'PodMonitor' && object.metadata.name.endsWith('-pooler')
      ? '-pooler'
      : ''
  }.yaml`;
};

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
  const { path, catalogPath } = environment.gitops;
  const directory = `${path}/${name}`;
  const manifests = objects.map(object => ({
    path: `${directory}/${fileName(object)}`,
    content: toYaml(object, object.kind === 'Cluster' ? comment : undefined),
  }));
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: manifests.map(file => file.path.slice(directory.length + 1)),
  };
  return {
    objects,
    files: [
      ...manifests,
      {
        path: `${directory}/kustomization.yaml`,
        content: toYaml(kustomization),
      },
      {
        path: `${catalogPath}/${environment.name}-${name}.yaml`,
        content: toYaml(entity),
      },
    ],
    kustomization: { path: `${path}/kustomization.yaml`, entry: name },
  };
}
