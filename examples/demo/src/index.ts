import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { BACKEND_RULES, KubeObject, Simulation } from '@naytife/cnpg-simulator';
import express from 'express';
import { mountControlPage } from './controlPage';
import { GitHub } from './github';
import { GitHubFront } from './GitHubFront';
import { seedBackupHistory } from './history';
import { Reconciler } from './Reconciler';

/** Ports, tokens and paths arrive by the environment: the command that starts the demo chooses them. */
function setting(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new Error(`${name} is not set; start the demo with "npm run demo".`);
  return value;
}

function* filesBelow(directory: string): Generator<string> {
  for (const entry of readdirSync(directory).sort()) {
    const path = join(directory, entry);
    if (statSync(path).isDirectory()) yield* filesBelow(path);
    else yield path;
  }
}

const store = (
  namespace: string,
  environment: string,
  retentionPolicy: string,
): KubeObject => ({
  apiVersion: 'barmancloud.cnpg.io/v1',
  kind: 'ObjectStore',
  metadata: { name: 'naytife-store', namespace },
  spec: {
    configuration: {
      destinationPath: `s3://naytife-postgres-backups/${environment}`,
      s3Credentials: {
        accessKeyId: { name: 'cnpg-backup-secret', key: 'ACCESS_KEY_ID' },
        secretAccessKey: {
          name: 'cnpg-backup-secret',
          key: 'SECRET_ACCESS_KEY',
        },
      },
      wal: { compression: 'gzip' },
    },
    retentionPolicy,
  },
});

async function main(): Promise<void> {
  const root = setting('DEMO_ROOT');
  const githubPort = Number(setting('DEMO_GITHUB_PORT'));
  const speed = Number(process.env.DEMO_SPEED ?? '4');
  const say = (text: string) => process.stdout.write(`${text}\n`);
  const onError = (error: unknown) =>
    say(`Simulator: ${error instanceof Error ? error.message : error}`);
  const backend = (variable: string) => ({
    [setting(variable)]: {
      user: 'system:serviceaccount:backstage:cnpg',
      rules: BACKEND_RULES,
    },
  });

  const production = await Simulation.start({
    port: Number(new URL(setting('DEMO_KUBE_PRODUCTION')).port),
    namespaces: ['naytife-production'],
    speed,
    tokens: backend('DEMO_KUBE_PRODUCTION_TOKEN'),
    onError,
  });
  const development = await Simulation.start({
    port: Number(new URL(setting('DEMO_KUBE_DEVELOPMENT')).port),
    namespaces: ['naytife', 'naytife-staging'],
    speed,
    tokens: backend('DEMO_KUBE_DEVELOPMENT_TOKEN'),
    onError,
  });
  await production.client.ensure(
    store('naytife-production', 'production', '30d'),
  );
  await development.client.ensure(store('naytife-staging', 'staging', '7d'));

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

  const path = (environment: string) => `deploy/databases/${environment}`;
  const reconciler = new Reconciler(
    github,
    [
      { path: path('local'), client: development.client },
      { path: path('staging'), client: development.client },
      { path: path('production'), client: production.client },
    ],
    setting('DEMO_CHECKOUT'),
    say,
  );
  await reconciler.reconcile();
  reconciler.start(1_000);
  seedBackupHistory(
    production,
    'naytife-production',
    'naytife-postgres',
    'naytife-store',
    30,
  );
  seedBackupHistory(
    development,
    'naytife-staging',
    'naytife-postgres',
    'naytife-store',
    6,
  );
  development.world.set(
    'naytife-staging/naytife-postgres',
    'archive-failing',
    true,
  );

  const front = new GitHubFront(github, `http://localhost:${githubPort}`);
  const app = express();
  mountControlPage(app, {
    simulations: { 'oke-phx': production, 'oke-dev': development },
    front,
    github,
  });
  front.mount(app);
  const server = app.listen(githubPort, '127.0.0.1', () => say('DEMO READY'));

  const stop = async () => {
    reconciler.stop();
    server.close();
    await Promise.all([
      production.close(),
      development.close(),
      github.close(),
    ]);
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
}

main().catch(error => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exit(1);
});
