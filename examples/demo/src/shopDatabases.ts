import {
  Environment,
  ManifestFile,
  buildManifests,
  databaseSpecSchema,
  parseSpec,
} from '@naytife/backstage-plugin-cnpg-common';

/**
 * The files of the shop's database in one environment, as the template would have written them: what
 * `examples/naytife-gitops/repository` holds, checked by a test.
 */
export function shopDatabase(environment: Environment): ManifestFile[] {
  const { defaults } = environment;
  const { spec, findings } = parseSpec(databaseSpecSchema, {
    environment: environment.name,
    name: 'naytife-postgres',
    owner: 'group:default/commerce',
    component: 'component:default/storefront',
    description: "The shop's own database",
    database: 'naytifedb',
    databaseOwner: 'naytife',
    version: '15',
    size: defaults.size,
    instances: defaults.instances,
    pooler: defaults.pooler,
    backup: true,
    schemas: ['hydra', 'naytife_schema'],
  });
  if (!spec) throw new Error(JSON.stringify(findings));
  const { files, listings } = buildManifests(spec, environment);
  const parent = `# The PostgreSQL clusters of ${environment.title}. One directory each.
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - naytife-postgres # the shop
`;
  return [...files, { path: listings[0].path, content: parent }];
}
