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
import { exportCertificates } from './inventory/certificateMetric';
import { Inventory } from './inventory/Inventory';
import { ScmIntegrations } from '@backstage/integration';
import { Repository } from './manifests/Repository';
import { MigrationStore } from './migration/MigrationStore';
import { Migrations } from './migration/Migrations';
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
        const migrations = new Migrations({
          inventory,
          store: await MigrationStore.open(database),
          logger,
          repositoryOf,
        });
        httpRouter.use(
          createRouter({
            inventory,
            access,
            auditor,
            migrations,
            repositoryOf,
            dependentsOf: ({ ref }, credentials) =>
              dependents(catalog, ref, credentials),
          }),
        );
        exportCertificates(metrics, inventory);
        migrations.start();
        inventory.start();
        lifecycle.addShutdownHook(() => {
          migrations.stop();
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
