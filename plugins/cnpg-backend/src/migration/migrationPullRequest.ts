import {
  Environment,
  Finding,
  MigrationSpec,
  MigrationStep,
} from '@naytife/backstage-plugin-cnpg-common';
import { PullRequestText, checklist, warnings } from '../manifests/pullRequest';

/** Of one step; its number makes the same request twice one pull request, and the next attempt another. */
export const migrationBranch = (
  { environment, name, step }: MigrationSpec,
  run: number,
) => `cnpg-migrate-${environment}-${name}-${step}-${run}`;

interface Text {
  title: string;
  happens: string;
  back: string;
  before?: string[];
}

const TEXTS: Record<MigrationStep, (name: string) => Text> = {
  assess: name => ({
    title: `Assess the old database of ${name}`,
    happens:
      'A Job reads what the old database is: version, size, extensions, owners, large objects, who is connected. It changes nothing.',
    back: 'There is nothing to revert.',
  }),
  rehearse: name => ({
    title: `Rehearse the move to ${name}`,
    happens:
      'CloudNativePG imports the old database into a cluster of its own, and a Job compares the two. The old database is only read; its load is that of one `pg_dump`.',
    back: 'Reverting this removes the rehearsal.',
  }),
  discard: name => ({
    title: `Discard what ${name} does not need`,
    happens:
      'The cluster of the last rehearsal, or of an attempt that was rolled back, is removed with its volumes.',
    back: 'It cannot be brought back; it was a copy.',
  }),
  prepare: name => ({
    title: `Replicate into ${name}`,
    happens:
      'The old server **restarts once** with `wal_level=logical`: connections break for some seconds. The new cluster gets the schema by an import, then all rows, and from then on every change. Until the move is done no migration of the schema may run: DDL is not replicated.',
    back: 'Ask for "roll back"; reverting this alone would leave a slot behind that keeps WAL.',
    before: ['No schema migration is planned until the move is done'],
  }),
  stop: name => ({
    title: `Stop all writing before the move to ${name}`,
    happens:
      '**The downtime begins.** The writing Deployments are scaled to nothing, the old database becomes read-only, and whoever is connected is sent away.',
    back: 'Ask for "roll back": reverting this alone would leave the old database read-only.',
    before: [
      'Everyone who must know knows',
      'The next two pull requests can be merged at once',
    ],
  }),
  copy: name => ({
    title: `Copy the last rows into ${name}`,
    happens:
      'The last rows are copied, then every object, every row and every checksum is compared. Where nothing differs, the way back is opened: the old database will hear all that is written to the new one.',
    back: 'Ask for "roll back": the writers start again on the old database.',
  }),
  validate: name => ({
    title: `Validate ${name} again`,
    happens:
      'Every object, every row and every checksum of the two databases is compared once more.',
    back: 'There is nothing to revert.',
  }),
  switch: name => ({
    title: `Give the applications ${name}`,
    happens:
      '**The downtime ends.** The writers get `DATABASE_URL` of the new database and start. All that they write goes to the old database as well.',
    back: 'Ask for "roll back": the old database takes over with all that was written, none is lost.',
  }),
  'roll-back': name => ({
    title: `Roll back the move to ${name}`,
    happens:
      'The applications get the old database. A Job makes the new one read-only, waits until the old one has all that was written, sets its sequences, and lets it take writes. Until then writers get an error for some seconds; nothing is lost.',
    back: 'Nothing: the move can be tried again afterwards.',
  }),
  retire: name => ({
    title: `Retire the old database of ${name}`,
    happens:
      'The old Deployment and its Service go; its volume claim is **not** touched. A Job tells the new database to keep no more WAL for it.',
    back: '**From here on there is no way back** but a restore from the backup.',
    before: [
      'The last backup of the new database was restored for a try',
      'Nobody reads from the old database any more',
    ],
  }),
  tidy: name => ({
    title: `Tidy up after the move to ${name}`,
    happens:
      'What the migration itself brought goes out of the repository. The new database stays as it is.',
    back: 'There is nothing to revert.',
  }),
};

/** Title, branch and text of one step. */
export function migrationPullRequest(
  spec: MigrationSpec,
  environment: Environment,
  run: number,
  facts: { downtime?: string },
  findings: Finding[],
): PullRequestText {
  const { title, happens, back, before } = TEXTS[spec.step](spec.name);
  return {
    title: `${title} (${environment.title})`,
    branch: migrationBranch(spec, run),
    body: `### What will happen
${happens}
${facts.downtime ? `\n${facts.downtime}\n` : ''}
### The way back
${back}
${warnings(findings)}${before ? checklist(before) : ''}`,
  };
}
