import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import express from 'express';
import { mountControlPage } from './controlPage';
import { GitHub } from './github';
import { GitHubFront } from './GitHubFront';
import { Prometheus, mountMetrics } from '@naytife/cnpg-simulator';
import { Moving } from './moving/Moving';
import { Reconciler } from './Reconciler';
import { setting } from './setting';
import { controlPlaneWorld, realWorld, simulatedWorld } from './worlds';

function* filesBelow(directory: string): Generator<string> {
  for (const entry of readdirSync(directory).sort()) {
    const path = join(directory, entry);
    if (statSync(path).isDirectory()) yield* filesBelow(path);
    else yield path;
  }
}

async function main(): Promise<void> {
  const root = setting('DEMO_ROOT');
  const githubPort = Number(setting('DEMO_GITHUB_PORT'));
  const say = (text: string) => process.stdout.write(`${text}\n`);
  const urls = {
    production: setting('DEMO_KUBE_PRODUCTION'),
    development: setting('DEMO_KUBE_DEVELOPMENT'),
  };
  const start = () => {
    const kubeconfig = process.env.DEMO_KUBECONFIG;
    if (kubeconfig) return realWorld(kubeconfig, urls);
    return process.env.DEMO_CONTROL_PLANE
      ? controlPlaneWorld(urls)
      : simulatedWorld(urls);
  };
  const world = await start();

  const github = await GitHub.start(
    Number(setting('DEMO_GITHUB_INTERNAL_PORT')),
    setting('DEMO_GITHUB_TOKEN'),
  );
  const repository = join(root, 'examples/naytife-gitops/repository');
  for (const file of filesBelow(repository))
    await github.putFile(
      relative(repository, file).split('\\').join('/'),
      file,
    );

  // In a real cluster nobody plays an application, nor an old database.
  const simulation = world.simulations['oke-dev'];
  const moving = simulation
    ? new Moving(
        simulation.installation,
        {
          namespace: 'naytife-staging',
          old: 'staging-postgres',
          writer: 'staging-backend',
        },
        say,
      )
    : undefined;
  await moving?.start();

  const path = (environment: string) => `deploy/databases/${environment}`;
  const reconciler = new Reconciler(
    github,
    [
      { path: path('local'), client: world.development },
      { path: path('staging'), client: world.development },
      { path: path('production'), client: world.production },
      ...(moving
        ? [{ path: 'deploy/overlays/staging', client: world.development }]
        : []),
    ],
    setting('DEMO_CHECKOUT'),
    say,
  );
  // A real cluster may lack a namespace or a CRD: that is told, and tried again.
  await reconciler.reconcile().catch(error => say(`GitOps: ${error.message}`));
  reconciler.start(1_000);
  await world.begin();

  const front = new GitHubFront(github, `http://localhost:${githubPort}`);
  const app = express();
  mountControlPage(app, {
    simulations: world.simulations,
    front,
    github,
    moving,
  });
  const host = `127.0.0.1:${githubPort}`;
  mountMetrics(
    app,
    Object.fromEntries(
      Object.entries(world.simulations).map(([name, { installation }]) => [
        name,
        installation,
      ]),
    ),
    host,
    () => moving?.queryTimes.text(moving.names.namespace) ?? '',
  );
  front.mount(app);
  const server = app.listen(githubPort, '127.0.0.1', () => say('DEMO READY'));
  const program = process.env.DEMO_PROMETHEUS;
  const prometheus = program
    ? Prometheus.start({
        program,
        port: Number(setting('DEMO_PROMETHEUS_PORT')),
        host,
        seconds: 5,
      })
    : undefined;

  const stop = async () => {
    reconciler.stop();
    server.close();
    await prometheus?.stop();
    await moving?.stop();
    await Promise.all([world.close(), github.close()]);
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
}

main().catch(error => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exit(1);
});
