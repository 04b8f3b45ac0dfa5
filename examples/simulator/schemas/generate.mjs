// Writes strict JSON schemas of the CNPG kinds from the interfaces of @kubernetes-models/cloudnative-pg.
// Run with: yarn workspace @naytife/cnpg-simulator schemas
import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGenerator } from 'ts-json-schema-generator';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(createRequire(import.meta.url).resolve('@kubernetes-models/cloudnative-pg/package.json'));

for (const kind of ['Cluster', 'Backup', 'ScheduledBackup', 'Pooler']) {
  const schema = createGenerator({
    path: join(root, `postgresql.cnpg.io/v1/${kind}.d.ts`),
    type: `I${kind}`,
    additionalProperties: false,
    skipTypeCheck: true,
    jsDoc: 'none',
    expose: 'none',
    tsconfig: join(here, 'tsconfig.json'),
  }).createSchema(`I${kind}`);
  writeFileSync(join(here, `${kind}.json`), `${JSON.stringify(schema)}\n`);
}
