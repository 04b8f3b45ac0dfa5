import {
  Environment,
  Finding,
  SecretRequest,
  directoryOf,
} from '@naytife/backstage-plugin-cnpg-common';
import { parse } from 'yaml';
import { error } from './findings';
import { reaches } from './kustomizeTree';
import { Repository } from './Repository';

const ownerOf = (text: string) => /^# Owner: (.+)$/m.exec(text)?.[1];

/** Whether a name is free in Git and in open pull requests; the branch of a request follows from its name. */
export async function checkNameInGit(
  repository: Repository,
  environment: Environment,
  name: string,
  request: { branch: string; owner?: string },
): Promise<Finding[]> {
  const path = `${directoryOf(environment, name)}/cluster.yaml`;
  const [merged, asked] = await Promise.all([
    repository.read(path),
    repository.read(path, request.branch),
  ]);
  if (merged !== undefined)
    return [
      error(
        'nameTakenInGit',
        'name',
        `${path} is merged already${
          ownerOf(merged) ? `, for ${ownerOf(merged)}` : ''
        }`,
      ),
    ];
  const other = asked === undefined ? undefined : ownerOf(asked);
  if (other && request.owner && other !== request.owner)
    return [
      error(
        'nameAskedFor',
        'name',
        `${other} has asked for ${name} already: the pull request from ${request.branch} is not merged`,
      ),
    ];
  return [];
}

/** What the environment builds must include the place where databases are written. */
export async function checkReachable(
  repository: Repository,
  { gitops }: Environment,
): Promise<Finding[]> {
  if (gitops.tool !== 'kustomize' || !gitops.root) return [];
  return (await reaches(repository, gitops.root, gitops.path))
    ? []
    : [
        error(
          'notBuilt',
          'environment',
          `${gitops.root}/kustomization.yaml does not reach ${gitops.path}: what is merged there would not be applied`,
        ),
      ];
}

interface SopsConfig {
  creation_rules?: { path_regex?: string; age?: string }[];
}

/** The repository's own rule must name the same recipients: else the next edit by hand encrypts for others. */
export async function checkSopsRules(
  repository: Repository,
  requests: SecretRequest[],
): Promise<Finding[]> {
  if (!requests.length) return [];
  const text = await repository.read('.sops.yaml');
  if (text === undefined) return [];
  const { creation_rules: rules = [] } = (parse(text) ?? {}) as SopsConfig;
  return requests.flatMap(({ path, recipients }) => {
    const rule = rules.find(
      item => !item.path_regex || new RegExp(item.path_regex).test(path),
    );
    if (!rule)
      return [
        error(
          'noSopsRule',
          'environment',
          `.sops.yaml has no rule for ${path}: nobody could edit it afterwards`,
        ),
      ];
    const theirs = (rule.age ?? '')
      .split(',')
      .map(item => item.trim())
      .filter(Boolean);
    return theirs.sort().join() === [...recipients].sort().join()
      ? []
      : [
          error(
            'wrongRecipients',
            'environment',
            `.sops.yaml encrypts ${path} for ${
              theirs.join(', ') || 'nobody with age'
            }, but the environment says ${recipients.join(', ')}`,
          ),
        ];
  });
}
