import {
  ChangeSpec,
  ManifestPreviewView,
  planChange,
} from '@naytife/backstage-plugin-cnpg-common';
import { Inventory, InventoryCluster } from '../inventory/Inventory';
import { checkEnvironment } from './checkSurroundings';
import { assess, gitFindings } from './proposal';
import { changePullRequest } from './pullRequest';
import { Repository } from './Repository';

/** Everything about a change of a database before its pull request: what happens to each field, and when. */
export async function previewChange(
  inventory: Inventory,
  repository: Repository,
  { environment }: InventoryCluster,
  spec: ChangeSpec,
): Promise<ManifestPreviewView> {
  let plan: ReturnType<typeof planChange> = {
    files: [],
    deletes: [],
    objects: [],
    effects: [],
    findings: [],
  };
  const unread = await gitFindings(repository, async () => {
    plan = await repository.with(read => planChange(spec, environment, read));
    return [];
  });
  return assess(
    { inventory, repository },
    environment,
    { ...plan, listings: [], secrets: [] },
    [
      ...checkEnvironment(inventory, environment, { needed: false }),
      ...unread,
      ...plan.findings,
    ],
    findings => changePullRequest(spec, environment, plan.effects, findings),
    true,
  );
}
