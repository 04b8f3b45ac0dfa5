/**
 * The core of the CloudNativePG plugin set: pure functions that the backend, the pages, the template actions and the
 * tests all call. Imports no framework.
 *
 * @packageDocumentation
 */
export * from './annotations';
export {
  humanDuration,
  type Light,
  type Reason,
  type Severity,
} from './assessment';
export * from './model';
export { assessHealth, type Health } from './health/assessHealth';
export { fencedInstances, hibernation } from './health/instances';
export {
  componentState,
  type ComponentState,
  type HealthInput,
  type SyncState,
} from './health/input';
export { readSchedule, type ScheduleMeaning } from './recoverability/schedule';
export {
  archiveOf,
  type Archive,
  type BackupWay,
  type RecoverabilityInput,
} from './recoverability/input';
export {
  assessRecoverability,
  type Recoverability,
  type RecoveryWindow,
} from './recoverability/assessRecoverability';
export {
  preflight,
  type Preflight,
  type RestoreTarget,
} from './recoverability/preflight';
export { durationToSeconds, quantityToBytes } from './environments/quantity';
export {
  parseEnvironments,
  rpoSeconds,
  rtoSeconds,
  viewEnvironment,
  type Environment,
  type EnvironmentView,
  type SizeClass,
} from './environments/environment';
export { branchUrl, providerOf, type ScmProvider } from './environments/gitops';
export { buildManifests } from './manifests/buildManifests';
export { checkSpec } from './manifests/checkSpec';
export { type Application } from './manifests/connection';
export { withPreset } from './manifests/contents';
export { endOfLife, versionsOf } from './manifests/images';
export {
  addEntry,
  entriesOf,
  removeEntry,
  type Listing,
} from './manifests/listing';
export { synchronousOf } from './manifests/objects';
export { memorySettings } from './manifests/postgres';
export { planChange, type ChangePlan } from './manifests/planChange';
export {
  buildReplica,
  checkReplica,
  planTopology,
  type TopologyPlan,
} from './manifests/planReplica';
export { planRemoval, type RemovalPlan } from './manifests/planRemoval';
export { effectsOf, type Effect, type EffectKind } from './manifests/effects';
export type { SecretRequest } from './manifests/secrets';
export { checkCapacity, type NamespaceLimits } from './manifests/capacity';
export { liveSpec } from './manifests/liveSpec';
export { sizeOf } from './manifests/sizes';
export { describeTarget, planRestore } from './manifests/planRestore';
export { monthlyCost, type MonthlyCost } from './manifests/cost';
export {
  catalogFile,
  directoryOf,
  entityRefOf,
  type ManifestSet,
} from './manifests/files';
export type { Manifest, ManifestFile } from './manifests/yaml';
export {
  CUSTOM_SIZE,
  OWN_CONTENTS,
  PLAIN_CONTENTS,
  REPLICA_STEPS,
  SPEC_SCHEMAS,
  changeSpecSchema,
  clusterName,
  databaseSpecSchema,
  deleteSpecSchema,
  parseSpec,
  replicaSpecSchema,
  restoreSpecSchema,
  specOf,
  type ChangeSpec,
  type DatabaseSpec,
  type DeleteSpec,
  type Finding,
  type ReplicaSpec,
  type RestoreSpec,
  type SpecKind,
} from './manifests/spec';
export {
  POLICIES,
  POLICY_NAMES,
  type PolicyDocument,
  type PolicyName,
} from './policies/documents';
export { checkPolicies, type PolicyFinding } from './policies/evaluate';
export * from './permissions/permissions';
export type { BaseBackup } from './recoverability/baseBackups';
export * from './api/client';
export type { MigrationSettings } from './environments/migrations';
export {
  MIGRATION_STEPS,
  migrationSpecSchema,
  type MigrationSpec,
  type MigrationStep,
} from './migration/spec';
export { migrationOf, rehearsalName, type Migration } from './migration/places';
export { readProgress, type Progress } from './migration/progress';
export {
  planMigration,
  type Applications,
  type MigrationPlan,
} from './migration/planMigration';
export {
  parseReport,
  type JobReport,
  type MigrationReport,
} from './migration/report';
export type { DeploymentState, MigrationFacts } from './migration/facts';
export {
  parseMigrationJob,
  parseMigrationPod,
  type MigrationJob,
  type MigrationPod,
} from './migration/objects';
export { targetSpec } from './migration/target';
export { progressFile } from './migration/progress';
export { whyNot } from './migration/gates';
export {
  assessMigration,
  type MigrationState,
  type StageView,
} from './migration/assessMigration';
export { ALERTS } from './monitoring/alerts';
export { type Alert } from './monitoring/alerts/alert';
export { METRICS } from './monitoring/metrics';
export { RECORDINGS, prometheusRule, ruleGroups } from './monitoring/rules';
export { dashboardConfigMap } from './monitoring/dashboard';
export {
  CONCERNS,
  foundationSpecSchema,
  type Concern,
  type FoundationSpec,
} from './foundation/spec';
export { checkFoundation, planFoundation } from './foundation/planFoundation';
export {
  OPERATOR_RELEASES,
  operatorUpkeep,
  upgradeSteps,
  type OperatorRelease,
  type OperatorUpkeep,
} from './foundation/operatorReleases';
export {
  lastRestoreTest,
  type RestoreTest,
} from './recoverability/restoreTest';
export { assessPromises } from './promises/assessPromises';
export { WATCHED_METRICS } from './promises/coverage';
export {
  PROMISES,
  type Incident,
  type PrometheusFacts,
  type PromiseFacts,
  type PromiseName,
  type PromiseState,
} from './promises/promise';
