import { parse } from 'yaml';
import { directoryOf } from '../manifests/files';
import { entriesOf } from '../manifests/listing';
import { Migration, componentListing, rehearsalName } from './places';
import { MIGRATION_STEPS, MigrationStep } from './spec';
import { ReadFile } from '../manifests/yaml';

/** How far a migration is, as the branch that is deployed tells it. @public */
export interface Progress {
  /** The step that was merged last; undefined where the migration has not begun. */
  step?: MigrationStep;
  /** How many steps were merged; each has the next number. */
  run: number;
  /** The number of the newest rehearsal whose cluster is still in Git. */
  rehearsal?: number;
  /** `logical` where replication was prepared, `import` otherwise. */
  method: 'import' | 'logical';
  /** Whether Git holds the new cluster. */
  cluster: boolean;
  /** Whether that is what an attempt has left which was rolled back. */
  left: boolean;
  /** Whether the overlay stops the writers, gives them the new database, does without the old one. */
  stopped: boolean;
  switched: boolean;
  retired: boolean;
  /** What the overlay puts before and behind each name. */
  prefix: string;
  suffix: string;
}

interface Overlay {
  namePrefix?: string;
  nameSuffix?: string;
}

/** The file that keeps {@link Progress.step} and {@link Progress.run}: a ConfigMap, so that it is in the cluster as well. @public */
export const progressFile = ({ directory }: Migration) =>
  `${directory}/progress.yaml`;

/**
 * Reads it all from Git: nothing else has to be remembered, whoever restarts.
 * @throws Error with path and line for a file that is no YAML
 * @public
 */
export function readProgress(migration: Migration, read: ReadFile): Progress {
  const { environment, name, overlay } = migration;
  const text = read(progressFile(migration));
  const data =
    text === undefined
      ? undefined
      : (parse(text) as { data?: Record<string, string> } | null)?.data;
  const step = MIGRATION_STEPS.find(item => item === data?.step);
  const path = `${overlay}/kustomization.yaml`;
  const kustomization = read(path);
  const components =
    kustomization === undefined
      ? []
      : entriesOf(kustomization, path, 'components');
  const lists = (part: Parameters<typeof componentListing>[1]) =>
    components.includes(componentListing(migration, part).entry);
  const { namePrefix = '', nameSuffix = '' } = (
    kustomization === undefined ? {} : parse(kustomization) ?? {}
  ) as Overlay;
  const rehearsal = Number(data?.rehearsal) || undefined;
  const cluster =
    read(`${directoryOf(environment, name)}/cluster.yaml`) !== undefined;
  return {
    step,
    run: Number(data?.run) || 0,
    rehearsal:
      rehearsal &&
      read(
        `${directoryOf(
          environment,
          rehearsalName(name, rehearsal),
        )}/cluster.yaml`,
      ) !== undefined
        ? rehearsal
        : undefined,
    method: data?.method === 'logical' ? 'logical' : 'import',
    cluster,
    left: cluster && data?.left === 'true',
    stopped: lists('stop'),
    switched: lists('connection'),
    retired: lists('retired'),
    prefix: namePrefix,
    suffix: nameSuffix,
  };
}

/** {@link Progress} as the ConfigMap's data. */
export const progressData = (
  progress: Pick<Progress, 'step' | 'run' | 'method' | 'rehearsal' | 'left'>,
): Record<string, string> => ({
  step: progress.step ?? '',
  run: String(progress.run),
  method: progress.method,
  ...(progress.rehearsal ? { rehearsal: String(progress.rehearsal) } : {}),
  ...(progress.left ? { left: 'true' } : {}),
});
