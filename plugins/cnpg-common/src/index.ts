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
export { quantityToBytes } from './environments/quantity';
export {
  parseEnvironments,
  rpoSeconds,
  viewEnvironment,
  type Environment,
  type EnvironmentView,
  type SizeClass,
} from './environments/environment';
export { buildManifests, checkSpec } from './manifests/buildManifests';
export { describeTarget, planRestore } from './manifests/planRestore';
export { monthlyCost, type MonthlyCost } from './manifests/cost';
export type { ManifestSet } from './manifests/files';
export type { Manifest, ManifestFile } from './manifests/yaml';
export {
  databaseSpecSchema,
  parseSpec,
  restoreSpecSchema,
  type DatabaseSpec,
  type Finding,
  type RestoreSpec,
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
