import {
  BackstageCredentials,
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import {
  CnpgClient,
  createCnpgClient,
} from '@naytife/backstage-plugin-cnpg-common';

/** Clients of the CNPG backend for other plugins, each on behalf of someone. @public */
export interface CnpgClientService {
  /** Every request is authorized as these credentials: pass on the user's, never your own. */
  for(credentials: BackstageCredentials): Promise<CnpgClient>;
}

/** @public */
export const cnpgClientServiceRef = createServiceRef<CnpgClientService>({
  id: 'cnpg.client',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: { auth: coreServices.auth, discovery: coreServices.discovery },
      factory: ({ auth, discovery }) => ({
        async for(credentials) {
          const { token } = await auth.getPluginRequestToken({
            onBehalfOf: credentials,
            targetPluginId: 'cnpg',
          });
          return createCnpgClient({
            baseUrl: await discovery.getBaseUrl('cnpg'),
            fetch: request => {
              request.headers.set('authorization', `Bearer ${token}`);
              return fetch(request);
            },
          });
        },
      }),
    }),
});
