import { parse } from '@marcbachmann/cel-js';
import { POLICIES, PolicyName } from './documents';

/** What a policy says of one manifest. @public */
export interface PolicyFinding {
  policy: string;
  /** `Cluster/naytife-postgres` */
  object: string;
  message: string;
}

/** CEL has whole numbers and doubles; JSON does not tell them apart. */
function toCel(value: unknown): unknown {
  if (typeof value === 'number' && Number.isInteger(value))
    return BigInt(value);
  if (Array.isArray(value)) return value.map(toCel);
  if (value && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, toCel(item)]),
    );
  return value;
}

const plural = (kind: string) => `${kind.toLowerCase()}s`;

/**
 * Evaluates the named policies over manifests. A validation that cannot be evaluated counts as refused, as
 * `failurePolicy: Fail` does in the API server.
 * @public
 */
export function checkPolicies(
  names: PolicyName[],
  objects: { apiVersion: string; kind: string; metadata: { name: string } }[],
): PolicyFinding[] {
  const findings: PolicyFinding[] = [];
  for (const name of names) {
    const document = POLICIES[name];
    const { validations, matchConstraints } = document.spec;
    for (const object of objects) {
      const group = object.apiVersion.split('/')[0];
      if (
        !matchConstraints.resourceRules.some(
          rule =>
            rule.apiGroups.includes(group) &&
            rule.resources.includes(plural(object.kind)),
        )
      )
        continue;
      for (const { expression, message } of validations) {
        let allowed: unknown;
        try {
          allowed = parse(expression)({
            object: toCel(object) as Record<string, unknown>,
          });
        } catch {
          allowed = false;
        }
        if (allowed !== true)
          findings.push({
            policy: name,
            object: `${object.kind}/${object.metadata.name}`,
            message,
          });
      }
    }
  }
  return findings;
}
