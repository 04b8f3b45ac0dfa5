import { act, screen } from '@testing-library/react';
import { TestApiProvider, renderInTestApp } from '@backstage/test-utils';
import { ClusterListView } from '@naytife/backstage-plugin-cnpg-common';
import { cnpgApiRef } from '../api/CnpgApi';
import { aCluster, anApi } from '../__testUtils__/cluster';
import { FleetPage } from './FleetPage';

async function show(answer: () => ClusterListView) {
  const mock = anApi({ getClusters: async () => answer() });
  await renderInTestApp(
    <TestApiProvider apis={[[cnpgApiRef, mock.api]]}>
      <FleetPage />
    </TestApiProvider>,
  );
  return mock;
}

describe('FleetPage', () => {
  it('shows a database that comes up while the page is open', async () => {
    let items = [aCluster()];
    const { changed } = await show(() => ({
      items,
      total: items.length,
      sources: [],
    }));
    expect(await screen.findByRole('link', { name: 'db' })).toBeInTheDocument();
    items = [...items, aCluster({ ref: 'production/orders', name: 'orders' })];
    await act(async () => changed('production/orders'));
    expect(
      await screen.findByRole('link', { name: 'orders' }, { timeout: 5_000 }),
    ).toBeInTheDocument();
  });

  it('says which Kubernetes cluster cannot be read, and goes on showing the others', async () => {
    await show(() => ({
      items: [aCluster()],
      total: 1,
      sources: [
        { kubernetesCluster: 'k1', state: 'synced' },
        {
          kubernetesCluster: 'k2',
          state: 'error',
          error: 'unauthorized',
          since: '2026-11-24T12:00:00Z',
        },
      ],
    }));
    expect(
      await screen.findByText(
        /k2 cannot be read \(unauthorized\) since 24 Nov 2026, 12:00:00 UTC/,
      ),
    ).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'db' })).toBeInTheDocument();
  });
});
