import { z } from 'zod';

const relativePath = z
  .string()
  .regex(
    /^(?!.*(^|\/)\.{1,2}(\/|$))[-\w.]+(\/[-\w.]+)*$/,
    'must be a relative path without ".." and without a slash at its ends',
  );

/** Hosts that tell what they are; any other needs `provider`. */
const HOSTS: [RegExp, ScmProvider][] = [
  [/gitlab/, 'gitlab'],
  [/^bitbucket\.org$/, 'bitbucketCloud'],
  [/bitbucket/, 'bitbucketServer'],
];

const PROVIDERS = [
  'github',
  'gitlab',
  'bitbucketCloud',
  'bitbucketServer',
] as const;

/** Where a stock scaffolder action opens pull requests. @public */
export type ScmProvider = (typeof PROVIDERS)[number];

/** Where pull requests go, and what reads the repository afterwards. */
export const gitopsSchema = z
  .strictObject({
    repoUrl: z
      .string()
      .regex(
        /^[^?\s]+\?.*\brepo=/,
        'must look like github.com?owner=naytife&repo=commerce',
      ),
    branch: z.string().default('main'),
    path: relativePath,
    catalogPath: relativePath.default('catalog/databases'),
    provider: z.enum(PROVIDERS).optional(),
    /** What builds the repository: kustomize alone, or by an object for each database. */
    tool: z.enum(['kustomize', 'flux', 'argocd']).default('kustomize'),
    /** The kustomization that is really built, where it is not `path` itself: `path` must be reachable from it. */
    root: relativePath.optional(),
    /** The overlay that builds the applications; Deployments in it can be given `DATABASE_URL`. */
    overlay: relativePath.optional(),
    flux: z
      .strictObject({
        path: relativePath,
        sourceName: z.string().default('flux-system'),
        dependsOn: z.array(z.string()).default([]),
        decryptionSecret: z.string().optional(),
      })
      .optional(),
    argocd: z
      .strictObject({
        path: relativePath,
        namespace: z.string().default('argocd'),
        project: z.string().default('default'),
        /** What the Application's source is called by Argo CD. */
        repoURL: z.string(),
        server: z.string().default('https://kubernetes.default.svc'),
      })
      .optional(),
    reviewers: z.array(z.string()).default([]),
    teamReviewers: z.array(z.string()).default([]),
  })
  .superRefine((gitops, context) => {
    const { tool } = gitops;
    if (tool !== 'kustomize' && !gitops[tool])
      context.addIssue({
        code: 'custom',
        path: [tool],
        message: `is needed where tool is ${tool}`,
      });
  });

/** @public */
export type GitOps = z.infer<typeof gitopsSchema>;

/** The SCM of a repository: as configured, or as its host tells. @public */
export function providerOf(gitops: GitOps): ScmProvider {
  const host = gitops.repoUrl.split('?')[0];
  return (
    gitops.provider ??
    HOSTS.find(([pattern]) => pattern.test(host))?.[1] ??
    'github'
  );
}

/**
 * Where a branch of a repository can be read, as the base of its files' URLs.
 * @param repoUrl - `github.com?owner=naytife&repo=commerce`
 * @param type - of the SCM integration that is configured for its host (`github`, `gitlab`, `bitbucketCloud`, …)
 * @public
 */
export function branchUrl(
  repoUrl: string,
  branch: string,
  type: string | undefined,
): string {
  const [host, query] = repoUrl.split('?');
  const parts = new URLSearchParams(query);
  const [owner, repo, project, workspace] = [
    'owner',
    'repo',
    'project',
    'workspace',
  ].map(key => parts.get(key));
  const protocol = /^(localhost|127\.0\.0\.1)\b/.test(host) ? 'http' : 'https';
  const root = `${protocol}://${host}`;
  switch (type) {
    case 'bitbucketServer':
      return `${root}/projects/${project}/repos/${repo}/browse/?at=${branch}`;
    case 'bitbucketCloud':
      return `${root}/${workspace}/${repo}/src/${branch}/`;
    case 'gitlab':
      return `${root}/${owner}/${repo}/-/blob/${branch}/`;
    default:
      return `${root}/${owner}/${repo}/tree/${branch}/`;
  }
}
