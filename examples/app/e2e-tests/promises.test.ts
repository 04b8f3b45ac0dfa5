import { execFileSync } from 'node:child_process';
import { Page, expect, test } from '@playwright/test';
import { keep, signIn } from './helpers';

const hasPrometheus = () => {
  try {
    execFileSync('which', ['prometheus'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
const promise = (page: Page, name: string) =>
  page.locator(`[data-promise="${name}"]`);

test('a database shows what was promised beside what is measured, and why a number is missing', async ({
  page,
}) => {
  await signIn(page, 'Pat', '/databases/production/naytife-postgres');
  await expect(promise(page, 'backupSuccess')).toContainText('100 % (kept)');
  await expect(promise(page, 'queryTime')).toHaveAttribute(
    'data-verdict',
    'unknown',
  );
  if (hasPrometheus()) {
    // Its rules are evaluated every half a minute.
    await expect(async () => {
      await page.reload();
      await expect(promise(page, 'availability')).toContainText('(kept)', {
        timeout: 10_000,
      });
    }).toPass({ timeout: 120_000 });
    await expect(promise(page, 'coverage')).toContainText(
      'Without data: CNPGCertificateExpiring.',
    );
  } else
    await expect(promise(page, 'availability')).toContainText(
      'No Prometheus is configured',
    );
  await promise(page, 'availability').scrollIntoViewIfNeeded();
  await keep(page, '50-promises');
});

test('the fleet shows every promise of every database, and which is broken', async ({
  page,
}) => {
  await signIn(page, 'Pat', '/databases');
  const table = page
    .getByRole('row', { name: /naytife-postgres · Local/ })
    .first();
  await expect(table).toContainText('broken');
  await keep(page, '51-fleet-promises');
});
