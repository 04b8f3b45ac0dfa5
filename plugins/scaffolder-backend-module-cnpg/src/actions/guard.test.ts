import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { createGuardAction, findSecrets } from './guard';

const folder = createMockDirectory();
const write = (path: string, text: string) => {
  const target = join(folder.path, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
};
const KEY = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
}).privateKey;

describe('the guard', () => {
  beforeEach(() => folder.clear());

  it.each([
    [
      'a Secret with stringData',
      'kind: Secret\nmetadata: {name: x}\nstringData: {password: hunter2}\n',
      'the Secret x holds password in plain text',
    ],
    [
      'a Secret in base64, in a second document',
      'kind: ConfigMap\n---\nkind: Secret\nmetadata: {name: y}\ndata: {k: aHVudGVyMg==}\n',
      'the Secret y holds k in plain text',
    ],
    [
      'a URL with a password',
      'url: postgresql://naytife:hunter2hunter2@db:5432/naytifedb\n',
      'PostgreSQL connection string',
    ],
    ['a private key', `key: |\n${KEY.replace(/^/gm, '  ')}\n`, 'private key'],
  ])(
    'finds %s, names the file, and repeats no value',
    async (_what, text, message) => {
      write('deploy/secrets/x.yaml', text);
      const found = await findSecrets(folder.path);
      expect(found).toHaveLength(1);
      expect(found[0].path).toBe('deploy/secrets/x.yaml');
      expect(found[0].what).toMatch(new RegExp(message, 'i'));
      expect(JSON.stringify(found)).not.toMatch(/hunter2|aHVudGVyMg|MII/);
    },
  );

  it('lets pass what is encrypted, and references that the kubelet resolves', async () => {
    write(
      'a.yaml',
      'kind: Secret\nmetadata: {name: x}\nstringData: {password: "ENC[AES256_GCM,data:x]"}\n',
    );
    write(
      'b.yaml',
      'value: postgresql://$(DATABASE_USER):$(DATABASE_PASSWORD)@orders-pooler.shop.svc:5432/app?sslmode=require\n',
    );
    expect(await findSecrets(folder.path)).toEqual([]);
  });

  it('fails the task', async () => {
    write('x.yaml', 'kind: Secret\nmetadata: {name: x}\ndata: {k: eA==}\n');
    await expect(
      createGuardAction().handler({
        ...createMockActionContext(),
        workspacePath: folder.path,
      } as never),
    ).rejects.toThrow(
      'This would publish secrets: x.yaml: the Secret x holds k in plain text',
    );
  });
});
