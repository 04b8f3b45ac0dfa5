import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { controlPlaneEnvironment, whyNoControlPlane } from './controlPlane.mjs';
import { startDemo } from './demo.mjs';
import { environment, yarnPath } from './install.mjs';
import { freePort } from './ports.mjs';
import { endAll, run } from './proc.mjs';
import { say } from './say.mjs';

const bin = (root, name) => join(root, 'node_modules/.bin', name);

/** One check: what it is called, and a function that answers how many passed and failed. */
const exits = code => (code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

async function command(root, node, args, extra = {}) {
  return exits(await run(node.bin, args, { cwd: root, env: { ...environment(node), ...extra } }));
}

async function jest(root, node, name, paths, extra = {}, more = []) {
  const output = join(root, '.cache', `jest-${name}.json`);
  rmSync(output, { force: true });
  const code = await run(node.bin, [yarnPath(root), 'backstage-cli', 'repo', 'test', '--watch=false', '--json', `--outputFile=${output}`, '--testTimeout=30000', '--maxWorkers=2', ...paths, ...more], {
    cwd: root,
    env: { ...environment(node), CI: 'true', ...extra },
  });
  if (!existsSync(output)) return exits(code || 1);
  const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(output, 'utf8'));
  return { passed: numPassedTests, failed: numFailedTests || (code !== 0 ? Math.max(1, numFailedTestSuites) : 0) };
}

async function controlPlane(root, node) {
  const why = whyNoControlPlane();
  if (why) {
    say(`The tests against a real kube-apiserver were LEFT OUT: ${why}.`);
    return process.env.CI ? { passed: 0, failed: 1 } : { passed: 0, failed: 0 };
  }
  return jest(root, node, 'control-plane', ['examples/control-plane', 'plugins/cnpg-backend', 'plugins/scaffolder-backend-module-cnpg'], await controlPlaneEnvironment(root), ['-t', 'real kube-apiserver|documented ClusterRole|the real |the scripts']);
}

async function shellcheck(root) {
  try {
    execFileSync('shellcheck', ['--version'], { stdio: 'ignore' });
  } catch {
    say('The shell scripts were NOT CHECKED: there is no shellcheck. Get one (Debian: apt-get install shellcheck).');
    return process.env.CI ? { passed: 0, failed: 1 } : { passed: 0, failed: 0 };
  }
  const folder = join(root, 'examples/naytife-gitops/repository/deploy/scripts');
  const job = join(root, 'plugins/cnpg-common/src/migration/job/migrate.sh');
  return exits(await run('shellcheck', ['--external-sources', job, ...readdirSync(folder)], { cwd: folder }));
}

/** Servers, tools and data of a migration are the real ones. */
async function postgres(root, node) {
  const found = existsSync('/usr/lib/postgresql') || ['initdb', 'psql'].every(program => (process.env.PATH ?? '').split(delimiter).some(folder => existsSync(join(folder, program))));
  if (!found) {
    say('The migration was NOT TRIED: there is no PostgreSQL. Get one (Debian: apt-get install postgresql) and run npm run test:postgres.');
    return process.env.CI ? { passed: 0, failed: 1 } : { passed: 0, failed: 0 };
  }
  return jest(root, node, 'postgres', ['examples/postgres']);
}

/** What alert rules do, only Prometheus' own promtool can say. */
async function rules(root, node) {
  try {
    execFileSync('promtool', ['--version'], { stdio: 'ignore' });
  } catch {
    say('The alert rules were NOT TRIED: there is no promtool. Get one (Debian: apt-get install prometheus) and run npm run test:rules.');
    return process.env.CI ? { passed: 0, failed: 1 } : { passed: 0, failed: 0 };
  }
  return jest(root, node, 'rules', ['plugins/cnpg-common/src/monitoring/promtoolReal', 'plugins/cnpg-backend/src/promises/prometheusReal']);
}

function findBrowser() {
  for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']) {
    try {
      execFileSync(name, ['--version'], { stdio: 'ignore' });
      return name.startsWith('/') ? name : execFileSync('which', [name]).toString().trim();
    } catch {
      // Not this one.
    }
  }
  return undefined;
}

async function browserPath(root, node) {
  const own = findBrowser();
  if (own) return own;
  const code = await run(node.bin, [bin(root, 'playwright'), 'install', 'chromium'], { cwd: root, env: environment(node), log: join(root, '.cache', 'playwright.log') });
  return code === 0 ? '' : undefined;
}

async function browser(root, node) {
  const executable = await browserPath(root, node);
  if (executable === undefined) {
    say('\n!!! The browser story was LEFT OUT: there is no Chrome or Chromium, and none could be downloaded. Get one (Debian: apt-get install chromium) and run npm run test:browser. !!!\n');
    return process.env.CI ? { passed: 0, failed: 1 } : { passed: 0, failed: 0 };
  }
  mkdirSync(join(root, '.cache'), { recursive: true });
  const demo = await startDemo(root, node, { ports: { port: await freePort(), githubPort: await freePort() } });
  const output = join(root, '.cache', 'playwright.json');
  rmSync(output, { force: true });
  await run(node.bin, [bin(root, 'playwright'), 'test'], {
    cwd: root,
    env: { ...environment(node), CHROMIUM: executable, DEMO_URL: demo.url, DEMO_GITHUB: demo.github, PLAYWRIGHT_JSON_OUTPUT_NAME: output },
  });
  await endAll();
  if (!existsSync(output)) return { passed: 0, failed: 1 };
  const { stats } = JSON.parse(readFileSync(output, 'utf8'));
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + (stats.expected ? 0 : 1) };
}

export const CHECKS = {
  tsc: { title: 'types', run: (root, node) => command(root, node, [bin(root, 'tsc'), '-p', '.', '--noEmit', '--incremental', 'false']) },
  generated: { title: 'generated files', run: (root, node) => command(root, node, [join(root, 'scripts/generate-api.mjs'), '--check']) },
  format: { title: 'format', run: (root, node) => command(root, node, [bin(root, 'prettier'), '--check', '--loglevel', 'warn', 'plugins/**/*.{ts,tsx}', 'examples/**/*.{ts,tsx}']) },
  scripts: { title: 'shell scripts', run: shellcheck },
  lint: { title: 'lint', run: (root, node) => command(root, node, [yarnPath(root), 'backstage-cli', 'repo', 'lint', '--max-warnings', '0']) },
  'api-reports': {
    title: 'API reports',
    async run(root, node) {
      const types = await run(node.bin, [bin(root, 'tsc'), '-p', '.', '--emitDeclarationOnly', '--incremental', 'false'], { cwd: root, env: environment(node) });
      if (types !== 0) return exits(types);
      const plugins = ['cnpg', 'cnpg-backend', 'cnpg-common', 'cnpg-node', 'scaffolder-backend-module-cnpg'].map(name => `plugins/${name}`);
      return command(root, node, [yarnPath(root), 'backstage-repo-tools', 'api-reports', ...(process.argv.includes('--update') ? [] : ['--ci']), '-o', 'ae-wrong-input-file-type,ae-undocumented,ae-forgotten-export', ...plugins]);
    },
  },
  'test:unit': { title: 'unit tests', run: (root, node) => jest(root, node, 'unit', ['plugins/cnpg-common', 'plugins/cnpg/', 'plugins/scaffolder-backend-module-cnpg', 'examples/simulator', 'examples/demo', 'examples/control-plane/src/contract'], {}, ['--testPathIgnorePatterns=Real.test']) },
  'test:backend': { title: 'backend tests', run: (root, node) => jest(root, node, 'backend', ['plugins/cnpg-backend', 'plugins/cnpg-node'], {}, ['--testPathIgnorePatterns=rights.test', '--testPathIgnorePatterns=realServer.test', '--testPathIgnorePatterns=Real.test']) },
  'test:rules': { title: 'alert rules', run: rules },
  'test:postgres': { title: 'real PostgreSQL servers', run: postgres },
  'test:control-plane': { title: 'real API server', run: controlPlane },
  'test:browser': { title: 'browser story', run: browser },
};

/** Runs checks in order and stops at the first that does not hold. Ends with the line that adds them all up. */
export async function runChecks(root, node, names) {
  let passed = 0;
  let failed = 0;
  for (const name of names) {
    const check = CHECKS[name];
    say(`\n── ${check.title} ──`);
    const began = Date.now();
    const result = await check.run(root, node);
    passed += result.passed;
    failed += result.failed;
    say(`${check.title}: ${result.failed ? 'FAILED' : 'ok'} (${Math.round((Date.now() - began) / 1000)} s)`);
    if (result.failed) break;
  }
  say(`\n${passed} passed, ${failed} failed`);
  return failed ? 1 : 0;
}
