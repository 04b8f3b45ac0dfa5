import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { cnpgClientServiceRef } from '@naytife/backstage-plugin-cnpg-node';
import { createCheckAction } from './actions/check';
import { createKustomizationAddAction } from './actions/kustomizationAdd';
import { createRenderAction } from './actions/render';

/** Adds the `cnpg:*` actions to the scaffolder. @public */
export const scaffolderModuleCnpg = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'cnpg',
  register(env) {
    env.registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        cnpg: cnpgClientServiceRef,
        config: coreServices.rootConfig,
        urlReader: coreServices.urlReader,
      },
      async init({ actions, cnpg, config, urlReader }) {
        const integrations = ScmIntegrations.fromConfig(config);
        actions.addActions(
          createRenderAction({ cnpg }),
          createCheckAction({ cnpg }),
          createKustomizationAddAction({ urlReader, integrations }),
        );
      },
    });
  },
});
