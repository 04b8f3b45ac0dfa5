import { parse } from 'yaml';
import { Environment } from '../environments/environment';
import { Listing } from './listing';
import { ownerSecretName } from './secrets';
import { DatabaseSpec } from './spec';
import { ManifestFile, ReadFile, compact, toYaml } from './yaml';

/** The Deployment that wants the database, as it stands in the repository. @public */
export interface Application {
  deployment: string;
  container: string;
  /** Variables it takes from somewhere else by now: a `value` beside a `valueFrom` is refused. */
  referenced: string[];
}

/** How to get from one directory to another; both relative to the root. */
export function relative(from: string, to: string): string {
  const [a, b] = [from.split('/'), to.split('/')];
  let shared = 0;
  while (shared < a.length && shared < b.length && a[shared] === b[shared])
    shared += 1;
  return [...a.slice(shared).map(() => '..'), ...b.slice(shared)].join('/');
}

/** The files of a database's Component, as its kustomization names them. */
export function connectionPaths(directory: string, read: ReadFile): string[] {
  const path = `${directory}/connection/kustomization.yaml`;
  const text = read(path);
  if (text === undefined) return [];
  const { patches = [] } = (parse(text) ?? {}) as {
    patches?: { path?: string }[];
  };
  return [
    path,
    ...patches.flatMap(patch =>
      patch.path ? [`${directory}/connection/${patch.path}`] : [],
    ),
  ];
}

const url = (host: string, database: string) =>
  `postgresql://$(DATABASE_USER):$(DATABASE_PASSWORD)@${host}:5432/${database}?sslmode=require`;

/**
 * A kustomize Component that gives Deployments `DATABASE_URL` through the pooler and `DATABASE_URL_DIRECT` to the
 * primary, for migrations. The kubelet expands `$(VAR)` from variables that stand before it; nothing ever expands
 * `${VAR}` inside a Secret. The search_path belongs to the role: PgBouncer refuses or drops it in the URL.
 */
export function connectionFiles(
  spec: DatabaseSpec,
  environment: Environment,
  directory: string,
  applications: Application[],
): { files: ManifestFile[]; listing?: Listing } {
  const { overlay } = environment.gitops;
  if (!overlay) return { files: [] };
  const direct = `${spec.name}-rw.${environment.namespace}.svc`;
  const host = spec.pooler
    ? `${spec.name}-pooler.${environment.namespace}.svc`
    : direct;
  const secret = ownerSecretName(spec.name, environment);
  const fromSecret = (name: string, key: string) => ({
    name,
    valueFrom: { secretKeyRef: { name: secret, key } },
  });
  const literal = (name: string, value: string, referenced: string[]) =>
    compact({
      name,
      value,
      valueFrom: referenced.includes(name) ? null : undefined,
    });
  const patchOf = ({ deployment, container, referenced }: Application) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: deployment },
    spec: {
      template: {
        spec: {
          containers: [
            {
              name: container,
              env: [
                fromSecret('DATABASE_USER', 'username'),
                fromSecret('DATABASE_PASSWORD', 'password'),
                literal('DATABASE_URL', url(host, spec.database), referenced),
                literal(
                  'DATABASE_URL_DIRECT',
                  url(direct, spec.database),
                  referenced,
                ),
              ],
            },
          ],
        },
      },
    },
  });
  const fileOf = ({ deployment }: Application, index: number) =>
    index ? `deployment-${deployment}.yaml` : 'deployment.yaml';
  const path = `${directory}/connection`;
  return {
    files: [
      {
        path: `${path}/kustomization.yaml`,
        content: toYaml({
          apiVersion: 'kustomize.config.k8s.io/v1alpha1',
          kind: 'Component',
          patches: applications.map((application, index) => ({
            path: fileOf(application, index),
            target: { kind: 'Deployment', name: application.deployment },
          })),
        }),
      },
      ...applications.map((application, index) => ({
        path: `${path}/${fileOf(application, index)}`,
        content: toYaml(
          patchOf(application),
          spec.pooler && spec.poolMode === 'transaction'
            ? 'DATABASE_URL is pooled by transaction: no LISTEN, no session settings, no advisory locks across statements.\nDATABASE_URL_DIRECT goes to the primary, for migrations.'
            : 'DATABASE_URL_DIRECT goes to the primary, for migrations.',
        ),
      })),
    ],
    listing: {
      path: `${overlay}/kustomization.yaml`,
      field: 'components',
      entry: relative(overlay, path),
    },
  };
}
