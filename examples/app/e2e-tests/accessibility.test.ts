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

async function violations(page: Page) {
  // Only what is ours: the entity page around the tab is Backstage's.
  const { violations: found } = await new AxeBuilder({ page })
    .include('[data-cnpg-page]')
    .withTags(['wcag2a', 'wcag2aa'])
    .analyze();
  return found.map(
    item =>
      `${item.id}: ${item.nodes
        .map(node => node.html.slice(0, 160))
        .join(' | ')}`,
  );
}

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
  expect(
    await page.evaluate(
      () =>
        document.documentElement.scrollWidth -
        document.documentElement.clientWidth,
    ),
  ).toBeLessThanOrEqual(1);
  await context.close();
});
