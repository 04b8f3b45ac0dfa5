import { expect, test } from '@playwright/test';
import { fileOn, keep, merge, signIn, simulate } from './helpers';
import { LONG, MOVE, askFor, pullOf, serving, stage, take } from './moves';

test.describe.configure({ mode: 'serial' });

test('the old database is assessed, and asking twice is one pull request', async ({
  page,
}) => {
  await signIn(page, 'Pat');
  await page.goto('/databases');
  await page.getByRole('link', { name: 'Open the move' }).click();
  await expect(stage(page, 'retire')).toHaveAttribute('data-state', 'waiting');
  await askFor(page, 'assess');
  await askFor(page, 'assess');
  await page.goto(MOVE);
  await expect(
    page.getByText(/A pull request is open: cnpg-migrate-staging/),
  ).toBeVisible();
  await merge(page, (await pullOf(page, 'assess')).number);
  await page.goto(MOVE);
  await expect(stage(page, 'assess')).toContainText('PostgreSQL 15', LONG);
  await expect(stage(page, 'assess')).toContainText('pg_trgm, pgcrypto');
  await expect(stage(page, 'assess')).toContainText(
    'naytife_schema.page_views',
  );
  await keep(page, '40-assessed');
});

test('the import is rehearsed beside the old database, which goes on', async ({
  page,
}) => {
  await signIn(page, 'Pat');
  await take(page, 'rehearse');
  await expect(stage(page, 'rehearse')).toContainText(
    /A true copy|The same but for what was written meanwhile/,
  );
  await expect(page.getByText(/Measured by the last rehearsal/)).toBeVisible();
  await expect(serving(page)).toHaveText('Applications use the old database');
  await keep(page, '41-rehearsed');
});

test('a damaged copy stops the move, with the table and the difference, and the roll back works', async ({
  page,
}) => {
  await signIn(page, 'Pat');
  await take(page, 'stop');
  await expect(serving(page)).toHaveText('Nobody can write');
  await simulate(page, 'damage', { on: 'true' });
  await take(page, 'copy', 'failed');
  const copy = stage(page, 'copy');
  await expect(copy).toContainText('Not a true copy');
  const differences = copy.locator('[data-differences]');
  await expect(
    differences.getByRole('row', { name: /rows naytife_schema\.orders/ }),
  ).toBeVisible();
  await expect(
    differences.getByRole('row', {
      name: /index naytife_schema\.products_cheap .* not there/,
    }),
  ).toBeVisible();
  await expect(stage(page, 'switch')).toHaveAttribute('data-state', 'waiting');
  await expect(stage(page, 'switch')).toContainText('nothing may be switched');
  await keep(page, '42-damaged-copy');

  await take(page, 'roll-back');
  await expect(stage(page, 'roll-back')).toContainText('takes writes again');
  await expect(serving(page)).toHaveText('Applications use the old database');
  await expect(page.getByText(/backend: 1 of 1 run/)).toBeVisible();
  await keep(page, '43-rolled-back');
});

test('the second attempt is proven and switched', async ({ page }) => {
  test.setTimeout(300_000);
  await signIn(page, 'Pat');
  // The rehearsal's cluster first, then the copy that was no true one.
  for (const _one of ['rehearsal', 'copy']) {
    await askFor(page, 'discard');
    await merge(page, (await pullOf(page, 'discard')).number);
  }
  await page.goto(MOVE);
  await expect(stage(page, 'stop')).toHaveAttribute(
    'data-state',
    'ready',
    LONG,
  );
  await take(page, 'stop');
  await take(page, 'copy');
  await expect(stage(page, 'copy')).toContainText('A true copy');
  await keep(page, '44-proven');
  await take(page, 'switch');
  await expect(serving(page)).toHaveText('Applications use the new database');
  const connection = await fileOn(
    page,
    'main',
    'deploy/databases/staging/naytife-commerce/connection/deployment.yaml',
  );
  expect(connection).toContain('@naytife-commerce-pooler.naytife-staging.svc');
  await expect(stage(page, 'retire')).toContainText('healthy for');
  await keep(page, '45-switched');
});

test('the old database is retired when the new one has been healthy long enough, and nothing of the move is left', async ({
  page,
}) => {
  test.setTimeout(300_000);
  await signIn(page, 'Pat');
  await page.goto(MOVE);
  await expect(stage(page, 'retire')).toHaveAttribute(
    'data-state',
    'ready',
    LONG,
  );
  await take(page, 'retire');
  await expect(page.getByText('postgres: not there')).toBeVisible(LONG);
  await take(page, 'tidy', 'done');
  await keep(page, '46-retired');
  await page.getByRole('tab', { name: 'Database' }).first().click();
  await expect(
    page.getByRole('heading', { name: /naytife-commerce · Staging/ }),
  ).toBeVisible();
});

test('a developer sees how far the move is, and may not ask for a step', async ({
  page,
}) => {
  await signIn(page, 'Dana');
  await page.goto(MOVE);
  await expect(serving(page)).toHaveText('Applications use the new database');
});
