import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { NotFoundError } from '@backstage/errors';
import { ScmIntegrations } from '@backstage/integration';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { ManifestPreviewView } from '@naytife/backstage-plugin-cnpg-common';
import { CnpgClientService } from '@naytife/backstage-plugin-cnpg-node';
import { createCheckAction } from './check';
import { createKustomizationAddAction } from './kustomizationAdd';
import { createRenderAction } from './render';

const preview = (
  change: Partial<ManifestPreviewView> = {},
): ManifestPreviewView => ({
  files: [
    {
      path: 'deploy/databases/local/orders/cluster.yaml',
      content: 'kind: Cluster\n',
    },
  ],
  kustomization: {
    path: 'deploy/databases/local/kustomization.yaml',
    entry: 'orders',
  },
  findings: [],
  environment: {
    name: 'local',
    repoUrl: 'github.com?owner=o&repo=r',
    branch: 'main',
  } as ManifestPreviewView['environment'],
  pullRequest: {
    title: 'Create orders',
    branch: 'cnpg/create-local-orders',
    body: 'why',
  },
  ...change,
});

/** A backend that answers so, and remembers who asked for what. */
function backend(answer: {
  data?: ManifestPreviewView;
  status?: number;
  message?: string;
}) {
  const asked: { path: string; body: unknown; as: unknown }[] = [];
  const cnpg = {
    for: async (credentials: unknown) => ({
      POST: async (path: string, { body }: { body: unknown }) => {
        asked.push({ path, body, as: credentials });
        return {
          data: answer.data,
          error: { error: { message: answer.message } },
          response: { status: answer.status ?? 200 },
        };
      },
    }),
  } as unknown as CnpgClientService;
  return { cnpg, asked };
}

const user = mockCredentials.user('user:default/dana');
const context = <T extends object>(given: T) =>
  ({
    ...createMockActionContext({ input: given } as never),
    getInitiatorCredentials: async () => user,
  } as never);
const input = {
  kind: 'database' as const,
  spec: { name: 'orders', component: '', description: undefined },
};

describe('cnpg:database:check', () => {
  it('asks as the user who runs the template, and leaves out what the form left empty', async () => {
    const { cnpg, asked } = backend({ data: preview() });
    await createCheckAction({ cnpg }).handler(context(input));
    expect(asked).toEqual([
      {
        path: '/manifests/database',
        body: { spec: { name: 'orders' } },
        as: user,
      },
    ]);
  });

  it('fails with every finding that blocks, so that a forged form does not pass', async () => {
    const findings = [
      {
        code: 'policy',
        severity: 'error' as const,
        path: 'Cluster/orders',
        message: 'at least 3 instances are required here',
      },
      {
        code: 'nameTaken',
        severity: 'error' as const,
        path: 'name',
        message: 'taken',
      },
      {
        code: 'singleInstance',
        severity: 'warning' as const,
        path: 'instances',
        message: 'one',
      },
    ];
    const { cnpg } = backend({ data: preview({ findings }) });
    await expect(
      createCheckAction({ cnpg }).handler(context(input)),
    ).rejects.toThrow(
      'Cluster/orders: at least 3 instances are required here; name: taken',
    );
  });

  it.each([
    [400, 'InputError'],
    [403, 'NotAllowedError'],
    [404, 'NotFoundError'],
    [503, 'ServiceUnavailableError'],
  ])('tells the backend’s own words of a %s', async (status, name) => {
    const { cnpg } = backend({ status, message: 'because' });
    await expect(
      createCheckAction({ cnpg }).handler(context(input)),
    ).rejects.toMatchObject({ name, message: 'because' });
  });
});

describe('cnpg:database:render', () => {
  it('writes the very files of the preview, and hands on where they go', async () => {
    const { cnpg } = backend({ data: preview() });
    const ctx = context(input) as unknown as ReturnType<
      typeof createMockActionContext
    > & { output: jest.Mock };
    await createRenderAction({ cnpg }).handler(ctx as never);
    expect(
      readFileSync(
        join(ctx.workspacePath, 'deploy/databases/local/orders/cluster.yaml'),
        'utf8',
      ),
    ).toBe('kind: Cluster\n');
    expect(Object.fromEntries(ctx.output.mock.calls)).toMatchObject({
      branch: 'cnpg/create-local-orders',
      entityRef: 'resource:default/local-orders',
      repoUrl: 'github.com?owner=o&repo=r',
    });
  });

  it('writes nothing outside the workspace', async () => {
    const { cnpg } = backend({
      data: preview({ files: [{ path: '../../escape.yaml', content: 'x' }] }),
    });
    await expect(
      createRenderAction({ cnpg }).handler(context(input)),
    ).rejects.toThrow();
  });

  it('refuses to go on without files', async () => {
    const { cnpg } = backend({
      data: preview({
        files: [],
        findings: [
          {
            code: 'x',
            severity: 'error',
            path: 'size',
            message: 'not offered',
          },
        ],
      }),
    });
    await expect(
      createRenderAction({ cnpg }).handler(context(input)),
    ).rejects.toThrow('size: not offered');
  });
});

describe('cnpg:kustomization:add', () => {
  const integrations = ScmIntegrations.fromConfig(
    mockServices.rootConfig({
      data: { integrations: { github: [{ host: 'github.com' }] } },
    }),
  );
  const run = async (readUrl: (url: string) => Promise<never>) => {
    const ctx = context({
      repoUrl: 'github.com?owner=o&repo=r',
      branch: 'main',
      path: 'deploy/kustomization.yaml',
      entry: 'orders',
    }) as unknown as ReturnType<typeof createMockActionContext>;
    await createKustomizationAddAction({
      urlReader: { readUrl } as never,
      integrations,
    }).handler(ctx as never);
    return join(ctx.workspacePath, 'deploy/kustomization.yaml');
  };

  it('reads the file from the target branch, adds the entry and writes it into the workspace', async () => {
    const urls: string[] = [];
    const file = await run(async url => {
      urls.push(url);
      return {
        buffer: async () =>
          Buffer.from('kind: Kustomization\nresources:\n  - shop # ours\n'),
      } as never;
    });
    expect(urls).toEqual([
      'https://github.com/o/r/tree/main/deploy/kustomization.yaml',
    ]);
    expect(readFileSync(file, 'utf8')).toBe(
      'kind: Kustomization\nresources:\n  - shop # ours\n  - orders\n',
    );
  });

  it('begins the file where there is none, but takes no other failure for that', async () => {
    expect(
      existsSync(
        await run(async () => Promise.reject(new NotFoundError('no'))),
      ),
    ).toBe(true);
    await expect(
      run(async () => Promise.reject(new Error('GitHub is down'))),
    ).rejects.toThrow('GitHub is down');
  });
});
