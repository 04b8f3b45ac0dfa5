import { Cluster } from '../model/cluster';
import { Pooler } from '../model/pooler';
import {
  Deployment,
  Job,
  PersistentVolumeClaim,
  Pod,
} from '../model/surroundings';
import { InstanceStatus } from '../model/walFacts';

/** Whether a component that CNPG needs is running, as seen from its Deployment. @public */
export interface ComponentState {
  state: 'running' | 'down' | 'missing' | 'unknown';
  version?: string;
}

/** How fresh what we know of one Kubernetes cluster is. @public */
export interface SyncState {
  state: 'synced' | 'stale' | 'error' | 'starting';
  /** RFC 3339; since when it is stale or failing. */
  since?: string;
  error?:
    | 'unauthorized'
    | 'forbidden'
    | 'crdMissing'
    | 'unreachable'
    | 'timeout';
  message?: string;
}

/** Everything a health light rests on. What was not looked at is undefined; what was looked at and is not there is empty. @public */
export interface HealthInput {
  cluster: Cluster;
  pods?: Pod[];
  jobs?: Job[];
  pvcs?: PersistentVolumeClaim[];
  poolers?: Pooler[];
  instanceStatus?: InstanceStatus[];
  operator?: ComponentState;
  plugin?: ComponentState;
  sync?: SyncState;
}

/** Names a component's state from its Deployments; undefined means that they could not be read. @public */
export function componentState(
  deployments: Deployment[] | undefined,
): ComponentState {
  if (!deployments) return { state: 'unknown' };
  if (!deployments.length) return { state: 'missing' };
  const tag = /:v?(\d+\.\d+\.\d+)/.exec(deployments[0].images[0] ?? '');
  return {
    state: deployments.some(deployment => deployment.availableReplicas > 0)
      ? 'running'
      : 'down',
    version: tag?.[1],
  };
}
