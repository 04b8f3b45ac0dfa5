import { mockServices } from '@backstage/backend-test-utils';
import { NotFoundError } from '@backstage/errors';
import { ScmIntegrations } from '@backstage/integration';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { createExplainAction } from './explain';

const integrations = ScmIntegrations.fromConfig(
  mockServices.rootConfig({
    data: {
      integrations: {
        github: [{ host: 'github.com' }],
        gitlab: [{ host: 'gitlab.com' }],
      },
    },
  }),
);

async function said(
  readUrl: (url: string) => Promise<unknown>,
  input: Record<string, string> = {
    repoUrl: 'github.com?owner=o&repo=r',
    branch: 'cnpg-create-local-orders',
    file: 'deploy/x.yaml',
  },
): Promise<string> {
  const logger = mockServices.logger.mock();
  await createExplainAction({
    urlReader: { readUrl } as never,
    integrations,
  }).handler({ ...createMockActionContext(), input, logger } as never);
  return logger.error.mock.calls.map(([text]) => String(text)).join();
}

describe('after a failure', () => {
  it('says that a branch was made, and that asking again is safe', async () => {
    expect(await said(async () => ({}))).toMatch(
      /The branch cnpg-create-local-orders was made, but.*Asking again is safe/,
    );
  });

  it('looks where the SCM of the repository keeps its branches', async () => {
    const urls: string[] = [];
    await said(
      async url => {
        urls.push(url);
      },
      { repoUrl: 'gitlab.com?owner=o&repo=r', branch: 'b', file: 'x.yaml' },
    );
    expect(urls).toEqual(['https://gitlab.com/o/r/-/blob/b/x.yaml']);
  });

  it('says that nothing has changed where there is no branch', async () => {
    expect(
      await said(async () => Promise.reject(new NotFoundError('no'))),
    ).toContain('nothing has changed in Git');
  });

  it('says that it does not know where the SCM does not answer', async () => {
    expect(await said(async () => Promise.reject(new Error('502')))).toContain(
      'is not known: github.com does not answer',
    );
  });

  it('says that nothing was sent where the checks failed before', async () => {
    expect(await said(async () => ({}), {})).toContain(
      'Nothing was sent to Git',
    );
  });
});
