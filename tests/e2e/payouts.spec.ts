// Money out, as the office sees it: finance signs what it saw, large sums take two people, and what went wrong with the provider is loud.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { sql } from './support/firm';
import { expect, signIn, test } from './support/office';

/** These pages need no stream to be awake. */
const open = async (page: Page, path: string) => void (await page.goto(path, { waitUntil: 'load' }));

const one = async <T>(text: string, ...values: unknown[]): Promise<T> => (await sql<T>(text, ...values))[0] as T;
const inState = (state: string) =>
  one<{ id: string }>('select id from public.payouts where state = $1 order by requested_at limit 1', state);

test('finance approves exactly what it saw; a rejection needs a reason', async ({ page }) => {
  const waiting = await one<{ id: string }>(
    `select p.id from public.payouts p join public.accounts a on a.id = p.account_id where a.login = '720007'`,
  );
  await signIn(page, 'finance');
  await open(page, `/payouts/${waiting.id}`);
  await expect(page.getByTestId('digest')).toHaveText(/^[0-9a-f]{64}$/);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.getByRole('button', { name: 'Approve payout $2,400.00' }).click();
  await expect(page.locator('[data-payout=approved]').first()).toBeVisible();
  await expect(page.getByText('1 of 1 valid.')).toBeVisible();
});

test('two people sign from the second threshold on, and nobody twice', async ({ page }) => {
  const large = await one<{ id: string }>(
    `select p.id from public.payouts p join public.accounts a on a.id = p.account_id where a.login = '720008'`,
  );
  await signIn(page, 'finance');
  await open(page, `/payouts/${large.id}`);
  await page.getByRole('button', { name: 'Approve payout $26,000.00' }).click();
  await expect(page.getByText('You have signed it. It needs another person.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Approve payout $26,000.00' })).toBeDisabled();
  await page.context().clearCookies();
  await signIn(page, 'admin');
  await open(page, `/payouts/${large.id}`);
  await page.getByRole('button', { name: 'Approve payout $26,000.00' }).click();
  await expect(page.locator('[data-payout=approved]').first()).toBeVisible();
});

test('what is unknown is loud, what is held says why, and support sees both without deciding', async ({ page }) => {
  await signIn(page, 'support');
  await open(page, `/payouts/${(await inState('unknown')).id}`);
  await expect(page.getByText(/Nobody knows yet whether this money left/)).toBeVisible();
  await open(page, `/payouts/${(await inState('held')).id}`);
  await expect(page.getByText(/^On hold:/)).toBeVisible();
  await expect(page.getByRole('button', { name: /^Approve payout/ })).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Reject payout/ })).toBeDisabled();
  await open(page, '/payouts');
  await expect(page.locator('[data-payout=unknown]').first()).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});
