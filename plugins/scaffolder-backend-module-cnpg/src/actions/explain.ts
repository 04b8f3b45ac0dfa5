import { UrlReaderService } from '@backstage/backend-plugin-api';
import { ScmIntegrationRegistry } from '@backstage/integration';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { branchUrl } from '@naytife/backstage-plugin-cnpg-common';

/** `cnpg:pull-request:explain`: for after a failure; says what exists now and that trying again is safe. */
export function createExplainAction({
  urlReader,
  integrations,
}: {
  urlReader: UrlReaderService;
  integrations: ScmIntegrationRegistry;
}) {
  return createTemplateAction({
    id: 'cnpg:pull-request:explain',
    description:
      'After a pull request could not be opened: says what exists now, and what to do.',
    schema: {
      input: {
        repoUrl: z => z.string().optional(),
        branch: z => z.string().optional(),
        file: z =>
          z.string().optional().describe('A file that the branch would hold'),
      },
    },
    async handler(ctx) {
      const { repoUrl, branch, file } = ctx.input;
      if (!repoUrl || !branch) {
        ctx.logger.error(
          'Nothing was sent to Git: it failed before. Mend what is said above and ask again.',
        );
        return;
      }
      const [host] = repoUrl.split('?');
      const integration = integrations.byHost(host);
      const url = integration?.resolveUrl({
        url: file ?? 'README.md',
        base: branchUrl(repoUrl, branch, integration.type),
      });
      const exists = await (url
        ? urlReader.readUrl(url).then(
            () => 'there',
            problem =>
              problem?.name === 'NotFoundError' ? 'not there' : 'unknown',
          )
        : 'unknown');
      const state = {
        there: `The branch ${branch} was made, but there may be no pull request for it.`,
        'not there': `The branch ${branch} was not made: nothing has changed in Git.`,
        unknown: `Whether the branch ${branch} was made is not known: ${host} does not answer.`,
      }[exists];
      ctx.logger.error(
        `${state} Asking again is safe: the same request uses the same branch and updates it. If it fails again, look at the token's rights, at branch protection and at the rate limit of ${host}.`,
      );
    },
  });
}
