// Runs over the whole book, as risk lives them: begun here, followed while they go, and each with its figures and the name behind it.
import { expect, signIn, test } from './support/office';

test('risk judges every living account, sees it through and finds their own name on it', async ({ page }) => {
  await signIn(page, 'risk');
  await page.goto('/batches');
  await page.getByRole('button', { name: 'Judge every living account' }).click();
  await page.waitForURL(/\/batches\/[0-9a-f-]+$/);
  await expect(page.locator('[data-standing=done]')).toBeVisible({ timeout: 60_000 });
  const progress = page.getByRole('img', { name: /^\d+ of \d+: \d+ judged, 0 failed/ });
  const [, done, total] = /^(\d+) of (\d+):/.exec((await progress.getAttribute('aria-label')) ?? '') ?? [];
  expect(done).toBe(total);
  await expect(page.getByText('Started by')).toBeVisible();
  await expect(page.getByText('the clock')).toHaveCount(0);
  await expect(page.getByText('Every account of this run was judged or skipped.')).toBeVisible();
});

test('a load test leaves its summary, and a number out of bounds is refused at its field', async ({ page }) => {
  await signIn(page, 'risk');
  await page.goto('/batches');
  const field = page.getByLabel('Accounts of the load test');
  await field.fill('60000');
  await page.getByRole('button', { name: 'Run the load test' }).click();
  await expect(page.getByText(/whole number from 1 to 50000/)).toBeVisible();
  await field.fill('20');
  await page.getByRole('button', { name: 'Run the load test' }).click();
  await expect(page.getByRole('cell', { name: '20', exact: true }).first()).toBeVisible({ timeout: 60_000 });
});

test('those who may only look see runs and no way to start one', async ({ page }) => {
  await signIn(page, 'auditor');
  await page.goto('/batches');
  await expect(page.getByRole('button', { name: 'Judge every living account' })).toBeDisabled();
  await expect(page.getByText('Only risk and admin start, resume and retry runs.')).toBeVisible();
});
