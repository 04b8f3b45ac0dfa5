/** Binds an entity to clusters: `production/naytife-postgres[, staging/naytife-postgres]`, environment before the slash. @public */
export const ANNOTATION_CNPG_CLUSTERS = 'naytife.com/cnpg-clusters';

/** Labels and annotations that CNPG reads and writes (CNPG documentation, "Labels and Annotations"). @public */
export const CNPG = {
  cluster: 'cnpg.io/cluster',
  instanceName: 'cnpg.io/instanceName',
  instanceRole: 'cnpg.io/instanceRole',
  podRole: 'cnpg.io/podRole',
  poolerName: 'cnpg.io/poolerName',
  jobRole: 'cnpg.io/jobRole',
  pvcRole: 'cnpg.io/pvcRole',
  scheduledBackup: 'cnpg.io/scheduled-backup',
  immediateBackup: 'cnpg.io/immediateBackup',
  fencedInstances: 'cnpg.io/fencedInstances',
  hibernation: 'cnpg.io/hibernation',
  reconciliationLoop: 'cnpg.io/reconciliationLoop',
  skipWalArchiving: 'cnpg.io/skipWalArchiving',
  /** On a Secret: CNPG reloads it when it changes. */
  reload: 'cnpg.io/reload',
} as const;

/** Annotations on what we write, so that a restored cluster tells where it came from. @public */
export const NAYTIFE = {
  environment: 'naytife.com/environment',
  restoredFrom: 'naytife.com/restored-from',
  restoreTarget: 'naytife.com/restore-target',
  requestedBy: 'naytife.com/requested-by',
  /** On what a migration's Jobs are made of: the cluster that takes the old database's place. */
  migration: 'naytife.com/migration',
  migrationStep: 'naytife.com/migration-step',
  migrationRun: 'naytife.com/migration-run',
  /** On the Deployment of an operator that is none: what it reports is simulated. */
  simulated: 'naytife.com/simulated',
} as const;

/** The name of the Barman Cloud CNPG-I plugin. @public */
export const BARMAN_PLUGIN = 'barman-cloud.cloudnative-pg.io';

/** Where CNPG explains things; every link of a reason starts here. @public */
export const CNPG_DOCS = 'https://cloudnative-pg.io/docs/1.30';

/** Parses {@link ANNOTATION_CNPG_CLUSTERS}; entries that are not `environment/name` come back under `invalid`. @public */
export function parseClusterAnnotation(value: string | undefined): {
  refs: { environment: string; name: string }[];
  invalid: string[];
} {
  const refs: { environment: string; name: string }[] = [];
  const invalid: string[] = [];
  for (const entry of (value ?? '').split(',').map(part => part.trim())) {
    if (!entry) continue;
    const match = /^([a-z0-9][a-z0-9-]*)\/([a-z0-9][a-z0-9.-]*)$/.exec(entry);
    if (match) refs.push({ environment: match[1], name: match[2] });
    else invalid.push(entry);
  }
  return { refs, invalid };
}
