import {
  DeleteSpec,
  Environment,
  Finding,
  ManifestPreviewView,
  RemovalPlan,
  assessRecoverability,
  durationToSeconds,
  hibernation,
  humanDuration,
  planRemoval,
  viewEnvironment,
} from '@naytife/backstage-plugin-cnpg-common';
import { KubeError } from '../inventory/KubeApi';
import { Inventory, InventoryCluster } from '../inventory/Inventory';
import { blocks, error, warning } from './findings';
import { assess, gitFindings } from './proposal';
import { removalPullRequest } from './pullRequest';
import { Repository } from './Repository';

/** What is left when the objects are gone. */
export interface Survivors {
  archive?: string;
  /** `Retain`: the volumes outlive their claims; `Delete`: they do not; undefined: not known. */
  reclaimPolicy?: string;
}

async function survivors(entry: InventoryCluster): Promise<Survivors> {
  const { cluster, connection, environment } = entry;
  const storageClass =
    cluster.spec.storage?.storageClass ?? environment.storageClass;
  const found = storageClass
    ? await connection.api
        .json<{ reclaimPolicy?: string }>(
          `/apis/storage.k8s.io/v1/storageclasses/${storageClass}`,
        )
        .catch(problem => {
          if (problem instanceof KubeError) return undefined;
          throw problem;
        })
    : undefined;
  return {
    archive: cluster.spec.plugins.length
      ? environment.objectStore?.destinationPath
      : undefined,
    reclaimPolicy: found && (found.reclaimPolicy ?? 'Delete'),
  };
}

/** A last backup must be younger than the environment says, where there is an archive at all. */
function checkLastBackup(
  { environment, cluster }: InventoryCluster,
  lastSuccess: string | undefined,
  now: number,
): Finding[] {
  if (!cluster.spec.plugins.length)
    return [
      warning(
        'noBackup',
        'name',
        'this database was never backed up: what is in it is lost for good',
      ),
    ];
  const within = durationToSeconds(environment.deletion.backupWithin) ?? 3600;
  const age = lastSuccess ? (now - Date.parse(lastSuccess)) / 1000 : undefined;
  return age !== undefined && age <= within
    ? []
    : [
        error(
          'finalBackup',
          'name',
          `take a final backup first: the last one ${
            age === undefined ? 'never was' : `is ${humanDuration(age)} old`
          }, and ${environment.title} wants one of the last ${humanDuration(
            within,
          )}`,
        ),
      ];
}

const protectedFinding = ({ title, deletion }: Environment): Finding[] =>
  deletion.protected
    ? [
        error(
          'protected',
          'environment',
          `databases of ${title} are protected from deletion; ask the platform team`,
        ),
      ]
    : [];

/**
 * Everything about the removal of a database before its pull request.
 * @param dependents - catalog entities that say they depend on it
 */
export async function previewRemoval(
  inventory: Inventory,
  repository: Repository,
  entry: InventoryCluster,
  spec: DeleteSpec,
  dependents: string[],
  now: number,
): Promise<ManifestPreviewView> {
  const { environment, cluster } = entry;
  const { lastSuccess } = assessRecoverability(
    inventory.facts(entry).recoverability,
    now,
  );
  const sleep = hibernation(cluster);
  const hibernated = sleep === 'asleep';
  let plan: RemovalPlan | undefined;
  const git = await gitFindings(repository, async () => {
    plan = await repository.with(read =>
      planRemoval(spec.name, environment, read, hibernated),
    );
    return plan
      ? []
      : [
          error(
            'notInGit',
            'name',
            `${environment.gitops.path}/${spec.name}/cluster.yaml is not in the repository: what Git does not hold cannot be removed by a pull request`,
          ),
        ];
  });
  const stage = plan?.stage ?? 'remove';
  const findings: Finding[] = [
    ...protectedFinding(environment),
    ...(spec.confirm === spec.name
      ? []
      : [
          error(
            'notConfirmed',
            'confirm',
            `type the name of the database, ${spec.name}`,
          ),
        ]),
    ...(sleep === 'falling' && environment.deletion.twoSteps
      ? [
          error(
            'fallingAsleep',
            'name',
            'the first pull request is merged and the database is being hibernated; ask again when it is',
          ),
        ]
      : []),
    // A hibernated cluster takes no backup; its final one was asked for when it was put to sleep.
    ...(sleep === 'asleep' || sleep === 'falling'
      ? []
      : checkLastBackup(entry, lastSuccess, now)),
    ...dependents.map(ref =>
      warning('dependent', 'name', `${ref} depends on this database`),
    ),
    ...git,
  ];
  if (!plan || blocks(git))
    return {
      files: [],
      secrets: [],
      findings,
      environment: viewEnvironment(environment),
    };
  const left = await survivors(entry);
  return assess(
    { inventory, repository },
    environment,
    { ...plan, listings: [], secrets: [] },
    findings,
    all =>
      removalPullRequest(spec, environment, { stage, left, lastSuccess }, all),
    true,
  );
}
