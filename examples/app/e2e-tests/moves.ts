import { Page, expect } from '@playwright/test';
import { Pull, github, merge, opened, send } from './helpers';

export const MOVE = '/databases/staging/naytife-commerce?view=migration';
export const LONG = { timeout: 120_000 };

export const stage = (page: Page, step: string) =>
  page.locator(`[data-step="${step}"]`);

/** From the page of the move to an open pull request, and back. */
export async function askFor(page: Page, step: string) {
  await page.goto(MOVE);
  await stage(page, step).getByRole('link').click();
  await page.getByRole('button', { name: 'Next' }).click();
  await send(page);
  await opened(page);
}

export async function pullOf(page: Page, step: string): Promise<Pull> {
  const pulls = await github<Pull[]>(page, '/pulls?state=open');
  const found = pulls.filter(({ head }) =>
    head.ref.startsWith(`cnpg-migrate-staging-naytife-commerce-${step}-`),
  );
  expect(found).toHaveLength(1);
  return found[0];
}

/** Asks for a step, merges it, and waits until the page says how it ended. */
export async function take(page: Page, step: string, state = 'done') {
  await askFor(page, step);
  await merge(page, (await pullOf(page, step)).number);
  await page.goto(MOVE);
  await expect(stage(page, step)).toHaveAttribute('data-state', state, LONG);
}

export const serving = (page: Page) => page.locator('[data-serving]');
