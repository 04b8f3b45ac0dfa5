import { screen } from '@testing-library/react';
import { TestApiProvider, renderInTestApp } from '@backstage/test-utils';
import { PromiseView } from '@naytife/backstage-plugin-cnpg-common';
import { CnpgApi, cnpgApiRef } from '../api/CnpgApi';
import { anApi } from '../__testUtils__/cluster';
import { PromisesCard } from './PromisesCard';
import { valueOf } from './value';

const promise = (change: Partial<PromiseView>): PromiseView => ({
  name: 'availability',
  unit: 'share',
  promised: 0.999,
  verdict: 'unknown',
  window: 'last 30 days',
  source: 'Prometheus',
  sentence: 'No Prometheus is configured.',
  ...change,
});

async function show(getPromises: CnpgApi['getPromises']) {
  await renderInTestApp(
    <TestApiProvider apis={[[cnpgApiRef, anApi({ getPromises }).api]]}>
      <PromisesCard clusterRef="production/db" />
    </TestApiProvider>,
  );
}
const row = (name: RegExp) => screen.findByRole('row', { name });

describe('PromisesCard', () => {
  it('shows what nothing measures as unknown with the reason, never as 0', async () => {
    await show(async () => ({ items: [promise({})] }));
    const found = await row(/Availability/);
    expect(found).toHaveTextContent('unknown');
    expect(found).toHaveTextContent('No Prometheus is configured.');
    expect(found).not.toHaveTextContent(/\b0 %/);
  });

  it('tells by word whether a promise is kept, not by colour alone', async () => {
    await show(async () => ({
      items: [
        promise({ measured: 0.9995, verdict: 'kept' }),
        promise({
          name: 'rto',
          unit: 'seconds',
          promised: 900,
          measured: 1200,
          verdict: 'broken',
        }),
        promise({
          name: 'rpo',
          unit: 'seconds',
          promised: 60,
          verdict: 'broken',
          sentence: 'All would be lost.',
        }),
      ],
    }));
    expect(await row(/Availability/)).toHaveTextContent(
      '≥ 99.9 %99.95 % (kept)',
    );
    expect(await row(/Recovery time/)).toHaveTextContent('20 min (broken)');
    expect(await row(/Data loss/)).toHaveTextContent('broken');
  });

  it('says why it could not be asked', async () => {
    await show(async () => {
      throw new Error('502 Bad Gateway');
    });
    expect(await screen.findByText('502 Bad Gateway')).toBeInTheDocument();
  });

  it.each([
    [0.99999, '99.999 %'],
    [0.999999, '99.999 %'],
    [1, '100 %'],
    [0, '0 %'],
  ])('never rounds a share up: %d is %s', (share, text) => {
    expect(valueOf({ unit: 'share' }, share)).toBe(text);
  });

  it.each([
    [0.0004, '0.4 ms'],
    [0.02, '20 ms'],
    [61, '1 min 1 s'],
  ])('tells %d s as %s', (seconds, text) => {
    expect(valueOf({ unit: 'seconds' }, seconds)).toBe(text);
  });
});
