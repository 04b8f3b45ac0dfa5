import {
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import {
  CNPG_RULES,
  RESOURCE_TYPE_CNPG_CLUSTER,
} from '@naytife/backstage-plugin-cnpg-common';
import { z } from 'zod/v3';

/** What a permission decision about a cluster may look at. @public */
export interface CnpgClusterResource {
  /** `environment/name` */
  ref: string;
  environment: string;
  namespace: string;
  /** Entity references of the owners of the catalog entities bound to it. */
  owners: string[];
}

/** Rules are evaluated against objects in memory: there is no query to build. */
type NoQuery = Record<string, never>;

/** @public */
export const cnpgClusterResourceRef = createPermissionResourceRef<
  CnpgClusterResource,
  NoQuery
>().with({
  pluginId: 'cnpg',
  resourceType: RESOURCE_TYPE_CNPG_CLUSTER,
});

const isOwner = createPermissionRule({
  name: CNPG_RULES.isOwner,
  description:
    'Allow clusters whose bound catalog entity is owned by one of the claims',
  resourceRef: cnpgClusterResourceRef,
  paramsSchema: z.object({
    claims: z
      .array(z.string())
      .describe('Entity references of the user and their groups'),
  }),
  apply: (resource, { claims }) =>
    resource.owners.some(owner => claims.includes(owner)),
  toQuery: () => ({}),
});

const inEnvironment = createPermissionRule({
  name: CNPG_RULES.inEnvironment,
  description: 'Allow clusters in one of the environments',
  resourceRef: cnpgClusterResourceRef,
  paramsSchema: z.object({
    environments: z.array(z.string()).describe('Names of environments'),
  }),
  apply: (resource, { environments }) =>
    environments.includes(resource.environment),
  toQuery: () => ({}),
});

const inNamespace = createPermissionRule({
  name: CNPG_RULES.inNamespace,
  description: 'Allow clusters in one of the namespaces',
  resourceRef: cnpgClusterResourceRef,
  paramsSchema: z.object({
    namespaces: z.array(z.string()).describe('Kubernetes namespaces'),
  }),
  apply: (resource, { namespaces }) => namespaces.includes(resource.namespace),
  toQuery: () => ({}),
});

export const rules = { isOwner, inEnvironment, inNamespace };
