import { z } from 'zod';
import { durationToSeconds } from './quantity';

const kubernetesName = z
  .string()
  .regex(
    /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/,
    'must be the name of a Kubernetes object',
  );
const postgresName = z
  .string()
  .regex(
    /^[a-z_][a-z0-9_]{0,62}$/,
    'must be a PostgreSQL name: lower case letters, digits and "_"',
  );

/** One value of `cnpg.environments.<name>.migrations`: a PostgreSQL of a plain Deployment that moves to CloudNativePG. */
const migrationSchema = z.strictObject({
  /** Owner of the new database's catalog entity, and the component that depends on it. */
  owner: z.string(),
  component: z.string().optional(),
  source: z.strictObject({
    /** Deployment and Service as the overlay's base names them, before any namePrefix. */
    deployment: kubernetesName,
    service: kubernetesName,
    port: z.int().min(1).max(65535).default(5432),
    database: postgresName,
    /** A superuser: it reads everything, and subscribes to the new database for the way back. */
    user: postgresName,
    /** The Secret of its password, in the environment's namespace. */
    secretName: kubernetesName,
    passwordKey: z.string().default('password'),
    sslmode: z
      .enum(['disable', 'prefer', 'require', 'verify-full'])
      .default('prefer'),
  }),
  /** Deployments that write to it, as the overlay's base names them; they stop, and get the new `DATABASE_URL`. */
  writers: z.array(kubernetesName).min(1),
  /** Roles besides the owner that hold grants; they get no login. */
  roles: z.array(postgresName).default([]),
  target: z
    .strictObject({
      size: z.string().optional(),
      version: z.string().optional(),
      instances: z.int().min(1).max(9).optional(),
      /** Owner of the new database; the old one's user where it is left out. */
      databaseOwner: postgresName.optional(),
    })
    .prefault({}),
  /** For how long the new database must have been healthy before the old one may go. */
  healthyFor: z
    .string()
    .refine(
      text => durationToSeconds(text) !== undefined,
      'must be a duration such as 12h or 7d',
    )
    .default('7d'),
});

/** By the name of the CNPG cluster that takes the old one's place. */
export const migrationsSchema = z
  .record(kubernetesName, migrationSchema)
  .default({});

/** @public */
export type MigrationSettings = z.infer<typeof migrationSchema>;
