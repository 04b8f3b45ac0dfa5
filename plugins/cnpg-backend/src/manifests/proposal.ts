import {
  Effect,
  Environment,
  Finding,
  Listing,
  Manifest,
  ManifestFile,
  ManifestPreviewView,
  SecretRequest,
  addEntry,
  checkPolicies,
  viewEnvironment,
} from '@naytife/backstage-plugin-cnpg-common';
import { Inventory } from '../inventory/Inventory';
import { checkReachable, checkSopsRules } from './checkRepository';
import { dryRun } from './dryRun';
import { error } from './findings';
import { PullRequestText, withReviewers } from './pullRequest';
import { Repository, RepositoryError } from './Repository';

/** What a pull request would bring, before it is held against the branch, the policies and the API server. */
export interface Proposal {
  files: ManifestFile[];
  deletes: string[];
  listings: Listing[];
  secrets: SecretRequest[];
  /** Objects as they will be. */
  objects: Manifest[];
  effects?: Effect[];
  entityRef?: string;
}

type FileView = ManifestPreviewView['files'][number];

/** Runs a check of the repository; that it cannot be read is a finding as well. */
export const gitFindings = async (
  repository: Repository,
  check: () => Promise<Finding[]>,
): Promise<Finding[]> =>
  check().catch(problem => {
    if (problem instanceof RepositoryError)
      return [
        error(
          'gitUnreadable',
          'environment',
          `${repository.host} cannot be read: ${problem.message}`,
        ),
      ];
    return [error('gitUnreadable', 'environment', problem.message)];
  });

/** The files as they are and as they will be. Entries of kustomizations are edits of what the branch has. */
async function held(
  repository: Repository,
  { files, deletes, listings }: Proposal,
): Promise<FileView[]> {
  const edited = new Map(files.map(({ path, content }) => [path, content]));
  for (const listing of listings) {
    const now =
      edited.get(listing.path) ?? (await repository.read(listing.path));
    // Flux and Argo CD read a directory without a kustomization as it is.
    if (now === undefined && listing.field === 'components') continue;
    edited.set(listing.path, addEntry(now, listing));
  }
  const written = await Promise.all(
    [...edited].map(async ([path, content]): Promise<FileView> => {
      const before = await repository.read(path);
      if (before === undefined) return { path, content, action: 'create' };
      return before === content
        ? { path, content, action: 'same' }
        : { path, content, before, action: 'update' };
    }),
  );
  const gone = await Promise.all(
    deletes.map(
      async (path): Promise<FileView> => ({
        path,
        content: '',
        before: await repository.read(path),
        action: 'delete',
      }),
    ),
  );
  return [...written, ...gone];
}

/** Secrets that are on the branch already keep their value: asking twice must not change a password. */
async function missingSecrets(
  repository: Repository,
  secrets: SecretRequest[],
) {
  const there = await Promise.all(
    secrets.map(({ path }) => repository.read(path)),
  );
  return secrets.filter((_secret, index) => there[index] === undefined);
}

async function judge(
  inventory: Inventory,
  environment: Environment,
  objects: Manifest[],
  existing: boolean,
): Promise<Finding[]> {
  const policies = checkPolicies(environment.policies, objects).map(
    ({ policy, object, message }) =>
      error('policy', object, `policy ${policy}: ${message}`),
  );
  return [
    ...policies,
    ...(await dryRun(inventory.connection(environment), objects, existing)),
  ];
}

/**
 * Holds a proposal against everything that could refuse it, and writes the pull request. The form's review and the
 * template's check get this same answer.
 * @param existing - the objects are there already, in another form
 */
export async function assess(
  deps: { inventory: Inventory; repository: Repository },
  environment: Environment,
  proposal: Proposal,
  before: Finding[],
  pullRequest: (findings: Finding[]) => PullRequestText,
  existing = false,
): Promise<ManifestPreviewView> {
  const { inventory, repository } = deps;
  let files: FileView[] = [];
  let { secrets } = proposal;
  const [git, judged] = await Promise.all([
    before.some(({ code }) => code === 'gitUnreadable')
      ? []
      : gitFindings(repository, async () => {
          files = await held(repository, proposal);
          secrets = await missingSecrets(repository, proposal.secrets);
          return [
            ...(await checkReachable(repository, environment)),
            ...(await checkSopsRules(repository, proposal.secrets)),
          ];
        }),
    before.some(({ code }) => code === 'clusterUnreachable')
      ? []
      : judge(inventory, environment, proposal.objects, existing),
  ]);
  const all = [...before, ...git, ...judged];
  const taken = all.some(({ code }) => code === 'nameTaken');
  // The API server says "already exists" of what the inventory has named already.
  const findings = all.filter(
    ({ code, path }) =>
      !(taken && code === 'alreadyExists' && path.startsWith('Cluster/')),
  );
  return {
    files,
    secrets,
    findings,
    effects: proposal.effects,
    environment: viewEnvironment(environment),
    entityRef: proposal.entityRef,
    pullRequest: withReviewers(pullRequest(findings), environment),
  };
}
