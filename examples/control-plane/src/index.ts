/** A real Kubernetes API server for tests. */
export {
  ControlPlane,
  type AuditEntry,
  type ControlPlaneOptions,
} from './ControlPlane';
export { Account } from './access';
export { installCrds, removeCrd } from './crds';
export { type Pods } from './PodNetwork';
