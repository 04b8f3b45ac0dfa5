import { humanDuration } from '../assessment';
import { MigrationFacts } from './facts';

/**
 * What an import and a validation do where nothing was measured yet, bytes of the old database a second: about half of
 * what two cores with a local disk did (docs/migrate-to-cloudnativepg.md).
 */
const IMPORT_BYTES_PER_SECOND = 40e6;
const VALIDATE_BYTES_PER_SECOND = 60e6;
/** Two pull requests are merged while nobody can write: the copy, and the switch. */
const MERGES_SECONDS = 120;

/** How long writers will have to stand still. @public */
export interface Downtime {
  /** Seconds; undefined where the old database's size is not known. */
  seconds?: number;
  source: 'rehearsal' | 'estimate' | 'unknown';
  sentence: string;
}

const newest = <T>(
  { reports }: MigrationFacts,
  pick: (report: MigrationFacts['reports'][number]) => T | undefined,
): T | undefined =>
  reports
    .map(pick)
    .filter(
      (item): item is Exclude<typeof item, undefined> => item !== undefined,
    )
    .at(-1);

/** @public */
export function expectedDowntime(facts: MigrationFacts): Downtime {
  const { progress, rehearsal } = facts;
  const bytes = newest(
    facts,
    ({ report }) => report.tasks.validate?.bytes ?? report.tasks.assess?.bytes,
  );
  const validated = newest(facts, ({ report }) => report.tasks.validate);
  if (bytes === undefined)
    return {
      source: 'unknown',
      sentence:
        'How long writers will stand still is not known before the old database was assessed.',
    };
  const measured = progress.method === 'logical' ? 0 : rehearsal?.importSeconds;
  const copying = measured ?? bytes / IMPORT_BYTES_PER_SECOND;
  const validating = Math.max(
    1,
    validated?.took ?? bytes / VALIDATE_BYTES_PER_SECOND,
  );
  const seconds = Math.ceil(copying + validating + MERGES_SECONDS);
  const known = validated !== undefined && measured !== undefined;
  const parts =
    progress.method === 'logical'
      ? `catching up takes seconds, the validation ${humanDuration(validating)}`
      : `the import takes ${humanDuration(
          copying,
        )}, the validation ${humanDuration(validating)}`;
  return {
    seconds,
    source: known ? 'rehearsal' : 'estimate',
    sentence: `Writers will stand still for about ${humanDuration(
      seconds,
    )}: ${parts}, and two pull requests are merged meanwhile. ${
      known
        ? 'Measured by the last rehearsal.'
        : 'An estimate from the size; a rehearsal measures it.'
    }`,
  };
}
