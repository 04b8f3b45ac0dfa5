import { parseEnvironments } from '../environments/environment';
import { DatabaseSpec, databaseSpecSchema, parseSpec } from '../manifests/spec';
import { Manifest } from '../manifests/yaml';

export const environments = {
  production: {
    title: 'Production',
    kubernetesCluster: 'k',
    namespace: 'shop',
    storageClass: 'fast',
    defaults: { instances: 3, size: 'medium', synchronous: true, pooler: true },
    objectStore: {
      name: 'store',
      destinationPath: 's3://b/p',
      endpointURL: 'https://s3.example',
      secretName: 's',
      retentionPolicy: '30d',
    },
    gitops: {
      repoUrl: 'github.com?owner=naytife&repo=commerce',
      path: 'deploy/databases/production',
    },
    slo: { rpo: '1m' },
    policies: ['high-availability', 'backup-required', 'pinned-image'],
  },
  local: {
    title: 'Local',
    kubernetesCluster: 'k',
    namespace: 'dev',
    gitops: {
      repoUrl: 'github.com?owner=naytife&repo=commerce',
      path: 'deploy/databases/local',
    },
  },
};
export const [production, local] = parseEnvironments(environments);
export const spec = (change: Partial<DatabaseSpec> = {}): DatabaseSpec => {
  const parsed = parseSpec(databaseSpecSchema, {
    environment: 'production',
    name: 'orders',
    owner: 'group:default/commerce',
    version: '15',
    size: 'medium',
    instances: 3,
    pooler: true,
    backup: true,
    database: 'naytifedb',
    databaseOwner: 'naytife',
    schemas: ['hydra', 'naytife_schema'],
    ...change,
  });
  if (!parsed.spec) throw new Error(JSON.stringify(parsed.findings));
  return parsed.spec;
};
export const find = (objects: Manifest[], kind: string) =>
  objects.find(object => object.kind === kind) as Manifest & {
    spec: object;
  };
