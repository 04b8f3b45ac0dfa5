#!/usr/bin/env node
// The one entrance for every npm script: brings Node 22, installs what is missing, then does what was asked.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled, environment, yarnPath } from './lib/install.mjs';
import { ensureNode22 } from './lib/node22.mjs';
import { endAll, run } from './lib/proc.mjs';
import { Refusal, refuse, say } from './lib/say.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [task = 'demo', ...args] = process.argv.slice(2);
const ALL = ['tsc', 'generated', 'format', 'lint', 'scripts', 'api-reports', 'test:unit', 'test:backend', 'test:rules', 'test:postgres', 'test:control-plane', 'test:browser'];

let ending = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, async () => {
    if (ending) return;
    ending = true;
    await endAll();
    process.exit(signal === 'SIGINT' ? 130 : 143);
  });
}

async function demo(node) {
  const { greet, startDemo } = await import('./lib/demo.mjs');
  const at = args.indexOf('--kubeconfig');
  const kubeconfig = at >= 0 ? args[at + 1] : undefined;
  if (at >= 0 && !kubeconfig) refuse('--kubeconfig wants a file.', 'npm run demo -- --kubeconfig ~/.kube/config');
  const options = { kubeconfig, controlPlane: args.includes('--control-plane') };
  const running = await startDemo(root, node, options);
  greet(running, options);
  await new Promise((_, reject) => {
    for (const [name, child] of Object.entries({ 'the simulated world': running.world, Backstage: running.backend })) {
      child.once('exit', code => ending || reject(new Refusal(`${name} ended by itself (exit ${code}).\n  → Its log is in .cache.`)));
    }
  });
}

const typescript = join(root, 'node_modules/@backstage/cli/config/nodeTransform.cjs');

/** How long moving a gigabyte takes, beside the plan's way. */
const benchMigration = node => run(node.bin, ['--require', typescript, join(root, 'examples/postgres/bench/run.ts')], { cwd: join(root, 'examples/postgres'), env: environment(node) });

/** `--soak` runs ten minutes of churn in place of the comparison, `--migration` moves a gigabyte between two PostgreSQL servers. */
async function bench(node) {
  if (args.includes('--migration')) return benchMigration(node);
  const { controlPlaneEnvironment, whyNoControlPlane } = await import('./lib/controlPlane.mjs');
  const why = whyNoControlPlane();
  if (why) refuse(`The benchmark wants a real API server: ${why}.`, 'Install Go 1.24 or later.');
  const env = { ...environment(node), ...(await controlPlaneEnvironment(root)) };
  const script = args.includes('--soak') ? 'soak.ts' : 'run.ts';
  return run(node.bin, ['--expose-gc', '--require', typescript, join(root, 'plugins/cnpg-backend/bench', script)], { cwd: join(root, 'plugins/cnpg-backend'), env });
}

async function main() {
  const node = ensureNode22(root);
  await ensureInstalled(root, node, { update: task === 'update-lockfile' });
  const { CHECKS, runChecks } = await import('./lib/tests.mjs');
  const tool = (...command) => run(node.bin, command, { cwd: root, env: environment(node) });
  if (task === 'demo') await demo(node);
  else if (task === 'test') process.exitCode = await runChecks(root, node, ALL);
  else if (Object.hasOwn(CHECKS, task)) process.exitCode = await runChecks(root, node, [task]);
  else if (task === 'bench') process.exitCode = await bench(node);
  else if (task === 'generate') process.exitCode = await tool(join(root, 'scripts/generate-api.mjs'));
  else if (task === 'yarn') process.exitCode = await tool(yarnPath(root), ...args);
  else if (task === 'fix') process.exitCode = (await tool(join(root, 'node_modules/.bin/prettier'), '--write', '--loglevel', 'warn', 'plugins/**/*.{ts,tsx}', 'examples/**/*.{ts,tsx}')) || (await tool(yarnPath(root), 'backstage-cli', 'repo', 'lint', '--fix'));
  else if (task !== 'update-lockfile') refuse(`There is no task "${task}".`, `One of: demo, test, bench, ${Object.keys(CHECKS).join(', ')}, generate, fix, yarn, update-lockfile.`);
}

main()
  .catch(async error => {
    process.exitCode = 1;
    process.stderr.write(`\n${error instanceof Refusal ? error.message : error.stack}\n`);
  })
  .finally(async () => {
    await endAll();
    process.exit();
  });
