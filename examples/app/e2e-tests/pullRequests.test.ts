import { expect, test } from '@playwright/test';
import {
  GITHUB,
  Pull,
  ask,
  fileOn,
  github,
  keep,
  light,
  merge,
  opened,
  send,
  signIn,
  simulate,
  toPreview,
} from './helpers';

const PRODUCTION =
  '/catalog/default/resource/production-naytife-postgres/database';

test.describe.configure({ mode: 'serial' });

test('GitHub that refuses the token blocks the preview with its own words', async ({
  page,
}) => {
  await simulate(page, 'github', { fault: 'unauthorized' });
  await signIn(page, 'Pat');
  await toPreview(page, 'scratch');
  await expect(page.getByText(/cannot be read: .*401/).first()).toBeVisible();
  await keep(page, '19-github-401');
  await simulate(page, 'github', { fault: 'none' });
  await page.getByRole('button', { name: 'Check again' }).click();
  await expect(page.getByText('Nothing blocks this.')).toBeVisible();
});

test('GitHub that fails after the branch was made is told as that, and asking again opens the one pull request', async ({
  page,
}) => {
  await signIn(page, 'Pat');
  await simulate(page, 'github', { fault: 'half-way' });
  await ask(page, 'half');
  await expect(
    page.getByText(/Pull request creation failed/).first(),
  ).toBeVisible();
  await expect(
    page
      .getByText(
        /The branch cnpg-create-local-half was made, but there may be no pull request/,
      )
      .first(),
  ).toBeVisible();
  await keep(page, '27-half-way');
  await simulate(page, 'github', { fault: 'none' });
  await ask(page, 'half');
  await opened(page);
  expect(
    (await github<Pull[]>(page, '/pulls?state=all')).filter(
      pull => pull.head.ref === 'cnpg-create-local-half',
    ),
  ).toHaveLength(1);
});

test('asking again before the merge updates the one pull request', async ({
  page,
}) => {
  await signIn(page, 'Pat');
  for (let round = 0; round < 2; round += 1) {
    await ask(page, 'scratch');
    await opened(page);
  }
  const pulls = await github<Pull[]>(page, '/pulls?state=all');
  expect(
    pulls.filter(pull => pull.head.ref === 'cnpg-create-local-scratch'),
  ).toHaveLength(1);
  const kustomization = await fileOn(
    page,
    'cnpg-create-local-scratch',
    'deploy/databases/local/kustomization.yaml',
  );
  expect(kustomization.match(/- scratch/g)).toHaveLength(1);
});

test('a pull request that another one overtook says that it conflicts, and asking again mends it', async ({
  page,
}) => {
  await signIn(page, 'Pat');
  await ask(page, 'first-in');
  await opened(page);
  const find = async (name: string) =>
    (await github<Pull[]>(page, '/pulls?state=open')).find(
      pull => pull.head.ref === `cnpg-create-local-${name}`,
    ) as Pull;
  const [first, second] = [await find('first-in'), await find('scratch')];
  await merge(page, first.number);
  await page.goto(`${GITHUB}/naytife/commerce/pull/${second.number}`);
  await expect(page.getByText(/conflicts/)).toBeVisible();
  await expect(
    page.getByRole('button', { name: 'Merge pull request' }),
  ).toBeHidden();
  await keep(page, '22-conflict');
  await ask(page, 'scratch');
  await opened(page);
  await merge(page, (await find('scratch')).number);
  const kustomization = await fileOn(
    page,
    'main',
    'deploy/databases/local/kustomization.yaml',
  );
  expect(kustomization.match(/- [-a-z]+/g)).toEqual([
    '- naytife-postgres',
    '- first-in',
    '- scratch',
  ]);
});

test('a database is deleted by its typed name, after being told what is left', async ({
  page,
}) => {
  await signIn(page, 'Pat', '/databases/local/scratch');
  await expect(light(page, 'Is it up?')).toContainText('Healthy');
  await page.getByRole('link', { name: 'Delete…' }).click();
  await page.getByLabel('Type its name').fill('scratsh');
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(
    page.getByText('type the name of the database, scratch'),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByLabel('Type its name').fill('scratch');
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(
    page.getByText('this database was never backed up').first(),
  ).toBeVisible();
  await expect(page.getByText('What is left')).toBeVisible();
  await keep(page, '26-delete');
  await send(page);
  await opened(page);
  const pull = (await github<Pull[]>(page, '/pulls?state=open')).find(
    item => item.head.ref === 'cnpg-delete-local-scratch',
  ) as Pull;
  await merge(page, pull.number);
  await page.goto('/databases/local/scratch');
  await expect(
    page.getByText('There is no database local/scratch yet'),
  ).toBeVisible();
  const kustomization = await fileOn(
    page,
    'main',
    'deploy/databases/local/kustomization.yaml',
  );
  expect(kustomization).not.toContain('scratch');
  expect(kustomization).toContain('- first-in');
});

test('with its defaults a database takes at most 12 interactions and 60 seconds, and a reload loses nothing', async ({
  page,
}) => {
  await signIn(page, 'Dana');
  const began = Date.now();
  let interactions = 0;
  const act = async (step: Promise<unknown>) => {
    interactions += 1;
    await step;
  };
  await page.goto('/create/templates/default/create-database');
  await act(page.getByRole('radio', { name: 'Staging' }).check());
  await act(page.getByLabel('Name', { exact: false }).first().fill('wishlist'));
  await expect(page.getByText('Free in the cluster, in Git')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('radio', { name: 'Staging' })).toBeChecked();
  await expect(page.getByLabel('Name', { exact: false }).first()).toHaveValue(
    'wishlist',
  );
  await act(page.getByLabel('Owner', { exact: false }).first().click());
  await act(page.getByRole('option', { name: /Commerce team/ }).click());
  await act(page.getByRole('button', { name: 'Next' }).click());
  await act(page.getByRole('button', { name: 'Next' }).click());
  await expect(page.getByText('Nothing blocks this.')).toBeVisible();
  await act(page.getByRole('button', { name: 'Review' }).click());
  await act(page.getByRole('button', { name: 'Create' }).click());
  await opened(page);
  const seconds = (Date.now() - began) / 1000;
  process.stdout.write(
    `From the template to the open pull request: ${interactions} interactions, ${seconds.toFixed(
      1,
    )} s\n`,
  );
  expect(interactions).toBeLessThanOrEqual(12);
  expect(seconds).toBeLessThan(60);
});

test('the platform engineer brings alerts, dashboard and runbooks by a pull request of their own; a developer may not', async ({
  page,
  browser,
}) => {
  const form = (environment: string) =>
    `/create/templates/default/platform-foundation?formData=${encodeURIComponent(
      JSON.stringify({ environment, concern: 'monitoring' }),
    )}`;
  await signIn(page, 'Pat', form('staging'));
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(
    page.getByRole('region', { name: 'deploy/base/cnpg-monitoring' }),
  ).toContainText('alerts.yaml');
  await expect(
    page.getByText(/Not every manifest could be tried/),
  ).toBeVisible();
  expect(
    await page.evaluate(
      () =>
        document.documentElement.scrollWidth -
        document.documentElement.clientWidth,
    ),
  ).toBeLessThanOrEqual(1);
  await keep(page, '28-foundation');
  await send(page);
  await opened(page);
  const [pull] = (await github<Pull[]>(page, '/pulls?state=open')).filter(
    item => item.head.ref === 'cnpg-platform-staging-monitoring',
  );
  expect(pull.title).toBe('Alerts and dashboard for PostgreSQL (Staging)');
  const alerts = await fileOn(
    page,
    pull.head.ref,
    'deploy/base/cnpg-monitoring/alerts.yaml',
  );
  expect(alerts).toContain('alert: CNPGWALArchiveFailing');
  expect(alerts).toContain('/docs/runbooks/CNPGWALArchiveFailing.md');
  const other = await (await browser.newContext()).newPage();
  await signIn(other, 'Dana', form('staging'));
  await other.getByRole('button', { name: 'Next' }).click();
  await expect(
    other.getByText(
      /You may not do this \(permission cnpg\.platform\.update\)/,
    ),
  ).toBeVisible();
  await other.context().close();
});

test('the outsider is refused: no database in the list, none on the page, no manifest from the form', async ({
  page,
}) => {
  await signIn(page, 'Olli', '/databases');
  await expect(
    page.getByText('There is no database that you may see.'),
  ).toBeVisible();
  await page.goto(PRODUCTION);
  await expect(
    page.getByText('There is no database production/naytife-postgres yet'),
  ).toBeVisible();
  await keep(page, '20-outsider');
  await page.goto(
    `/create/templates/default/create-database?formData=${encodeURIComponent(
      JSON.stringify({
        environment: 'local',
        name: 'mine',
        owner: 'group:default/marketing',
      }),
    )}`,
  );
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(
    page.getByText(/You may not do this \(permission cnpg\.cluster\.create\)/),
  ).toBeVisible();
  await keep(page, '21-outsider-form');
});
