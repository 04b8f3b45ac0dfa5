import { z } from 'zod';
import { MIGRATION_STEPS } from './spec';

/** What a validation found different; `old` or `new` is null where the object is not there. */
const difference = z.object({
  kind: z.string(),
  object: z.string(),
  old: z.string().nullish(),
  new: z.string().nullish(),
});

const validation = z.object({
  /** `drift`: only data differs, and the old database was still written to. */
  verdict: z.enum(['passed', 'drift', 'failed']),
  tables: z.number(),
  rows: z.coerce.number(),
  objects: z.number(),
  /** How many differences there are; `differences` names as many as fit. */
  found: z.number(),
  differences: z.array(difference),
  writable: z.boolean(),
  /** Of the old database. */
  bytes: z.number(),
  /** Seconds. */
  took: z.number(),
});

const assessment = z.object({
  version: z.string(),
  bytes: z.number(),
  schemas: z.array(z.string()).nullable(),
  tables: z.number(),
  sequences: z.number(),
  extensions: z.array(z.string()),
  owners: z.array(z.string()),
  grantees: z.array(z.string()),
  largeObjects: z.number(),
  unlogged: z.number(),
  withoutKey: z.number(),
  withoutKeyNames: z.array(z.string()),
  biggest: z.array(z.object({ name: z.string(), bytes: z.number() })),
  clients: z.array(z.object({ name: z.string(), sessions: z.number() })),
  maxConnections: z.number(),
  walLevel: z.string(),
  encoding: z.string(),
  collation: z.string(),
});

/** The termination message of a migration's pod (migration/job/migrate.sh, write_report). */
const reportSchema = z.object({
  tasks: z.object({
    assess: assessment.optional(),
    validate: validation.optional(),
    fence: z.object({ readOnly: z.boolean(), sessions: z.number() }).optional(),
    'catch-up': z.object({ lsn: z.string(), waited: z.number() }).optional(),
    'way-back': z.object({ open: z.boolean() }).optional(),
    'roll-back': z.object({ returned: z.boolean() }).optional(),
    'let-go': z.object({ released: z.boolean() }).optional(),
  }),
  /** Seconds. */
  seconds: z.number(),
  problem: z.string().optional(),
});

/** @public */
export type JobReport = z.infer<typeof reportSchema>;

/** A Job of a migration that has ended, as it is stored. @public */
export interface MigrationReport {
  step: (typeof MIGRATION_STEPS)[number];
  run: number;
  exitCode: number;
  /** RFC 3339. */
  finishedAt: string;
  report: JobReport;
}

/**
 * Reads a termination message; what is none becomes a report that says so.
 * @public
 */
export function parseReport(message: string): JobReport {
  try {
    return reportSchema.parse(JSON.parse(message));
  } catch {
    return {
      tasks: {},
      seconds: 0,
      problem: message
        ? 'The Job ended with a report that cannot be read; see its log.'
        : 'The Job ended without a report; see its log.',
    };
  }
}

/** @public */
export type Validation = NonNullable<JobReport['tasks']['validate']>;
