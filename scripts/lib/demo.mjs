import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ensureAppBuilt } from './build.mjs';
import { controlPlaneEnvironment, whyNoControlPlane } from './controlPlane.mjs';
import { environment } from './install.mjs';
import { checkPorts, freePort } from './ports.mjs';
import { start } from './proc.mjs';
import { refuse, say } from './say.mjs';

const READY_MS = 120_000;

async function until(check, child, what, log) {
  const end = Date.now() + READY_MS;
  let exited = false;
  child.once('exit', () => {
    exited = true;
  });
  while (Date.now() < end) {
    if (await check()) return;
    if (exited) break;
    await new Promise(r => setTimeout(r, 250));
  }
  const tail = existsSync(log) ? readFileSync(log, 'utf8').split('\n').slice(-25).join('\n') : '';
  refuse(`${what} did not start.\n${tail}`, `The whole log is ${log}.`);
}

/** Prometheus as the machine has it; without it some promises have no number, and say so. */
function findPrometheus() {
  try {
    return execFileSync('which', ['prometheus'], { stdio: ['ignore', 'pipe', 'ignore'] }).toString().trim();
  } catch {
    return undefined;
  }
}

const answers = url =>
  fetch(url).then(
    response => response.ok,
    () => false,
  );

/**
 * Starts the demo: the simulated world, then Backstage. Answers the addresses once both are ready.
 * @param kubeconfig - a real cluster in place of the simulated ones
 * @param controlPlane - real API servers, with the simulated operator in them
 */
export async function startDemo(root, node, { kubeconfig, controlPlane, ports } = {}) {
  const port = ports?.port ?? Number(process.env.DEMO_PORT ?? 7007);
  const githubPort = ports?.githubPort ?? Number(process.env.DEMO_GITHUB_PORT ?? 4872);
  const why = controlPlane && whyNoControlPlane();
  if (why) refuse(`There can be no real API server: ${why}.`, 'Install Go 1.24 or later, or leave out --control-plane.');
  await checkPorts({ DEMO_PORT: port, DEMO_GITHUB_PORT: githubPort });
  await ensureAppBuilt(root, node);
  const work = mkdtempSync(join(tmpdir(), 'naytife-demo-'));
  process.once('exit', () => rmSync(work, { recursive: true, force: true }));
  const logs = join(root, '.cache');
  mkdirSync(logs, { recursive: true });
  mkdirSync(join(work, 'checkout'), { recursive: true });
  const token = () => randomBytes(18).toString('hex');
  const prometheus = kubeconfig ? undefined : findPrometheus();
  const prometheusPort = await freePort();
  const env = {
    ...environment(node),
    NODE_ENV: 'development',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
    DEMO_ROOT: root,
    DEMO_CHECKOUT: join(work, 'checkout'),
    DEMO_PORT: String(port),
    DEMO_GITHUB_PORT: String(githubPort),
    DEMO_GITHUB_INTERNAL_PORT: String(await freePort()),
    DEMO_GITHUB_TOKEN: token(),
    DEMO_KUBE_PRODUCTION: `http://127.0.0.1:${await freePort()}`,
    DEMO_KUBE_PRODUCTION_TOKEN: token(),
    DEMO_KUBE_DEVELOPMENT: `http://127.0.0.1:${await freePort()}`,
    DEMO_KUBE_DEVELOPMENT_TOKEN: token(),
    ...(prometheus ? { DEMO_PROMETHEUS: prometheus, DEMO_PROMETHEUS_PORT: String(prometheusPort), DEMO_PROMETHEUS_URL: `http://127.0.0.1:${prometheusPort}` } : {}),
    ...(kubeconfig ? { DEMO_KUBECONFIG: resolve(kubeconfig) } : {}),
    ...(controlPlane ? { ...(await controlPlaneEnvironment(root)), DEMO_CONTROL_PLANE: 'true' } : {}),
  };
  const transform = ['--require', join(root, 'node_modules/@backstage/cli/config/nodeTransform.cjs')];
  say('Starting the simulated Kubernetes and GitHub …');
  const worldLog = join(logs, 'world.log');
  let ready = false;
  const world = start(node.bin, [...transform, join(root, 'examples/demo/src/index.ts')], {
    cwd: root,
    env,
    log: worldLog,
    onOutput: text => {
      ready ||= text.includes('DEMO READY');
    },
  });
  await until(() => ready, world, 'The simulated world', worldLog);
  say('Starting Backstage …');
  const backendLog = join(logs, 'backend.log');
  const config = ['app-config.yaml', ...(prometheus ? ['app-config.prometheus.yaml'] : [])].flatMap(file => ['--config', join(root, file)]);
  const backend = start(node.bin, [...transform, join(root, 'examples/backend/src/index.ts'), ...config], { cwd: join(root, 'examples/backend'), env, log: backendLog });
  await until(() => answers(`http://localhost:${port}/.backstage/health/v1/readiness`), backend, 'Backstage', backendLog);
  return { url: `http://localhost:${port}`, simulator: `http://localhost:${githubPort}/simulator`, github: `http://localhost:${githubPort}`, world, backend };
}

function whatIsReal({ kubeconfig, controlPlane }) {
  if (kubeconfig) return `Kubernetes is real (${kubeconfig}); GitHub is simulated.`;
  if (controlPlane) return 'The Kubernetes API servers are real; CloudNativePG, PostgreSQL and GitHub are simulated.';
  return 'Kubernetes, CloudNativePG and GitHub are simulated.';
}

export function greet({ url, simulator }, options) {
  say(`
Ready: ${url}

  1. Sign in as Dana (developer), Pat (platform engineer) or Olli (outsider); no password.
  2. Databases: open "naytife-postgres (Production)" in the catalog, tab "Database".
  3. Create → "Create a PostgreSQL database"; open the pull request that it links to, and merge it.
  4. Break something and watch the page: ${simulator}

${whatIsReal(options)} Ctrl-C ends it all.`);
}
