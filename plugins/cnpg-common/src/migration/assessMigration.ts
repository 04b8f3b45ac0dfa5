import { humanDuration } from '../assessment';
import { Downtime, expectedDowntime } from './downtime';
import { MigrationFacts } from './facts';
import { lastReport, running, tidied, whyNot } from './gates';
import { MigrationReport, Validation } from './report';
import { MIGRATION_STEPS, MigrationStep } from './spec';

/** One step as the page shows it. @public */
export interface StageView {
  step: MigrationStep;
  /** `ready`: may be asked for now; `waiting`: not yet, the sentence says why. */
  state: 'done' | 'running' | 'failed' | 'ready' | 'waiting';
  sentence: string;
  /** Whether the step may be asked for now, also again. */
  allowed: boolean;
  /** Its last Job. */
  report?: MigrationReport;
}

/** The whole migration. @public */
export interface MigrationState {
  stages: StageView[];
  /** The step that a hurried reader should look at. */
  next?: MigrationStep;
  downtime: Downtime;
  /** Where applications get their data from now on. */
  serving: 'old' | 'new' | 'nobody';
}

const count = (value: number, word: string) =>
  `${value.toLocaleString('en')} ${word}${value === 1 ? '' : 's'}`;

/** A validation in a sentence: what was compared, or what differs first. */
function tellValidation(validation: Validation): string {
  const { verdict, tables, rows, objects, found, differences } = validation;
  if (verdict === 'passed')
    return `A true copy: ${count(tables, 'table')}, ${count(
      rows,
      'row',
    )} and ${count(objects, 'property').replace(
      'propertys',
      'properties',
    )} are the same.`;
  const [first] = differences;
  const what = first
    ? `${first.kind} of ${first.object}: ${
        first.old ?? 'nothing'
      } in the old database, ${first.new ?? 'nothing'} in the new one`
    : 'see the log';
  return verdict === 'drift'
    ? `The same but for what was written meanwhile (${count(
        found,
        'difference',
      )}; ${what}).`
    : `Not a true copy: ${count(found, 'difference')}. ${what}.`;
}

function tell(step: MigrationStep, { report }: MigrationReport): string {
  const { tasks, problem } = report;
  if (problem) return problem;
  if (tasks.validate) return tellValidation(tasks.validate);
  if (tasks.assess)
    return `PostgreSQL ${tasks.assess.version}, ${(
      tasks.assess.bytes / 1e6
    ).toFixed(1)} MB in ${count(tasks.assess.tables, 'table')}.`;
  if (tasks.fence)
    return `It takes no writes; ${count(
      tasks.fence.sessions,
      'session',
    )} may still read.`;
  if (tasks['roll-back'])
    return tasks['roll-back'].returned
      ? 'The old database has all that was written to the new one, and takes writes.'
      : 'The old database takes writes again.';
  if (tasks['let-go']) return 'The new database keeps no WAL for the old one.';
  return step === 'prepare'
    ? 'The old database publishes its tables.'
    : 'Done.';
}

const WHILE: Partial<Record<MigrationStep, string>> = {
  assess: 'A Job looks at the old database; it only reads.',
  rehearse: 'The import runs, then the two databases are compared.',
  prepare: 'The old database is made to publish its tables.',
  stop: 'Writers stop, and the old database is made read-only.',
  copy: 'The last rows are copied, then everything is compared. Nobody can write.',
  validate: 'The two databases are compared again. Nobody can write.',
  'roll-back':
    'What the new database has goes to the old one, which then takes writes.',
  retire: 'The old server goes, and the new database stops keeping WAL for it.',
};

const READY: Record<MigrationStep, string> = {
  assess:
    'A read-only Job tells version, size, extensions, owners and what might stand in the way.',
  rehearse:
    'Imports the old database into a cluster of its own and compares the two; nothing else is touched.',
  discard: 'Removes the cluster that is not needed any more.',
  prepare:
    'Replicates from the old database, so that the cut-over takes seconds. The old server restarts once.',
  stop: 'Scales the writers to nothing and makes the old database read-only. From here on nobody can write.',
  copy: 'Copies the last rows, proves the copy, and opens the way back.',
  validate: 'Compares the two once more.',
  switch: 'Gives the applications the new database and lets them run.',
  'roll-back':
    'One pull request: the applications get the old database, with all that was written since.',
  retire:
    'Removes the old Deployment and Service; its volume claim stays. There is no way back but a restore from then on.',
  tidy: 'Removes what the migration itself left in the repository.',
};

/** Steps that are shown only where they can be done, or were. */
const OPTIONAL = new Set<MigrationStep>([
  'discard',
  'validate',
  'tidy',
  'prepare',
]);

function isDone(
  step: MigrationStep,
  facts: MigrationFacts,
  report?: MigrationReport,
): boolean {
  const { progress } = facts;
  if (step === 'stop')
    return (progress.stopped || progress.switched) && report?.exitCode === 0;
  if (step === 'switch') return progress.switched;
  if (step === 'retire') return progress.retired;
  if (step === 'tidy') return tidied(facts);
  if (step === 'prepare')
    return progress.method === 'logical' && report?.exitCode === 0;
  if (step === 'roll-back')
    return progress.step === 'roll-back' && report?.exitCode === 0;
  return report?.exitCode === 0;
}

function stage(step: MigrationStep, facts: MigrationFacts): StageView {
  const report = lastReport(facts, step);
  const why = whyNot(step, facts);
  const allowed = why === undefined;
  if (running(facts) === step)
    return {
      step,
      state: 'running',
      allowed,
      sentence: WHILE[step] ?? 'Running.',
    };
  if (isDone(step, facts, report))
    return {
      step,
      state: 'done',
      allowed,
      report,
      sentence: report ? tell(step, report) : 'Done.',
    };
  if (report && report.exitCode !== 0)
    return {
      step,
      state: 'failed',
      allowed,
      report,
      sentence: tell(step, report),
    };
  return {
    step,
    state: allowed ? 'ready' : 'waiting',
    allowed,
    sentence: why ?? READY[step],
  };
}

/** The order in which the next step is looked for: a failure first asks to be looked at. */
const WAY: MigrationStep[] = [
  'assess',
  'rehearse',
  'stop',
  'copy',
  'switch',
  'retire',
  'tidy',
];

function serving({ progress }: MigrationFacts): MigrationState['serving'] {
  if (progress.switched) return 'new';
  return progress.stopped ? 'nobody' : 'old';
}

/**
 * Where a migration stands: what was done and found, what may be done now, what not and why.
 * @public
 */
export function assessMigration(facts: MigrationFacts): MigrationState {
  const stages = MIGRATION_STEPS.map(step => stage(step, facts)).filter(
    ({ step, state, report }) =>
      !OPTIONAL.has(step) || state !== 'waiting' || report,
  );
  const failed = stages.find(
    ({ step, state }) =>
      state === 'failed' && (step === 'copy' || step === 'validate'),
  );
  const next = failed
    ? 'roll-back'
    : WAY.find(step => {
        const found = stages.find(item => item.step === step);
        return found && found.state !== 'done';
      });
  const retire = stages.find(({ step }) => step === 'retire');
  if (retire?.state === 'ready' && facts.healthy?.unobservedSeconds)
    retire.sentence += ` For ${humanDuration(
      facts.healthy.unobservedSeconds,
    )} of that time this portal did not look.`;
  return {
    stages,
    next,
    downtime: expectedDowntime(facts),
    serving: serving(facts),
  };
}
