import { z } from 'zod';
import { POLICY_NAMES } from '../policies/documents';
import { durationToSeconds, quantityToBytes } from './quantity';

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const dnsLabel = z
  .string()
  .regex(DNS_LABEL, 'must be a DNS label: lower case letters, digits and "-"');
const quantity = z
  .string()
  .refine(
    text => quantityToBytes(text) !== undefined,
    'must be a Kubernetes quantity such as 10Gi',
  );
const cpu = z
  .string()
  .regex(/^\d+(\.\d+)?m?$/, 'must be a CPU quantity such as 500m or 2');
const duration = z
  .string()
  .refine(
    text => durationToSeconds(text) !== undefined,
    'must be a duration such as 60s, 1m or 15m',
  );

const sizeSchema = z.strictObject({
  title: z.string().optional(),
  cpu,
  memory: quantity,
  storage: quantity,
  walStorage: quantity.optional(),
});

/** CPU, memory and disk of one instance. @public */
export type SizeClass = z.infer<typeof sizeSchema>;

/** Used where an environment names no sizes of its own. */
const DEFAULT_SIZES: Record<string, SizeClass> = {
  small: { title: 'Small', cpu: '500m', memory: '1Gi', storage: '10Gi' },
  medium: {
    title: 'Medium',
    cpu: '1',
    memory: '2Gi',
    storage: '50Gi',
    walStorage: '10Gi',
  },
  large: {
    title: 'Large',
    cpu: '2',
    memory: '8Gi',
    storage: '100Gi',
    walStorage: '20Gi',
  },
};

/** PostgreSQL major version → pinned image (CNPG's own, ghcr.io/cloudnative-pg/postgresql). */
const DEFAULT_IMAGES: Record<string, string> = {
  '15': 'ghcr.io/cloudnative-pg/postgresql:15.14-standard-bookworm',
  '16': 'ghcr.io/cloudnative-pg/postgresql:16.10-standard-bookworm',
  '17': 'ghcr.io/cloudnative-pg/postgresql:17.6-standard-bookworm',
};

const objectStoreSchema = z.strictObject({
  name: dnsLabel,
  destinationPath: z
    .string()
    .regex(/^(s3|https?|gs):\/\/.+/, 'must be a URL such as s3://bucket/path'),
  endpointURL: z.url().optional(),
  secretName: dnsLabel,
  region: z.string().optional(),
  retentionPolicy: z
    .string()
    .regex(/^[1-9][0-9]*[dwm]$/, 'must be a number and d, w or m, such as 30d'),
  /** true: the ObjectStore is part of each database's pull request; false: the platform keeps one in the namespace. */
  perDatabase: z.boolean().default(false),
});

/** One value of `cnpg.environments` in app-config.yaml. Unknown keys are refused. */
export const environmentSchema = z.strictObject({
  title: z.string(),
  kubernetesCluster: z.string().min(1),
  namespace: dnsLabel,
  storageClass: z.string().optional(),
  defaults: z
    .strictObject({
      instances: z.int().min(1).max(9).default(1),
      size: z.string().default('small'),
      synchronous: z.boolean().default(false),
      pooler: z.boolean().default(false),
      backup: z.boolean().default(true),
    })
    .prefault({}),
  objectStore: objectStoreSchema.optional(),
  backupSchedule: z.string().default('0 0 2 * * *'),
  gitops: z.strictObject({
    repoUrl: z
      .string()
      .regex(
        /^[^?\s]+\?.*\brepo=/,
        'must look like github.com?owner=naytife&repo=commerce',
      ),
    branch: z.string().default('main'),
    path: z
      .string()
      .regex(
        /^[^/](.*[^/])?$/,
        'must be a relative path without a slash at its ends',
      ),
    catalogPath: z.string().default('catalog/databases'),
  }),
  secrets: z
    .discriminatedUnion('provider', [
      z.strictObject({ provider: z.literal('operator') }),
      z.strictObject({ provider: z.literal('existing'), secretName: dnsLabel }),
    ])
    .prefault({ provider: 'operator' }),
  monitoring: z.boolean().default(true),
  slo: z
    .strictObject({ rpo: duration.default('5m'), rto: duration.default('30m') })
    .prefault({}),
  policies: z.array(z.enum(POLICY_NAMES)).default([]),
  sizes: z.record(z.string(), sizeSchema).default(DEFAULT_SIZES),
  images: z
    .record(
      z.string().regex(/^\d+$/, 'must be a PostgreSQL major version'),
      z.string(),
    )
    .default(DEFAULT_IMAGES),
  costs: z
    .strictObject({
      currency: z.string().default('USD'),
      cpuMonth: z.number().nonnegative(),
      memoryGiBMonth: z.number().nonnegative(),
      storageGiBMonth: z.number().nonnegative(),
    })
    .optional(),
});

/** All that differs between environments. @public */
export type Environment = z.infer<typeof environmentSchema> & { name: string };

/** The part of an environment that a browser may see: no store endpoint, no secret name. @public */
export interface EnvironmentView {
  name: string;
  title: string;
  kubernetesCluster: string;
  namespace: string;
  defaults: Environment['defaults'];
  sizes: Record<string, SizeClass>;
  versions: string[];
  hasObjectStore: boolean;
  retentionPolicy?: string;
  rpoSeconds: number;
  rtoSeconds: number;
  policies: string[];
  repoUrl: string;
  branch: string;
}

/** @public */
export const rpoSeconds = (environment: Environment): number =>
  durationToSeconds(environment.slo.rpo) ?? 300;

/** @public */
export function viewEnvironment(environment: Environment): EnvironmentView {
  return {
    name: environment.name,
    title: environment.title,
    kubernetesCluster: environment.kubernetesCluster,
    namespace: environment.namespace,
    defaults: environment.defaults,
    sizes: environment.sizes,
    versions: Object.keys(environment.images).sort(
      (a, b) => Number(a) - Number(b),
    ),
    hasObjectStore: environment.objectStore !== undefined,
    retentionPolicy: environment.objectStore?.retentionPolicy,
    rpoSeconds: rpoSeconds(environment),
    rtoSeconds: durationToSeconds(environment.slo.rto) ?? 1800,
    policies: environment.policies,
    repoUrl: environment.gitops.repoUrl,
    branch: environment.gitops.branch,
  };
}

/**
 * Reads `cnpg.environments`.
 * @throws Error that names the path of each wrong key, for example `cnpg.environments.production.namespace`.
 * @public
 */
export function parseEnvironments(value: unknown): Environment[] {
  const parsed = z.record(dnsLabel, environmentSchema).safeParse(value ?? {});
  if (!parsed.success) {
    const lines = parsed.error.issues.map(issue => {
      const keys = issue.code === 'unrecognized_keys' ? issue.keys : [''];
      return keys
        .map(
          key =>
            `  ${[
              'cnpg.environments',
              ...issue.path,
              ...(key ? [key] : []),
            ].join('.')}: ${
              issue.code === 'unrecognized_keys'
                ? 'is no key of an environment'
                : issue.message
            }`,
        )
        .join('\n');
    });
    throw new Error(
      `The configuration of the CNPG plugin is not valid:\n${lines.join('\n')}`,
    );
  }
  const environments = Object.entries(parsed.data).map(
    ([name, environment]) => ({ name, ...environment }),
  );
  for (const { name, defaults, sizes } of environments) {
    if (!Object.hasOwn(sizes, defaults.size)) {
      throw new Error(
        `The configuration of the CNPG plugin is not valid:\n  cnpg.environments.${name}.defaults.size: "${
          defaults.size
        }" is none of the sizes ${Object.keys(sizes).join(', ')}`,
      );
    }
  }
  return environments;
}
