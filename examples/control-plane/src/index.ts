/** A real Kubernetes API server for tests. */
export {
  ControlPlane,
  type AuditEntry,
  type ControlPlaneOptions,
} from './ControlPlane';
export { FaultProxy, isWatch, type Fault } from './FaultProxy';
export { RealCluster } from './RealCluster';
export { Account } from './access';
export { documentedRules } from './documentedRules';
export { crdFolders, hasControlPlane, monitoringCrds } from './environment';
export { installCrds, removeCrd } from './crds';
export { type Pods } from './PodNetwork';
export { freePort } from './freePort';
