import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { CnpgClientService } from '@naytife/backstage-plugin-cnpg-node';
import { changeInput } from './input';
import { askPreview } from './preview';

/** `cnpg:database:check`: refuses what a reviewer, the API server or a policy would refuse; a forged form does not pass. */
export function createCheckAction({ cnpg }: { cnpg: CnpgClientService }) {
  return createTemplateAction({
    id: 'cnpg:database:check',
    description:
      'Checks a new database, a change, a restore or a removal: names, Git, quota, policies and a strict server dry run. Fails when something blocks.',
    supportsDryRun: true,
    examples: [
      {
        description: 'Check a new database',
        example:
          'steps:\n  - id: check\n    action: cnpg:database:check\n    input:\n      kind: database\n      values: ${{ parameters }}',
      },
    ],
    schema: {
      input: {
        ...changeInput,
      },
      output: {
        warnings: z =>
          z
            .array(z.string())
            .describe('What does not block, but should be read'),
      },
    },
    async handler(ctx) {
      const { findings } = await askPreview(
        cnpg,
        await ctx.getInitiatorCredentials(),
        ctx.input,
      );
      const errors = findings.filter(finding => finding.severity === 'error');
      for (const finding of findings)
        ctx.logger[finding.severity === 'error' ? 'error' : 'warn'](
          `${finding.path}: ${finding.message}`,
        );
      if (errors.length)
        throw new InputError(
          `Not possible: ${errors
            .map(finding => `${finding.path}: ${finding.message}`)
            .join('; ')}`,
        );
      ctx.logger.info('Nothing blocks this change.');
      ctx.output(
        'warnings',
        findings.map(finding => `${finding.path}: ${finding.message}`),
      );
    },
  });
}
