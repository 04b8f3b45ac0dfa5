import { durationToSeconds } from '../environments/quantity';
import { humanDuration } from '../assessment';
import { MigrationFacts } from './facts';
import { MigrationReport } from './report';
import { MigrationStep } from './spec';
import { TASKS } from './tasks';

/** Reports of this attempt: what was before a roll back counts for nothing, but for the assessment and rehearsals. */
export function lastReport(
  { reports }: MigrationFacts,
  ...steps: MigrationStep[]
): MigrationReport | undefined {
  const lasting = steps.every(step => step === 'assess' || step === 'rehearse');
  const begin = lasting
    ? 0
    : Math.max(
        0,
        ...reports
          .filter(({ step }) => step === 'roll-back' && !steps.includes(step))
          .map(({ run }) => run),
      );
  return reports
    .filter(({ step, run }) => steps.includes(step) && run > begin)
    .at(-1);
}

/** The step whose Job has not told its end yet. */
export function running({
  progress: { step, run },
  reports,
}: MigrationFacts): MigrationStep | undefined {
  if (!step || !TASKS[step]) return undefined;
  return reports.some(item => item.run === run && item.step === step)
    ? undefined
    : step;
}

const succeeded = (report: MigrationReport | undefined) =>
  report?.exitCode === 0;

/** Whether nothing of the migration is left in the repository. */
export const tidied = ({ progress }: MigrationFacts): boolean =>
  progress.retired && progress.step === undefined;

/** Whether the last copy was proven: nothing differs, and the way back is open. */
const proven = (facts: MigrationFacts): boolean => {
  const last = lastReport(facts, 'copy', 'validate');
  return (
    succeeded(last) &&
    last?.report.tasks.validate?.verdict === 'passed' &&
    last.report.tasks['way-back']?.open === true
  );
};

function unfitForReplication(facts: MigrationFacts): string | undefined {
  const old = lastReport(facts, 'assess')?.report.tasks.assess;
  if (!old) return 'Assess the old database first.';
  if (old.largeObjects)
    return `The old database has ${old.largeObjects} large objects, which logical replication does not carry: move by import.`;
  return old.unlogged
    ? `The old database has ${old.unlogged} unlogged tables, which logical replication does not carry: move by import.`
    : undefined;
}

/** How long the new database has been healthy, against what is asked for. */
function healthGate({
  healthy,
  settings,
  now,
}: MigrationFacts): string | undefined {
  const wanted = durationToSeconds(settings.healthyFor) ?? 0;
  if (!healthy)
    return 'Since when the new database has been healthy is not known yet.';
  const passed = (now - healthy.since) / 1000;
  return passed >= wanted
    ? undefined
    : `The new database has been healthy for ${humanDuration(
        passed,
      )}; ${humanDuration(wanted)} are asked for before the old one may go.`;
}

function stillWriting(facts: MigrationFacts): string | undefined {
  const unseen = facts.writers.filter(({ found }) => !found);
  if (unseen.length)
    return `Whether ${unseen[0].name} still runs cannot be read.`;
  const busy = facts.writers.filter(
    ({ found }) =>
      found?.state === 'running' && (found.wanted || found.available),
  );
  return busy.length
    ? `${busy.map(({ name }) => name).join(', ')} still ${
        busy.length > 1 ? 'run' : 'runs'
      }.`
    : undefined;
}

const GATES: Record<
  MigrationStep,
  (facts: MigrationFacts) => string | undefined
> = {
  assess: ({ progress }) =>
    progress.stopped || progress.switched
      ? 'The move is under way: the old database was assessed before it.'
      : undefined,
  rehearse: facts => {
    if (facts.progress.stopped || facts.progress.switched)
      return 'The writers are stopped: this is no rehearsal any more.';
    return succeeded(lastReport(facts, 'assess'))
      ? undefined
      : 'Assess the old database first.';
  },
  discard: ({ progress }) => {
    if (progress.rehearsal) return undefined;
    if (!progress.cluster) return 'There is nothing to discard.';
    return progress.left
      ? undefined
      : 'The new database is in use: roll back first.';
  },
  prepare: facts => {
    if (facts.progress.cluster) return `${facts.name} is there already.`;
    return facts.progress.stopped
      ? 'The writers are stopped: an import is on its way.'
      : unfitForReplication(facts);
  },
  stop: facts => {
    const { progress } = facts;
    if (progress.stopped) return 'The writers are stopped.';
    if (progress.switched) return 'The applications have the new database.';
    if (progress.left)
      return `${facts.name} is left from the last attempt: discard it first.`;
    if (progress.method === 'logical') {
      if (facts.target?.light !== 'green')
        return `${facts.name} is not healthy yet: it could not catch up.`;
      return undefined;
    }
    const rehearsed = lastReport(facts, 'rehearse')?.report.tasks.validate;
    if (!rehearsed)
      return 'Rehearse the import first: only then its length is known.';
    return rehearsed.verdict === 'failed'
      ? 'The last rehearsal was not a true copy: rehearse again when that is mended.'
      : undefined;
  },
  copy: facts => {
    if (!facts.progress.stopped) return 'Stop the writers first.';
    if (!succeeded(lastReport(facts, 'stop')))
      return 'The old database still takes writes.';
    const last = lastReport(facts, 'copy');
    if (last)
      return proven(facts)
        ? 'The copy is made, and proven.'
        : 'The copy is made, and is not a true one: validate again when it is mended, or roll back.';
    return stillWriting(facts);
  },
  validate: facts => {
    if (!facts.progress.stopped || !lastReport(facts, 'copy'))
      return 'There is no copy to validate.';
    return proven(facts) ? 'The copy is proven.' : undefined;
  },
  switch: facts => {
    if (facts.progress.switched)
      return 'The applications have the new database.';
    if (!facts.progress.stopped || !lastReport(facts, 'copy'))
      return 'There is no copy yet.';
    if (!proven(facts))
      return 'The copy is not proven: nothing may be switched.';
    return facts.target?.light === 'green' || facts.target?.light === 'amber'
      ? undefined
      : `${facts.name} is not healthy.`;
  },
  'roll-back': ({ progress }) => {
    if (progress.retired)
      return 'The old database is retired: a restore from the backup is the way back now.';
    if (progress.left) return 'It is rolled back.';
    return progress.stopped ||
      progress.switched ||
      progress.method === 'logical'
      ? undefined
      : 'Nothing was changed yet that could be rolled back.';
  },
  retire: facts => {
    if (facts.progress.retired) return 'The old database is retired.';
    if (!facts.progress.switched)
      return 'The applications still have the old database.';
    return healthGate(facts);
  },
  tidy: facts => {
    if (!facts.progress.retired) return 'The old database is not retired yet.';
    return succeeded(lastReport(facts, 'retire'))
      ? undefined
      : 'The new database still keeps WAL for the old one.';
  },
};

/**
 * Why a step may not be done now; undefined where it may. The page, the preview and the template's check all ask here.
 * @public
 */
export function whyNot(
  step: MigrationStep,
  facts: MigrationFacts,
): string | undefined {
  if (tidied(facts)) return 'The migration is done.';
  const busy = running(facts);
  // A Job that hangs must not keep anyone from going back.
  if (busy && step !== 'roll-back' && step !== busy)
    return `The Job of "${busy}" has not ended yet.`;
  return GATES[step](facts);
}
