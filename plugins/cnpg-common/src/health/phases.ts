import { Severity } from '../assessment';

/** How a phase of Cluster.status is to be read; `info` is the only good one. Source: CNPG api/v1/cluster_types.go. */
export const PHASES: Record<
  string,
  { severity: Severity; sentence: string; todo?: string }
> = {
  'Cluster in healthy state': {
    severity: 'info',
    sentence: 'The operator has nothing left to do.',
  },
  'Setting up primary': {
    severity: 'progress',
    sentence: 'The first instance is being set up.',
  },
  'Creating a new replica': {
    severity: 'progress',
    sentence: 'A replica is being created.',
  },
  'Switchover in progress': {
    severity: 'progress',
    sentence: 'A switchover to another instance is in progress.',
  },
  'Upgrading cluster': {
    severity: 'progress',
    sentence: 'The instances are being upgraded one by one.',
  },
  'Upgrading Postgres major version': {
    severity: 'progress',
    sentence:
      'PostgreSQL is being upgraded to a new major version; the database is down meanwhile.',
  },
  'Cluster upgrade delayed': {
    severity: 'progress',
    sentence: 'An upgrade waits for its turn.',
  },
  'Online upgrade in progress': {
    severity: 'progress',
    sentence: 'The instance manager is being upgraded without a restart.',
  },
  'Applying configuration': {
    severity: 'progress',
    sentence: 'A new configuration is being applied.',
  },
  'Promoting to primary cluster': {
    severity: 'progress',
    sentence: 'This replica cluster is being promoted.',
  },
  'Waiting for the instances to become active': {
    severity: 'progress',
    sentence: 'Instances have started and are not ready yet.',
  },
  'Primary instance is being restarted in-place': {
    severity: 'progress',
    sentence: 'The primary is being restarted.',
  },
  'Primary instance is being restarted without a switchover': {
    severity: 'progress',
    sentence: 'The primary is being restarted without a switchover.',
  },
  'Waiting for user action': {
    severity: 'warning',
    sentence: 'The operator waits for a person to go on.',
    todo: 'A supervised update wants a switchover: promote a replica, or set primaryUpdateStrategy to unsupervised.',
  },
  'Failing over': {
    severity: 'critical',
    sentence: 'The primary was lost; a replica is being promoted.',
    todo: 'Wait: a failover takes under a minute. If it does not end, look at the operator log.',
  },
  'Cluster is unrecoverable and needs manual intervention': {
    severity: 'critical',
    sentence: 'The cluster cannot be brought up without a person.',
    todo: 'Read the log of the failed Job; delete the cluster and restore again with the cause removed.',
  },
  'Unable to create required cluster objects': {
    severity: 'critical',
    sentence: 'The operator cannot create objects that the cluster needs.',
    todo: 'Look at the events: most often a quota, a missing right or an admission policy.',
  },
  'Invalid cluster definition': {
    severity: 'critical',
    sentence: 'The definition of the cluster is not valid.',
    todo: 'Correct the manifest by a pull request; the phase reason names the field.',
  },
  'Cluster cannot proceed to reconciliation due to an unknown plugin being required':
    {
      severity: 'critical',
      sentence: 'A plugin that the cluster requires is not installed.',
      todo: 'Install the plugin in the operator’s namespace.',
    },
  'Cluster cannot proceed to reconciliation due to an error while interacting with plugins':
    {
      severity: 'critical',
      sentence: 'The operator gets errors from a plugin.',
      todo: 'Look at the plugin’s Deployment and at its ObjectStore; a new cluster may show this for a second.',
    },
  'Cluster has incomplete or invalid image catalog': {
    severity: 'critical',
    sentence: 'The image catalog has no image for this major version.',
    todo: 'Add the version to the ImageCatalog.',
  },
  'Cluster cannot execute instance online upgrade due to missing architecture binary':
    {
      severity: 'critical',
      sentence: 'The operator has no binary for this architecture.',
      todo: 'Use an operator image built for the nodes’ architecture.',
    },
};

/** Whether the operator is at work, so that missing instances are expected. */
export function isProgressing(phase: string | undefined): boolean {
  return phase === undefined || PHASES[phase]?.severity === 'progress';
}
