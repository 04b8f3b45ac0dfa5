import { EnvironmentItemView } from '@naytife/backstage-plugin-cnpg-common';

/** An environment that can take databases; change what a test is about. */
export const anEnvironment = (
  change: Partial<EnvironmentItemView> = {},
): EnvironmentItemView => ({
  name: 'production',
  title: 'Production',
  kubernetesCluster: 'k1',
  namespace: 'shop',
  defaults: {
    instances: 3,
    size: 'small',
    version: '16',
    synchronous: true,
    pooler: true,
    backup: true,
  },
  sizes: {
    small: { title: 'Small', cpu: '500m', memory: '1Gi', storage: '10Gi' },
  },
  versions: [{ version: '16', endOfLife: '2028-11-09' }, { version: '19' }],
  extensions: ['vector', 'pg_trgm'],
  presets: {
    shop: {
      title: 'Shop',
      database: 'shopdb',
      databaseOwner: 'shop',
      schemas: ['a'],
      extensions: [],
    },
  },
  costs: {
    currency: 'USD',
    cpuMonth: 10,
    memoryGiBMonth: 1,
    storageGiBMonth: 0.1,
  },
  backupSchedule: '0 0 2 * * *',
  hasObjectStore: true,
  retentionPolicy: '7d',
  secrets: 'operator',
  hasOverlay: true,
  deletion: { protected: false, twoSteps: false },
  databases: 2,
  trouble: [],
  rpoSeconds: 60,
  rtoSeconds: 900,
  policies: [],
  repoUrl: 'github.com?owner=o&repo=r',
  branch: 'main',
  ...change,
});
