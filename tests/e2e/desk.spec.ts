// One's own desk: found by keyboard, kept by the server, and a dossier that leaves a trace.
import { expect, open, signIn, test } from './support/office';

test.beforeEach(async ({ page }) => signIn(page, 'risk'));

test('Ctrl+K finds an account by its login and opens it', async ({ page }) => {
  await open(page, '/accounts');
  const login = await page.locator('tr[data-row] a').first().innerText();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Go to' }).fill(login);
  await expect(page.getByRole('dialog').getByRole('option').first()).toContainText(login);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(login);
});

test('a saved view rebuilds the list with its columns and says when it was changed', async ({ page }) => {
  await open(page, '/accounts?scope=all&sort=-balance&cols=1:login,balance');
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByLabel('Save the list as it is now under the name').fill('By balance');
  await page.getByRole('button', { name: 'Save view' }).click();
  await expect(page.getByRole('button', { name: 'By balance' })).toBeVisible();
  await page.getByRole('button', { name: 'Ended', exact: true }).click();
  await expect(page.getByRole('button', { name: /By balance.*changed/ })).toBeVisible();
  await open(page, '/accounts');
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('link', { name: 'By balance' }).click();
  await expect(page.getByRole('columnheader', { name: 'Balance' })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'Trader' })).toHaveCount(0);
  await page.getByRole('button', { name: /^By balance/ }).click();
  await page.getByRole('button', { name: 'Remove the view By balance' }).click();
  await expect(page.getByText('None is saved yet.', { exact: false })).toBeVisible();
});

test('the dossier is one click from the account, comes to the stored figures, and is written down', async ({ page }) => {
  await open(page, '/accounts?scope=all&status=failed');
  await page.locator('tr[data-row] a').first().click();
  await page.getByRole('link', { name: 'Dossier' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Dossier of account');
  await expect(page.getByText('These are the figures that were stored.')).toBeVisible();
  await expect(page.getByText('Told again, it comes to the same figures.').first()).toBeVisible();
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'JSON' }).click()]);
  expect(file.suggestedFilename()).toMatch(/^dossier-.*\.json$/);
  await page.getByRole('link', { name: 'Back to the account' }).click();
  await expect(page.getByText('Staff dossier exported').first()).toBeVisible();
});
