import { randomInt } from 'node:crypto';
import { tmpdir } from 'node:os';
import { InputError } from '@backstage/errors';
import { SecretRequest } from '@naytife/backstage-plugin-cnpg-common';
import execa from 'execa';
import { parse, stringify } from 'yaml';

const ALPHABET =
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const LENGTH = 32;

/** Letters and digits only: it stands in URLs and in PgBouncer's files. */
const password = () =>
  Array.from(
    { length: LENGTH },
    () => ALPHABET[randomInt(ALPHABET.length)],
  ).join('');

interface Encrypted {
  stringData?: Record<string, unknown>;
  data?: Record<string, unknown>;
  sops?: { age?: { recipient: string }[] };
}

/**
 * Refuses a file that is not encrypted as it must be: every value, for these recipients and no other.
 * @throws InputError that names the path, never a value
 */
export function assertEncrypted(
  text: string,
  path: string,
  recipients: string[],
): void {
  const { stringData = {}, data = {}, sops } = parse(text) as Encrypted;
  const values = Object.values({ ...stringData, ...data });
  if (
    !values.length ||
    values.some(value => typeof value !== 'string' || !value.startsWith('ENC['))
  )
    throw new InputError(`${path} is not encrypted: nothing was written.`);
  const theirs = (sops?.age ?? []).map(({ recipient }) => recipient).sort();
  if (theirs.join() !== [...recipients].sort().join())
    throw new InputError(
      `${path} is encrypted for ${theirs.join(
        ', ',
      )} and not for ${recipients.join(', ')}: nothing was written.`,
    );
}

/**
 * Makes a password and gives it to the sops program through a pipe; only the encrypted file comes back. The plain
 * value is in no file, no log and no state of the task.
 * @throws InputError where the program is missing or refuses
 */
export async function encryptedSecret(
  {
    path,
    name,
    namespace,
    username,
    recipients,
    keys,
  }: Omit<SecretRequest, 'keys'> & { keys?: string[] },
  binary: string,
): Promise<string> {
  const [first, second] = keys ?? ['username', 'password'];
  const plain = stringify({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace, labels: { 'cnpg.io/reload': 'true' } },
    type: keys ? 'Opaque' : 'kubernetes.io/basic-auth',
    stringData: { [first]: username, [second]: password() },
  });
  const { stdout, exitCode, stderr, failed } = await execa(
    binary,
    [
      'encrypt',
      '--age',
      recipients.join(','),
      '--encrypted-regex',
      '^(data|stringData)$',
      '--input-type',
      'yaml',
      '--output-type',
      'yaml',
      '--filename-override',
      path,
    ],
    {
      input: plain,
      reject: false,
      // Away from any .sops.yaml: the recipients are those of the environment.
      cwd: tmpdir(),
      extendEnv: false,
      env: { PATH: process.env.PATH, HOME: tmpdir() },
      timeout: 30_000,
    },
  );
  if (failed && exitCode === undefined)
    throw new InputError(
      `The program ${binary} is not there or does not run: it is needed to encrypt ${path}.`,
    );
  if (failed)
    throw new InputError(
      `sops refused to encrypt ${path}: ${stderr.slice(0, 500)}`,
    );
  assertEncrypted(stdout, path, recipients);
  return `${stdout}\n`;
}
