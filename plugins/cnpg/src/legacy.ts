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
import { FIELDS } from './fields/extensions';

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

const field = (name: keyof typeof FIELDS) =>
  cnpgPlugin.provide(
    createScaffolderFieldExtension({
      name,
      component: FIELDS[name] as (typeof FIELDS)['CnpgNamePicker'],
    }),
  );

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
export const CnpgEnvironmentPicker = field('CnpgEnvironmentPicker');

/** For `<ScaffolderFieldExtensions>`. @public */
export const CnpgNamePicker = field('CnpgNamePicker');

/** For `<ScaffolderFieldExtensions>`. @public */
export const CnpgDatabasePicker = field('CnpgDatabasePicker');

/** For `<ScaffolderFieldExtensions>`. @public */
export const CnpgPresetPicker = field('CnpgPresetPicker');

/** For `<ScaffolderFieldExtensions>`. @public */
export const CnpgVersionPicker = field('CnpgVersionPicker');

/** For `<ScaffolderFieldExtensions>`. @public */
export const CnpgSizePicker = field('CnpgSizePicker');

/** For `<ScaffolderFieldExtensions>`. @public */
export const CnpgAvailabilityPicker = field('CnpgAvailabilityPicker');

/** For `<ScaffolderFieldExtensions>`. @public */
export const CnpgDurabilityPicker = field('CnpgDurabilityPicker');

/** For `<ScaffolderFieldExtensions>`. @public */
export const CnpgPoolModePicker = field('CnpgPoolModePicker');

/** For `<ScaffolderFieldExtensions>`. @public */
export const CnpgSchedulePicker = field('CnpgSchedulePicker');

/** For `<ScaffolderFieldExtensions>`. @public */
export const CnpgExtensionsPicker = field('CnpgExtensionsPicker');

/** For `<ScaffolderFieldExtensions>`. @public */
export const CnpgPreview = field('CnpgPreview');

export { isDatabaseAvailable } from './isDatabase';
