import {
  DatabaseSpec,
  Environment,
  Finding,
  MonthlyCost,
  Preflight,
  RestoreSpec,
  describeTarget,
  humanDuration,
} from '@naytife/backstage-plugin-cnpg-common';

/** Title, branch and text of a pull request. The branch follows from the request, so that asking twice is one pull request. */
export interface PullRequestText {
  title: string;
  branch: string;
  body: string;
}

const warnings = (findings: Finding[]) => {
  const list = findings.filter(finding => finding.severity === 'warning');
  return list.length
    ? `\n### Please look at\n${list
        .map(finding => `- **${finding.path}**: ${finding.message}`)
        .join('\n')}\n`
    : '';
};

export function databasePullRequest(
  spec: DatabaseSpec,
  environment: Environment,
  cost: MonthlyCost | undefined,
  findings: Finding[],
): PullRequestText {
  const size = environment.sizes[spec.size];
  const backedUp = spec.backup && environment.objectStore;
  return {
    title: `Create PostgreSQL ${spec.name} in ${environment.title}`,
    branch: `cnpg/create-${environment.name}-${spec.name}`,
    body: `${
      spec.description ? `${spec.description}\n\n` : ''
    }### What will happen
When this is merged, CloudNativePG creates **${
      spec.name
    }** in the namespace \`${environment.namespace}\` of ${
      environment.kubernetesCluster
    }: PostgreSQL ${spec.version}, ${spec.instances} ${
      spec.instances === 1 ? 'instance' : 'instances'
    } of ${size.cpu} CPU, ${size.memory} memory and ${size.storage} disk${
      spec.pooler ? ', with a PgBouncer pooler in front' : ''
    }. Database \`${spec.database}\`, owner \`${spec.databaseOwner}\`${
      spec.schemas.length
        ? `, schemas ${spec.schemas.map(schema => `\`${schema}\``).join(', ')}`
        : ''
    }.

### Backup
${
  backedUp
    ? `WAL is archived continuously, a base backup is taken on \`${environment.backupSchedule}\` (UTC, seconds first) and kept for ${environment.objectStore?.retentionPolicy}.`
    : '**None.** What is lost here cannot be brought back.'
}

### Cost
${
  cost
    ? `${cost.total.toFixed(2)} ${
        cost.currency
      } a month (compute ${cost.compute.toFixed(
        2,
      )}, storage ${cost.storage.toFixed(2)}), without the object store.`
    : 'Not known: this environment names no prices.'
}

### Owner
${spec.owner}${spec.component ? `, for ${spec.component}` : ''}
${warnings(findings)}`,
  };
}

export function restorePullRequest(
  spec: RestoreSpec,
  environment: Environment,
  verdict: Preflight,
  findings: Finding[],
): PullRequestText {
  const target = describeTarget(spec.target);
  const slug =
    spec.target.type === 'time'
      ? target.replace(/[^0-9]/g, '').slice(0, 14)
      : spec.target.type;
  return {
    title: `Restore ${spec.origin} in ${environment.title} to ${target}`,
    branch: `cnpg/restore-${environment.name}-${spec.name}-${slug}`,
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
