import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import {
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import { ScmIntegrations } from '@backstage/integration';
import { createPublishGitlabMergeRequestAction } from '@backstage/plugin-scaffolder-backend-module-gitlab';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';

/** GitLab's answers in this exchange (REST API v4): a project whose branch and files are not there yet. */
const answer = (method: string, path: string): [number, unknown] => {
  if (path.endsWith('/merge_requests'))
    return [201, { iid: 7, web_url: 'https://gitlab.example/mr/7' }];
  if (path.endsWith('/repository/commits')) return [201, { id: 'c0ffee' }];
  if (method === 'POST' && path.endsWith('/repository/branches'))
    return [201, { name: 'cnpg-create-local-orders' }];
  if (path.includes('/repository/branches/'))
    return [404, { message: '404 Branch Not Found' }];
  if (path.includes('/repository/tree')) return [200, []];
  if (path.includes('/repository/files/'))
    return [404, { message: '404 File Not Found' }];
  return [200, { id: 1, default_branch: 'main' }];
};

describe('the exchange with GitLab', () => {
  const workspace = createMockDirectory();
  const seen: {
    method: string;
    path: string;
    body?: Record<string, unknown>;
  }[] = [];
  const server = createServer((req, res) => {
    let text = '';
    req.on('data', chunk => {
      text += chunk;
    });
    req.on('end', () => {
      const path = decodeURIComponent((req.url ?? '').split('?')[0]);
      const method = req.method ?? '';
      seen.push({ method, path, body: text ? JSON.parse(text) : undefined });
      const [status, body] = answer(method, path);
      res
        .writeHead(status, { 'content-type': 'application/json' })
        .end(JSON.stringify(body));
    });
  });

  beforeAll(
    () => new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve)),
  );
  afterAll(() => server.close());

  it('brings our files in one commit on our branch, and asks for one merge request with our text', async () => {
    const { port } = server.address() as AddressInfo;
    const host = `127.0.0.1:${port}`;
    const file = 'deploy/databases/local/orders/cluster.yaml';
    mkdirSync(dirname(join(workspace.path, file)), { recursive: true });
    writeFileSync(join(workspace.path, file), 'kind: Cluster\n');
    const integrations = ScmIntegrations.fromConfig(
      mockServices.rootConfig({
        data: {
          integrations: {
            gitlab: [
              {
                host,
                token: 'glpat',
                baseUrl: `http://${host}`,
                apiBaseUrl: `http://${host}/api/v4`,
              },
            ],
          },
        },
      }),
    );
    const ctx = {
      ...createMockActionContext(),
      workspacePath: workspace.path,
      input: {
        repoUrl: `${host}?owner=naytife&repo=commerce`,
        branchName: 'cnpg-create-local-orders',
        targetBranchName: 'main',
        title: 'Create PostgreSQL orders in Local',
        description: '### What will happen',
        removeSourceBranch: true,
      },
      output: jest.fn(),
      checkpoint: async ({ fn }: { fn: () => unknown }) => fn(),
    };
    await createPublishGitlabMergeRequestAction({ integrations }).handler(
      ctx as never,
    );
    const posts = seen.filter(({ method }) => method === 'POST');
    expect(posts.map(({ path }) => path)).toEqual([
      '/api/v4/projects/naytife/commerce/repository/branches',
      '/api/v4/projects/naytife/commerce/repository/commits',
      '/api/v4/projects/naytife/commerce/merge_requests',
    ]);
    expect(posts[1].body).toMatchObject({
      branch: 'cnpg-create-local-orders',
      actions: [
        {
          action: 'create',
          file_path: file,
          content: Buffer.from('kind: Cluster\n').toString('base64'),
        },
      ],
    });
    expect(posts[2].body).toMatchObject({
      source_branch: 'cnpg-create-local-orders',
      target_branch: 'main',
      title: 'Create PostgreSQL orders in Local',
      description: '### What will happen',
      remove_source_branch: true,
    });
    expect(ctx.output).toHaveBeenCalledWith(
      'mergeRequestUrl',
      'https://gitlab.example/mr/7',
    );
  });
});
