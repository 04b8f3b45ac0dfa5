import { Environment } from '../environments/environment';
import { meta } from './objects';
import { roleSecretName } from './secrets';
import { DatabaseSpec } from './spec';
import { Manifest, compact } from './yaml';

/** The spec with what its preset names. @throws Error for a preset that the environment does not have. @public */
export function withPreset(
  spec: DatabaseSpec,
  environment: Environment,
): DatabaseSpec {
  if (!spec.preset) return spec;
  if (!Object.hasOwn(environment.presets, spec.preset))
    throw new Error(
      `preset: "${spec.preset}" is none of ${environment.title}: ${
        Object.keys(environment.presets).join(', ') || 'it has none'
      }`,
    );
  const { title, ...contents } = environment.presets[spec.preset];
  return { ...spec, ...contents };
}

const kubernetesName = (name: string) =>
  name.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '') || 'x';

/** The name of the object that stands for a database: Kubernetes allows less in a name than PostgreSQL. */
export const databaseObjectName = (cluster: string, name: string) =>
  `${cluster}-${kubernetesName(name)}`.slice(0, 63).replace(/-+$/, '');

function database(
  spec: DatabaseSpec,
  environment: Environment,
  content: { name: string; owner: string; extensions: string[] },
): Manifest {
  return {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Database',
    metadata: meta(databaseObjectName(spec.name, content.name), environment),
    spec: compact({
      cluster: { name: spec.name },
      name: content.name,
      owner: content.owner,
      // Removing the object must not remove the data.
      databaseReclaimPolicy: 'retain',
      extensions: content.extensions.length
        ? content.extensions.map(name => ({ name, ensure: 'present' }))
        : undefined,
    }),
  };
}

/**
 * Objects of kind Database: for each further database, and for the first one where it has extensions, so that
 * extensions can change later (initdb runs once; declarative_database_management.md).
 */
export const databaseManifests = (
  spec: DatabaseSpec,
  environment: Environment,
): Manifest[] => [
  ...(spec.extensions.length
    ? [
        database(spec, environment, {
          name: spec.database,
          owner: spec.databaseOwner,
          extensions: spec.extensions,
        }),
      ]
    : []),
  ...spec.databases.map(item => database(spec, environment, item)),
];

/** `spec.managed.roles` (declarative_role_management.md). */
export function managedRoles(
  spec: DatabaseSpec,
  environment: Environment,
): { roles: object[] } | undefined {
  if (!spec.roles.length) return undefined;
  const roles = spec.roles.map(({ name, login, inRoles }) =>
    compact({
      name,
      ensure: 'present',
      login,
      inRoles: inRoles.length ? inRoles : undefined,
      passwordSecret:
        login && environment.secrets.provider !== 'operator'
          ? { name: roleSecretName(spec.name, name) }
          : undefined,
    }),
  );
  return { roles };
}
