import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  PolicyDecision,
  isPermission,
  isResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import {
  cnpgClusterConditions,
  createCnpgClusterConditionalDecision,
} from '@naytife/backstage-plugin-cnpg-backend';
import {
  RESOURCE_TYPE_CNPG_CLUSTER,
  cnpgClusterCreatePermission,
  cnpgClusterReadPermission,
  cnpgMigrationReadPermission,
  cnpgMigrationUpdatePermission,
  cnpgPlatformUpdatePermission,
} from '@naytife/backstage-plugin-cnpg-common';

const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

/**
 * The platform team may everything. Commerce developers see local, staging and what they own; they change what they own, and see how
 * far a migration is.
 * Everyone else may use the portal, but sees no database.
 */
class DemoPolicy implements PermissionPolicy {
  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    const claims = user?.info.ownershipEntityRefs ?? [];
    if (claims.includes('group:default/platform')) return ALLOW;
    const commerce = claims.includes('group:default/commerce');
    if (isPermission(permission, cnpgPlatformUpdatePermission)) return DENY;
    if (isPermission(permission, cnpgMigrationUpdatePermission)) return DENY;
    if (
      isPermission(permission, cnpgClusterCreatePermission) ||
      isPermission(permission, cnpgMigrationReadPermission)
    )
      return commerce ? ALLOW : DENY;
    if (!isResourcePermission(permission, RESOURCE_TYPE_CNPG_CLUSTER))
      return ALLOW;
    if (!commerce) return DENY;
    const own = cnpgClusterConditions.isOwner({ claims });
    if (!isPermission(permission, cnpgClusterReadPermission))
      return createCnpgClusterConditionalDecision(permission, own);
    return createCnpgClusterConditionalDecision(permission, {
      anyOf: [
        own,
        cnpgClusterConditions.inEnvironment({
          environments: ['local', 'staging'],
        }),
      ],
    });
  }
}

export default createBackendModule({
  pluginId: 'permission',
  moduleId: 'demo-policy',
  register(env) {
    env.registerInit({
      deps: { policy: policyExtensionPoint },
      async init({ policy }) {
        policy.setPolicy(new DemoPolicy());
      },
    });
  },
});
