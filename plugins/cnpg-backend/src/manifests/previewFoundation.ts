import {
  Environment,
  Finding,
  FoundationSpec,
  ManifestPreviewView,
  checkFoundation,
  planFoundation,
  upgradeSteps,
  viewEnvironment,
} from '@naytife/backstage-plugin-cnpg-common';
import { Inventory } from '../inventory/Inventory';
import { blocks, error, warning } from './findings';
import { assess } from './proposal';
import { foundationPullRequest } from './foundationPullRequest';
import { Repository } from './Repository';

/** An operator that runs already decides what may be asked: never an upgrade along with anything else. */
function checkOperator(
  inventory: Inventory,
  environment: Environment,
  { concern, operatorVersion }: FoundationSpec,
): Finding[] {
  if (concern !== 'operator' && concern !== 'operator-upgrade') return [];
  const connection = inventory.connection(environment);
  const { operator } = inventory.components(connection);
  const runs = operator.version;
  if (concern === 'operator') {
    const precondition = warning(
      'certManager',
      'concern',
      'cert-manager must be there before the Barman Cloud plugin; whether it is cannot be seen from here',
    );
    return operator.state === 'running' && runs !== operatorVersion
      ? [
          error(
            'otherOperator',
            'concern',
            `${connection.name} runs the operator ${
              runs ?? 'in an unknown version'
            } already; an upgrade is a pull request of its own (operator-upgrade)`,
          ),
        ]
      : [precondition];
  }
  if (operator.state !== 'running' || !runs)
    return [
      error(
        'noOperator',
        'concern',
        `there is no running operator in ${connection.name} whose version is known: nothing to upgrade`,
      ),
    ];
  const steps = upgradeSteps(runs, operatorVersion ?? '');
  if (!steps.length)
    return [
      error(
        'noUpgrade',
        'operatorVersion',
        `from ${runs} to ${operatorVersion} is no upgrade that is known here`,
      ),
    ];
  return [
    ...(steps.length > 1
      ? [
          warning(
            'manySteps',
            'operatorVersion',
            `${steps.length} minor releases at once; CNPG is upgraded release by release where it matters: read each one's notes`,
          ),
        ]
      : []),
    ...steps.flatMap(({ minor, changes }) =>
      changes.map(change =>
        warning('upgradeNote', 'operatorVersion', `${minor}: ${change}`),
      ),
    ),
  ];
}

/** Everything about a part of the platform before its pull request. */
export async function previewFoundation(
  inventory: Inventory,
  repository: Repository,
  environment: Environment,
  spec: FoundationSpec,
): Promise<ManifestPreviewView> {
  const missing = checkFoundation(spec, environment);
  const findings = [...missing, ...checkOperator(inventory, environment, spec)];
  if (blocks(missing))
    return {
      files: [],
      secrets: [],
      findings,
      environment: viewEnvironment(environment),
    };
  const plan = planFoundation(spec, environment);
  return assess(
    { inventory, repository },
    environment,
    { ...plan, deletes: [] },
    findings,
    all => foundationPullRequest(spec, environment, plan.listings, all),
    true,
  );
}
