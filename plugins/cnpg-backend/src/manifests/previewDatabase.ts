import {
  Application,
  DatabaseSpec,
  Environment,
  Finding,
  ManifestPreviewView,
  buildManifests,
  checkSpec,
  monthlyCost,
  viewEnvironment,
  withPreset,
} from '@naytife/backstage-plugin-cnpg-common';
import { Inventory } from '../inventory/Inventory';
import { checkNamespace } from './checkNamespace';
import { checkNameInGit } from './checkRepository';
import {
  checkEnvironment,
  checkNameInCluster,
  sharedStore,
} from './checkSurroundings';
import { blocks, error } from './findings';
import { findDeployment } from './kustomizeTree';
import { assess, gitFindings } from './proposal';
import { createBranch, databasePullRequest } from './pullRequest';
import { Repository } from './Repository';

/** Whether a name can be had: in the cluster, in Git, and in pull requests that are not merged. */
export async function checkName(
  inventory: Inventory,
  repository: Repository,
  environment: Environment,
  name: string,
  owner?: string,
): Promise<Finding[]> {
  const live = checkNameInCluster(inventory, environment, name);
  if (live.length) return live;
  return gitFindings(repository, () =>
    checkNameInGit(repository, environment, name, {
      branch: createBranch(environment, name),
      owner,
    }),
  );
}

/** Everything about a new database before its pull request. */
export async function previewDatabase(
  inventory: Inventory,
  repository: Repository,
  environment: Environment,
  given: DatabaseSpec,
): Promise<ManifestPreviewView> {
  const connection = inventory.connection(environment);
  const fits = checkSpec(given, environment, connection.api.now());
  const surroundings = checkEnvironment(inventory, environment, {
    needed: given.backup && environment.objectStore !== undefined,
    store: sharedStore(environment),
  });
  const reachable = !surroundings.some(
    ({ code }) => code === 'clusterUnreachable',
  );
  const [name, namespace] = await Promise.all([
    checkName(inventory, repository, environment, given.name, given.owner),
    reachable ? checkNamespace(connection, environment, given) : [],
  ]);
  const findings = [...fits, ...surroundings, ...name, ...namespace];
  if (blocks(fits))
    return {
      files: [],
      secrets: [],
      findings,
      environment: viewEnvironment(environment),
    };
  let application: Application | undefined;
  const { overlay } = environment.gitops;
  const { deployment } = given;
  if (deployment && overlay) {
    const found = await gitFindings(repository, async () => {
      application = await findDeployment(repository, overlay, deployment);
      return application
        ? []
        : [
            error(
              'noDeployment',
              'deployment',
              `${overlay} builds no Deployment ${deployment}`,
            ),
          ];
    });
    findings.push(...found);
  }
  const set = buildManifests(given, environment, application);
  const spec = withPreset(given, environment);
  const cost = monthlyCost(spec, environment);
  const preview = await assess(
    { inventory, repository },
    environment,
    { ...set, deletes: [] },
    findings,
    all => databasePullRequest(spec, environment, cost, all),
  );
  return { ...preview, cost };
}
