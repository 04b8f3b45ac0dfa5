import { createPermission } from '@backstage/plugin-permission-common';

/** The resource type that conditional decisions are about; a resource ref is `environment/name`. @public */
export const RESOURCE_TYPE_CNPG_CLUSTER = 'cnpg-cluster';

/** See a cluster, its health and its backups. @public */
export const cnpgClusterReadPermission = createPermission({
  name: 'cnpg.cluster.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_CNPG_CLUSTER,
});

/** Ask for a new cluster: preview and check its manifests. @public */
export const cnpgClusterCreatePermission = createPermission({
  name: 'cnpg.cluster.create',
  attributes: { action: 'create' },
});

/** Plan a restore of a cluster. @public */
export const cnpgClusterRestorePermission = createPermission({
  name: 'cnpg.cluster.restore',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_CNPG_CLUSTER,
});

/** Ask for a change of a cluster by a pull request: preview and check it. @public */
export const cnpgClusterUpdatePermission = createPermission({
  name: 'cnpg.cluster.update',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_CNPG_CLUSTER,
});

/** Ask for the removal of a cluster by a pull request: preview and check it. @public */
export const cnpgClusterDeletePermission = createPermission({
  name: 'cnpg.cluster.delete',
  attributes: { action: 'delete' },
  resourceType: RESOURCE_TYPE_CNPG_CLUSTER,
});

/** Take a backup of a cluster now. @public */
export const cnpgClusterBackupPermission = createPermission({
  name: 'cnpg.cluster.backup',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_CNPG_CLUSTER,
});

/** Ask for a part of the platform by a pull request: operator, storage, backup, monitoring, guardrails. @public */
export const cnpgPlatformUpdatePermission = createPermission({
  name: 'cnpg.platform.update',
  attributes: { action: 'update' },
});

/** See how far the move of an old database is, and what its Jobs found. @public */
export const cnpgMigrationReadPermission = createPermission({
  name: 'cnpg.migration.read',
  attributes: { action: 'read' },
});

/** Ask for a step of a migration by a pull request. @public */
export const cnpgMigrationUpdatePermission = createPermission({
  name: 'cnpg.migration.update',
  attributes: { action: 'update' },
});

/** @public */
export const cnpgPermissions = [
  cnpgClusterReadPermission,
  cnpgClusterCreatePermission,
  cnpgClusterRestorePermission,
  cnpgClusterBackupPermission,
  cnpgClusterUpdatePermission,
  cnpgClusterDeletePermission,
  cnpgPlatformUpdatePermission,
  cnpgMigrationReadPermission,
  cnpgMigrationUpdatePermission,
];

/** Names of the rules for conditional decisions. @public */
export const CNPG_RULES = {
  isOwner: 'IS_OWNER',
  inEnvironment: 'IN_ENVIRONMENT',
  inNamespace: 'IN_NAMESPACE',
} as const;
