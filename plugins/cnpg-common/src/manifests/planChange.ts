import { Environment } from '../environments/environment';
import { EditedFile } from './edit';
import { Effect, effectsOf } from './effects';
import { directoryOf, fileName } from './files';
import { imageFields, versionsOf } from './images';
import { addEntry, removeEntry } from './listing';
import {
  pgbouncer,
  podMonitorManifest,
  poolerConnections,
  poolerManifest,
  poolerPods,
  synchronous,
} from './objects';
import { databaseManifests } from './contents';
import {
  DIRECT_CONNECTIONS,
  MAX_CONNECTIONS,
  memorySettings,
} from './postgres';
import { sizeOf } from './sizes';
import {
  CUSTOM_SIZE,
  ChangeSpec,
  DatabaseSpec,
  Finding,
  databaseSpecSchema,
} from './spec';
import { Manifest, ManifestFile, ReadFile, toYaml } from './yaml';

/** What a change does to the files that are there. @public */
export interface ChangePlan {
  files: ManifestFile[];
  /** Paths that go. */
  deletes: string[];
  /** Objects as they will be, for dry runs and policies. */
  objects: Manifest[];
  effects: Effect[];
  findings: Finding[];
}

class Change {
  readonly files = new Map<string, string>();
  readonly deletes: string[] = [];
  readonly objects: Manifest[] = [];
  readonly effects: Effect[] = [];
  readonly findings: Finding[] = [];
  private readonly directory: string;
  private readonly kustomization: string;

  constructor(
    private readonly spec: ChangeSpec,
    private readonly environment: Environment,
    private readonly read: ReadFile,
  ) {
    this.directory = directoryOf(environment, spec.name);
    this.kustomization = `${this.directory}/kustomization.yaml`;
  }

  error(path: string, message: string, code = 'notPossible') {
    this.findings.push({ code, severity: 'error', path, message });
  }

  open(name: string): EditedFile | undefined {
    const path = `${this.directory}/${name}`;
    const text = this.files.get(path) ?? this.read(path);
    return text === undefined ? undefined : new EditedFile(path, text);
  }

  keep(file: EditedFile): void {
    const effects = effectsOf(file.before, file.after);
    if (!effects.length) return;
    this.files.set(file.path, file.content);
    this.objects.push(file.after);
    this.effects.push(...effects);
  }

  private list(change: typeof removeEntry, entry: string): void {
    const text =
      this.files.get(this.kustomization) ?? this.read(this.kustomization);
    if (text === undefined) return;
    this.files.set(
      this.kustomization,
      change(text, { path: this.kustomization, field: 'resources', entry }),
    );
  }

  add(object: Manifest): void {
    const name = fileName(object, this.spec.name);
    this.files.set(`${this.directory}/${name}`, toYaml(object));
    this.objects.push(object);
    this.effects.push(...effectsOf(undefined, object));
    this.list(addEntry, name);
  }

  remove(name: string): void {
    const file = this.open(name);
    if (!file) return;
    this.deletes.push(file.path);
    this.effects.push(...effectsOf(file.before, undefined));
    this.list(removeEntry, name);
  }

  /** Only what the environment offers. */
  private size(cluster: EditedFile): void {
    const { size, custom } = this.spec;
    if (!size) return;
    const wanted = sizeOf({ size, custom }, this.environment);
    if (!wanted) {
      this.error(
        size === CUSTOM_SIZE ? 'custom' : 'size',
        `"${size}" is none of the sizes of ${
          this.environment.title
        }: ${Object.keys(this.environment.sizes).join(', ')}`,
        'notInEnvironment',
      );
      return;
    }
    cluster.set(['spec', 'resources', 'requests', 'cpu'], wanted.cpu);
    cluster.set(['spec', 'resources', 'requests', 'memory'], wanted.memory);
    cluster.set(['spec', 'resources', 'limits', 'memory'], wanted.memory);
    cluster.set(['spec', 'storage', 'size'], wanted.storage);
    if (wanted.walStorage) {
      if (cluster.get(['spec', 'walStorage']))
        cluster.set(['spec', 'walStorage', 'size'], wanted.walStorage);
      else
        cluster.set(['spec', 'walStorage'], {
          size: wanted.walStorage,
          ...(this.environment.storageClass
            ? { storageClass: this.environment.storageClass }
            : {}),
        });
    }
    for (const [name, value] of Object.entries(memorySettings(wanted.memory)))
      if (cluster.get(['spec', 'postgresql', 'parameters', name]))
        cluster.set(['spec', 'postgresql', 'parameters', name], value);
  }

  private version(cluster: EditedFile): void {
    const { version, name } = this.spec;
    if (!version) return;
    if (!versionsOf(this.environment).includes(version)) {
      this.error(
        'version',
        `PostgreSQL ${version} is not offered in ${
          this.environment.title
        }: ${versionsOf(this.environment).join(', ')}`,
        'notInEnvironment',
      );
      return;
    }
    for (const [field, value] of Object.entries(
      imageFields(version, this.environment),
    ))
      cluster.set(['spec', field], value);
    const upgraded = effectsOf(cluster.before, cluster.after).some(
      ({ kind }) => kind === 'majorUpgrade',
    );
    // pg_upgrade begins a new system on timeline 1, whose files would overwrite the old ones (postgres_upgrades.md).
    if (upgraded && cluster.get(['spec', 'plugins', 0, 'parameters']))
      cluster.set(
        ['spec', 'plugins', 0, 'parameters', 'serverName'],
        `${name}-pg${version}`,
      );
  }

  private availability(cluster: EditedFile): number {
    const { instances, synchronous: wanted } = this.spec;
    const count = instances ?? cluster.get<number>(['spec', 'instances']) ?? 1;
    cluster.set(['spec', 'instances'], count);
    const now = cluster.get<{ dataDurability?: string }>([
      'spec',
      'postgresql',
      'synchronous',
    ]);
    if (wanted === 'required' && count < 3)
      this.error(
        'synchronous',
        'with fewer than three instances the loss of one would stop all writes; choose "preferred"',
      );
    if (wanted)
      cluster.set(
        ['spec', 'postgresql', 'synchronous'],
        synchronous(this.environment, {
          instances: count,
          synchronous: wanted,
        }),
      );
    else if (now && count < 2)
      cluster.set(['spec', 'postgresql', 'synchronous'], undefined);
    else if (now?.dataDurability === 'required' && count < 3)
      cluster.set(
        ['spec', 'postgresql', 'synchronous', 'dataDurability'],
        'preferred',
      );
    return count;
  }

  private parameters(cluster: EditedFile): void {
    for (const { name, value } of this.spec.parameters ?? [])
      cluster.set(
        ['spec', 'postgresql', 'parameters', name],
        value === '' ? undefined : value,
      );
  }

  private pooler(instances: number): void {
    const { name, pooler, poolMode, poolSize } = this.spec;
    const file = this.open('pooler.yaml');
    const pool = {
      instances,
      poolMode:
        poolMode ??
        file?.get<DatabaseSpec['poolMode']>([
          'spec',
          'pgbouncer',
          'poolMode',
        ]) ??
        'transaction',
      poolSize:
        poolSize ??
        Number(
          file?.get(['spec', 'pgbouncer', 'parameters', 'default_pool_size']) ??
            20,
        ),
    };
    const connections = poolerConnections(instances, pool.poolSize);
    if (connections + DIRECT_CONNECTIONS > MAX_CONNECTIONS && pooler !== false)
      this.error(
        'poolSize',
        `the pooler would open up to ${connections} connections, and ${DIRECT_CONNECTIONS} are kept for direct ones: more than max_connections (${MAX_CONNECTIONS})`,
        'poolTooLarge',
      );
    if (pooler === true && !file) {
      this.add(poolerManifest(this.environment, name, pool));
      if (this.environment.monitoring)
        this.add(podMonitorManifest(this.environment, name, 'pooler'));
    } else if (pooler === false) {
      this.remove('pooler.yaml');
      this.remove('pod-monitor-pooler.yaml');
    } else if (file) {
      if (poolMode || poolSize) {
        const wanted = pgbouncer(pool);
        file.set(['spec', 'pgbouncer', 'poolMode'], wanted.poolMode);
        for (const [key, value] of Object.entries(wanted.parameters))
          file.set(['spec', 'pgbouncer', 'parameters', key], value);
      }
      if (this.spec.instances)
        file.set(['spec', 'instances'], poolerPods(instances));
      this.keep(file);
    }
  }

  private schedule(): void {
    if (!this.spec.backupSchedule) return;
    const file = this.open('scheduled-backup.yaml');
    if (!file) {
      this.error('backupSchedule', 'this database has no scheduled backup');
      return;
    }
    file.set(['spec', 'schedule'], this.spec.backupSchedule);
    this.keep(file);
  }

  private extensions(cluster: EditedFile): void {
    const { extensions } = this.spec;
    if (!extensions) return;
    for (const name of extensions)
      if (!this.environment.extensions.includes(name))
        this.error(
          'extensions',
          `the extension ${name} is not offered in ${this.environment.title}`,
          'notInEnvironment',
        );
    const initdb = cluster.get<{ database?: string; owner?: string }>([
      'spec',
      'bootstrap',
      'initdb',
    ]);
    if (!initdb?.database) {
      this.error(
        'extensions',
        'which database they belong to is not told by the manifest',
      );
      return;
    }
    const [object] = databaseManifests(
      databaseSpecSchema.parse({
        environment: this.environment.name,
        name: this.spec.name,
        owner: 'group:default/x',
        version: '15',
        size: 'x',
        instances: 1,
        pooler: false,
        backup: false,
        database: initdb.database,
        databaseOwner: initdb.owner ?? initdb.database,
        extensions,
      }),
      this.environment,
    );
    const file = object && this.open(fileName(object, this.spec.name));
    if (!file) {
      if (object) this.add(object);
      return;
    }
    const listed =
      file.get<{ name: string; ensure?: string }[]>(['spec', 'extensions']) ??
      [];
    file.set(
      ['spec', 'extensions'],
      [
        ...extensions.map(name => ({ name, ensure: 'present' })),
        ...listed
          .filter(({ name }) => !extensions.includes(name))
          .map(({ name }) => ({ name, ensure: 'absent' })),
      ],
    );
    this.keep(file);
  }

  run(): ChangePlan {
    const cluster = this.open('cluster.yaml');
    if (!cluster) {
      this.error(
        'name',
        `${this.directory}/cluster.yaml is not in the repository: only what the template for creation wrote can be changed by a form`,
        'notInGit',
      );
      return this.result();
    }
    this.size(cluster);
    this.version(cluster);
    const instances = this.availability(cluster);
    this.parameters(cluster);
    this.keep(cluster);
    this.pooler(instances);
    this.schedule();
    this.extensions(cluster);
    for (const { field, kind, sentence } of this.effects)
      if (kind === 'impossible') this.error(field, sentence, 'impossible');
    for (const wanted of ['majorUpgrade', 'rollingRestart'] as const) {
      const found = this.effects.filter(({ kind }) => kind === wanted);
      if (!found.length) continue;
      this.findings.push({
        code: wanted,
        severity: 'warning',
        path: found.map(({ field }) => field.replace(/^.* /, '')).join(', '),
        message: found[0].sentence,
      });
    }
    if (!this.effects.length && !this.findings.length)
      this.error(
        '.',
        'this changes nothing: all of it is so already',
        'noChange',
      );
    return this.result();
  }

  private result(): ChangePlan {
    return {
      files: [...this.files].map(([path, content]) => ({ path, content })),
      deletes: this.deletes,
      objects: this.objects,
      effects: this.effects,
      findings: this.findings,
    };
  }
}

/**
 * An edit of the files that the template for creation wrote: only what changes is touched, and for each field it is
 * told what CNPG will do.
 * @throws Error with path and line for a file that is no YAML
 * @public
 */
export const planChange = (
  spec: ChangeSpec,
  environment: Environment,
  read: ReadFile,
): ChangePlan => new Change(spec, environment, read).run();
