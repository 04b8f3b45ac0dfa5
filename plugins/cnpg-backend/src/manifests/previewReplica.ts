import {
  Environment,
  Finding,
  ManifestPreviewView,
  ReplicaSpec,
  TopologyPlan,
  assessHealth,
  buildReplica,
  checkReplica,
  planTopology,
  viewEnvironment,
} from '@naytife/backstage-plugin-cnpg-common';
import { Inventory, InventoryCluster } from '../inventory/Inventory';
import { checkNameInGit } from './checkRepository';
import {
  checkEnvironment,
  checkNameInCluster,
  sharedStore,
} from './checkSurroundings';
import { blocks, error, warning } from './findings';
import { assess, gitFindings } from './proposal';
import { replicaBranch, replicaPullRequest } from './replicaPullRequest';
import { Repository } from './Repository';

/** What must be so before a step: the two are told apart, the replica is well, the token is there. */
function checkStep(
  inventory: Inventory,
  spec: ReplicaSpec,
  origin: InventoryCluster,
  environment: Environment,
  now: number,
): Finding[] {
  if (spec.step === 'create') {
    const secret = origin.environment.objectStore?.secretName;
    return [
      ...checkEnvironment(inventory, environment, {
        needed: true,
        store: sharedStore(environment),
      }),
      ...checkNameInCluster(inventory, environment, spec.name),
      ...(environment.name === origin.environment.name
        ? []
        : [
            warning(
              'originCredentials',
              'environment',
              `the Secret ${secret}, with credentials that may read the archive of ${origin.environment.title}, must be in ${environment.namespace}`,
            ),
          ]),
    ];
  }
  const replica = inventory.find(environment.name, spec.name);
  if (!replica)
    return [
      error(
        'noReplica',
        'name',
        `there is no cluster ${spec.name} in ${environment.title} yet: create it first`,
      ),
    ];
  if (spec.step === 'connect') return [];
  const { light } = assessHealth(inventory.facts(replica).health, now);
  const unwell =
    light === 'green'
      ? []
      : [
          error(
            'replicaNotHealthy',
            'name',
            `${spec.name} is not healthy: what it lacks would be lost`,
          ),
        ];
  if (spec.step === 'demote')
    return [
      ...unwell,
      warning(
        'noWrites',
        'origin',
        `from this merge until ${spec.name} is promoted nobody can write`,
      ),
    ];
  return origin.cluster.status?.demotionToken
    ? unwell
    : [
        ...unwell,
        error(
          'noToken',
          'origin',
          `${spec.origin} has no demotion token: demote it first. Without the token this would be a failover, and ${spec.origin} would have to be built anew`,
        ),
      ];
}

/** Everything about one step of a replica cluster before its pull request. */
export async function previewReplica(
  inventory: Inventory,
  repositoryOf: (environment: Environment) => Repository,
  origin: InventoryCluster,
  environment: Environment,
  spec: ReplicaSpec,
  owner: string,
): Promise<ManifestPreviewView> {
  // Each step edits one of the two repositories.
  const edited =
    spec.step === 'create' || spec.step === 'promote'
      ? environment
      : origin.environment;
  const repository = repositoryOf(edited);
  const now = origin.connection.api.now();
  const findings = [
    ...checkReplica(spec, origin.cluster, origin.environment, environment),
    ...checkStep(inventory, spec, origin, environment, now),
  ];
  const nothing = (all: Finding[]): ManifestPreviewView => ({
    files: [],
    secrets: [],
    findings: all,
    environment: viewEnvironment(edited),
  });
  if (blocks(findings)) return nothing(findings);
  const write = (all: Finding[]) =>
    replicaPullRequest(spec, origin.environment, environment, all);
  if (spec.step === 'create') {
    const set = buildReplica(
      spec,
      origin.cluster,
      origin.environment,
      environment,
      owner,
    );
    const name = await gitFindings(repository, () =>
      checkNameInGit(repository, environment, spec.name, {
        branch: replicaBranch(spec),
      }),
    );
    return assess(
      { inventory, repository },
      edited,
      { ...set, deletes: [] },
      [...findings, ...name],
      write,
    );
  }
  let plan: TopologyPlan | undefined;
  const git = await gitFindings(repository, async () => {
    plan = await repository.with(read =>
      planTopology(
        spec,
        origin.environment,
        environment,
        read,
        origin.cluster.status?.demotionToken,
      ),
    );
    return plan
      ? []
      : [
          error(
            'notInGit',
            spec.step === 'promote' ? 'name' : 'origin',
            'its cluster.yaml is not in the repository: what Git does not hold cannot be changed by a pull request',
          ),
        ];
  });
  if (!plan) return nothing([...findings, ...git]);
  return assess(
    { inventory, repository },
    edited,
    { ...plan, deletes: [], listings: [], secrets: [] },
    [...findings, ...git],
    write,
    true,
  );
}
