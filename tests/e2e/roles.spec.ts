// Each role sees what it may and is refused the rest: by menu, by link and by direct request.
import { expect, open, signIn, test } from './support/office';

test('a stranger is shown the way to sign in, and doors for machines stay shut', async ({ page, request }) => {
  await page.goto('/accounts?state=safe');
  await expect(page).toHaveURL(/\/login\?next=/);
  expect((await request.get('/api/stream')).status()).toBe(401);
  const file = await request.get('/accounts/export', { maxRedirects: 0 });
  expect(file.status()).toBeGreaterThanOrEqual(300);
  expect(file.headers()['content-type'] ?? '').not.toContain('csv');
});

test('a viewer reads a verdict and is told why they may not decide it', async ({ page }) => {
  await signIn(page, 'viewer');
  await open(page, '/violations');
  await page
    .getByRole('region', { name: 'Violations' })
    .getByRole('link', { name: /Daily loss|Maximum drawdown/ })
    .first()
    .click();
  const drawer = page.getByRole('dialog');
  await expect(drawer.getByText('Only risk and admin decide verdicts.')).toBeVisible();
  await expect(
    drawer
      .getByRole('button', { name: 'Confirm the verdict' })
      .or(drawer.getByRole('button', { name: 'Withdraw the verdict' }))
      .first(),
  ).toBeDisabled();
});

test('a trader reaches no page of the office, and hears of no account but their own', async ({ page }) => {
  await signIn(page, 'trader', /\/portal/);
  for (const path of ['/accounts', '/trades', '/violations']) expect((await page.goto(path))?.status()).toBe(403);
  const foreign = await page.request.get('/api/stream?poll=1&after=0&account=00000000-0000-4000-8000-000000000000');
  expect(foreign.status()).toBe(404);
});
