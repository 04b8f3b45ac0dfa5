import AxeBuilder from '@axe-core/playwright';
import { Page, expect, test } from '@playwright/test';
import { keep, light, signIn } from './helpers';

const PAGES = [
  [
    'production',
    '/catalog/default/resource/production-naytife-postgres/database',
  ],
  ['staging', '/catalog/default/resource/staging-naytife-postgres/database'],
] as const;

async function violations(page: Page, within = '[data-cnpg-page]') {
  // Only what is ours: the entity page around the tab is Backstage's.
  const { violations: found } = await new AxeBuilder({ page })
    .include(within)
    // The colours inside code are those of Backstage's highlighter.
    .exclude('pre')
    .withTags(['wcag2a', 'wcag2aa'])
    .analyze();
  return found.map(
    item =>
      `${item.id}: ${item.nodes
        .map(node => node.html.slice(0, 160))
        .join(' | ')}`,
  );
}

/** By how much the page is wider than its window, in pixels. */
const sideways = (page: Page) =>
  page.evaluate(
    () =>
      document.documentElement.scrollWidth -
      document.documentElement.clientWidth,
  );

for (const scheme of ['light', 'dark'] as const) {
  for (const [name, path] of PAGES) {
    test(`the ${name} database has no WCAG A or AA violation in the ${scheme} theme`, async ({
      browser,
    }) => {
      const context = await browser.newContext({
        colorScheme: scheme,
        viewport: { width: 1280, height: 900 },
      });
      const page = await context.newPage();
      await signIn(page, 'Pat', path);
      await expect(light(page, 'Is it up?')).toContainText(/Healthy|Degraded/);
      await keep(page, `a11y-${name}-${scheme}`);
      expect(await violations(page)).toEqual([]);
      await context.close();
    });
  }
}

for (const scheme of ['light', 'dark'] as const)
  test(`the page of a move and the fleet have no WCAG A or AA violation in the ${scheme} theme, and fit a phone`, async ({
    browser,
  }) => {
    const context = await browser.newContext({
      colorScheme: scheme,
      viewport: { width: 390, height: 844 },
    });
    const page = await context.newPage();
    await signIn(
      page,
      'Pat',
      '/databases/staging/naytife-commerce?view=migration',
    );
    await expect(page.locator('[data-step="assess"]')).toBeVisible();
    await keep(page, `a11y-move-${scheme}`);
    expect(await violations(page, '[data-migration-page]')).toEqual([]);
    expect(await sideways(page)).toBeLessThanOrEqual(1);
    await page.goto('/databases');
    await expect(page.locator('[data-fleet-promises]')).toBeVisible();
    // The sortable table above is Backstage's.
    expect(await violations(page, '[data-fleet-promises]')).toEqual([]);
    await context.close();
  });

test('the page fits a phone without scrolling sideways', async ({
  browser,
}) => {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
  });
  const page = await context.newPage();
  await signIn(page, 'Pat', '/');
  await page.goto(PAGES[0][1]);
  await expect(light(page, 'Is it up?')).toContainText('Healthy');
  await keep(page, 'phone');
  expect(await sideways(page)).toBeLessThanOrEqual(1);
  await context.close();
});

for (const scheme of ['light', 'dark'] as const) {
  test(`the form for a new database has no WCAG A or AA violation in the ${scheme} theme, page by page`, async ({
    browser,
  }) => {
    const context = await browser.newContext({
      colorScheme: scheme,
      viewport: { width: 1280, height: 900 },
    });
    const page = await context.newPage();
    const form = {
      environment: 'local',
      name: 'readable',
      owner: 'group:default/platform',
    };
    await signIn(
      page,
      'Pat',
      `/create/templates/default/create-database?formData=${encodeURIComponent(
        JSON.stringify(form),
      )}`,
    );
    for (const [index, sign] of [
      'Free in the cluster, in Git',
      'PostgreSQL 17',
      'Nothing blocks this.',
    ].entries()) {
      await expect(page.getByText(sign)).toBeVisible();
      await keep(page, `a11y-form-${index + 1}-${scheme}`);
      expect(await violations(page, 'form')).toEqual([]);
      if (index < 2) await page.getByRole('button', { name: 'Next' }).click();
    }
    await context.close();
  });
}

test('a database is asked for with the keyboard alone', async ({ page }) => {
  await signIn(page, 'Pat', '/create/templates/default/create-database');
  await page.getByRole('radio', { name: 'Local' }).focus();
  await page.keyboard.press('Space');
  await expect(page.getByRole('radio', { name: 'Local' })).toBeChecked();
  await page.keyboard.press('Tab');
  await page.keyboard.type('by-keyboard');
  await page.keyboard.press('Tab');
  await page.keyboard.type('platf');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Next' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('radio', { name: /^1 instance/ }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: /^2 instances/ })).toBeChecked();
  await page.getByRole('button', { name: 'Next' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('checkbox', { name: 'I have read this' }).focus();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Review', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Create' })).toBeVisible();
});
