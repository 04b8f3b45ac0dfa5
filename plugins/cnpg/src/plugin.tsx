import { fetchApiRef } from '@backstage/core-plugin-api';
import {
  ApiBlueprint,
  PageBlueprint,
  createFrontendPlugin,
  createRouteRef,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import StorageIcon from '@material-ui/icons/Storage';
import { cnpgApiRef } from './api/CnpgApi';
import { CnpgApiClient } from './api/CnpgApiClient';
import { fieldExtensions } from './fields/extensions';
import { isDatabaseAvailable, lacksDatabase } from './isDatabase';

export const rootRouteRef = createRouteRef();

const cnpgApi = ApiBlueprint.make({
  params: define =>
    define({
      api: cnpgApiRef,
      deps: { fetchApi: fetchApiRef },
      factory: ({ fetchApi }) => new CnpgApiClient(fetchApi),
    }),
});

const databaseContent = EntityContentBlueprint.make({
  name: 'database',
  params: {
    path: '/database',
    title: 'Database',
    filter: isDatabaseAvailable,
    loader: () =>
      import('./components/DatabaseTab').then(module => <module.DatabaseTab />),
  },
});

const noDatabaseCard = EntityCardBlueprint.make({
  name: 'no-database',
  params: {
    filter: lacksDatabase,
    loader: () =>
      import('./components/NoDatabaseCard').then(module => (
        <module.NoDatabaseCard />
      )),
  },
});

const fleetPage = PageBlueprint.make({
  params: {
    path: '/databases',
    title: 'Databases',
    icon: <StorageIcon />,
    routeRef: rootRouteRef,
    loader: () =>
      import('./pages/FleetPage').then(module => <module.FleetPage />),
  },
});

/** The plugin for the new frontend system. @public */
export const cnpgPlugin = createFrontendPlugin({
  pluginId: 'cnpg',
  routes: { root: rootRouteRef },
  extensions: [
    cnpgApi,
    databaseContent,
    fleetPage,
    noDatabaseCard,
    ...fieldExtensions,
  ],
});
