import {
  Concern,
  Environment,
  Finding,
  FoundationSpec,
  Listing,
} from '@naytife/backstage-plugin-cnpg-common';
import { PullRequestText, checklist, warnings } from './pullRequest';

const WORDS: Record<Concern, { title: string; happens: string }> = {
  operator: {
    title: 'Install CloudNativePG',
    happens:
      'The operator and the Barman Cloud plugin are installed in `cnpg-system`. No database comes with them: a database whose operator is not there yet would be refused.',
  },
  'operator-upgrade': {
    title: 'Upgrade CloudNativePG',
    happens:
      'The operator is replaced. Each instance then gets the new instance manager by a rolling update, primary last, unless in-place updates are switched on: connections break for some seconds.',
  },
  storage: {
    title: 'Storage classes for PostgreSQL',
    happens:
      'Two classes come: `cnpg-local-storage` and `cnpg-oci-storage`. Volumes that are there keep theirs.',
  },
  backup: {
    title: 'Object store for backups',
    happens:
      'The ObjectStore that databases of this environment archive into. Its credentials are in a Secret that this pull request does not bring.',
  },
  monitoring: {
    title: 'Alerts and dashboard for PostgreSQL',
    happens:
      'Prometheus gets alerts and recording rules, Grafana a dashboard. Each alert links to its runbook.',
  },
  guardrails: {
    title: 'Network policies and quota for PostgreSQL',
    happens:
      'Only the operator, the instances themselves, this namespace and Prometheus reach PostgreSQL. A quota, where one is asked for, limits what databases may take.',
  },
};

/** Title, branch and text of a pull request of the platform. */
export function foundationPullRequest(
  { concern, operatorVersion }: FoundationSpec,
  environment: Environment,
  listings: Listing[],
  findings: Finding[],
): PullRequestText {
  const { title, happens } = WORDS[concern];
  const version =
    concern === 'operator-upgrade' ? ` to ${operatorVersion}` : '';
  return {
    title: `${title}${version} (${environment.title})`,
    branch: `cnpg-platform-${environment.name}-${concern}`,
    body: `### What will happen
${happens}

### Where it is built
${listings
  .map(
    ({ path, entry }) =>
      `\`${path}\` names \`${entry}\`. Apply it beside your overlay, outside any namePrefix, with \`kubectl apply --server-side -k\` or by your GitOps tool.`,
  )
  .join('\n')}
${warnings(findings)}${checklist(['Nothing else is part of this change'])}`,
  };
}
