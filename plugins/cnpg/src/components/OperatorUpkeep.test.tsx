import { screen } from '@testing-library/react';
import { renderInTestApp } from '@backstage/test-utils';
import { SourceView } from '@naytife/backstage-plugin-cnpg-common';
import { OperatorUpkeep } from './OperatorUpkeep';

const source = (change: Partial<SourceView>): SourceView => ({
  kubernetesCluster: 'oke',
  state: 'synced',
  ...change,
});

describe('OperatorUpkeep', () => {
  it('warns of an operator without fixes, says what the next one changes, and leads to the pull request', async () => {
    await renderInTestApp(
      <OperatorUpkeep
        sources={[
          source({
            operator: { state: 'running', version: '1.26.1' },
            upkeep: {
              support: 'ended',
              endOfLife: '2025-11-12',
              next: { version: '1.27.1', changes: ['The liveness probe'] },
            },
          }),
        ]}
      />,
    );
    expect(screen.getByRole('alert')).toHaveTextContent(
      /oke: CloudNativePG 1.26.1 runs. It has had no fixes since 2025-11-12.*1.27.1: The liveness probe/,
    );
    expect(
      screen.getByRole('link', { name: /Upgrade to 1.27.1/ }),
    ).toHaveAttribute('href', expect.stringContaining('operator-upgrade'));
  });

  it('says that it does not know, where the version is not known', async () => {
    await renderInTestApp(<OperatorUpkeep sources={[source({})]} />);
    expect(screen.getByRole('alert')).toHaveTextContent(
      'CloudNativePG unknown runs. Whether it is still mended is not known here.',
    );
  });
});
