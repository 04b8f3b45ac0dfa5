import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { TestApiProvider, renderInTestApp } from '@backstage/test-utils';
import { CnpgApi, CnpgApiError, cnpgApiRef } from '../api/CnpgApi';
import { aCluster, anApi } from '../__testUtils__/cluster';
import { ClusterPage } from './ClusterPage';

async function show(
  answers: Partial<CnpgApi> = {},
  result: AuthorizeResult.ALLOW | AuthorizeResult.DENY = AuthorizeResult.ALLOW,
) {
  const mock = anApi(answers);
  const permission = { authorize: async () => ({ result }) };
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [cnpgApiRef, mock.api],
        [permissionApiRef, permission],
      ]}
    >
      <ClusterPage clusterRef={{ environment: 'production', name: 'db' }} />
    </TestApiProvider>,
  );
  return mock;
}
const light = (name: string) => screen.findByRole('region', { name });

describe('ClusterPage', () => {
  it('tells both lights by word, not by colour alone', async () => {
    await show();
    expect(await light('Is it up?')).toHaveTextContent('Healthy');
    expect(await light('Can it be brought back?')).toHaveTextContent(
      'Recoverable',
    );
  });

  it('asks again when the stream is there: what changed before sent no event', async () => {
    let gone = false;
    const { state } = await show({
      getCluster: async () => {
        if (gone) throw new CnpgApiError(404, 'gone');
        return aCluster();
      },
    });
    await light('Is it up?');
    act(() => state('reconnecting'));
    gone = true;
    await act(async () => state('live'));
    expect(
      await screen.findByText('There is no database production/db yet'),
    ).toBeInTheDocument();
  });

  it('shows the most urgent sentence first, and what it rests on when asked', async () => {
    const reasons = [
      {
        code: 'x',
        severity: 'warning' as const,
        sentence: 'WAL has not been archived for 14 min.',
        evidence: [{ label: 'lastFailedWAL', value: '0007' }],
        todo: 'Check the store.',
      },
    ];
    await show({
      getCluster: async () =>
        aCluster({
          recoverability: {
            ...aCluster().recoverability,
            light: 'amber',
            word: 'At risk',
            reasons,
          },
        }),
    });
    const card = await light('Can it be brought back?');
    expect(card).toHaveTextContent('At risk');
    expect(card).not.toHaveTextContent('0007');
    await userEvent.click(
      within(card).getByRole('button', { name: 'See why' }),
    );
    expect(card).toHaveTextContent('0007');
  });

  it('follows a change without a reload', async () => {
    let word: 'Healthy' | 'Down' = 'Healthy';
    const { changed } = await show({
      getCluster: async () =>
        aCluster({
          health: {
            light: word === 'Healthy' ? 'green' : 'red',
            word,
            reasons: [],
          },
        }),
    });
    expect(await light('Is it up?')).toHaveTextContent('Healthy');
    word = 'Down';
    await act(async () => changed('staging/other'));
    expect(await light('Is it up?')).toHaveTextContent('Healthy');
    await act(async () => changed('production/db'));
    await waitFor(async () =>
      expect(await light('Is it up?')).toHaveTextContent('Down'),
    );
  });

  it('keeps what was known when asking again fails, and says since when', async () => {
    let fail = false;
    const { changed } = await show({
      getCluster: async () => {
        if (fail) throw new CnpgApiError(503, 'the backend is away');
        return aCluster();
      },
    });
    await light('Is it up?');
    fail = true;
    await act(async () => changed('production/db'));
    expect(
      await screen.findByText(/This is what was known .*: the backend is away/),
    ).toBeInTheDocument();
    expect(await light('Is it up?')).toHaveTextContent('Healthy');
  });

  it('shows a database no longer that was deleted, or taken from the user’s sight, while its page was open', async () => {
    let gone = false;
    const { changed } = await show({
      getCluster: async () => {
        if (gone) throw new CnpgApiError(404, 'There is no such cluster');
        return aCluster();
      },
    });
    await light('Is it up?');
    gone = true;
    act(() => changed('production/db'));
    expect(
      await screen.findByText('There is no database production/db yet'),
    ).toBeInTheDocument();
    expect(screen.queryByText(/Healthy/)).not.toBeInTheDocument();
  });

  it('writes "unknown" for a number that is missing, never 0', async () => {
    const instancesList = [
      {
        name: 'db-2',
        role: 'replica' as const,
        ready: 'unknown' as const,
        fenced: false,
        streaming: 'unknown' as const,
      },
    ];
    await show({ getCluster: async () => aCluster({ instancesList }) });
    const row = await screen.findByRole('row', { name: /^db-2/ });
    expect(within(row).getAllByText('unknown').length).toBeGreaterThanOrEqual(
      4,
    );
    expect(row).not.toHaveTextContent('0');
  });

  it('says how long the last restore took beside the promise, and that none was tried', async () => {
    await show();
    expect(await screen.findByText('never tried')).toBeInTheDocument();
    await show({
      getCluster: async () =>
        aCluster({
          lastRestoreTest: {
            name: 'db-r1',
            finishedAt: '2026-11-24T11:00:00Z',
            seconds: 120,
          },
        }),
    });
    expect(await screen.findByText('2 min')).toBeInTheDocument();
    expect(screen.getAllByText('promise 15 min').length).toBeGreaterThan(0);
  });

  it('puts the primary first', async () => {
    await show();
    await light('Is it up?');
    expect(
      screen.getAllByText(/^db-\d$/).map(cell => cell.textContent),
    ).toEqual(['db-1', 'db-2']);
  });

  it('disables what the user may not do, and says which permission is missing', async () => {
    // Decisions are cached by their resource.
    await show(
      { getCluster: async () => aCluster({ ref: 'production/denied' }) },
      AuthorizeResult.DENY,
    );
    await light('Is it up?');
    expect(
      await screen.findByRole('note', { name: /cnpg\.cluster\.restore/ }),
    ).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Restore…' })).toBeDisabled();
    expect(screen.getByRole('button', { name: 'Back up now' })).toBeDisabled();
  });

  it.each([
    [404, 'There is no database production/db yet'],
    [403, 'You may not see this database'],
    [500, 'The database could not be loaded'],
  ])('has a state of its own for %s', async (status, text) => {
    await show({
      getCluster: async () => {
        throw new CnpgApiError(status, 'why');
      },
    });
    expect(await screen.findByText(text)).toBeInTheDocument();
  });

  it('says which fields could not be read, and which kinds', async () => {
    const source = {
      kubernetesCluster: 'k1',
      state: 'synced' as const,
      kinds: [{ kind: 'pods', error: 'forbidden' }],
    };
    await show({
      getCluster: async () =>
        aCluster({
          unreadable: ['spec.instances: expected an integer'],
          source,
        }),
    });
    expect(
      await screen.findByText(/spec\.instances: expected an integer/),
    ).toBeInTheDocument();
    expect(screen.getByText(/pods \(forbidden\)/)).toBeInTheDocument();
  });

  it('starts a backup once', async () => {
    const backUpNow = jest.fn(async () => ({ name: 'db-manual-1' }));
    await show({ backUpNow });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Back up now' }),
    );
    expect(backUpNow).toHaveBeenCalledTimes(1);
  });

  it('lets a restore go on only where the instant can be reached', async () => {
    const preflight = jest.fn(async (_ref, target) => ({
      verdict:
        target.type === 'latest'
          ? ('proven' as const)
          : ('unreachable' as const),
      reasons: [],
    }));
    await show({ preflight });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Restore…' }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByText('Proven')).toBeInTheDocument();
    expect(within(dialog).getByRole('button', { name: 'Next' })).toBeEnabled();
    await userEvent.click(
      within(dialog).getByRole('radio', { name: 'An instant' }),
    );
    expect(await within(dialog).findByText('Unreachable')).toBeInTheDocument();
    expect(within(dialog).getByRole('button', { name: 'Next' })).toBeDisabled();
  });

  it('moves the picked instant by the arrow keys, within the window', async () => {
    await show();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Restore…' }),
    );
    const slider = await screen.findByRole('slider', {
      name: 'Pick an instant in the recovery window',
    });
    slider.focus();
    await userEvent.keyboard('{ArrowLeft}');
    expect(await screen.findByLabelText('Instant (UTC)')).toHaveValue(
      '2026-11-24T11:59:00.000Z',
    );
    await userEvent.keyboard('{ArrowRight}{ArrowRight}');
    expect(screen.getByLabelText('Instant (UTC)')).toHaveValue(
      '2026-11-24T12:00:00.000Z',
    );
  });
});
