import Ajv, { ErrorObject, ValidateFunction } from 'ajv';
import backup from '../../schemas/Backup.json';
import cluster from '../../schemas/Cluster.json';
import pooler from '../../schemas/Pooler.json';
import scheduledBackup from '../../schemas/ScheduledBackup.json';
import { KubeObject, StatusError } from './objects';
import { objectStoreSchema } from './objectStoreSchema';
import { ResourceType, apiVersionOf } from './resources';

const ajv = new Ajv({ allErrors: true, strict: false });
const SCHEMAS: Record<string, object> = {
  Cluster: cluster,
  Backup: backup,
  Pooler: pooler,
  ScheduledBackup: scheduledBackup,
  ObjectStore: objectStoreSchema,
};
const compiled = new Map<string, ValidateFunction>();

function validator(kind: string): ValidateFunction | undefined {
  if (!Object.hasOwn(SCHEMAS, kind)) return undefined;
  let validate = compiled.get(kind);
  if (!validate) {
    validate = ajv.compile(SCHEMAS[kind]);
    compiled.set(kind, validate);
  }
  return validate;
}

const dotted = (path: string) =>
  path
    .slice(1)
    .replace(/\/(\d+)(?=\/|$)/g, '[$1]')
    .replace(/\//g, '.');

function unknownField(error: ErrorObject): string {
  const at = dotted(error.instancePath);
  return `unknown field "${at ? `${at}.` : ''}${
    error.params.additionalProperty
  }"`;
}

/**
 * Strict field validation in the API server's own words (`?fieldValidation=Strict`). Values are checked by the CRD's
 * types; what only CNPG's admission webhook would refuse passes here, as it does on a server without the webhook.
 */
export function validateStrictly(
  resource: ResourceType,
  object: KubeObject,
): void {
  const validate = validator(resource.kind);
  // Status is the operator's: an API server does not refuse a manifest for it.
  const { status: _, ...manifest } = object;
  if (!validate || validate(manifest)) return;
  const errors = validate.errors ?? [];
  const unknown = errors
    .filter(error => error.keyword === 'additionalProperties')
    .map(unknownField);
  if (unknown.length) {
    throw new StatusError(
      400,
      'BadRequest',
      `${resource.kind} in version "${
        resource.version
      }" cannot be handled as a ${resource.kind}: strict decoding error: ${[
        ...new Set(unknown),
      ].join(', ')}`,
    );
  }
  const first = errors.filter(error => error.keyword !== 'anyOf');
  if (!first.length) return;
  throw new StatusError(
    422,
    'Invalid',
    `${resource.kind}.${resource.group} "${
      object.metadata.name
    }" is invalid: ${first
      .map(
        error => `${dotted(error.instancePath) || '<root>'}: ${error.message}`,
      )
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
      400,
      'BadRequest',
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
}
