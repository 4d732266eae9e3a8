// The story of one day in risk: sign in, see the firm, let the broker trade, see breaches come, and read why.
import { expect, open, signIn, simulate, test } from './support/office';

test('breaches appear while risk watches, and each can be explained down to the raw message', async ({ page }) => {
  await signIn(page, 'risk');
  await open(page, '/');
  await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible();

  await open(page, '/violations');
  await expect(page.locator('[data-live=stream]')).toBeVisible();
  const told = await simulate('--accounts', '12', '--seed', '77');
  expect(told).toContain('Accounts    12');
  const pill = page.getByRole('button', { name: /new verdicts?, show/ });
  await expect(pill).toBeVisible();
  await pill.click();
  await expect(pill).toBeHidden();

  const why = page
    .getByRole('region', { name: 'Violations' })
    .getByRole('link', { name: /Daily loss|Maximum drawdown/ })
    .first();
  await why.click();
  const drawer = page.getByRole('dialog');
  await expect(drawer.getByRole('heading', { name: /^Why: / })).toBeVisible();
  await expect(drawer.getByText('Measured', { exact: true })).toBeVisible();
  await expect(drawer.getByText(/version \d+/)).toBeVisible();
  expect(new URL(page.url()).searchParams.get('violation')).not.toBeNull();

  await page.reload();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.getByRole('dialog').getByRole('link', { name: 'raw message' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Raw message' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Body' })).toContainText('"');
});

test('the account page draws equity against its floors, with the same figures as a table', async ({ page }) => {
  await signIn(page, 'viewer');
  await open(page, '/accounts');
  await page.getByRole('region', { name: 'Accounts' }).getByRole('link').first().click();
  await expect(page.getByRole('heading', { name: 'Equity against the floors' })).toBeVisible();
  // A floor that never moved is a line without height, which counts as hidden: it is enough that lines are drawn.
  await expect(page.locator('.recharts-line path')).not.toHaveCount(0);
  await expect(page.getByText(/Equity moved between/)).toBeVisible();
  await page.getByText('Show as table').click();
  await expect(page.getByRole('region', { name: /^Equity and floors at the points drawn/ })).toBeVisible();
});

test('a note keeps its words through a refusal and shows when it is kept', async ({ page }) => {
  await signIn(page, 'support');
  await open(page, '/accounts');
  await page.getByRole('region', { name: 'Accounts' }).getByRole('link').first().click();
  await page.getByRole('link', { name: 'Notes' }).click();
  const field = page.getByLabel('New note');
  await field.fill('   ');
  await page.getByRole('button', { name: 'Add note' }).click();
  await expect(page.getByText(/An empty note says nothing/)).toBeVisible();
  await field.fill('Called the trader, explained the floor.');
  await page.getByRole('button', { name: 'Add note' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Called the trader' })).toBeVisible();
});

test('a withdrawal asks for a reason, and the reason survives a refusal', async ({ page }) => {
  await signIn(page, 'risk');
  await open(page, '/violations?state=confirmed');
  await page
    .getByRole('region', { name: 'Violations' })
    .getByRole('link', { name: /Daily loss|Maximum drawdown/ })
    .first()
    .click();
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel('Reason').fill('no');
  // The browser's own check is put aside, so that the server's refusal is what is seen.
  await drawer.locator('form').evaluate((form: HTMLFormElement) => (form.noValidate = true));
  await drawer.getByRole('button', { name: 'Withdraw the verdict' }).click();
  await expect(drawer.getByText(/Say why in a few words/)).toBeVisible();
  await expect(drawer.getByLabel('Reason')).toHaveValue('no');
});
