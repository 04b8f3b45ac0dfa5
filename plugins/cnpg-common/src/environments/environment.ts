import { z } from 'zod';
import { POLICY_NAMES } from '../policies/documents';
import { gitopsSchema } from './gitops';
import { migrationsSchema } from './migrations';
import { cpu, durationToSeconds, quantity } from './quantity';
import { secretsSchema } from './secrets';
import { endOfLife, versionsOf } from '../manifests/images';

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const dnsLabel = z
  .string()
  .regex(DNS_LABEL, 'must be a DNS label: lower case letters, digits and "-"');
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

/** Extensions of CNPG's standard images (container_images.md): PostgreSQL's contrib, and pgvector. */
const DEFAULT_EXTENSIONS = [
  'btree_gin',
  'btree_gist',
  'citext',
  'fuzzystrmatch',
  'hstore',
  'ltree',
  'pg_stat_statements',
  'pg_trgm',
  'pgcrypto',
  'postgres_fdw',
  'tablefunc',
  'unaccent',
  'uuid-ossp',
  'vector',
];

/** What an application of a known kind wants to find in its database. */
const presetSchema = z.strictObject({
  title: z.string(),
  database: z.string(),
  databaseOwner: z.string(),
  schemas: z.array(z.string()).default([]),
  extensions: z.array(z.string()).default([]),
});

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
  /** An S3 server of the environment's own, in its namespace: for a laptop, never for what must survive it. */
  server: z
    .strictObject({
      image: z
        .string()
        .regex(
          /(:[\w.-]+|@sha256:[0-9a-f]{64})$/,
          'must name a version or a digest',
        ),
      storage: quantity,
    })
    .optional(),
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
      /** PostgreSQL major version; the newest that is offered where it is left out. */
      version: z.string().optional(),
      synchronous: z.boolean().default(false),
      pooler: z.boolean().default(false),
      backup: z.boolean().default(true),
    })
    .prefault({}),
  objectStore: objectStoreSchema.optional(),
  backupSchedule: z.string().default('0 0 2 * * *'),
  gitops: gitopsSchema,
  secrets: secretsSchema,
  /** Images by major version that the platform keeps in the cluster; takes the place of `images`. */
  imageCatalog: z
    .strictObject({
      kind: z.enum(['ImageCatalog', 'ClusterImageCatalog']),
      name: dnsLabel,
      majors: z
        .array(z.string().regex(/^\d+$/, 'must be a PostgreSQL major version'))
        .min(1),
    })
    .optional(),
  extensions: z.array(z.string()).default(DEFAULT_EXTENSIONS),
  presets: z.record(dnsLabel, presetSchema).default({}),
  deletion: z
    .strictObject({
      /** `true`: the template refuses; the platform team removes this environment's databases. */
      protected: z.boolean().default(false),
      /** `true`: a first pull request hibernates the database, a second one removes it. */
      twoSteps: z.boolean().default(false),
      /** How old the last backup may be. */
      backupWithin: duration.default('1h'),
    })
    .prefault({}),
  migrations: migrationsSchema,
  monitoring: z.boolean().default(true),
  slo: z
    .strictObject({
      rpo: duration.default('5m'),
      rto: duration.default('30m'),
      /** Share of time in which a primary answers. */
      availability: z.number().min(0).max(1).default(0.999),
      /** 95th percentile of query times, milliseconds. */
      queryTimeMs: z.number().positive().default(100),
      /** Mean time until an alert fires. */
      detection: duration.default('5m'),
      /** Over which time they are measured. */
      window: duration.default('30d'),
    })
    .prefault({}),
  /** The Prometheus that scrapes this environment; without one some promises have no number. */
  prometheus: z
    .strictObject({
      url: z.url(),
      /** Bearer token, where it wants one. */
      token: z.string().optional(),
      /**
       * PromQL of the 95th percentile of query times, seconds, from a histogram of the application's; `$namespace`,
       * `$cluster` and `$window` are put in.
       */
      queryTime: z.string().optional(),
    })
    .optional(),
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
      /** Of the object store; without it the cost of backups is unknown. */
      backupGiBMonth: z.number().nonnegative().optional(),
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
  versions: { version: string; endOfLife?: string }[];
  extensions: string[];
  presets: Environment['presets'];
  costs?: Environment['costs'];
  backupSchedule: string;
  hasObjectStore: boolean;
  retentionPolicy?: string;
  /** Where passwords come from. */
  secrets: Environment['secrets']['provider'];
  /** Whether an application can be given `DATABASE_URL` by the same pull request. */
  hasOverlay: boolean;
  deletion: { protected: boolean; twoSteps: boolean };
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
export const rtoSeconds = (environment: Environment): number =>
  durationToSeconds(environment.slo.rto) ?? 1800;

/** @public */
export function viewEnvironment(environment: Environment): EnvironmentView {
  return {
    name: environment.name,
    title: environment.title,
    kubernetesCluster: environment.kubernetesCluster,
    namespace: environment.namespace,
    defaults: environment.defaults,
    sizes: environment.sizes,
    versions: versionsOf(environment).map(version => ({
      version,
      endOfLife: endOfLife(version),
    })),
    extensions: environment.extensions,
    presets: environment.presets,
    costs: environment.costs,
    backupSchedule: environment.backupSchedule,
    secrets: environment.secrets.provider,
    hasOverlay: environment.gitops.overlay !== undefined,
    deletion: {
      protected: environment.deletion.protected,
      twoSteps: environment.deletion.twoSteps,
    },
    hasObjectStore: environment.objectStore !== undefined,
    retentionPolicy: environment.objectStore?.retentionPolicy,
    rpoSeconds: rpoSeconds(environment),
    rtoSeconds: rtoSeconds(environment),
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
