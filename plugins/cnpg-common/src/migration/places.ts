import { Environment } from '../environments/environment';
import { MigrationSettings } from '../environments/migrations';
import { relative } from '../manifests/connection';
import { deliver } from '../manifests/delivery';
import { directoryOf } from '../manifests/files';
import { Listing } from '../manifests/listing';

/** A migration of the configuration, and where its parts are in the repository. @public */
export interface Migration {
  environment: Environment;
  /** The cluster that takes the old database's place. */
  name: string;
  settings: MigrationSettings;
  /** The environment's overlay. */
  overlay: string;
  /** Of the migration's own files. */
  directory: string;
  /** What makes the environment build that directory. */
  delivery: ReturnType<typeof deliver>;
}

/** The objects of a migration have this name. */
export const migrationName = (name: string) => `${name}-migration`;
/** The cluster of a rehearsal, by the number of its step. @public */
export const rehearsalName = (name: string, run: number) =>
  `${name}-rehearsal-${run}`;

/**
 * A migration by its names.
 * @returns undefined where the configuration has none
 * @throws Error where the environment has no overlay: what Git does not hold cannot be switched by a pull request
 * @public
 */
export function migrationOf(
  environment: Environment,
  name: string,
): Migration | undefined {
  if (!Object.hasOwn(environment.migrations, name)) return undefined;
  const { overlay } = environment.gitops;
  if (!overlay)
    throw new Error(
      `cnpg.environments.${environment.name}.gitops.overlay is not set: a migration switches the applications there`,
    );
  const directory = directoryOf(environment, migrationName(name));
  return {
    environment,
    name,
    settings: environment.migrations[name],
    overlay,
    directory,
    delivery: deliver(environment, migrationName(name), directory),
  };
}

type Part = 'connection' | 'retired' | 'stop' | 'logical';

/** Where a Component's files are: `connection` and `retired` outlive the migration, the others do not. */
export const componentDirectory = (
  { environment, name, directory }: Migration,
  part: Part,
) =>
  `${
    part === 'connection' || part === 'retired'
      ? directoryOf(environment, name)
      : directory
  }/${part}`;

/** A Component's entry in the overlay. */
export const componentListing = (
  migration: Migration,
  part: Part,
): Listing => ({
  path: `${migration.overlay}/kustomization.yaml`,
  field: 'components',
  entry: relative(migration.overlay, componentDirectory(migration, part)),
});
