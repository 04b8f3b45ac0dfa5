import { screen } from '@testing-library/react';
import { TestApiProvider, renderInTestApp } from '@backstage/test-utils';
import { EntityProvider, catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { Entity } from '@backstage/catalog-model';
import plugin from './index';
import { EntityDatabaseContent, cnpgPlugin as legacyPlugin } from './legacy';
import { isDatabaseAvailable } from './isDatabase';
import { DatabaseTab } from './components/DatabaseTab';
import { cnpgApiRef } from './api/CnpgApi';
import { anApi } from './__testUtils__/cluster';

const entity = (change: Partial<Entity> = {}): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: { name: 'db' },
  spec: { type: 'postgresql' },
  ...change,
});

async function showTab(shown: Entity, others: Entity[] = []) {
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [catalogApiRef, catalogApiMock({ entities: others })],
        [
          cnpgApiRef,
          anApi({
            getCluster: async ref =>
              Promise.reject(
                new Error(`asked for ${ref.environment}/${ref.name}`),
              ),
          }).api,
        ],
      ]}
    >
      <EntityProvider entity={shown}>
        <DatabaseTab />
      </EntityProvider>
    </TestApiProvider>,
  );
}

describe('the tab', () => {
  it('says how to bind an entity that has no annotation, and offers the template', async () => {
    await showTab(entity());
    expect(
      await screen.findByText('No database is bound to this entity'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Create a database' }),
    ).toHaveAttribute('href', '/create/templates/default/create-database');
  });

  it('shows the database of a Resource that the Component depends on', async () => {
    const database = entity({
      metadata: {
        name: 'shop-db',
        namespace: 'default',
        annotations: { 'naytife.com/cnpg-clusters': 'production/shop' },
      },
    });
    const component = entity({
      kind: 'Component',
      metadata: { name: 'shop' },
      spec: { type: 'service' },
      relations: [{ type: 'dependsOn', targetRef: 'resource:default/shop-db' }],
    });
    expect(isDatabaseAvailable(component)).toBe(true);
    await showTab(component, [database]);
    expect(
      await screen.findByText('asked for production/shop'),
    ).toBeInTheDocument();
  });

  it('names an annotation that cannot be read instead of passing over it', async () => {
    await showTab(
      entity({
        metadata: {
          name: 'db',
          annotations: {
            'naytife.com/cnpg-clusters': 'production, staging/db',
          },
        },
      }),
    );
    expect(
      await screen.findByText(/not "environment\/name": production/),
    ).toBeInTheDocument();
    expect(screen.getByText('asked for staging/db')).toBeInTheDocument();
  });

  it('is offered to PostgreSQL Resources and to nothing unrelated', () => {
    expect(isDatabaseAvailable(entity())).toBe(true);
    expect(isDatabaseAvailable(entity({ spec: { type: 's3-bucket' } }))).toBe(
      false,
    );
    expect(isDatabaseAvailable(entity({ kind: 'API' }))).toBe(false);
  });
});

describe('both frontend systems', () => {
  it('register the API factory and the tab', () => {
    expect(plugin.id).toBe('cnpg');
    expect(plugin.getExtension('api:cnpg')).toBeDefined();
    expect(plugin.getExtension('entity-content:cnpg/database')).toBeDefined();
    expect(
      [...legacyPlugin.getApis()].map(factory => factory.api.id),
    ).toContain('plugin.cnpg.api');
    expect(EntityDatabaseContent).toBeDefined();
  });
});
