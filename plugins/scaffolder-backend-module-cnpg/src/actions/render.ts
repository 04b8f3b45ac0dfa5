import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { CnpgClientService } from '@naytife/backstage-plugin-cnpg-node';
import { changeInput } from './input';
import { askPreview } from './preview';
import { encryptedSecret } from './sops';

/** `cnpg:database:render`: writes the very files that the review showed into the workspace, and its secrets encrypted. */
export function createRenderAction({
  cnpg,
  sops,
  appUrl,
}: {
  cnpg: CnpgClientService;
  /** The sops program. */
  sops: string;
  /** Where tasks are shown; undefined: no link. */
  appUrl?: string;
}) {
  return createTemplateAction({
    id: 'cnpg:database:render',
    description:
      'Writes what a new database, a change, a restore or a removal does to the repository into the workspace.',
    supportsDryRun: true,
    examples: [
      {
        description: 'Render a new database',
        example:
          'steps:\n  - id: render\n    action: cnpg:database:render\n    input:\n      kind: database\n      values: ${{ parameters }}',
      },
    ],
    schema: {
      input: changeInput,
      output: {
        provider: z =>
          z.string().describe('The SCM, for the step that opens the request'),
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
        reviewers: z => z.array(z.string()),
        teamReviewers: z => z.array(z.string()),
        entityRef: z =>
          z
            .string()
            .optional()
            .describe('The catalog entity that the pull request brings'),
        files: z =>
          z
            .array(z.string())
            .describe('Written paths, from the root of the repository'),
        filesToDelete: z => z.array(z.string()),
      },
    },
    async handler(ctx) {
      const preview = await askPreview(
        cnpg,
        await ctx.getInitiatorCredentials(),
        ctx.input,
      );
      const { environment, pullRequest, findings, entityRef } = preview;
      const changed = preview.files.filter(({ action }) => action !== 'same');
      if (!changed.length || !environment || !pullRequest) {
        throw new InputError(
          `Nothing to write: ${
            findings
              .map(finding => `${finding.path}: ${finding.message}`)
              .join('; ') || 'the branch holds all of it already'
          }`,
        );
      }
      const write = async (path: string, content: string) => {
        const target = resolveSafeChildPath(ctx.workspacePath, path);
        await mkdir(dirname(target), { recursive: true });
        await writeFile(target, content);
        ctx.logger.info(`Wrote ${path}`);
      };
      const written: string[] = [];
      for (const { path, content, action } of changed) {
        if (action === 'delete') continue;
        await write(path, content);
        written.push(path);
      }
      for (const secret of preview.secrets) {
        await write(secret.path, await encryptedSecret(secret, sops));
        written.push(secret.path);
      }
      const task =
        appUrl && ctx.task.id
          ? `\n---\nAsked for by ${
              ctx.user?.ref ?? 'someone'
            } in ${appUrl}/create/tasks/${ctx.task.id}\n`
          : '';
      ctx.output('provider', pullRequest.provider);
      ctx.output('repoUrl', environment.repoUrl);
      ctx.output('targetBranch', environment.branch);
      ctx.output('branch', pullRequest.branch);
      ctx.output('title', pullRequest.title);
      ctx.output('body', `${pullRequest.body}${task}`);
      ctx.output('reviewers', pullRequest.reviewers);
      ctx.output('teamReviewers', pullRequest.teamReviewers);
      ctx.output('entityRef', entityRef);
      ctx.output('files', written);
      ctx.output(
        'filesToDelete',
        changed
          .filter(({ action }) => action === 'delete')
          .map(({ path }) => path),
      );
    },
  });
}
