import { screen, within } from '@testing-library/react';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { TestApiProvider, renderInTestApp } from '@backstage/test-utils';
import { migration, stage } from '../__testUtils__/migration';
import { Stages } from './Stages';

// In a file of its own: decisions are remembered by usePermission, from test to test.
describe('Stages', () => {
  it('tells who may not ask why, in place of a button that fails', async () => {
    const result = AuthorizeResult.DENY;
    const stages = [stage({ step: 'assess', state: 'ready', allowed: true })];
    await renderInTestApp(
      <TestApiProvider
        apis={[[permissionApiRef, { authorize: async () => ({ result }) }]]}
      >
        <Stages migration={migration({ stages })} />
      </TestApiProvider>,
    );
    const note = await screen.findByRole('note', {
      name: /You need the permission cnpg\.migration\.update/,
    });
    expect(
      within(note).getByText('Ask for it…').closest('[aria-disabled="true"]'),
    ).not.toBeNull();
  });
});
