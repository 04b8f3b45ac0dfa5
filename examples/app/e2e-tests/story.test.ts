import { Page, expect, test } from '@playwright/test';
import {
  GITHUB,
  fileOn,
  github,
  keep,
  light,
  merge,
  signIn,
  simulate,
} from './helpers';

interface Pull {
  number: number;
  title: string;
  body: string;
  state: string;
  head: { ref: string };
}

const PRODUCTION =
  '/catalog/default/resource/production-naytife-postgres/database';
const ORDERS = '/catalog/default/resource/production-orders/database';
const RESTORED =
  '/catalog/default/resource/production-orders-restored/database';

test.describe.configure({ mode: 'serial' });

test('a database is asked for by a form, opened as one pull request, merged, and seen to come up without a reload', async ({
  page,
}) => {
  await signIn(page, 'Dana', '/create/templates/default/create-database');
  await page.getByRole('radio', { name: 'Production' }).check();
  await page.getByLabel('Name', { exact: false }).first().fill('orders');
  await page.getByLabel('Owner', { exact: false }).first().click();
  await page.getByRole('option', { name: /Commerce team/ }).click();
  await page.getByLabel('For which component').click();
  await page.getByRole('option', { name: /storefront/i }).click();
  await keep(page, '01-form');
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(
    page.getByText('Medium: 1 CPU, 2Gi memory, 50Gi disk'),
  ).toBeVisible();
  await keep(page, '02-form-database');
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByText('Nothing blocks this.')).toBeVisible();
  await expect(
    page.getByText('deploy/databases/production/orders/cluster.yaml'),
  ).toBeVisible();
  await expect(page.getByText(/About [\d.]+ USD a month/)).toBeVisible();
  await keep(page, '03-preview');
  await page.getByRole('button', { name: 'Review' }).click();
  await page.getByRole('button', { name: 'Create' }).click();
  const link = page
    .getByRole('link', { name: /Open the pull request/ })
    .first();
  await expect(link).toBeVisible();
  await keep(page, '04-opened');

  const open = (await github<Pull[]>(page, '/pulls?state=open')).filter(
    pull => pull.title === 'Create PostgreSQL orders in Production',
  );
  expect(open).toHaveLength(1);
  const [pull] = open;
  expect(pull.body).toContain('### What will happen');
  expect(pull.body).toMatch(/### Cost\n[\d.]+ USD a month/);
  expect(pull.body).toContain('group:default/commerce');
  const cluster = await fileOn(
    page,
    pull.head.ref,
    'deploy/databases/production/orders/cluster.yaml',
  );
  expect(cluster).toContain('serverName: orders');
  expect(cluster).toContain('dataDurability: required');
  const kustomization = await fileOn(
    page,
    pull.head.ref,
    'deploy/databases/production/kustomization.yaml',
  );
  expect(kustomization).toContain('- naytife-postgres # the shop');
  expect(kustomization).toContain('- orders');
  expect(
    await fileOn(
      page,
      pull.head.ref,
      'catalog/databases/production-orders.yaml',
    ),
  ).toContain('naytife.com/cnpg-clusters: production/orders');

  // A page is opened before the merge, by someone else: what follows must arrive there by itself.
  const live = await page.context().newPage();
  await live.goto('/');
  await live.getByRole('button', { name: 'Enter as Pat' }).click();
  await expect(live.getByRole('link', { name: 'Databases' })).toBeVisible();
  await live.goto('/databases/production/orders');
  await expect(
    live.getByText('There is no database production/orders yet'),
  ).toBeVisible();
  await keep(live, '05-not-yet');
  await merge(page, pull.number);
  await keep(page, '06-merged');
  await expect(light(live, 'Is it up?')).toContainText('In progress');
  await keep(live, '07-coming-up');
  await expect(light(live, 'Is it up?')).toContainText('Healthy');
  await expect(light(live, 'Can it be brought back?')).toContainText(
    'Recoverable',
  );
  await expect(live.locator('tr[data-instance]')).toHaveCount(3);
  await keep(live, '08-healthy');
});

test('asking twice for the same database is refused, and opens no second pull request', async ({
  page,
}) => {
  await signIn(
    page,
    'Pat',
    `/create/templates/default/create-database?formData=${encodeURIComponent(
      JSON.stringify({
        environment: 'production',
        name: 'orders',
        owner: 'group:default/commerce',
      }),
    )}`,
  );
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(
    page.getByText('there is a cluster orders in Production already'),
  ).toBeVisible();
  await keep(page, '09-refused');
  expect(
    (await github<Pull[]>(page, '/pulls?state=all')).filter(pull =>
      pull.title.includes('orders'),
    ),
  ).toHaveLength(1);
});

test('a broken archive turns the second light amber with the reason, while the database stays up', async ({
  page,
}) => {
  await signIn(page, 'Dana', ORDERS);
  await expect(light(page, 'Can it be brought back?')).toContainText(
    'Recoverable',
  );
  await page.getByRole('button', { name: 'Back up now' }).click();
  await expect(
    page.getByText(/Backup orders-manual-\d+ has been started/),
  ).toBeVisible();
  await expect(page.locator('tr[data-backup^="orders-manual"]')).toContainText(
    'completed',
  );
  await simulate(page, 'scenario', {
    simulation: 'oke-phx',
    cluster: 'naytife-production/orders',
    scenario: 'archive-failing',
    on: 'true',
  });
  const second = light(page, 'Can it be brought back?');
  await expect(second).toContainText('At risk');
  await expect(second).toContainText('WAL has not been archived');
  await second.getByRole('button', { name: 'See why' }).click();
  await expect(second).toContainText('barman-cloud-wal-archive');
  await keep(page, '10-archive-failing');
  await simulate(page, 'scenario', {
    simulation: 'oke-phx',
    cluster: 'naytife-production/orders',
    scenario: 'archive-failing',
    on: 'false',
  });
  await expect(second).toContainText('Recoverable');
});

test('a restore to an instant is proven, opened as a pull request, merged, and the new cluster comes up', async ({
  page,
}) => {
  await signIn(page, 'Dana', ORDERS);
  await page.getByRole('button', { name: 'Restore…' }).click();
  const wizard = page.getByRole('dialog');
  await expect(wizard.locator('[data-verdict="proven"]')).toBeVisible();
  await wizard.getByRole('radio', { name: 'An instant' }).check();
  await wizard.getByLabel('Instant (UTC)').fill('2020-01-01T00:00:00Z');
  await expect(wizard.locator('[data-verdict="unreachable"]')).toBeVisible();
  await expect(wizard.getByRole('button', { name: 'Next' })).toBeDisabled();
  await keep(page, '11-unreachable');
  await wizard
    .getByRole('radio', { name: 'The latest archived instant' })
    .check();
  await wizard.getByRole('radio', { name: 'An instant' }).check();
  await wizard.getByRole('button', { name: '−1 s' }).click();
  await expect(wizard.locator('[data-verdict="proven"]')).toBeVisible();
  await wizard.getByLabel('Name of the new cluster').fill('orders-restored');
  await keep(page, '12-restore');
  await wizard.getByRole('button', { name: 'Next' }).click();
  await expect(wizard.getByText('Nothing blocks this.')).toBeVisible();
  await keep(page, '13-restore-review');
  await wizard.getByRole('button', { name: 'Open the pull request' }).click();
  await expect(wizard.getByText('The pull request is open.')).toBeVisible();
  await keep(page, '14-restore-opened');

  const [pull] = (await github<Pull[]>(page, '/pulls?state=open')).filter(
    item => item.title.startsWith('Restore orders in Production'),
  );
  expect(pull.body).toContain('### Preflight: proven');
  expect(pull.body).toContain('### What is lost');
  const manifest = await fileOn(
    page,
    pull.head.ref,
    'deploy/databases/production/orders-restored/cluster.yaml',
  );
  expect(manifest).toContain('targetTime:');
  expect(manifest).toMatch(/externalClusters:[\s\S]*serverName: orders\n/);
  expect(manifest).toMatch(/plugins:[\s\S]*serverName: orders-restored/);
  await merge(page, pull.number);
  await page.goto('/databases/production/orders-restored');
  await expect(light(page, 'Is it up?')).toContainText('Healthy', {
    timeout: 90_000,
  });
  await expect(page.getByText('restored from orders')).toBeVisible();
  await keep(page, '15-restored');
  await expect(async () => {
    await page.goto(RESTORED);
    await expect(page.getByText('orders-restored · Production')).toBeVisible({
      timeout: 5_000,
    });
  }).toPass({ timeout: 60_000 });
});

test('a lost primary is told while it lasts, and is healthy again on a new timeline', async ({
  page,
}) => {
  await signIn(page, 'Pat', PRODUCTION);
  await expect(light(page, 'Is it up?')).toContainText('Healthy');
  await simulate(page, 'primary-lost', {
    simulation: 'oke-phx',
    cluster: 'naytife-production/naytife-postgres',
  });
  await expect(light(page, 'Is it up?')).not.toContainText('Healthy');
  await keep(page, '16-primary-lost');
  await expect(light(page, 'Is it up?')).toContainText('Healthy');
  await expect(page.locator('tr[data-instance]').first()).toContainText(
    'naytife-postgres-2',
  );
});

test('an API server that is gone leaves the page standing, and says since when it is old', async ({
  page,
}) => {
  await signIn(page, 'Pat', PRODUCTION);
  await expect(light(page, 'Is it up?')).toContainText('Healthy');
  await simulate(page, 'api', { simulation: 'oke-phx', fault: 'gone' });
  await expect(
    page.getByText(/oke-phx cannot be read \(unreachable\) since/),
  ).toBeVisible();
  await expect(light(page, 'Is it up?')).toContainText('Unknown');
  await keep(page, '17-api-gone');
  await page.goto('/catalog/default/resource/local-naytife-postgres/database');
  await expect(light(page, 'Is it up?')).toContainText('Healthy');
  await expect(light(page, 'Can it be brought back?')).toContainText(
    'No backup is configured',
  );
  await keep(page, '18-local');
  await simulate(page, 'api', { simulation: 'oke-phx', fault: 'none' });
  await page.goto(PRODUCTION);
  await expect(light(page, 'Is it up?')).toContainText('Healthy');
});

test('GitHub that is down fails the pull request with its own words, and nothing is half done', async ({
  page,
}) => {
  await simulate(page, 'github', { fault: 'unauthorized' });
  await signIn(page, 'Pat');
  await ask(page, 'scratch');
  await expect(
    page.getByText(/Bad credentials|Unauthorized|401/).first(),
  ).toBeVisible();
  await keep(page, '19-github-401');
  await simulate(page, 'github', { fault: 'none' });
  expect(
    (await github<Pull[]>(page, '/pulls?state=all')).filter(pull =>
      pull.title.includes('scratch'),
    ),
  ).toHaveLength(0);
});

/** Fills the form by its link, previews, and opens the pull request. */
async function ask(page: Page, name: string, environment = 'local') {
  const form = encodeURIComponent(
    JSON.stringify({ environment, name, owner: 'group:default/platform' }),
  );
  await page.goto(`/create/templates/default/create-database?formData=${form}`);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByText('Nothing blocks this.')).toBeVisible();
  await page.getByRole('button', { name: 'Review' }).click();
  await page.getByRole('button', { name: 'Create' }).click();
}

const opened = (page: Page) =>
  expect(
    page.getByRole('link', { name: /Open the pull request/ }).first(),
  ).toBeVisible();

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
