import { SPEC_SCHEMAS, SpecKind } from '@naytife/backstage-plugin-cnpg-common';
import type { z as Zod } from 'zod/v3';

/** The input that the actions share. */
export const changeInput = {
  kind: (z: typeof Zod) =>
    z
      .enum(Object.keys(SPEC_SCHEMAS) as [SpecKind, ...SpecKind[]])
      .describe('What is asked for'),
  values: (z: typeof Zod) =>
    z
      .record(z.unknown())
      .describe(
        'All values of the form; what is no part of the spec is left out',
      ),
};
