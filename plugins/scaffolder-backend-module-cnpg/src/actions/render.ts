import { InputError } from '@backstage/errors';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { CnpgClientService } from '@naytife/backstage-plugin-cnpg-node';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ChangeInput, askPreview } from './preview';

/** `cnpg:database:render`: writes the very files that the preview showed into the workspace. */
export function createRenderAction({ cnpg }: { cnpg: CnpgClientService }) {
  return createTemplateAction({
    id: 'cnpg:database:render',
    description:
      'Writes the manifests of a database or a restore, and its catalog entity, into the workspace.',
    supportsDryRun: true,
    examples: [
      {
        description: 'Render a new database',
        example:
          'steps:\n  - id: render\n    action: cnpg:database:render\n    input:\n      kind: database\n      spec: ${{ parameters }}',
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
        repoUrl: z => z.string().describe('Where the pull request goes'),
        targetBranch: z =>
          z.string().describe('The branch it is to be merged into'),
        branch: z =>
          z
            .string()
            .describe(
              'Follows from the request: asking twice is one pull request',
            ),
        title: z => z.string(),
        body: z =>
          z.string().describe('What will happen, what it costs, who owns it'),
        kustomizationPath: z =>
          z
            .string()
            .describe('The kustomization that must name the new directory'),
        kustomizationEntry: z => z.string(),
        entityRef: z =>
          z
            .string()
            .describe('The catalog entity that the pull request brings'),
        files: z =>
          z
            .array(z.string())
            .describe('Paths, from the root of the repository'),
      },
    },
    async handler(ctx) {
      const input = ctx.input as ChangeInput;
      const preview = await askPreview(
        cnpg,
        await ctx.getInitiatorCredentials(),
        input,
      );
      const { files, kustomization, environment, pullRequest, findings } =
        preview;
      if (!files.length || !kustomization || !environment || !pullRequest) {
        throw new InputError(
          `Nothing to write: ${findings
            .map(finding => `${finding.path}: ${finding.message}`)
            .join('; ')}`,
        );
      }
      for (const file of files) {
        const path = resolveSafeChildPath(ctx.workspacePath, file.path);
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, file.content);
        ctx.logger.info(`Wrote ${file.path}`);
      }
      ctx.output('repoUrl', environment.repoUrl);
      ctx.output('targetBranch', environment.branch);
      ctx.output('branch', pullRequest.branch);
      ctx.output('title', pullRequest.title);
      ctx.output('body', pullRequest.body);
      ctx.output('kustomizationPath', kustomization.path);
      ctx.output('kustomizationEntry', kustomization.entry);
      ctx.output(
        'entityRef',
        `resource:default/${environment.name}-${kustomization.entry}`,
      );
      ctx.output(
        'files',
        files.map(file => file.path),
      );
    },
  });
}
