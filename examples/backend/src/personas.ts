import { createBackendModule } from '@backstage/backend-plugin-api';
import { AuthenticationError } from '@backstage/errors';
import {
  authProvidersExtensionPoint,
  createProxyAuthProviderFactory,
  createProxyAuthenticator,
} from '@backstage/plugin-auth-node';

const PERSONAS = ['dana', 'pat', 'olli'];

/** Sign-in without a password as one of three personas. For the demo only: anyone who reaches it is whoever they say. */
const authenticator = createProxyAuthenticator({
  defaultProfileTransform: async (result: { persona: string }) => ({
    profile: { displayName: result.persona },
  }),
  initialize: () => undefined,
  async authenticate({ req }) {
    const persona = req.header('x-demo-persona') ?? '';
    if (!PERSONAS.includes(persona))
      throw new AuthenticationError(`There is no persona "${persona}".`);
    return { result: { persona }, providerInfo: {} };
  },
});

export default createBackendModule({
  pluginId: 'auth',
  moduleId: 'demo-personas',
  register(env) {
    env.registerInit({
      deps: { providers: authProvidersExtensionPoint },
      async init({ providers }) {
        providers.registerProvider({
          providerId: 'demo',
          factory: createProxyAuthProviderFactory({
            authenticator,
            signInResolver: ({ result }, ctx) =>
              ctx.signInWithCatalogUser({
                entityRef: { name: result.persona },
              }),
          }),
        });
      },
    });
  },
});
