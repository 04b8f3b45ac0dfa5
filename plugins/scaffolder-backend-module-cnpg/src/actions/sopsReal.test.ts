import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createMockDirectory,
  mockCredentials,
  mockServices,
} from '@backstage/backend-test-utils';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import {
  ManifestPreviewView,
  SecretRequest,
} from '@naytife/backstage-plugin-cnpg-common';
import { parse } from 'yaml';
import { findSecrets } from './guard';
import { createRenderAction } from './render';
import { assertEncrypted, encryptedSecret } from './sops';

const program = (name: string) => join(process.env.SOPS_TOOLS ?? '', name);

// What sops really writes, only sops can say (npm run test:control-plane).
describe('the real sops program', () => {
  const folder = createMockDirectory();
  let key: string;
  let recipient: string;
  let request: SecretRequest;

  beforeAll(() => {
    const text = execFileSync(program('age-keygen'), {
      stdio: ['ignore', 'pipe', 'ignore'],
    }).toString();
    key = /AGE-SECRET-KEY-\S+/.exec(text)?.[0] ?? '';
    recipient = /age1\S+/.exec(text)?.[0] ?? '';
    request = {
      path: 'deploy/secrets/production/orders-app.yaml',
      name: 'orders-app',
      namespace: 'naytife-production',
      username: 'naytife',
      recipients: [recipient],
    };
  });

  const decrypt = (text: string) => {
    const file = join(folder.path, 'encrypted.yaml');
    writeFileSync(file, text);
    return parse(
      execFileSync(program('sops'), ['decrypt', file], {
        env: { ...process.env, SOPS_AGE_KEY: key },
      }).toString(),
    ) as {
      type: string;
      metadata: object;
      stringData: { username: string; password: string };
    };
  };

  it('encrypts what its owner alone can read: a basic-auth Secret that CNPG takes and reloads', async () => {
    const text = await encryptedSecret(request, program('sops'));
    expect(text).not.toContain('username: naytife');
    expect(decrypt(text)).toMatchObject({
      type: 'kubernetes.io/basic-auth',
      metadata: {
        name: 'orders-app',
        namespace: 'naytife-production',
        labels: { 'cnpg.io/reload': 'true' },
      },
      stringData: {
        username: 'naytife',
        password: expect.stringMatching(/^[A-Za-z0-9]{32}$/),
      },
    });
  });

  it('names the values of an object store’s credentials as its manifest reads them', async () => {
    const text = await encryptedSecret(
      { ...request, keys: ['ACCESS_KEY_ID', 'SECRET_ACCESS_KEY'] },
      program('sops'),
    );
    expect(decrypt(text)).toMatchObject({
      type: 'Opaque',
      stringData: {
        ACCESS_KEY_ID: 'naytife',
        SECRET_ACCESS_KEY: expect.stringMatching(/^[A-Za-z0-9]{32}$/),
      },
    });
  });

  it('makes another password each time', async () => {
    const [one, other] = await Promise.all([
      encryptedSecret(request, program('sops')),
      encryptedSecret(request, program('sops')),
    ]);
    expect(decrypt(one).stringData.password).not.toBe(
      decrypt(other).stringData.password,
    );
  });

  it('leaves the plain value nowhere: not in the workspace, not in a log, not in what the task keeps', async () => {
    const preview: ManifestPreviewView = {
      files: [
        { path: 'cluster.yaml', content: 'kind: Cluster\n', action: 'create' },
      ],
      secrets: [request],
      findings: [],
      environment: {
        repoUrl: 'github.com?owner=o&repo=r',
        branch: 'main',
      } as ManifestPreviewView['environment'],
      pullRequest: {
        title: 't',
        branch: 'b',
        body: 'why',
        provider: 'github',
        reviewers: [],
        teamReviewers: [],
      },
    };
    const logger = mockServices.logger.mock();
    const output = jest.fn();
    const checkpoint = jest.fn();
    folder.clear();
    await createRenderAction({
      cnpg: {
        for: async () => ({
          POST: async () => ({ data: preview, response: { status: 200 } }),
        }),
      } as never,
      sops: program('sops'),
    }).handler({
      ...createMockActionContext(),
      input: { kind: 'database', values: { name: 'orders' } },
      workspacePath: folder.path,
      getInitiatorCredentials: async () => mockCredentials.user(),
      logger,
      output,
      checkpoint,
    } as never);
    const files = readdirSync(folder.path, {
      recursive: true,
      withFileTypes: true,
    })
      .filter(entry => entry.isFile())
      .map(entry => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    const encrypted = files.find(text => text.includes('sops:')) ?? '';
    const { password } = decrypt(encrypted).stringData;
    const kept = JSON.stringify([
      files,
      output.mock.calls,
      checkpoint.mock.calls,
      logger.info.mock.calls,
      logger.warn.mock.calls,
      logger.error.mock.calls,
      logger.debug.mock.calls,
    ]);
    expect(password).toHaveLength(32);
    expect(kept).not.toContain(password);
    expect(kept).not.toContain(Buffer.from(password).toString('base64'));
    expect(output).toHaveBeenCalledWith('files', [
      'cluster.yaml',
      request.path,
    ]);
    expect(await findSecrets(folder.path)).toEqual([]);
  });

  it('refuses a recipient that is none, in the words of sops', async () => {
    await expect(
      encryptedSecret(
        { ...request, recipients: [`age1${'q'.repeat(58)}`] },
        program('sops'),
      ),
    ).rejects.toThrow(/sops refused to encrypt .*orders-app.yaml/);
  });

  it('refuses a file for other recipients, and one that is not encrypted', async () => {
    const text = await encryptedSecret(request, program('sops'));
    expect(() => assertEncrypted(text, 'x.yaml', ['age1other'])).toThrow(
      /x.yaml is encrypted for age1.* and not for age1other/,
    );
    expect(() =>
      assertEncrypted(
        'stringData: {password: hunter2}\n',
        'x.yaml',
        request.recipients,
      ),
    ).toThrow('x.yaml is not encrypted');
  });
});
