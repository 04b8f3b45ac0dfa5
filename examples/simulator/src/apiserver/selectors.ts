import { KubeObject, StatusError } from './objects';

type Test = (object: KubeObject) => boolean;

/** Kubernetes' label selectors: `a=b`, `a!=b`, `a in (b,c)`, `a notin (b)`, `a`, `!a`. */
function labelTest(term: string): Test {
  const set = /^(\S+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(term);
  if (set) {
    const values = set[3].split(',').map(value => value.trim());
    return object =>
      values.includes(object.metadata.labels?.[set[1]] ?? '') ===
      (set[2] === 'in');
  }
  const equal = /^([^!=\s]+)\s*(==|=|!=)\s*(\S*)$/.exec(term);
  if (equal)
    return object =>
      (object.metadata.labels?.[equal[1]] === equal[3]) === (equal[2] !== '!=');
  if (/^![^\s]+$/.test(term))
    return object => object.metadata.labels?.[term.slice(1)] === undefined;
  if (/^[^\s!=]+$/.test(term))
    return object => object.metadata.labels?.[term] !== undefined;
  throw new StatusError(
    400,
    'BadRequest',
    `unable to parse requirement: ${term}`,
  );
}

function fieldTest(term: string): Test {
  const match = /^([\w.]+)(==|=|!=)(.*)$/.exec(term);
  if (!match)
    throw new StatusError(400, 'BadRequest', `invalid field selector: ${term}`);
  const path = match[1].split('.');
  return object => {
    let value: unknown = object;
    for (const key of path)
      value = (value as Record<string, unknown> | undefined)?.[key];
    return (String(value ?? '') === match[3]) === (match[2] !== '!=');
  };
}

export function selector(labels: unknown, fields: unknown): Test {
  const terms = (text: unknown) =>
    typeof text === 'string' && text
      ? text.split(/,(?![^(]*\))/).map(term => term.trim())
      : [];
  const tests = [
    ...terms(labels).map(labelTest),
    ...terms(fields).map(fieldTest),
  ];
  return object => tests.every(test => test(object));
}
