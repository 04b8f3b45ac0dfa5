import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALERTS } from './alerts';
import { runbookOf } from './runbooks';

const folder = join(
  require.resolve('@naytife/backstage-plugin-cnpg-common'),
  '../../../../docs/runbooks',
);

describe('docs/runbooks', () => {
  const wanted = Object.fromEntries(
    ALERTS.map(alert => [`${alert.name}.md`, runbookOf(alert)]),
  );

  beforeAll(() => {
    if (!process.env.UPDATE_SAMPLES) return;
    mkdirSync(folder, { recursive: true });
    for (const [file, text] of Object.entries(wanted))
      writeFileSync(join(folder, file), text);
  });

  it('holds one for each alert, in the alert’s own words (UPDATE_SAMPLES=1 renews them)', () => {
    const there = readdirSync(folder);
    expect(
      Object.fromEntries(
        there.map(file => [file, readFileSync(join(folder, file), 'utf8')]),
      ),
    ).toEqual(wanted);
  });

  it('names only buttons that the page has', () => {
    const buttons = ['Change…', 'Back up now', 'Restore…'];
    for (const { runbook } of ALERTS)
      expect([undefined, ...buttons]).toContain(runbook.button);
  });
});
