import { z } from 'zod';

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

/** What a developer asks for. The single source of the template's form rules. @public */
export const databaseSpecSchema = z.strictObject({
  environment: z.string().min(1),
  name: clusterName,
  owner: entityRef,
  component: entityRef.optional(),
  description: z.string().max(300).optional(),
  database: identifier.default('app'),
  databaseOwner: identifier.default('app'),
  version: z.string().regex(/^\d+$/, 'must be a PostgreSQL major version'),
  size: z.string().min(1),
  instances: z.int().min(1).max(9),
  pooler: z.boolean(),
  backup: z.boolean(),
  schemas: z.array(identifier).max(20).default([]),
});

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
