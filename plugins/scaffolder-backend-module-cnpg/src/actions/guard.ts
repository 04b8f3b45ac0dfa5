import { readFile, readdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import execa from 'execa';
import { parseAllDocuments } from 'yaml';

interface Suspicion {
  path: string;
  line?: number;
  what: string;
}

/** `$(DATABASE_PASSWORD)` is a reference that the kubelet resolves, not a password. */
const RULES = {
  rules: [
    {
      id: '@secretlint/secretlint-rule-preset-recommend',
      rules: [
        {
          id: '@secretlint/secretlint-rule-database-connection-string',
          options: { allows: ['/\\$\\(DATABASE_PASSWORD\\)/'] },
        },
      ],
    },
  ],
};

interface LintResult {
  filePath: string;
  messages: { message: string; loc?: { start: { line: number } } }[];
}

/** Known forms of credentials, by secretlint in a process of its own: it is an ES module with rules of its own to load. */
async function lint(folder: string): Promise<Suspicion[]> {
  const { stdout, exitCode, stderr } = await execa.node(
    join(
      dirname(require.resolve('secretlint/package.json')),
      'bin/secretlint.js',
    ),
    [
      '--no-color',
      '--maskSecrets',
      '--format',
      'json',
      '--secretlintrcJSON',
      JSON.stringify(RULES),
      '**/*',
    ],
    { cwd: folder, reject: false, timeout: 60_000 },
  );
  if (exitCode !== 0 && exitCode !== 1)
    throw new Error(
      `The workspace could not be searched for secrets: ${stderr.slice(
        0,
        500,
      )}`,
    );
  const results = JSON.parse(stdout || '[]') as LintResult[];
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ message, loc }) => ({
      path: relative(folder, filePath),
      line: loc?.start.line,
      what: message,
    })),
  );
}

/** A Kubernetes Secret whose values are not encrypted; base64 is no encryption. */
function plainSecrets(path: string, text: string): Suspicion[] {
  return parseAllDocuments(text).flatMap(document => {
    const object = document.toJS() as {
      kind?: string;
      metadata?: { name?: string };
      data?: Record<string, unknown>;
      stringData?: Record<string, unknown>;
    } | null;
    if (object?.kind !== 'Secret') return [];
    return Object.entries({ ...object.data, ...object.stringData })
      .filter(([, value]) => !String(value).startsWith('ENC['))
      .map(([key]) => ({
        path,
        what: `the Secret ${object.metadata?.name} holds ${key} in plain text`,
      }));
  });
}

/** Everything in a folder that looks like a secret. No value is part of the answer. */
export async function findSecrets(folder: string): Promise<Suspicion[]> {
  const entries = await readdir(folder, {
    recursive: true,
    withFileTypes: true,
  });
  const files = entries
    .filter(entry => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name));
  const plain = await Promise.all(
    files.map(async file =>
      plainSecrets(relative(folder, file), await readFile(file, 'utf8')),
    ),
  );
  return [...plain.flat(), ...(entries.length ? await lint(folder) : [])];
}

/** `cnpg:workspace:guard`: the last step before a pull request; nothing that looks like a plain secret passes. */
export function createGuardAction() {
  return createTemplateAction({
    id: 'cnpg:workspace:guard',
    description:
      'Fails when a file of the workspace holds something that looks like a plain secret.',
    supportsDryRun: true,
    async handler(ctx) {
      const found = await findSecrets(ctx.workspacePath);
      if (found.length)
        throw new InputError(
          `This would publish secrets: ${found
            .map(
              ({ path, line, what }) =>
                `${path}${line ? `:${line}` : ''}: ${what}`,
            )
            .join('; ')}`,
        );
      ctx.logger.info('No file looks like it held a secret.');
    },
  });
}
