import {
  Environment,
  Finding,
  ReplicaSpec,
} from '@naytife/backstage-plugin-cnpg-common';
import { PullRequestText, checklist, warnings } from './pullRequest';

export const replicaBranch = ({ step, environment, name }: ReplicaSpec) =>
  `cnpg-replica-${step}-${environment}-${name}`;

/** Title, branch and text of one step of a replica cluster. */
export function replicaPullRequest(
  spec: ReplicaSpec,
  originEnvironment: Environment,
  environment: Environment,
  findings: Finding[],
): PullRequestText {
  const replica = `\`${spec.name}\` in ${environment.title}`;
  const origin = `\`${spec.origin}\` in ${originEnvironment.title}`;
  const steps = {
    create: {
      title: `Replica ${spec.name} of ${spec.origin}`,
      text: `${replica} is made from the archive of ${origin} and follows it from then on. It takes no writes. Its own archive begins under the name \`${spec.name}\`.`,
      next: 'Next: *connect*, so that the origin knows the replica and the two can change places.',
    },
    connect: {
      title: `Make ${spec.name} known to ${spec.origin}`,
      text: `${origin} learns where the archive of ${replica} is. Nothing restarts.`,
      next: 'Next, on the day of the move: *demote*.',
    },
    demote: {
      title: `Demote ${spec.origin}`,
      text: `${origin} becomes a replica: **it takes no writes from the merge on**. It archives its last WAL and writes a token into its status.`,
      next: 'Next, at once: *promote*. Reverting this pull request makes it the primary again.',
    },
    promote: {
      title: `Promote ${spec.name}`,
      text: `${replica} waits for the last WAL that the token of ${origin} names, and becomes the primary. Nothing is lost.`,
      next: `Then point the applications at \`${spec.name}-rw\`. The other way back is the same two steps with the names exchanged.`,
    },
  };
  const { title, text, next } = steps[spec.step];
  return {
    title: `${title} (${environment.title})`,
    branch: replicaBranch(spec),
    body: `### What will happen
${text}

${next}
${warnings(findings)}${checklist([
      'The steps before this one are merged and done',
    ])}`,
  };
}
