import { StatusError } from './objects';
import { ResourceType, groupResource } from './resources';

/** One rule of a ClusterRole. */
export interface PolicyRule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
}

/** Who a bearer token stands for, and what it may. */
export interface Account {
  user: string;
  rules: PolicyRule[];
}

export const EVERYTHING: PolicyRule[] = [
  { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
];

const matches = (list: string[], value: string) =>
  list.includes('*') || list.includes(value);

export function authenticate(
  accounts: Map<string, Account>,
  header: string | undefined,
): Account {
  const account = accounts.get(/^Bearer (.+)$/.exec(header ?? '')?.[1] ?? '');
  if (!account) throw new StatusError(401, 'Unauthorized', 'Unauthorized');
  return account;
}

export function authorize(
  account: Account,
  verb: string,
  resource: ResourceType,
  subresource: string | undefined,
  namespace?: string,
): void {
  const name = subresource
    ? `${resource.plural}/${subresource}`
    : resource.plural;
  if (
    account.rules.some(
      rule =>
        matches(rule.apiGroups, resource.group) &&
        matches(rule.resources, name) &&
        matches(rule.verbs, verb),
    )
  )
    return;
  throw new StatusError(
    403,
    'Forbidden',
    `${groupResource(resource)} is forbidden: User "${
      account.user
    }" cannot ${verb} resource "${name}" in API group "${resource.group}" ${
      namespace ? `in the namespace "${namespace}"` : 'at the cluster scope'
    }`,
    { group: resource.group, kind: resource.plural },
  );
}
