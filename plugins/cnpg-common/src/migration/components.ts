import { ManifestFile, toYaml } from '../manifests/yaml';
import { Migration, componentDirectory } from './places';

/** A kustomize Component that patches Deployments and Services of the overlay by their names in its base. */
function component(
  migration: Migration,
  part: Parameters<typeof componentDirectory>[1],
  patches: { kind: string; name: string; patch: object }[],
  comment: string,
): ManifestFile {
  return {
    path: `${componentDirectory(migration, part)}/kustomization.yaml`,
    content: toYaml(
      {
        apiVersion: 'kustomize.config.k8s.io/v1alpha1',
        kind: 'Component',
        patches: patches.map(({ kind, name, patch }) => ({
          target: { kind, name },
          patch: toYaml({
            apiVersion: kind === 'Deployment' ? 'apps/v1' : 'v1',
            kind,
            metadata: { name },
            ...patch,
          }),
        })),
      },
      comment,
    ),
  };
}

/** Nothing writes while the last rows are copied. */
export const stopComponent = (migration: Migration): ManifestFile =>
  component(
    migration,
    'stop',
    migration.settings.writers.map(name => ({
      kind: 'Deployment',
      name,
      patch: { spec: { replicas: 0 } },
    })),
    'No writer runs while the last rows are copied.',
  );

/** Logical replication reads more from the WAL than the default has; the setting wants a restart. */
export const logicalComponent = (
  migration: Migration,
  container: string,
): ManifestFile =>
  component(
    migration,
    'logical',
    [
      {
        kind: 'Deployment',
        name: migration.settings.source.deployment,
        patch: {
          spec: {
            // Two servers on one volume would destroy it.
            strategy: { type: 'Recreate', rollingUpdate: null },
            template: {
              spec: {
                containers: [
                  { name: container, args: ['-c', 'wal_level=logical'] },
                ],
              },
            },
          },
        },
      },
    ],
    'The old server restarts once with wal_level=logical.',
  );

/** The old server goes. Its volume claim is not touched. */
export const retiredComponent = (migration: Migration): ManifestFile => {
  const { deployment, service } = migration.settings.source;
  return component(
    migration,
    'retired',
    [
      { kind: 'Deployment', name: deployment, patch: { $patch: 'delete' } },
      { kind: 'Service', name: service, patch: { $patch: 'delete' } },
    ],
    'The plain PostgreSQL is retired; its volume claim is left.',
  );
};
