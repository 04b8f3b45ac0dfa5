import {
  UrlReaderService,
  resolveSafeChildPath,
} from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { ScmIntegrationRegistry } from '@backstage/integration';
import {
  createTemplateAction,
  parseRepoUrl,
} from '@backstage/plugin-scaffolder-node';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { addResource } from './kustomization';

/** `cnpg:kustomization:add`: names a new directory in the kustomization that the environment builds. */
export function createKustomizationAddAction({
  urlReader,
  integrations,
}: {
  urlReader: UrlReaderService;
  integrations: ScmIntegrationRegistry;
}) {
  return createTemplateAction({
    id: 'cnpg:kustomization:add',
    description:
      'Adds an entry to a kustomization.yaml of the target branch, keeping its comments and order, and writes it into the workspace.',
    supportsDryRun: true,
    examples: [
      {
        description: 'Add a directory',
        example:
          'steps:\n  - id: kustomization\n    action: cnpg:kustomization:add\n    input:\n      repoUrl: github.com?owner=naytife&repo=commerce\n      branch: main\n      path: deploy/databases/production/kustomization.yaml\n      entry: orders',
      },
    ],
    schema: {
      input: {
        repoUrl: z => z.string().describe('github.com?owner=…&repo=…'),
        branch: z => z.string().describe('The branch to read from'),
        path: z =>
          z
            .string()
            .describe('The kustomization, from the root of the repository'),
        entry: z => z.string().describe('The resource to add'),
      },
      output: {
        changed: z =>
          z.boolean().describe('false when the entry was there already'),
      },
    },
    async handler(ctx) {
      const { repoUrl, branch, path, entry } = ctx.input;
      const { host, owner, repo } = parseRepoUrl(repoUrl, integrations);
      const integration = integrations.byHost(host);
      if (!integration)
        throw new InputError(`No integration is configured for ${host}.`);
      const protocol = host.startsWith('localhost') ? 'http' : 'https';
      const url = integration.resolveUrl({
        url: path,
        base: `${protocol}://${host}/${owner}/${repo}/tree/${branch}/`,
      });
      let text: string | undefined;
      try {
        text = (await (await urlReader.readUrl(url)).buffer()).toString('utf8');
      } catch (error) {
        if (!(error instanceof Error && error.name === 'NotFoundError'))
          throw error;
        ctx.logger.info(
          `${path} does not exist on ${branch} yet; it is created.`,
        );
      }
      const result = addResource(text, entry, path);
      const target = resolveSafeChildPath(ctx.workspacePath, path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, result);
      ctx.logger.info(
        result === text
          ? `${path} names ${entry} already.`
          : `Added ${entry} to ${path}`,
      );
      ctx.output('changed', result !== text);
    },
  });
}
