import { entriesOf, addEntry, removeEntry } from '../manifests/listing';
import { catalogEntity, catalogFile, directoryOf } from '../manifests/files';
import { meta } from '../manifests/objects';
import {
  Application,
  connectionFiles,
  connectionPaths,
} from '../manifests/connection';
import { deliver } from '../manifests/delivery';
import { SecretRequest } from '../manifests/secrets';
import { Manifest, ManifestFile, ReadFile, toYaml } from '../manifests/yaml';
import {
  logicalComponent,
  retiredComponent,
  stopComponent,
} from './components';
import { migrationJob, scripts } from './jobs';
import {
  Migration,
  componentListing,
  migrationName,
  rehearsalName,
} from './places';
import { Progress, progressData, progressFile } from './progress';
import { MigrationStep } from './spec';
import { TASKS } from './tasks';
import {
  subscription,
  targetManifests,
  targetSpec,
  wayBackPublication,
} from './target';

/** What a step does to the repository. @public */
export interface MigrationPlan {
  files: ManifestFile[];
  deletes: string[];
  /** Objects that are new, as they will be. */
  objects: Manifest[];
  secrets: SecretRequest[];
  /** The number of this step. */
  run: number;
}

/** Deployments of the overlay's base that a step has to know. @public */
export interface Applications {
  writers?: Application[];
  origin?: Application;
}

/** Files and entries of one change, laid over what the branch has. */
class Edit {
  private readonly files = new Map<string, string>();
  private readonly deletes = new Set<string>();
  readonly objects: Manifest[] = [];
  readonly secrets: SecretRequest[] = [];

  constructor(private readonly read: ReadFile) {}

  private now = (path: string) => this.files.get(path) ?? this.read(path);

  put(...files: ManifestFile[]): void {
    for (const { path, content } of files) this.files.set(path, content);
  }

  object(path: string, object: Manifest, comment?: string): void {
    this.put({ path, content: toYaml(object, comment) });
    this.objects.push(object);
  }

  remove(...paths: string[]): void {
    for (const path of paths) {
      this.files.delete(path);
      if (this.read(path) !== undefined) this.deletes.add(path);
    }
  }

  add(listing: Parameters<typeof addEntry>[1]): void {
    this.put({
      path: listing.path,
      content: addEntry(this.now(listing.path), listing),
    });
  }

  drop(listing: Parameters<typeof addEntry>[1]): void {
    const text = this.now(listing.path);
    if (text !== undefined)
      this.put({ path: listing.path, content: removeEntry(text, listing) });
  }

  /** A whole directory, as far as its kustomization names it. */
  removeDirectory(directory: string, more: string[] = []): void {
    const path = `${directory}/kustomization.yaml`;
    const text = this.read(path);
    this.remove(
      ...(text
        ? entriesOf(text, path).map(item => `${directory}/${item}`)
        : []),
      ...more.map(item => `${directory}/${item}`),
      path,
    );
  }

  connectionOf = (directory: string) => connectionPaths(directory, this.read);

  plan(run: number): MigrationPlan {
    return {
      files: [...this.files].map(([path, content]) => ({ path, content })),
      deletes: [...this.deletes],
      objects: this.objects,
      secrets: this.secrets,
      run,
    };
  }
}

/** Brings the new database, or a rehearsal's. */
function bring(
  edit: Edit,
  migration: Migration,
  progress: Progress,
  options: { cluster: string; rehearsing: boolean; schemaOnly: boolean },
): void {
  const set = targetManifests(migration, progress, options);
  edit.put(...set.files);
  if (options.rehearsing)
    edit.remove(catalogFile(migration.environment, options.cluster));
  edit.objects.push(...set.objects);
  edit.secrets.push(...set.secrets);
  set.listings.forEach(listing => edit.add(listing));
}

/** Takes a cluster of the migration out of Git again; its catalog entity stays, as the migration goes on. */
function takeAway(edit: Edit, migration: Migration, cluster: string): void {
  const { environment } = migration;
  const directory = directoryOf(environment, cluster);
  edit.removeDirectory(directory);
  edit.remove(...edit.connectionOf(directory));
  const { secrets } = environment;
  if (secrets.provider === 'sops')
    edit.remove(`${secrets.path}/${cluster}-app.yaml`);
  const { file, listing } = deliver(environment, cluster, directory);
  if (file) edit.remove(file.path);
  edit.drop(listing);
}

type Steps = Partial<Record<MigrationStep, (edit: Edit) => void>>;

function steps(
  migration: Migration,
  progress: Progress,
  run: number,
  { writers = [], origin }: Applications,
): Steps {
  const { environment, name, directory } = migration;
  const list = (part: Parameters<typeof componentListing>[1]) =>
    componentListing(migration, part);
  const publication = `${directory}/publication.yaml`;
  const subscribed = `${directory}/subscription.yaml`;
  return {
    rehearse: edit => {
      if (progress.rehearsal)
        takeAway(edit, migration, rehearsalName(name, progress.rehearsal));
      bring(edit, migration, progress, {
        cluster: rehearsalName(name, run),
        rehearsing: true,
        schemaOnly: false,
      });
    },
    discard: edit => {
      if (progress.rehearsal)
        takeAway(edit, migration, rehearsalName(name, progress.rehearsal));
      else {
        takeAway(edit, migration, name);
        edit.remove(publication, subscribed);
      }
    },
    prepare: edit => {
      bring(edit, migration, progress, {
        cluster: name,
        rehearsing: false,
        schemaOnly: true,
      });
      edit.object(subscribed, subscription(migration));
      edit.put(logicalComponent(migration, origin?.container ?? 'postgres'));
      edit.add(list('logical'));
    },
    stop: edit => {
      edit.put(stopComponent(migration));
      edit.add(list('stop'));
    },
    copy: edit => {
      if (!progress.cluster)
        bring(edit, migration, progress, {
          cluster: name,
          rehearsing: false,
          schemaOnly: false,
        });
      edit.object(publication, wayBackPublication(migration));
    },
    switch: edit => {
      const spec = targetSpec(migration, name, false);
      const made = connectionFiles(
        spec,
        environment,
        directoryOf(environment, name),
        writers,
      );
      edit.put(...made.files);
      if (made.listing) edit.add(made.listing);
      edit.drop(list('stop'));
      edit.remove(subscribed);
    },
    'roll-back': edit => {
      edit.drop(list('connection'));
      edit.drop(list('stop'));
      edit.remove(subscribed);
    },
    retire: edit => {
      edit.put(retiredComponent(migration));
      edit.add(list('retired'));
      edit.drop(list('logical'));
    },
    tidy: edit => {
      edit.removeDirectory(directory, [
        'stop/kustomization.yaml',
        'logical/kustomization.yaml',
      ]);
      if (migration.delivery.file) edit.remove(migration.delivery.file.path);
      edit.drop(migration.delivery.listing);
    },
  };
}

/** What is in the migration's directory after a step, besides the Components. */
function ownResources(
  edit: MigrationPlan,
  migration: Migration,
  read: ReadFile,
): string[] {
  const { directory } = migration;
  const there = (file: string) => {
    const path = `${directory}/${file}`;
    if (edit.deletes.includes(path)) return false;
    return (
      edit.files.some(item => item.path === path) || read(path) !== undefined
    );
  };
  return [
    'progress.yaml',
    'scripts.yaml',
    'job.yaml',
    'publication.yaml',
    'subscription.yaml',
  ].filter(there);
}

/** How far it will be when the step is merged. */
function afterwards(
  progress: Progress,
  step: MigrationStep,
  run: number,
): Progress {
  const after = { ...progress, step, run };
  switch (step) {
    case 'rehearse':
      return { ...after, rehearsal: run };
    case 'prepare':
      return { ...after, method: 'logical' };
    case 'roll-back':
      return { ...after, left: progress.cluster };
    case 'discard':
      return progress.rehearsal
        ? { ...after, rehearsal: undefined }
        : { ...after, left: false, method: 'import' };
    default:
      return after;
  }
}

/**
 * The pull request of a step. Git holds one Job at most, that of the last step: a Job that was done and deleted would be
 * done again by the GitOps tool otherwise.
 * @throws Error with path and line for a file that is no YAML
 * @public
 */
export function planMigration(
  migration: Migration,
  progress: Progress,
  step: MigrationStep,
  read: ReadFile,
  applications: Applications = {},
): MigrationPlan {
  const { environment, name, directory, settings } = migration;
  const run = progress.run + 1;
  const edit = new Edit(read);
  steps(migration, progress, run, applications)[step]?.(edit);
  if (step === 'tidy') return edit.plan(run);

  const after = afterwards(progress, step, run);
  edit.object(progressFile(migration), {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: meta(migrationName(name), environment),
    data: progressData(after),
  });
  const tasks = TASKS[step]?.(after);
  const job = `${directory}/job.yaml`;
  if (tasks) {
    edit.object(`${directory}/scripts.yaml`, scripts(migration));
    edit.object(
      job,
      migrationJob(
        migration,
        progress,
        step,
        run,
        step === 'rehearse' ? rehearsalName(name, run) : name,
        tasks,
      ),
    );
  } else edit.remove(job);
  const resources = ownResources(edit.plan(run), migration, read);
  edit.put({
    path: `${directory}/kustomization.yaml`,
    content: toYaml({
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      resources,
    }),
  });
  edit.add(migration.delivery.listing);
  if (migration.delivery.file) edit.put(migration.delivery.file);
  // The page of the new database is there from the first step on.
  const entity = catalogFile(environment, name);
  if (read(entity) === undefined)
    edit.put({
      path: entity,
      content: toYaml(
        catalogEntity(environment, name, {
          owner: settings.owner,
          component: settings.component,
        }),
      ),
    });
  return edit.plan(run);
}
