import { Environment } from '../environments/environment';
import { cores, quantityToBytes } from '../environments/quantity';
import { databaseObjectName, withPreset } from './contents';
import { endOfLife, versionsOf } from './images';
import { poolerConnections } from './objects';
import { DIRECT_CONNECTIONS, MAX_CONNECTIONS } from './postgres';
import { roleSecretName } from './secrets';
import { sizeOf } from './sizes';
import { CUSTOM_SIZE, DatabaseSpec, Finding } from './spec';

/** Below it PostgreSQL's own processes do not fit beside a quarter of shared_buffers. */
const LEAST_MEMORY = 2 ** 28;
const LEAST_STORAGE = 2 ** 30;
const SOON_MS = 180 * 86_400_000;

type Report = (
  severity: Finding['severity'],
  code: string,
  path: string,
  message: string,
) => void;

function checkSize(spec: DatabaseSpec, environment: Environment, say: Report) {
  const size = sizeOf(spec, environment);
  if (!size) {
    say(
      'error',
      'notInEnvironment',
      spec.size === CUSTOM_SIZE ? 'custom' : 'size',
      spec.size === CUSTOM_SIZE
        ? 'a custom size needs its CPU, memory and storage'
        : `"${spec.size}" is none of the sizes of ${
            environment.title
          }: ${Object.keys(environment.sizes).join(', ')}`,
    );
    return;
  }
  const at = (field: string) =>
    spec.size === CUSTOM_SIZE ? `custom.${field}` : 'size';
  const tooSmall = (field: string, message: string) =>
    say('error', 'tooSmall', at(field), message);
  if ((quantityToBytes(size.memory) ?? 0) < LEAST_MEMORY)
    tooSmall(
      'memory',
      'CNPG refuses less memory than shared_buffers; give at least 256Mi',
    );
  if (cores(size.cpu) < 0.1) tooSmall('cpu', 'give at least 100m');
  for (const field of ['storage', 'walStorage'] as const) {
    const text = size[field];
    if (text && (quantityToBytes(text) ?? 0) < LEAST_STORAGE)
      tooSmall(field, 'give at least 1Gi');
  }
}

function checkVersion(
  { version }: DatabaseSpec,
  environment: Environment,
  now: number,
  say: Report,
) {
  const versions = versionsOf(environment);
  if (!versions.includes(version)) {
    say(
      'error',
      'notInEnvironment',
      'version',
      `PostgreSQL ${version} is not offered in ${
        environment.title
      }: ${versions.join(', ')}`,
    );
    return;
  }
  const end = endOfLife(version);
  if (end && Date.parse(end) - now < SOON_MS)
    say(
      'warning',
      'endOfLife',
      'version',
      Date.parse(end) < now
        ? `PostgreSQL ${version} has had no fixes since ${end}`
        : `PostgreSQL ${version} gets no fixes after ${end}`,
    );
}

/** Two names of PostgreSQL that become one in Kubernetes would overwrite each other's object. */
function collide(
  names: string[],
  objectName: (name: string) => string,
  path: string,
  say: Report,
) {
  const taken = new Map<string, string>();
  for (const name of new Set(names)) {
    const object = objectName(name);
    const other = taken.get(object);
    if (other !== undefined)
      say(
        'error',
        'sameObject',
        path,
        `${other} and ${name} would both be the object ${object}; rename one`,
      );
    taken.set(object, name);
  }
}

function checkContents(
  spec: DatabaseSpec,
  environment: Environment,
  say: Report,
) {
  const { title, extensions, secrets } = environment;
  const offered = (names: string[], path: string) =>
    names
      .filter(name => !extensions.includes(name))
      .forEach(name =>
        say(
          'error',
          'notInEnvironment',
          path,
          `the extension ${name} is not offered in ${title}: ${extensions.join(
            ', ',
          )}`,
        ),
      );
  offered(spec.extensions, 'extensions');
  const roles = [spec.databaseOwner, ...spec.roles.map(({ name }) => name)];
  const twice = (names: string[], path: string, what: string) =>
    [
      ...new Set(names.filter((name, index) => names.indexOf(name) !== index)),
    ].forEach(name =>
      say('error', 'twice', path, `${what} ${name} is named twice`),
    );
  twice(roles, 'roles', 'the role');
  twice(
    [spec.database, ...spec.databases.map(({ name }) => name)],
    'databases',
    'the database',
  );
  twice(spec.schemas, 'schemas', 'the schema');
  collide(
    [spec.database, ...spec.databases.map(({ name }) => name)],
    name => databaseObjectName(spec.name, name),
    'databases',
    say,
  );
  collide(
    // The owner's Secret is called so, whatever the owner is.
    ['app', ...spec.roles.filter(({ login }) => login).map(({ name }) => name)],
    name => roleSecretName(spec.name, name),
    'roles',
    say,
  );
  spec.databases.forEach((database, index) => {
    offered(database.extensions, `databases.${index}.extensions`);
    if (!roles.includes(database.owner))
      say(
        'error',
        'noSuchRole',
        `databases.${index}.owner`,
        `there is no role ${database.owner}; its owner is ${spec.databaseOwner} or one of the roles`,
      );
  });
  if (secrets.provider === 'operator' || secrets.provider === 'existing')
    spec.roles.forEach((role, index) => {
      if (role.login)
        say(
          'error',
          'noPassword',
          `roles.${index}.login`,
          `nobody would give ${role.name} a password: in ${title} CNPG makes one for the owner alone`,
        );
    });
}

function checkAvailability(spec: DatabaseSpec, say: Report) {
  if (spec.instances === 1)
    say(
      'warning',
      'singleInstance',
      'instances',
      'one instance: when its node dies, the database is down until the node is back',
    );
  if (spec.synchronous === 'required' && spec.instances < 3)
    say(
      'error',
      'synchronousNeedsThree',
      'synchronous',
      'with fewer than three instances the loss of one would stop all writes; choose "preferred"',
    );
  if (!spec.pooler) return;
  const pooled = poolerConnections(spec.instances, spec.poolSize);
  if (pooled + DIRECT_CONNECTIONS > MAX_CONNECTIONS)
    say(
      'error',
      'poolTooLarge',
      'poolSize',
      `the pooler would open up to ${pooled} connections, and ${DIRECT_CONNECTIONS} are kept for direct ones: more than max_connections (${MAX_CONNECTIONS})`,
    );
}

/**
 * What does not fit the environment, before any manifest is built.
 * @param now - milliseconds since the epoch, for end-of-life dates
 * @public
 */
export function checkSpec(
  given: DatabaseSpec,
  environment: Environment,
  now = Date.now(),
): Finding[] {
  const findings: Finding[] = [];
  const say: Report = (severity, code, path, message) =>
    findings.push({ code, severity, path, message });
  let spec = given;
  try {
    spec = withPreset(given, environment);
  } catch (error) {
    say('error', 'notInEnvironment', 'preset', (error as Error).message);
  }
  checkSize(spec, environment, say);
  checkVersion(spec, environment, now, say);
  checkContents(spec, environment, say);
  if (spec.backup && !environment.objectStore)
    say(
      'warning',
      'noObjectStore',
      'backup',
      `${environment.title} has no object store: this database will not be backed up`,
    );
  checkAvailability(spec, say);
  if (spec.deployment && !environment.gitops.overlay)
    say(
      'error',
      'noOverlay',
      'deployment',
      `${environment.title} names no overlay that builds applications (gitops.overlay)`,
    );
  return findings;
}
