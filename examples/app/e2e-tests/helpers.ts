import { Page, expect } from '@playwright/test';

export const GITHUB = process.env.DEMO_GITHUB ?? 'http://localhost:4872';
const REPO_API = `${GITHUB}/api/v3/repos/naytife/commerce`;

export async function signIn(
  page: Page,
  persona: 'Dana' | 'Pat' | 'Olli',
  path = '/',
) {
  await page.goto('/');
  await page.getByRole('button', { name: `Enter as ${persona}` }).click();
  await expect(
    page.getByRole('heading', { name: 'Who are you today?' }),
  ).toBeHidden();
  if (path !== '/') await page.goto(path);
}

/** Screenshots of each step are kept as artefacts of the run. */
export const keep = (page: Page, name: string) =>
  page.screenshot({ path: `test-artefacts/story/${name}.png`, fullPage: true });

/** What the emulated GitHub holds: the truth that the page is held against. */
export async function github<T>(page: Page, path: string): Promise<T> {
  const response = await page.request.get(`${REPO_API}${path}`);
  expect(response.ok(), `GitHub ${path}`).toBeTruthy();
  return (await response.json()) as T;
}

export async function fileOn(
  page: Page,
  branch: string,
  path: string,
): Promise<string> {
  const { content } = await github<{ content: string }>(
    page,
    `/contents/${path}?ref=${branch}`,
  );
  return Buffer.from(content, 'base64').toString();
}

export async function merge(page: Page, number: number) {
  await page.goto(`${GITHUB}/naytife/commerce/pull/${number}`);
  await page.getByRole('button', { name: 'Merge pull request' }).click();
  await expect(page.getByText('The reconcilers apply it')).toBeVisible();
}

/** Presses a button of the simulator's control page. */
export async function simulate(
  page: Page,
  action: string,
  form: Record<string, string>,
) {
  const response = await page.request.post(`${GITHUB}/simulator/${action}`, {
    form,
  });
  expect(response.ok(), `simulator ${action}`).toBeTruthy();
}

export const light = (
  page: Page,
  which: 'Is it up?' | 'Can it be brought back?',
) => page.getByRole('region', { name: which });

/** A pull request as GitHub tells it. */
export interface Pull {
  number: number;
  title: string;
  body: string;
  state: string;
  head: { ref: string };
}

/** Fills the form by its link. */
export async function toPreview(
  page: Page,
  name: string,
  environment = 'local',
) {
  const form = encodeURIComponent(
    JSON.stringify({ environment, name, owner: 'group:default/platform' }),
  );
  await page.goto(`/create/templates/default/create-database?formData=${form}`);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('button', { name: 'Next' }).click();
}

/** Fills the form, previews, and opens the pull request. */
export async function ask(page: Page, name: string, environment = 'local') {
  await toPreview(page, name, environment);
  await send(page);
}

/** From the preview to the task: reads the warnings, where there are any, and starts it. */
export async function send(page: Page) {
  await expect(page.getByText('Nothing blocks this.')).toBeVisible();
  const tick = page.getByRole('checkbox', { name: 'I have read this' });
  if (await tick.count()) await tick.check();
  await page.getByRole('button', { name: 'Review' }).click();
  await page.getByRole('button', { name: 'Create' }).click();
}

export function opened(page: Page) {
  return expect(
    page.getByRole('link', { name: /Open the pull request/ }).first(),
  ).toBeVisible();
}
