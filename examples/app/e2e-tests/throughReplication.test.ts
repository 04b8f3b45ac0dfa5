import { expect, test } from '@playwright/test';
import { keep, merge, signIn } from './helpers';
import { LONG, MOVE, askFor, pullOf, serving, stage, take } from './moves';

test('by replication writers stand still for the proof alone, and a roll back after the switch brings back what was written since', async ({
  page,
}) => {
  test.setTimeout(420_000);
  await signIn(page, 'Pat');
  await take(page, 'assess');
  await take(page, 'prepare');
  await expect(page.getByText('by logical replication')).toBeVisible();
  await expect(stage(page, 'stop')).toHaveAttribute(
    'data-state',
    'ready',
    LONG,
  );
  await take(page, 'stop');
  await take(page, 'copy');
  await expect(stage(page, 'copy')).toContainText('A true copy');
  await take(page, 'switch');
  await expect(serving(page)).toHaveText('Applications use the new database');
  await take(page, 'roll-back');
  await expect(stage(page, 'roll-back')).toContainText(
    'has all that was written to the new one',
  );
  await expect(serving(page)).toHaveText('Applications use the old database');
  await keep(page, '39-replicated-and-back');
  await askFor(page, 'discard');
  await merge(page, (await pullOf(page, 'discard')).number);
  await page.goto(MOVE);
  await expect(page.getByText('by import')).toBeVisible(LONG);
});
