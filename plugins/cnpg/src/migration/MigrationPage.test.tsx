import { screen } from '@testing-library/react';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { TestApiProvider, renderInTestApp } from '@backstage/test-utils';
import { CnpgApi, CnpgApiError, cnpgApiRef } from '../api/CnpgApi';
import { anApi } from '../__testUtils__/cluster';
import { migration, stage } from '../__testUtils__/migration';
import { MigrationPage } from './MigrationPage';

async function show(getMigration: CnpgApi['getMigration']) {
  const result = AuthorizeResult.ALLOW;
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [cnpgApiRef, anApi({ getMigration }).api],
        [permissionApiRef, { authorize: async () => ({ result }) }],
      ]}
    >
      <MigrationPage
        clusterRef={{ environment: 'production', name: 'commerce' }}
      />
    </TestApiProvider>,
  );
}

const failed = stage({
  state: 'failed',
  sentence: 'Not a true copy: 2 differences.',
  report: {
    step: 'copy',
    run: 3,
    exitCode: 5,
    finishedAt: '2026-11-25T11:00:00Z',
    report: {
      seconds: 12,
      tasks: {
        validate: {
          verdict: 'failed',
          tables: 1,
          rows: 1,
          objects: 1,
          found: 30,
          writable: false,
          bytes: 1,
          took: 1,
          differences: [
            { kind: 'rows', object: 'shop.orders', old: '10', new: '9' },
            { kind: 'checksum', object: 'shop.carts', old: '123', new: '456' },
            {
              kind: 'index',
              object: 'shop.cheap',
              old: 'CREATE INDEX',
              new: null,
            },
          ],
        },
      },
    },
  },
});

describe('MigrationPage', () => {
  it('names the table and the difference of a copy that is no true one, and how many are not named', async () => {
    await show(async () => migration({ stages: [failed], serving: 'nobody' }));
    expect(
      await screen.findByRole('row', { name: 'rows shop.orders 10 9' }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('row', {
        name: 'index shop.cheap CREATE INDEX not there',
      }),
    ).toBeInTheDocument();
    // A checksum is no news to anyone: that the content differs is.
    expect(
      screen.getByRole('row', {
        name: 'checksum shop.carts other content other content',
      }),
    ).toBeInTheDocument();
    expect(screen.getByText(/27 more/)).toBeInTheDocument();
    expect(screen.getByText('Nobody can write')).toBeInTheDocument();
  });

  it('says that a Deployment which cannot be read is unknown, not that it is not there', async () => {
    await show(async () => migration());
    expect(await screen.findByText(/backend: unknown/)).toBeInTheDocument();
    expect(screen.getByText(/postgres: 1 of 1 run/)).toBeInTheDocument();
  });

  it('offers what may be asked for now, with the form filled in, and nothing else', async () => {
    await show(async () =>
      migration({
        stages: [
          stage({}),
          stage({
            step: 'assess',
            state: 'ready',
            allowed: true,
            sentence: 'Reads only.',
          }),
        ],
      }),
    );
    const link = await screen.findByRole('link', { name: 'Ask for it…' });
    expect(screen.getAllByText('Ask for it…')).toHaveLength(1);
    expect(decodeURIComponent(link.getAttribute('href') ?? '')).toBe(
      '/create/templates/default/migrate-database?formData={"environment":"production","name":"commerce","step":"assess"}',
    );
  });

  it('says why it cannot be shown', async () => {
    await show(async () => {
      throw new CnpgApiError(500, 'github.com cannot be read: 502');
    });
    expect(
      await screen.findByText('github.com cannot be read: 502'),
    ).toBeInTheDocument();
  });
});
