import {
  buildManifests,
  databaseSpecSchema,
  parseEnvironments,
} from '@naytife/backstage-plugin-cnpg-common';
import { SPEC, config } from './backend';

/** What a review answers, as far as tests look at it. */
export interface Preview {
  files: { path: string; action: string; content: string; before?: string }[];
  secrets: object[];
  findings: {
    code: string;
    severity: string;
    path: string;
    message: string;
  }[];
  effects?: { kind: string; field: string }[];
  pullRequest?: { branch: string; title: string; body: string };
}

export const ROOT = 'deploy/databases/production';
export const CATALOG = 'catalog/databases/production-db.yaml';
export const RECIPIENT = `age1${'q'.repeat(58)}`;

/** The repository as the template for creation has left it. */
export function repository(): Record<string, string> {
  const [production] = parseEnvironments(
    config({ url: 'http://x' }).cnpg.environments,
  );
  const { files } = buildManifests(
    databaseSpecSchema.parse({ ...SPEC, name: 'db', size: 'medium' }),
    production,
  );
  return Object.fromEntries([
    ...files.map(({ path, content }) => [path, content]),
    [`${ROOT}/kustomization.yaml`, 'resources:\n  - db # the shop\n'],
    [
      'deploy/overlays/production/kustomization.yaml',
      'resources: [app.yaml]\n',
    ],
    [
      'deploy/overlays/production/app.yaml',
      'kind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers: [{name: web}]}}}\n',
    ],
    [
      `cnpg-create-production-asked:${ROOT}/asked/cluster.yaml`,
      '# For you\n# Owner: group:default/other\nkind: Cluster\n',
    ],
  ]);
}

/** The test configuration, with an overlay and whatever a test changes of production. */
export const environments = (change: object) => {
  const { production, dev } = config({ url: 'x' }).cnpg.environments;
  return {
    environments: {
      production: {
        ...production,
        gitops: { ...production.gitops, overlay: 'deploy/overlays/production' },
        ...change,
      },
      dev,
    },
  };
};

export const codes = ({ findings }: Preview) =>
  findings.map(({ code }) => code);
