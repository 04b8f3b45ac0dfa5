import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mockCredentials } from '@backstage/backend-test-utils';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { ManifestPreviewView } from '@naytife/backstage-plugin-cnpg-common';
import { CnpgClientService } from '@naytife/backstage-plugin-cnpg-node';
import { createCheckAction } from './check';
import { createRenderAction } from './render';

const preview = (
  change: Partial<ManifestPreviewView> = {},
): ManifestPreviewView => ({
  files: [
    {
      path: 'deploy/databases/local/orders/cluster.yaml',
      content: 'kind: Cluster\n',
      action: 'create',
    },
  ],
  secrets: [],
  entityRef: 'resource:default/local-orders',
  findings: [],
  environment: {
    name: 'local',
    repoUrl: 'github.com?owner=o&repo=r',
    branch: 'main',
  } as ManifestPreviewView['environment'],
  pullRequest: {
    title: 'Create orders',
    branch: 'cnpg-create-local-orders',
    body: 'why',
    provider: 'github',
    reviewers: ['pat'],
    teamReviewers: [],
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
  values: {
    name: 'orders',
    component: '',
    description: undefined,
    reviewed: true,
    kind: 'database',
  },
};

describe('cnpg:database:check', () => {
  it('asks as the user who runs the template, and leaves out what the form left empty and what is no part of the spec', async () => {
    const { cnpg, asked } = backend({ data: preview() });
    await createCheckAction({ cnpg }).handler(context(input));
    expect(asked).toEqual([
      {
        path: '/manifests/database',
        body: { spec: { name: 'orders', pooler: false, backup: false } },
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
    await createRenderAction({ cnpg, sops: 'no-such-sops' }).handler(
      ctx as never,
    );
    expect(
      readFileSync(
        join(ctx.workspacePath, 'deploy/databases/local/orders/cluster.yaml'),
        'utf8',
      ),
    ).toBe('kind: Cluster\n');
    expect(Object.fromEntries(ctx.output.mock.calls)).toMatchObject({
      branch: 'cnpg-create-local-orders',
      entityRef: 'resource:default/local-orders',
      repoUrl: 'github.com?owner=o&repo=r',
      provider: 'github',
      reviewers: ['pat'],
      files: ['deploy/databases/local/orders/cluster.yaml'],
      filesToDelete: [],
    });
  });

  it('writes nothing that is on the branch already, and hands on what goes', async () => {
    const { cnpg } = backend({
      data: preview({
        files: [
          { path: 'same.yaml', content: 'a', action: 'same' },
          { path: 'gone.yaml', content: '', before: 'b', action: 'delete' },
          { path: 'new.yaml', content: 'c', action: 'update', before: 'b' },
        ],
      }),
    });
    const ctx = context(input) as unknown as ReturnType<
      typeof createMockActionContext
    > & { output: jest.Mock };
    await createRenderAction({ cnpg, sops: 'sops' }).handler(ctx as never);
    expect(existsSync(join(ctx.workspacePath, 'same.yaml'))).toBe(false);
    expect(existsSync(join(ctx.workspacePath, 'gone.yaml'))).toBe(false);
    expect(Object.fromEntries(ctx.output.mock.calls)).toMatchObject({
      files: ['new.yaml'],
      filesToDelete: ['gone.yaml'],
    });
  });

  it('links the pull request back to the task and to who asked', async () => {
    const { cnpg } = backend({ data: preview() });
    const ctx = {
      ...(context(input) as object),
      task: { id: 'task-1' },
      user: { ref: 'user:default/dana' },
      output: jest.fn(),
    };
    await createRenderAction({
      cnpg,
      sops: 'sops',
      appUrl: 'https://portal.example',
    }).handler(ctx as never);
    expect(Object.fromEntries(ctx.output.mock.calls).body).toBe(
      'why\n---\nAsked for by user:default/dana in https://portal.example/create/tasks/task-1\n',
    );
  });

  it('fails, and says which file, where the program that encrypts is missing', async () => {
    const { cnpg } = backend({
      data: preview({
        secrets: [
          {
            path: 'deploy/secrets/local/orders-app.yaml',
            name: 'orders-app',
            namespace: 'naytife',
            username: 'app',
            recipients: ['age1x'],
          },
        ],
      }),
    });
    await expect(
      createRenderAction({ cnpg, sops: 'no-such-sops' }).handler(
        context(input),
      ),
    ).rejects.toThrow(
      'The program no-such-sops is not there or does not run: it is needed to encrypt deploy/secrets/local/orders-app.yaml',
    );
  });

  it('writes nothing outside the workspace', async () => {
    const { cnpg } = backend({
      data: preview({
        files: [{ path: '../../escape.yaml', content: 'x', action: 'create' }],
      }),
    });
    await expect(
      createRenderAction({ cnpg, sops: 'no-such-sops' }).handler(
        context(input),
      ),
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
      createRenderAction({ cnpg, sops: 'no-such-sops' }).handler(
        context(input),
      ),
    ).rejects.toThrow('size: not offered');
  });
});
