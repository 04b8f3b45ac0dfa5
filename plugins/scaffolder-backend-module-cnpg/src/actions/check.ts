import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { CnpgClientService } from '@naytife/backstage-plugin-cnpg-node';
import { ChangeInput, askPreview } from './preview';

/** `cnpg:database:check`: refuses what a reviewer, the API server or a policy would refuse; a forged form does not pass. */
export function createCheckAction({ cnpg }: { cnpg: CnpgClientService }) {
  return createTemplateAction({
    id: 'cnpg:database:check',
    description:
      'Checks a database or a restore: names, policies, preflight and a strict server dry run. Fails when something blocks.',
    supportsDryRun: true,
    examples: [
      {
        description: 'Check a new database',
        example:
          'steps:\n  - id: check\n    action: cnpg:database:check\n    input:\n      kind: database\n      spec: ${{ parameters }}',
      },
    ],
    schema: {
      input: {
        kind: z =>
          z.enum(['database', 'restore']).describe('What is asked for'),
        spec: z =>
          z.record(z.unknown()).describe('DatabaseSpec or RestoreSpec'),
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
        ctx.input as ChangeInput,
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
