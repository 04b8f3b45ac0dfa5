import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { metricsServiceRef } from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import {
  Environment,
  cnpgPermissions,
} from '@naytife/backstage-plugin-cnpg-common';
import { readConfig } from './config';
import { openDatabase } from './database';
import { exportCertificates } from './inventory/certificateMetric';
import { Inventory } from './inventory/Inventory';
import { ScmIntegrations } from '@backstage/integration';
import { Repository } from './manifests/Repository';
import { MigrationStore } from './migration/MigrationStore';
import { Migrations } from './migration/Migrations';
import { IncidentStore } from './promises/IncidentStore';
import { IncidentWatch } from './promises/IncidentWatch';
import { Promises } from './promises/Promises';
import { dependents } from './permissions/dependents';
import { Access } from './permissions/Access';
import { OwnerIndex } from './permissions/OwnerIndex';
import { cnpgClusterResourceRef, rules } from './permissions/rules';
import { createRouter } from './router/createRouter';

/** The backend of the CloudNativePG plugin. @public */
export const cnpgPlugin = createBackendPlugin({
  pluginId: 'cnpg',
  register(env) {
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        urlReader: coreServices.urlReader,
      },
      async init({
        auditor,
        auth,
        catalog,
        config,
        database,
        httpAuth,
        httpRouter,
        lifecycle,
        logger,
        metrics,
        permissions,
        permissionsRegistry,
        urlReader,
      }) {
        const inventory = new Inventory(readConfig(config));
        const owners = new OwnerIndex({ catalog, auth, logger });
        const access = new Access({
          httpAuth,
          permissions,
          permissionsRegistry,
          owners,
          inventory,
        });
        permissionsRegistry.addResourceType({
          resourceRef: cnpgClusterResourceRef,
          permissions: cnpgPermissions,
          rules: Object.values(rules),
          getResources: refs => access.resources(refs),
        });
        const integrations = ScmIntegrations.fromConfig(config);
        const repositoryOf = (environment: Environment) =>
          new Repository({ urlReader, integrations }, environment.gitops);
        const knex = await openDatabase(database);
        const incidents = new IncidentStore(knex);
        const watch = new IncidentWatch(inventory, incidents, logger);
        const migrations = new Migrations({
          inventory,
          store: new MigrationStore(knex),
          logger,
          repositoryOf,
        });
        httpRouter.use(
          createRouter({
            inventory,
            access,
            auditor,
            migrations,
            promises: new Promises(inventory, incidents),
            repositoryOf,
            dependentsOf: ({ ref }, credentials) =>
              dependents(catalog, ref, credentials),
          }),
        );
        exportCertificates(metrics, inventory);
        migrations.start();
        watch.start();
        inventory.start();
        lifecycle.addShutdownHook(() => {
          migrations.stop();
          watch.stop();
          inventory.stop();
        });
        logger.info(
          `Watching ${
            inventory.connections
              .map(connection => connection.name)
              .join(', ') || 'no Kubernetes cluster'
          } for ${inventory.environments.length} environments.`,
        );
      },
    });
  },
});
