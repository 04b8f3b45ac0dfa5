import {
  Application,
  Finding,
  ManifestPreviewView,
  Migration,
  MigrationFacts,
  MigrationPlan,
  MigrationSpec,
  assessMigration,
  entityRefOf,
  planMigration,
  rehearsalName,
  targetSpec,
  viewEnvironment,
  whyNot,
} from '@naytife/backstage-plugin-cnpg-common';
import { Inventory } from '../inventory/Inventory';
import { checkNamespace } from '../manifests/checkNamespace';
import { checkNameInCluster } from '../manifests/checkSurroundings';
import { blocks, error, warning } from '../manifests/findings';
import { findDeployment } from '../manifests/kustomizeTree';
import { assess, gitFindings } from '../manifests/proposal';
import { Repository } from '../manifests/Repository';
import { migrationPullRequest } from './migrationPullRequest';

/** Their text is ours alone, and a right to make them is a right to run anything: they are not tried out. */
const NOT_TRIED = new Set(['ConfigMap', 'Job']);
const TELLS_DOWNTIME = new Set(['rehearse', 'prepare', 'stop', 'copy']);

/** What the assessment has found that the new database does not have. */
function checkOrigin(
  migration: Migration,
  { reports }: MigrationFacts,
): Finding[] {
  const { environment, settings } = migration;
  const old = reports.filter(({ step }) => step === 'assess').at(-1)?.report
    .tasks.assess;
  if (!old) return [];
  const missing = old.extensions.filter(
    name => !environment.extensions.includes(name),
  );
  const roles = old.grantees.filter(
    name => !settings.roles.includes(name) && name !== settings.source.user,
  );
  const owners = old.owners.filter(name => name !== settings.source.user);
  return [
    ...missing.map(name =>
      warning(
        'extensionMissing',
        'step',
        `the extension ${name} is none that ${environment.title} offers: the import fails where the image does not have it`,
      ),
    ),
    ...roles.map(name =>
      warning(
        'roleMissing',
        'step',
        `the role ${name} holds grants and is not in cnpg.environments.${environment.name}.migrations.${migration.name}.roles: its grants would be missing`,
      ),
    ),
    ...(owners.length
      ? [
          warning(
            'otherOwners',
            'step',
            `objects of ${owners.join(
              ', ',
            )} will belong to the new database's owner`,
          ),
        ]
      : []),
    ...(old.withoutKey
      ? [
          warning(
            'withoutKey',
            'step',
            `${
              old.withoutKey
            } tables without a primary key (${old.withoutKeyNames
              .slice(0, 3)
              .join(
                ', ',
              )}) are replicated by whole rows: slow where many rows change`,
          ),
        ]
      : []),
  ];
}

/** The cluster that a step brings. */
const brings = (
  { name }: Migration,
  { progress }: MigrationFacts,
  step: MigrationSpec['step'],
) => {
  if (step === 'rehearse') return rehearsalName(name, progress.run + 1);
  if (step === 'prepare') return name;
  return step === 'copy' && !progress.cluster ? name : undefined;
};

/** Everything about one step before its pull request. */
export async function previewMigration(
  inventory: Inventory,
  repository: Repository,
  migration: Migration,
  spec: MigrationSpec,
  facts: MigrationFacts,
): Promise<ManifestPreviewView> {
  const { environment, settings, overlay } = migration;
  const { step } = spec;
  const findings: Finding[] = [];
  const why = whyNot(step, facts);
  if (why) findings.push(error('notNow', 'step', why));
  const cluster = brings(migration, facts, step);
  if (cluster) {
    findings.push(
      ...checkNameInCluster(inventory, environment, cluster),
      ...checkOrigin(migration, facts),
    );
    findings.push(
      ...(await checkNamespace(
        inventory.connection(environment),
        environment,
        targetSpec(migration, cluster, step === 'rehearse'),
      )),
    );
  }
  const deployments = async (names: string[]): Promise<Application[]> => {
    const found = await Promise.all(
      names.map(name => findDeployment(repository, overlay, name)),
    );
    names.forEach((name, index) => {
      if (!found[index])
        findings.push(
          error(
            'noDeployment',
            'step',
            `${overlay} builds no Deployment ${name}`,
          ),
        );
    });
    return found.filter((item): item is Application => item !== undefined);
  };
  let plan: MigrationPlan | undefined;
  findings.push(
    ...(await gitFindings(repository, async () => {
      const writers =
        step === 'switch' || step === 'stop'
          ? await deployments(settings.writers)
          : [];
      const [origin] =
        step === 'prepare' || step === 'retire'
          ? await deployments([settings.source.deployment])
          : [];
      plan = await repository.with(read =>
        planMigration(migration, facts.progress, step, read, {
          writers,
          origin,
        }),
      );
      return [];
    })),
  );
  if (!plan || blocks(findings))
    return {
      files: [],
      secrets: [],
      findings,
      environment: viewEnvironment(environment),
    };
  const { run, objects, ...change } = plan;
  const downtime = TELLS_DOWNTIME.has(step)
    ? assessMigration(facts).downtime.sentence
    : undefined;
  return assess(
    { inventory, repository },
    environment,
    {
      ...change,
      listings: [],
      objects: objects.filter(({ kind }) => !NOT_TRIED.has(kind)),
      entityRef: entityRefOf(environment, migration.name),
    },
    findings,
    all => migrationPullRequest(spec, environment, run, { downtime }, all),
    true,
  );
}
