import {
  AuditorService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { createValidatedOpenApiRouter } from '@backstage/backend-openapi-utils';
import { Router } from 'express';
import { Environment } from '@naytife/backstage-plugin-cnpg-common';
import { Inventory, InventoryCluster } from '../inventory/Inventory';
import { Repository } from '../manifests/Repository';
import { Migrations } from '../migration/Migrations';
import { Promises } from '../promises/Promises';
import { Access } from '../permissions/Access';
import { spec } from '../schema/openapi.generated';
import { addBackups } from './backups';
import { addChanges } from './changes';
import { addClusters } from './clusters';
import { addEnvironments } from './environments';
import { addManifests } from './manifests';
import { addMigrations } from './migrations';
import { addPromises } from './promises';

/** What every route is made of. */
export interface RouterDeps {
  inventory: Inventory;
  access: Access;
  auditor: AuditorService;
  migrations: Migrations;
  promises: Promises;
  /** A reader of an environment's repository, for one request. */
  repositoryOf(environment: Environment): Repository;
  /** Catalog entities that depend on a cluster, as far as the user may see them. */
  dependentsOf(
    entry: InventoryCluster,
    credentials: BackstageCredentials,
  ): Promise<string[]>;
}

/** The routes of openapi.yaml, one file a resource; requests are validated against it before they arrive. */
export function createRouter(deps: RouterDeps): Router {
  const router = createValidatedOpenApiRouter(
    spec as never,
  ) as unknown as Router;
  addEnvironments(router, deps);
  addClusters(router, deps);
  addBackups(router, deps);
  addManifests(router, deps);
  addMigrations(router, deps);
  addPromises(router, deps);
  addChanges(router, deps);
  return router;
}
