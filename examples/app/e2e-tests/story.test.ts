import { expect, test } from '@playwright/test';
import {
  Pull,
  fileOn,
  github,
  keep,
  light,
  merge,
  opened,
  send,
  signIn,
  simulate,
} from './helpers';

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
    page.getByRole('region', { name: 'deploy/databases/production/orders' }),
  ).toContainText('cluster.yaml');
  await expect(
    page
      .getByRole('region', { name: 'deploy/databases/production', exact: true })
      .getByText('changed'),
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

test('the database is changed from its own page: the form knows what is live, and says what each change does', async ({
  page,
}) => {
  await signIn(page, 'Dana', ORDERS);
  await page.getByRole('link', { name: 'Change…' }).click();
  await expect(page.getByRole('radio', { name: 'Production' })).toBeChecked();
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByRole('radio', { name: /^3 instances/ })).toBeChecked();
  await page.getByRole('radio', { name: /^5 instances/ }).check();
  await page.getByRole('radio', { name: /^Large/ }).check();
  await keep(page, '23-change');
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(
    page.locator('[data-effect="rollingRestart"]').first(),
  ).toContainText('the primary last');
  await expect(
    page.getByRole('row', { name: /spec.instances 3 5/ }),
  ).toContainText('nothing restarts');
  await keep(page, '24-change-preview');
  await send(page);
  await opened(page);
  const pull = (await github<Pull[]>(page, '/pulls?state=open')).find(
    item => item.head.ref === 'cnpg-change-production-orders',
  ) as Pull;
  expect(pull.body).toContain('| Cluster/orders spec.instances | 3 | 5 |');
  await merge(page, pull.number);
  await page.goto(ORDERS);
  await expect(page.locator('tr[data-instance]')).toHaveCount(5);
});

test('a change that PostgreSQL cannot do is refused with the reason', async ({
  page,
}) => {
  await signIn(
    page,
    'Dana',
    `/create/templates/default/change-database?formData=${encodeURIComponent(
      JSON.stringify({
        environment: 'production',
        name: 'orders',
        size: 'small',
      }),
    )}`,
  );
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(
    page.getByText(/A volume cannot shrink; CNPG refuses it/).first(),
  ).toBeVisible();
  await keep(page, '25-impossible');
});

test('a protected database offers no deletion and says why', async ({
  page,
}) => {
  await signIn(page, 'Dana', ORDERS);
  await expect(
    page.getByRole('note', { name: /Databases of Production are protected/ }),
  ).toBeVisible();
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
      pull.title.startsWith('Create PostgreSQL orders'),
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
