import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseEnvironments } from '@naytife/backstage-plugin-cnpg-common';
import { parse } from 'yaml';
import { shopDatabase } from './shopDatabases';

const root = join(__dirname, '../../..');
const config = parse(readFileSync(join(root, 'app-config.yaml'), 'utf8')) as {
  cnpg: { environments: unknown };
};

describe('the sample GitOps repository', () => {
  it.each(parseEnvironments(config.cnpg.environments))(
    'holds for $name what the template would write today',
    environment => {
      for (const { path, content } of shopDatabase(environment)) {
        const file = join(root, 'examples/naytife-gitops/repository', path);
        if (
          process.env.UPDATE_SAMPLES &&
          (!existsSync(file) || readFileSync(file, 'utf8') !== content)
        ) {
          mkdirSync(dirname(file), { recursive: true });
          writeFileSync(file, content);
        }
        expect({ path, content: readFileSync(file, 'utf8') }).toEqual({
          path,
          content,
        });
      }
    },
  );
});
