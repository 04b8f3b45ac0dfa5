import { InputError } from '@backstage/errors';
import {
  Finding,
  RestoreTarget,
  parseSpec,
  restoreSpecSchema,
} from '@naytife/backstage-plugin-cnpg-common';

/** @throws InputError that names each wrong field */
export function refuseInvalid<T>({
  spec,
  findings,
}: {
  spec?: T;
  findings: Finding[];
}): T {
  if (spec === undefined)
    throw new InputError(
      findings.map(finding => `${finding.path}: ${finding.message}`).join('; '),
    );
  return spec;
}

export function readTarget(value: unknown): RestoreTarget {
  return refuseInvalid(parseSpec(restoreSpecSchema.shape.target, value));
}
