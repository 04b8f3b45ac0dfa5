import {
  ChangeSpec,
  DatabaseSpec,
  DeleteSpec,
  Effect,
  Environment,
  Finding,
  MonthlyCost,
  Preflight,
  RestoreSpec,
  describeTarget,
  humanDuration,
  providerOf,
  sizeOf,
  synchronousOf,
} from '@naytife/backstage-plugin-cnpg-common';

/** Title, branch and text of a pull request. The branch follows from the request, so that asking twice is one pull request. */
export interface PullRequestText {
  title: string;
  branch: string;
  body: string;
}

/** With the SCM that the environment's repository is on, and who is to look at it. CODEOWNERS is the SCM's own business. */
export const withReviewers = (
  text: PullRequestText,
  { gitops }: Environment,
) => ({
  ...text,
  provider: providerOf(gitops),
  reviewers: gitops.reviewers,
  teamReviewers: gitops.teamReviewers,
});

// No slash in a branch: readers of repositories cannot tell where such a branch ends and the path begins.
export const createBranch = ({ name }: Environment, database: string) =>
  `cnpg-create-${name}-${database}`;

export const restoreBranch = (spec: RestoreSpec, { name }: Environment) =>
  `cnpg-restore-${name}-${spec.name}`;

export const warnings = (findings: Finding[]) => {
  const list = findings.filter(finding => finding.severity === 'warning');
  return list.length
    ? `\n### Please look at\n${list
        .map(finding => `- **${finding.path}**: ${finding.message}`)
        .join('\n')}\n`
    : '';
};

export const checklist = (items: string[]) =>
  `\n### Before merging\n${items.map(item => `- [ ] ${item}`).join('\n')}\n`;

const DURABILITY = {
  required:
    'A commit is acknowledged when a second instance has it; without a second one writes wait.',
  preferred:
    'A commit is acknowledged when a second instance has it, as long as there is one.',
  off: 'Replication is asynchronous: the last moments before the loss of the primary can be lost.',
};

export function databasePullRequest(
  spec: DatabaseSpec,
  environment: Environment,
  cost: MonthlyCost | undefined,
  findings: Finding[],
): PullRequestText {
  const size = sizeOf(spec, environment);
  const backedUp = spec.backup && environment.objectStore;
  return {
    title: `Create PostgreSQL ${spec.name} in ${environment.title}`,
    branch: createBranch(environment, spec.name),
    body: `${
      spec.description ? `${spec.description}\n\n` : ''
    }### What will happen
When this is merged, CloudNativePG creates **${
      spec.name
    }** in the namespace \`${environment.namespace}\` of ${
      environment.kubernetesCluster
    }: PostgreSQL ${spec.version}, ${spec.instances} ${
      spec.instances === 1 ? 'instance' : 'instances'
    } of ${size?.cpu} CPU, ${size?.memory} memory and ${size?.storage} disk${
      spec.pooler ? ', with a PgBouncer pooler in front' : ''
    }. Database \`${spec.database}\`, owner \`${spec.databaseOwner}\`${
      spec.schemas.length
        ? `, schemas ${spec.schemas.map(schema => `\`${schema}\``).join(', ')}`
        : ''
    }${
      spec.extensions.length ? `, extensions ${spec.extensions.join(', ')}` : ''
    }.

### When a node dies
${
  spec.instances === 1
    ? 'The database is down until the node is back.'
    : `A replica takes over. ${DURABILITY[synchronousOf(spec, environment)]}`
}

### Backup
${
  backedUp
    ? `WAL is archived continuously, a base backup is taken on \`${
        spec.backupSchedule ?? environment.backupSchedule
      }\` (UTC, seconds first) and kept for ${
        environment.objectStore?.retentionPolicy
      }.`
    : '**None.** What is lost here cannot be brought back.'
}

### Cost
${
  cost
    ? `${cost.total.toFixed(2)} ${
        cost.currency
      } a month (compute ${cost.compute.toFixed(
        2,
      )}, storage ${cost.storage.toFixed(2)}, backup ${
        cost.backup === undefined
          ? 'unknown'
          : `at most ${cost.backup.toFixed(2)}`
      }).`
    : 'Not known: this environment names no prices.'
}

### Owner
${spec.owner}${spec.component ? `, for ${spec.component}` : ''}
${warnings(findings)}${checklist([
      'Size and cost are what the owner wants',
      'The warnings above are understood',
      ...(spec.deployment
        ? [`\`${spec.deployment}\` reads DATABASE_URL from its environment`]
        : []),
    ])}`,
  };
}

export function restorePullRequest(
  spec: RestoreSpec,
  environment: Environment,
  verdict: Preflight,
  findings: Finding[],
): PullRequestText {
  const target = describeTarget(spec.target);
  return {
    title: `Restore ${spec.origin} in ${environment.title} to ${target}`,
    branch: restoreBranch(spec, environment),
    body: `### What will happen
When this is merged, CloudNativePG creates a **new** cluster **${
      spec.name
    }** beside \`${
      spec.origin
    }\` and recovers it to **${target}**. The origin is not touched; its archive is only read.

### Preflight: ${verdict.verdict}
${
  verdict.baseBackup
    ? `Base backup \`${verdict.baseBackup.name}\`${
        verdict.baseBackup.timeline
          ? `, timeline ${verdict.baseBackup.timeline}`
          : ''
      }${
        verdict.walRange?.from ? `, WAL from \`${verdict.walRange.from}\`` : ''
      }.`
    : 'No base backup is known.'
}
${verdict.reasons.map(reason => `- ${reason.sentence}`).join('\n')}

### What is lost
${
  verdict.lossSeconds === undefined
    ? 'Not known.'
    : `Everything written in the last ${humanDuration(
        verdict.lossSeconds,
      )} before this was asked for is not in the restored cluster.`
}

### Afterwards
1. Watch the restored cluster come up on its page; a failing restore is told there after its first try.
2. Check the data.
3. Point the application at \`${
      spec.name
    }-rw\` by a change of its own, and give it the Secret of the new cluster.
4. Remove \`${spec.origin}\` when nothing reads from it any more.
${warnings(findings)}`,
  };
}

const EFFECT_WORDS: Record<Effect['kind'], string> = {
  none: 'nothing now',
  reload: 'reload',
  rollingRestart: 'rolling restart',
  inPlace: 'while it runs',
  majorUpgrade: 'downtime: major upgrade',
  impossible: 'impossible',
};

/** A short digest of what is asked for would make a branch for each wording; a change is one per database. */
export function changePullRequest(
  spec: ChangeSpec,
  environment: Environment,
  effects: Effect[],
  findings: Finding[],
): PullRequestText {
  const cell = (text: string) => text.replace(/\|/g, '\\|');
  return {
    title: `Change PostgreSQL ${spec.name} in ${environment.title}`,
    branch: `cnpg-change-${environment.name}-${spec.name}`,
    body: `### What will happen
| field | before | after | CNPG |
|---|---|---|---|
${effects
  .map(
    effect =>
      `| ${[effect.field, effect.before, effect.after]
        .map(cell)
        .join(' | ')} | ${EFFECT_WORDS[effect.kind]} |`,
  )
  .join('\n')}

${[...new Set(effects.map(({ sentence }) => `- ${sentence}`))].join('\n')}
${warnings(findings)}${checklist([
      'The time of the merge suits what is told above',
    ])}`,
  };
}

export function removalPullRequest(
  spec: DeleteSpec,
  environment: Environment,
  facts: {
    stage: 'hibernate' | 'remove';
    left: { archive?: string; reclaimPolicy?: string };
    lastSuccess?: string;
  },
  findings: Finding[],
): PullRequestText {
  const { archive, reclaimPolicy } = facts.left;
  const where = `**${spec.name}** in ${environment.title}`;
  const volumes = {
    Retain: 'They outlive their claims (reclaim policy Retain) and cost on.',
    Delete: 'They go with their claims (reclaim policy Delete).',
  }[reclaimPolicy ?? ''];
  if (facts.stage === 'hibernate')
    return {
      title: `Hibernate PostgreSQL ${spec.name} in ${environment.title}`,
      branch: `cnpg-hibernate-${environment.name}-${spec.name}`,
      body: `### What will happen
${where} is put to sleep: all pods stop, its volumes stay, nothing is lost. This is the first of two pull requests; the second
one, asked for by the same form, removes it. Reverting this one wakes it up.
${warnings(findings)}${checklist(['Nothing reads from it any more'])}`,
    };
  return {
    title: `Delete PostgreSQL ${spec.name} in ${environment.title}`,
    branch: `cnpg-delete-${environment.name}-${spec.name}`,
    body: `### What will happen
The Cluster ${where} goes, with its pods, claims, pooler, schedule and Backup objects, and its page in the catalog.
**This cannot be undone by reverting**: a cluster of the same manifest would be a new, empty one.

### What is left
- Last backup: ${facts.lastSuccess ?? 'none'}.
- Object store: ${
      archive
        ? `base backups and WAL stay in ${archive}/${spec.name} until someone removes them; a restore from there needs a Cluster manifest by hand.`
        : 'there is none.'
    }
- Volumes: ${volumes ?? 'whether they outlive their claims is not known.'}
${warnings(findings)}${checklist([
      'The owner agrees',
      'Nothing reads from it any more',
    ])}`,
  };
}
