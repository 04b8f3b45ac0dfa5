import {
  BackstageCredentials,
  BackstageUserPrincipal,
  BackstageServicePrincipal,
  HttpAuthService,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  AuthorizeResult,
  BasicPermission,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import { cnpgClusterReadPermission } from '@naytife/backstage-plugin-cnpg-common';
import { Request } from 'express';
import { Inventory, InventoryCluster } from '../inventory/Inventory';
import { OwnerIndex } from './OwnerIndex';
import { CnpgClusterResource, cnpgClusterResourceRef } from './rules';

export type Credentials = BackstageCredentials<
  BackstageUserPrincipal | BackstageServicePrincipal
>;

/** Every decision in one place, always about the credentials that the request came with. */
export class Access {
  constructor(
    private readonly deps: {
      httpAuth: HttpAuthService;
      permissions: PermissionsService;
      permissionsRegistry: PermissionsRegistryService;
      owners: OwnerIndex;
      inventory: Inventory;
    },
  ) {}

  credentials(req: Request): Promise<Credentials> {
    return this.deps.httpAuth.credentials(req, { allow: ['user', 'service'] });
  }

  async resource({
    ref,
    environment,
    cluster,
  }: InventoryCluster): Promise<CnpgClusterResource> {
    return {
      ref,
      environment: environment.name,
      namespace: cluster.meta.namespace,
      owners: await this.deps.owners.of(ref),
    };
  }

  /** For the permission framework: resources by their refs. */
  async resources(
    refs: string[],
  ): Promise<(CnpgClusterResource | undefined)[]> {
    return Promise.all(
      refs.map(async ref => {
        const [environment, name] = ref.split('/');
        const entry = this.deps.inventory.find(environment, name ?? '');
        return entry && this.resource(entry);
      }),
    );
  }

  /** Whether each cluster may be read; one decision for the whole request. Only conditions take a promise. */
  async reader(
    credentials: Credentials,
  ): Promise<(entry: InventoryCluster) => boolean | Promise<boolean>> {
    const [decision] = await this.deps.permissions.authorizeConditional(
      [{ permission: cnpgClusterReadPermission }],
      { credentials },
    );
    const allowed = createConditionAuthorizer(
      this.deps.permissionsRegistry.getPermissionRuleset(
        cnpgClusterResourceRef,
      ),
    );
    return entry =>
      decision.result === AuthorizeResult.CONDITIONAL
        ? this.resource(entry).then(resource => allowed(decision, resource))
        : decision.result === AuthorizeResult.ALLOW;
  }

  /** Those of the clusters that the user may read. */
  async visible(
    req: Request,
    entries: InventoryCluster[],
  ): Promise<InventoryCluster[]> {
    const mayRead = await this.reader(await this.credentials(req));
    const visible: InventoryCluster[] = [];
    for (const entry of entries) {
      const may = mayRead(entry);
      // Waits for a promise only where there is one: a fleet is thousands.
      if (may === true || (may !== false && (await may))) visible.push(entry);
    }
    return visible;
  }

  /**
   * A cluster of the inventory that the user may do this with. What may not be read is not found.
   * @throws NotFoundError, NotAllowedError
   */
  async cluster(
    req: Request,
    ref: { environment: string; name: string },
    permission: ResourcePermission,
  ): Promise<{ entry: InventoryCluster; credentials: Credentials }> {
    const credentials = await this.credentials(req);
    const entry = this.deps.inventory.find(ref.environment, ref.name);
    const missing = new NotFoundError(
      `There is no cluster ${ref.environment}/${ref.name}, or you may not see it.`,
    );
    if (!entry) throw missing;
    const decide = async (wanted: ResourcePermission) =>
      (
        await this.deps.permissions.authorize(
          [{ permission: wanted, resourceRef: entry.ref }],
          { credentials },
        )
      )[0].result === AuthorizeResult.ALLOW;
    if (!(await decide(cnpgClusterReadPermission))) throw missing;
    if (
      permission.name !== cnpgClusterReadPermission.name &&
      !(await decide(permission))
    )
      throw new NotAllowedError(
        `You may see ${entry.ref}, but not do this with it (permission ${permission.name}).`,
      );
    return { entry, credentials };
  }

  /** @throws NotAllowedError */
  async basic(req: Request, permission: BasicPermission): Promise<Credentials> {
    const credentials = await this.credentials(req);
    const [decision] = await this.deps.permissions.authorize([{ permission }], {
      credentials,
    });
    if (decision.result !== AuthorizeResult.ALLOW)
      throw new NotAllowedError(
        `You may not do this (permission ${permission.name}).`,
      );
    return credentials;
  }
}
