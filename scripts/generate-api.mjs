// Turns plugins/cnpg-backend/src/schema/openapi.yaml into the backend's spec module and the client's types, and the script and
// SQL of the migration's Jobs into a module, as a browser reads no files.
// `--check` fails when what is committed is not what would be written.
import { readFileSync, readdirSync, writeFileSync, mkdirSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import { parse } from 'yaml';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const yaml = readFileSync(join(root, 'plugins/cnpg-backend/src/schema/openapi.yaml'), 'utf8');
const document = parse(yaml);
const note = '// Generated from plugins/cnpg-backend/src/schema/openapi.yaml by `npm run generate`. Do not edit.\n';
const jobFolder = 'plugins/cnpg-common/src/migration/job';
const jobFiles = Object.fromEntries(
  readdirSync(join(root, jobFolder))
    .sort()
    .map(name => [name, readFileSync(join(root, jobFolder, name), 'utf8')]),
);
const outputs = {
  'plugins/cnpg-backend/src/schema/openapi.generated.ts': `${note}import type { OpenAPIObject } from 'openapi3-ts/oas30';\n\nexport const spec: OpenAPIObject = ${JSON.stringify(document, null, 2)};\n`,
  'plugins/cnpg-common/src/generated/openapi.ts': `${note}${astToString(await openapiTS(structuredClone(document)))}`,
  'plugins/cnpg-common/src/generated/migrationFiles.ts': `// Generated from ${jobFolder} by \`npm run generate\`. Do not edit.\nexport const MIGRATION_FILES: Record<string, string> = ${JSON.stringify(jobFiles, null, 2)};\n`,
};
let stale = 0;
for (const [path, content] of Object.entries(outputs)) {
  const file = join(root, path);
  if (existsSync(file) && readFileSync(file, 'utf8') === content) continue;
  stale += 1;
  if (process.argv.includes('--check')) console.error(`${path} is not what its source says; run \`npm run generate\`.`);
  else {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    console.log(`wrote ${path}`);
  }
}
if (process.argv.includes('--check') && stale) process.exitCode = 1;
