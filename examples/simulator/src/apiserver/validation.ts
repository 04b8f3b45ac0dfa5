import Ajv, { ErrorObject, ValidateFunction } from 'ajv';
import backup from '../../schemas/Backup.json';
import cluster from '../../schemas/Cluster.json';
import pooler from '../../schemas/Pooler.json';
import scheduledBackup from '../../schemas/ScheduledBackup.json';
import { KubeObject, StatusError, clone } from './objects';
import { objectStoreSchema } from './objectStoreSchema';
import { ResourceType, apiVersionOf } from './resources';

const SCHEMAS: Record<string, object> = {
  Cluster: cluster,
  Backup: backup,
  Pooler: pooler,
  ScheduledBackup: scheduledBackup,
  ObjectStore: objectStoreSchema,
};
/** Ranges and choices that the CRDs have beyond types (CloudNativePG API reference, "Validation"). */
const choice = (...values: string[]) => ({ enum: values });
const rules = (properties: object) => ({
  properties: { spec: { properties } },
});
const METHOD = choice('barmanObjectStore', 'volumeSnapshot', 'plugin');
const RULES: Record<string, object> = {
  Cluster: rules({
    instances: { minimum: 1 },
    minSyncReplicas: { minimum: 0 },
    maxSyncReplicas: { minimum: 0 },
    primaryUpdateMethod: choice('switchover', 'restart'),
    primaryUpdateStrategy: choice('unsupervised', 'supervised'),
    logLevel: choice('error', 'warning', 'info', 'debug', 'trace'),
    postgresql: {
      properties: {
        synchronous: {
          properties: {
            method: choice('any', 'first'),
            dataDurability: choice('required', 'preferred'),
          },
        },
      },
    },
  }),
  Pooler: rules({
    type: choice('rw', 'ro', 'r'),
    pgbouncer: { properties: { poolMode: choice('session', 'transaction') } },
  }),
  Backup: rules({ method: METHOD }),
  ScheduledBackup: rules({
    method: METHOD,
    backupOwnerReference: choice('none', 'self', 'cluster'),
  }),
};
const checker = new Ajv({ allErrors: true, strict: false });
/** Takes away what the schema does not know. */
const pruner = new Ajv({
  allErrors: true,
  strict: false,
  removeAdditional: true,
});
const compiled = new Map<Ajv, Map<string, ValidateFunction>>();

function compile(ajv: Ajv, kind: string): ValidateFunction | undefined {
  if (!Object.hasOwn(SCHEMAS, kind)) return undefined;
  const known = compiled.get(ajv) ?? new Map<string, ValidateFunction>();
  compiled.set(ajv, known);
  const found =
    known.get(kind) ??
    ajv.compile({ ...SCHEMAS[kind], allOf: [RULES[kind] ?? {}] });
  known.set(kind, found);
  return found;
}

const dotted = (path: string) =>
  path
    .slice(1)
    .replace(/\/(\d+)(?=\/|$)/g, '[$1]')
    .replace(/\//g, '.');

function unknownField(error: ErrorObject): string {
  const at = dotted(error.instancePath);
  return `${at ? `${at}.` : ''}${error.params.additionalProperty}`;
}

const unknownFields = (errors: ErrorObject[]) => [
  ...new Set(
    errors
      .filter(error => error.keyword === 'additionalProperties')
      .map(unknownField),
  ),
];

/** The part that a client writes: status is the operator's, the books of owners are the server's. */
function manifestOf({ status: _, metadata, ...rest }: KubeObject) {
  const { managedFields: __, ...written } = metadata;
  return { ...rest, metadata: written };
}

/**
 * A copy without the fields that the CRD does not know.
 * @param onUnknown - is told their paths first, and may refuse
 */
export function prune(
  resource: ResourceType,
  object: KubeObject,
  onUnknown?: (fields: string[]) => void,
): KubeObject {
  const check = compile(checker, resource.kind);
  if (check && !check(manifestOf(object))) {
    const unknown = unknownFields(check.errors ?? []);
    if (unknown.length) onUnknown?.(unknown);
  }
  const manifest = clone(manifestOf(object));
  compile(pruner, resource.kind)?.(manifest);
  const { managedFields } = object.metadata;
  return {
    ...manifest,
    metadata: { ...manifest.metadata, managedFields },
    ...('status' in object ? { status: object.status } : {}),
  } as KubeObject;
}

/**
 * Validation in the API server's own words. Values are checked by the CRD's types and rules; what only CNPG's
 * admission webhook would refuse passes here, as it does on a server without the webhook.
 */
export function validate(resource: ResourceType, object: KubeObject): void {
  const check = compile(checker, resource.kind);
  if (!check || check(manifestOf(object))) return;
  const errors = check.errors ?? [];
  const unknown = unknownFields(errors);
  if (unknown.length) {
    throw new StatusError(
      400,
      'BadRequest',
      `${resource.kind} in version "${
        resource.version
      }" cannot be handled as a ${
        resource.kind
      }: strict decoding error: ${unknown
        .map(field => `unknown field "${field}"`)
        .join(', ')}`,
    );
  }
  const first = errors.filter(error => !/^(anyOf|allOf)$/.test(error.keyword));
  if (!first.length) return;
  const field = (error: ErrorObject) =>
    [
      dotted(error.instancePath),
      error.keyword === 'required' ? error.params.missingProperty : '',
    ]
      .filter(Boolean)
      .join('.') || '<root>';
  throw new StatusError(
    422,
    'Invalid',
    `${resource.kind}.${resource.group} "${
      object.metadata.name
    }" is invalid: ${first
      .map(error => `${field(error)}: ${error.message}`)
      .join(', ')}`,
    { name: object.metadata.name, group: resource.group, kind: resource.kind },
  );
}

export function checkIdentity(
  resource: ResourceType,
  object: KubeObject,
  namespace?: string,
): void {
  const expected = apiVersionOf(resource);
  if (object.apiVersion !== expected || object.kind !== resource.kind) {
    throw new StatusError(
      422,
      'Invalid',
      `the API version in the data (${object.apiVersion}/${object.kind}) does not match the expected API version (${expected}/${resource.kind})`,
    );
  }
  if (
    namespace &&
    object.metadata.namespace &&
    object.metadata.namespace !== namespace
  ) {
    throw new StatusError(
      400,
      'BadRequest',
      `the namespace of the provided object does not match the namespace sent on the request`,
    );
  }
  if (!object.metadata.name && !object.metadata.generateName) {
    throw new StatusError(
      422,
      'Invalid',
      `${resource.kind} "" is invalid: metadata.name: Required value: name or generateName is required`,
    );
  }
  if (
    object.metadata.name &&
    !/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/.test(object.metadata.name)
  ) {
    throw new StatusError(
      422,
      'Invalid',
      `${resource.kind}.${resource.group} "${object.metadata.name}" is invalid: metadata.name: Invalid value: a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.'`,
    );
  }
  for (const [index, owner] of (
    object.metadata.ownerReferences ?? []
  ).entries()) {
    for (const key of ['apiVersion', 'kind', 'name', 'uid'] as const) {
      if (owner[key]) continue;
      throw new StatusError(
        422,
        'Invalid',
        `${resource.kind} "${object.metadata.name}" is invalid: metadata.ownerReferences[${index}].${key}: Invalid value: "": must not be empty`,
      );
    }
  }
}
