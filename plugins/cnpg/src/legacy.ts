/**
 * The same plugin for the legacy frontend system.
 *
 * @packageDocumentation
 */
import {
  createApiFactory,
  createPlugin,
  createRoutableExtension,
  createRouteRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { createScaffolderFieldExtension } from '@backstage/plugin-scaffolder-react';
import { cnpgApiRef } from './api/CnpgApi';
import { CnpgApiClient } from './api/CnpgApiClient';
import { EnvironmentPicker } from './fields/EnvironmentPicker';
import { Preview } from './fields/Preview';
import { SizePicker } from './fields/SizePicker';

const entityRouteRef = createRouteRef({ id: 'cnpg-entity' });
const fleetRouteRef = createRouteRef({ id: 'cnpg-fleet' });

/** @public */
export const cnpgPlugin = createPlugin({
  id: 'cnpg',
  routes: { entity: entityRouteRef, fleet: fleetRouteRef },
  apis: [
    createApiFactory({
      api: cnpgApiRef,
      deps: { fetchApi: fetchApiRef },
      factory: ({ fetchApi }) => new CnpgApiClient(fetchApi),
    }),
  ],
});

/** The tab of an entity page: `<EntityLayout.Route path="/database" title="Database" if={isDatabaseAvailable}>`. @public */
export const EntityDatabaseContent = cnpgPlugin.provide(
  createRoutableExtension({
    name: 'EntityDatabaseContent',
    component: () =>
      import('./components/DatabaseTab').then(module => module.DatabaseTab),
    mountPoint: entityRouteRef,
  }),
);

/** All databases: `<Route path="/databases/*" element={<DatabasesPage />} />`. @public */
export const DatabasesPage = cnpgPlugin.provide(
  createRoutableExtension({
    name: 'DatabasesPage',
    component: () =>
      import('./pages/FleetPage').then(module => module.FleetPage),
    mountPoint: fleetRouteRef,
  }),
);

/** For `<ScaffolderFieldExtensions>`. @public */
export const CnpgEnvironmentPicker = cnpgPlugin.provide(
  createScaffolderFieldExtension({
    name: 'CnpgEnvironmentPicker',
    component: EnvironmentPicker,
  }),
);

/** For `<ScaffolderFieldExtensions>`. @public */
export const CnpgSizePicker = cnpgPlugin.provide(
  createScaffolderFieldExtension({
    name: 'CnpgSizePicker',
    component: SizePicker,
  }),
);

/** For `<ScaffolderFieldExtensions>`. @public */
export const CnpgPreview = cnpgPlugin.provide(
  createScaffolderFieldExtension({ name: 'CnpgPreview', component: Preview }),
);

export { isDatabaseAvailable } from './isDatabase';
