import { z } from 'zod';
import { cpu, quantity } from '../environments/quantity';
import { foundationSpecSchema } from '../foundation/spec';
import { migrationSpecSchema } from '../migration/spec';
import { readSchedule } from '../recoverability/schedule';

/** The longest name whose Services, Jobs and pods still fit DNS: `<name>-1-full-recovery-xxxxx` in 63. */
export const MAX_NAME = 41;

const identifier = z
  .string()
  .regex(
    /^[a-z_][a-z0-9_]{0,62}$/,
    'must be a PostgreSQL name: lower case letters, digits and "_"',
  )
  .refine(
    name => !/^pg_|^(postgres|streaming_replica)$/.test(name),
    'is reserved by PostgreSQL or CNPG',
  );

/** The name of a Cluster, by the rules of Kubernetes and CNPG. @public */
export const clusterName = z
  .string()
  .max(
    MAX_NAME,
    `must have at most ${MAX_NAME} characters, or the names derived from it do not fit`,
  )
  .regex(
    /^[a-z]([-a-z0-9]*[a-z0-9])?$/,
    'must begin with a letter and hold lower case letters, digits and "-"',
  )
  .refine(
    name => !/-(rw|ro|r|pooler)$/.test(name),
    'must not end in -rw, -ro, -r or -pooler: CNPG names Services so',
  );

const entityRef = z
  .string()
  .regex(
    /^[a-z]+:[a-z0-9-]+\/[-A-Za-z0-9_.]+$/,
    'must be an entity reference such as group:default/commerce',
  );

/** YAML 1.1 ends a line at U+2028 and U+2029, too. */
const ONE_LINE = /^[^\p{Cc}\p{Zl}\p{Zp}\p{Cs}]*$/u;

const schemaName = identifier;
const roleName = identifier;
const extensionName = z
  .string()
  .regex(
    /^[a-z][-a-z0-9_]{0,62}$/,
    'must be the name of a PostgreSQL extension, such as pg_trgm',
  );
const version = z.string().regex(/^\d+$/, 'must be a PostgreSQL major version');
const instances = z.int().min(1).max(9);
const poolMode = z.enum(['transaction', 'session']);
const poolSize = z.int().min(1).max(500);
const durability = z.enum(['off', 'preferred', 'required']);
const customSize = z.strictObject({
  cpu,
  memory: quantity,
  storage: quantity,
  walStorage: quantity.optional(),
});
const schedule = z
  .string()
  .max(100)
  .superRefine((text, context) => {
    const { valid, fiveFields, words } = readSchedule(text, 0, 1);
    if (!valid || fiveFields)
      context.addIssue({
        code: 'custom',
        message: fiveFields
          ? 'has five fields; CNPG reads six, seconds first: "0 0 2 * * *" is daily at two'
          : words,
      });
  });

/** A role besides the owner; CNPG keeps it as `managed.roles`. */
const role = z.strictObject({
  name: roleName,
  /** May log in; its password then comes from SOPS or External Secrets. */
  login: z.boolean().default(false),
  inRoles: z
    .array(z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/, 'must be a role'))
    .max(20)
    .default([]),
});

/** A database besides the first; an object of CNPG's kind Database. */
const furtherDatabase = z.strictObject({
  name: identifier,
  owner: roleName,
  extensions: z.array(extensionName).max(30).default([]),
});

/** `size` with this value takes its numbers from `custom`. @public */
export const CUSTOM_SIZE = 'custom';

/**
 * What a developer asks for. The single source of the template's form rules. What is left out follows from the
 * environment, and `database`, `databaseOwner`, `schemas` and `extensions` from the `preset` where one is named.
 * @public
 */
export const databaseSpecSchema = z.strictObject({
  environment: z.string().min(1).max(63),
  name: clusterName,
  owner: entityRef,
  component: entityRef.optional(),
  description: z
    .string()
    .max(300)
    .regex(ONE_LINE, 'must be one line without control characters')
    .optional(),
  preset: z.string().max(63).optional(),
  database: identifier.default('app'),
  databaseOwner: identifier.default('app'),
  schemas: z.array(schemaName).max(20).default([]),
  extensions: z.array(extensionName).max(30).default([]),
  databases: z.array(furtherDatabase).max(20).default([]),
  roles: z.array(role).max(20).default([]),
  version,
  size: z.string().min(1).max(63),
  custom: customSize.optional(),
  instances,
  /** Synchronous replication: `required` stops writes rather than lose one, `preferred` goes on alone. */
  synchronous: durability.optional(),
  /** Instances on different nodes, or also in different zones. */
  spread: z.enum(['nodes', 'zones']).default('nodes'),
  pooler: z.boolean(),
  poolMode: poolMode.default('transaction'),
  /** PgBouncer's `default_pool_size`: connections to PostgreSQL of each pooler pod. */
  poolSize: poolSize.default(20),
  backup: z.boolean(),
  backupSchedule: schedule.optional(),
  /** The Deployment that gets `DATABASE_URL`; it must be part of the environment's overlay. */
  deployment: z
    .string()
    .regex(
      /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/,
      'must be the name of a Deployment',
    )
    .optional(),
});

/** What may be changed of a database that is there, all by its files in Git. What is left out stays. @public */
export const changeSpecSchema = z.strictObject({
  environment: z.string().min(1).max(63),
  name: clusterName,
  size: z.string().min(1).max(63).optional(),
  custom: customSize.optional(),
  instances: instances.optional(),
  synchronous: durability.optional(),
  version: version.optional(),
  pooler: z.boolean().optional(),
  poolMode: poolMode.optional(),
  poolSize: poolSize.optional(),
  backupSchedule: schedule.optional(),
  extensions: z.array(extensionName).max(30).optional(),
  parameters: z
    .array(
      z.strictObject({
        name: z
          .string()
          .regex(
            /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$/,
            'must be a PostgreSQL parameter',
          ),
        value: z
          .string()
          .max(200)
          .regex(ONE_LINE, 'must be one line without control characters'),
      }),
    )
    .max(50)
    .optional(),
});

/** @public */
export type ChangeSpec = z.infer<typeof changeSpecSchema>;

/** The removal of a database. @public */
export const deleteSpecSchema = z.strictObject({
  environment: z.string().min(1).max(63),
  name: clusterName,
  /** The name once more, typed by hand. */
  confirm: z.string().max(63),
});

/** @public */
export type DeleteSpec = z.infer<typeof deleteSpecSchema>;

/** @public */
export type DatabaseSpec = z.infer<typeof databaseSpecSchema>;

/** A restore into a new cluster beside its origin. @public */
export const restoreSpecSchema = z.strictObject({
  environment: z.string().min(1),
  /** The origin's name, in the same environment. */
  origin: z.string().min(1),
  name: clusterName,
  target: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('latest') }),
    z.strictObject({
      type: z.literal('backup'),
      backupName: z.string().min(1),
    }),
    z.strictObject({ type: z.literal('time'), time: z.string().min(1) }),
  ]),
});

/** @public */
export type RestoreSpec = z.infer<typeof restoreSpecSchema>;

/** The steps of a replica cluster in another environment, each a pull request of its own. @public */
export const REPLICA_STEPS = [
  'create',
  'connect',
  'demote',
  'promote',
] as const;

/** A replica cluster: `name` in `environment` follows `origin` in `originEnvironment`. @public */
export const replicaSpecSchema = z.strictObject({
  step: z.enum(REPLICA_STEPS),
  environment: z.string().min(1).max(63),
  name: clusterName,
  originEnvironment: z.string().min(1).max(63),
  origin: clusterName,
});

/** @public */
export type ReplicaSpec = z.infer<typeof replicaSpecSchema>;

/** The kinds of change that a pull request can bring. @public */
export const SPEC_SCHEMAS = {
  database: databaseSpecSchema,
  change: changeSpecSchema,
  restore: restoreSpecSchema,
  delete: deleteSpecSchema,
  foundation: foundationSpecSchema,
  replica: replicaSpecSchema,
  migration: migrationSpecSchema,
} as const;

/** @public */
export type SpecKind = keyof typeof SPEC_SCHEMAS;

/** Values of the form's `preset` besides the names of presets: what is in the database is said by fields of its own, or is the default. @public */
export const OWN_CONTENTS = 'own';
/** See {@link OWN_CONTENTS}. @public */
export const PLAIN_CONTENTS = 'plain';

/** A form asks for a restore's target in a choice and a field for each of its kinds. */
function flatTarget({
  targetType: type,
  time,
  backupName,
}: Record<string, unknown>) {
  if (type === 'time') return { type, time };
  return type === 'backup' ? { type, backupName } : { type: type ?? 'latest' };
}

/**
 * The part of a form's values that is the spec: fields of other pages of the form are left out, and so are empty ones,
 * which arrive as `''`, `null` or `undefined`. The form's review and the template's actions both call this.
 * @public
 */
export function specOf(
  kind: SpecKind,
  values: Record<string, unknown>,
): Record<string, unknown> {
  const picked = Object.fromEntries(
    Object.keys(SPEC_SCHEMAS[kind].shape)
      .map(field => [field, values[field]] as const)
      .filter(
        ([, value]) => value !== undefined && value !== null && value !== '',
      ),
  );
  if (kind === 'restore') return { target: flatTarget(values), ...picked };
  if (kind !== 'database') return picked;
  const { preset } = picked;
  const contents = preset === undefined || preset === OWN_CONTENTS;
  const { database, databaseOwner, schemas, extensions, ...rest } = picked;
  const { preset: chosen, ...others } = rest;
  return {
    // A checkbox that was never touched has no value.
    pooler: false,
    backup: false,
    ...others,
    ...(contents || preset === PLAIN_CONTENTS ? {} : { preset: chosen }),
    ...(contents
      ? JSON.parse(
          JSON.stringify({ database, databaseOwner, schemas, extensions }),
        )
      : {}),
  };
}

/** One thing that is wrong with an input, and where. @public */
export interface Finding {
  code: string;
  /** `error` blocks; `warning` goes into the pull request's text. */
  severity: 'error' | 'warning';
  /** The field or manifest path it is about. */
  path: string;
  message: string;
}

/** Reads a spec; what is wrong comes back as findings with the field's path. @public */
export function parseSpec<T>(
  schema: z.ZodType<T>,
  value: unknown,
): { spec?: T; findings: Finding[] } {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { spec: parsed.data, findings: [] };
  return {
    findings: parsed.error.issues.map(issue => ({
      code: 'invalidField',
      severity: 'error',
      path: issue.path.join('.') || '.',
      message: issue.message,
    })),
  };
}
