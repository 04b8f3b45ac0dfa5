import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { cnpgClientServiceRef } from '@naytife/backstage-plugin-cnpg-node';
import { createCheckAction } from './actions/check';
import { createExplainAction } from './actions/explain';
import { createGuardAction } from './actions/guard';
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
          createRenderAction({
            cnpg,
            sops: config.getOptionalString('cnpg.sopsBinary') ?? 'sops',
            appUrl: config.getOptionalString('app.baseUrl'),
          }),
          createCheckAction({ cnpg }),
          createGuardAction(),
          createExplainAction({ urlReader, integrations }),
        );
      },
    });
  },
});
