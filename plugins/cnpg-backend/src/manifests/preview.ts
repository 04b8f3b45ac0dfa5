import { NotFoundError } from '@backstage/errors';
import {
  DatabaseSpec,
  Environment,
  Finding,
  Manifest,
  ManifestPreviewView,
  RestoreSpec,
  archiveOf,
  assessRecoverability,
  buildManifests,
  checkPolicies,
  checkSpec,
  monthlyCost,
  planRestore,
  preflight,
  viewEnvironment,
} from '@naytife/backstage-plugin-cnpg-common';
import { Inventory, InventoryCluster } from '../inventory/Inventory';
import { dryRun } from './dryRun';
import { databasePullRequest, restorePullRequest } from './pullRequest';

const error = (code: string, path: string, message: string): Finding => ({
  code,
  severity: 'error',
  path,
  message,
});

function checkSurroundings(
  inventory: Inventory,
  environment: Environment,
  name: string,
  needsStore: string | undefined,
): Finding[] {
  const connection = inventory.connection(environment);
  const { operator, plugin } = inventory.components(connection);
  const findings: Finding[] = [];
  if (connection.sync.state !== 'synced')
    findings.push(
      error(
        'clusterUnreachable',
        'environment',
        `${connection.name} cannot be read (${
          connection.sync.error ?? connection.sync.state
        }): nothing can be checked now`,
      ),
    );
  if (inventory.find(environment.name, name))
    findings.push(
      error(
        'nameTaken',
        'name',
        `there is a cluster ${name} in ${environment.title} already`,
      ),
    );
  if (operator.state === 'missing' || operator.state === 'down')
    findings.push(
      error(
        'operatorMissing',
        'environment',
        `the CNPG operator is ${operator.state} in ${connection.name}`,
      ),
    );
  if (needsStore !== undefined) {
    if (plugin.state === 'missing' || plugin.state === 'down')
      findings.push(
        error(
          'pluginMissing',
          'backup',
          `the Barman Cloud plugin is ${plugin.state} in ${connection.name}`,
        ),
      );
    const stores = connection.list('objectStores');
    if (
      stores &&
      needsStore &&
      !stores.some(
        store =>
          store.meta.name === needsStore &&
          store.meta.namespace === environment.namespace,
      )
    ) {
      findings.push(
        error(
          'objectStoreMissing',
          'backup',
          `the object store ${needsStore} does not exist in ${environment.namespace}`,
        ),
      );
    }
  }
  return findings;
}

async function judge(
  inventory: Inventory,
  environment: Environment,
  objects: Manifest[],
): Promise<Finding[]> {
  const policies = checkPolicies(environment.policies, objects).map(
    ({ policy, object, message }) =>
      error('policy', object, `policy ${policy}: ${message}`),
  );
  return [
    ...policies,
    ...(await dryRun(inventory.connection(environment), objects)),
  ];
}

/** Everything about a new database before its pull request: the form's preview and the template's check call this alike. */
export async function previewDatabase(
  inventory: Inventory,
  spec: DatabaseSpec,
): Promise<ManifestPreviewView> {
  const environment = inventory.environment(spec.environment);
  if (!environment)
    throw new NotFoundError(`There is no environment ${spec.environment}.`);
  const store = environment.objectStore;
  // '' stands for a store that the pull request itself brings.
  const shared = store?.perDatabase ? '' : store?.name;
  const wanted = spec.backup ? shared : undefined;
  const findings = [
    ...checkSpec(spec, environment),
    ...checkSurroundings(inventory, environment, spec.name, wanted),
  ];
  const view = viewEnvironment(environment);
  if (
    checkSpec(spec, environment).some(finding => finding.severity === 'error')
  )
    return { files: [], findings, environment: view };
  const { objects, files, kustomization } = buildManifests(spec, environment);
  const reachable = !findings.some(
    finding => finding.code === 'clusterUnreachable',
  );
  const all = [
    ...findings,
    ...(reachable ? await judge(inventory, environment, objects) : []),
  ];
  // The API server says "already exists" of what the inventory has named already.
  const shown = all.filter(
    finding =>
      !(
        finding.code === 'alreadyExists' &&
        finding.path === `Cluster/${spec.name}` &&
        all.some(item => item.code === 'nameTaken')
      ),
  );
  const cost = monthlyCost(spec, environment);
  return {
    files,
    kustomization,
    findings: shown,
    cost,
    environment: view,
    pullRequest: databasePullRequest(spec, environment, cost, shown),
  };
}

/** Everything about a restore before its pull request. An unreachable target blocks; an unproven one is told. */
export async function previewRestore(
  inventory: Inventory,
  origin: InventoryCluster,
  spec: RestoreSpec,
  owner: string,
  now: number,
): Promise<ManifestPreviewView> {
  const { environment, cluster } = origin;
  const recoverability = assessRecoverability(
    inventory.facts(origin).recoverability,
    now,
  );
  const verdict = preflight(spec.target, recoverability, now);
  const findings = checkSurroundings(
    inventory,
    environment,
    spec.name,
    archiveOf(cluster).objectStoreName,
  );
  if (spec.name === spec.origin)
    findings.push(
      error(
        'sameName',
        'name',
        'a restore is always a new cluster; choose another name',
      ),
    );
  for (const reason of verdict.reasons) {
    if (reason.severity === 'critical')
      findings.push(error(reason.code, 'target', reason.sentence));
    else if (reason.severity === 'unknown')
      findings.push({
        code: reason.code,
        severity: 'warning',
        path: 'target',
        message: reason.sentence,
      });
  }
  const view = viewEnvironment(environment);
  if (findings.some(finding => finding.severity === 'error'))
    return { files: [], findings, preflight: verdict, environment: view };
  const { objects, files, kustomization } = planRestore(
    spec,
    cluster,
    recoverability.baseBackups,
    environment,
    owner,
  );
  const all = [...findings, ...(await judge(inventory, environment, objects))];
  return {
    files,
    kustomization,
    findings: all,
    preflight: verdict,
    environment: view,
    pullRequest: restorePullRequest(spec, environment, verdict, all),
  };
}
