import { z } from 'zod';

/**
 * The steps of a migration, each a pull request:
 * `assess` looks at the old database; `rehearse` imports it into a cluster beside it, `discard` removes that; `prepare`
 * begins logical replication, in place of an import; `stop` ends all writing; `copy` imports or catches up, validates and
 * opens the way back; `validate` does the last two again; `switch` gives the applications the new database; `roll-back`
 * returns to the old one; `retire` removes the old Deployment; `tidy` what the migration itself left.
 * @public
 */
export const MIGRATION_STEPS = [
  'assess',
  'rehearse',
  'discard',
  'prepare',
  'stop',
  'copy',
  'validate',
  'switch',
  'roll-back',
  'retire',
  'tidy',
] as const;

/** @public */
export type MigrationStep = (typeof MIGRATION_STEPS)[number];

/** One step of the migration to the cluster `name`; all else is in `cnpg.environments.<environment>.migrations.<name>`. @public */
export const migrationSpecSchema = z.strictObject({
  environment: z.string().min(1).max(63),
  name: z.string().min(1).max(63),
  step: z.enum(MIGRATION_STEPS),
});

/** @public */
export type MigrationSpec = z.infer<typeof migrationSpecSchema>;
