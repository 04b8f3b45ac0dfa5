import { MigrationStep } from '@naytife/backstage-plugin-cnpg-common';
import { config } from './backend';

export const TOKEN = 'simulated-operator';
export const environments = () => {
  const { production } = config({ url: '' }).cnpg.environments;
  return {
    production: {
      ...production,
      gitops: {
        ...production.gitops,
        overlay: 'deploy/overlays/production',
      },
      migrations: {
        commerce: {
          owner: 'group:default/commerce',
          source: {
            deployment: 'postgres',
            service: 'postgres',
            database: 'naytifedb',
            user: 'naytife',
            secretName: 'postgres-secret',
          },
          writers: ['shop'],
          roles: ['reporting'],
        },
      },
    },
  };
};

const deployment = (name: string) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\nspec: { template: { spec: { containers: [{ name: ${name} }] } } }\n`;
export const repository = (): Record<string, string> => ({
  'deploy/databases/production/kustomization.yaml': 'resources: []\n',
  'deploy/overlays/production/kustomization.yaml':
    'namePrefix: prod-\nresources:\n  - ../../base\n',
  'deploy/base/kustomization.yaml': 'resources: [postgres.yaml, shop.yaml]\n',
  'deploy/base/postgres.yaml': deployment('postgres'),
  'deploy/base/shop.yaml': deployment('shop'),
});

export const assessed = {
  version: '15.20',
  bytes: 1e9,
  schemas: ['hydra'],
  tables: 10,
  sequences: 3,
  extensions: ['pgcrypto', 'plv8'],
  owners: ['naytife'],
  grantees: ['reporting', 'auditor'],
  largeObjects: 0,
  unlogged: 0,
  withoutKey: 1,
  withoutKeyNames: ['hydra.log'],
  biggest: [],
  clients: [],
  maxConnections: 100,
  walLevel: 'replica',
  encoding: 'UTF8',
  collation: 'C',
};
export const validated = (change: object = {}) => ({
  verdict: 'passed',
  tables: 10,
  rows: 1000,
  objects: 145,
  found: 0,
  differences: [],
  writable: false,
  bytes: 1e9,
  took: 20,
  ...change,
});

/** The pod of a step's Job, as the kubelet leaves it. */
export function podThatEnded(
  step: MigrationStep,
  run: number,
  tasks: object,
  exitCode = 0,
) {
  return {
    kind: 'Pod',
    metadata: {
      name: `commerce-${step}-${run}-0`,
      namespace: 'shop',
      labels: {
        'naytife.com/migration': 'commerce',
        'naytife.com/migration-step': step,
        'naytife.com/migration-run': String(run),
      },
    },
    spec: { containers: [{ name: 'migrate', image: 'x:1' }] },
    status: {
      phase: exitCode ? 'Failed' : 'Succeeded',
      containerStatuses: [
        {
          name: 'migrate',
          state: {
            terminated: {
              exitCode,
              message: JSON.stringify({ tasks, seconds: 3 }),
              finishedAt: new Date().toISOString(),
            },
          },
        },
      ],
    },
  };
}
