import {
  ManifestPreviewView,
  RestoreSpec,
  archiveOf,
  assessRecoverability,
  planRestore,
  preflight,
  viewEnvironment,
} from '@naytife/backstage-plugin-cnpg-common';
import { Inventory, InventoryCluster } from '../inventory/Inventory';
import { checkNameInGit } from './checkRepository';
import { checkEnvironment, checkNameInCluster } from './checkSurroundings';
import { blocks, error, warning } from './findings';
import { assess, gitFindings } from './proposal';
import { restoreBranch, restorePullRequest } from './pullRequest';
import { Repository } from './Repository';

/** Everything about a restore before its pull request. An unreachable target blocks; an unproven one is told. */
export async function previewRestore(
  inventory: Inventory,
  repository: Repository,
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
  const findings = [
    ...checkEnvironment(inventory, environment, {
      needed: true,
      store: archiveOf(cluster).objectStoreName,
    }),
    ...checkNameInCluster(inventory, environment, spec.name),
  ];
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
      findings.push(warning(reason.code, 'target', reason.sentence));
  }
  if (!blocks(findings))
    findings.push(
      ...(await gitFindings(repository, () =>
        checkNameInGit(repository, environment, spec.name, {
          branch: restoreBranch(spec, environment),
        }),
      )),
    );
  if (blocks(findings))
    return {
      files: [],
      secrets: [],
      findings,
      preflight: verdict,
      environment: viewEnvironment(environment),
    };
  const set = planRestore(
    spec,
    cluster,
    recoverability.baseBackups,
    environment,
    owner,
  );
  const preview = await assess(
    { inventory, repository },
    environment,
    { ...set, deletes: [] },
    findings,
    all => restorePullRequest(spec, environment, verdict, all),
  );
  return { ...preview, preflight: verdict };
}
