// Money out, as its people see it: a trader is refused with the numbers and asks for what is theirs, finance signs what it saw or says
// why not, and what went wrong with the provider is loud.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { Client } from 'pg';
import { expect, signIn, status, test } from './support/office';

/** These pages need no stream to be awake. */
const open = async (page: Page, path: string) => void (await page.goto(path, { waitUntil: 'load' }));

async function one<T>(sql: string, ...values: unknown[]): Promise<T> {
  const client = new Client({ connectionString: status().db_url });
  await client.connect();
  try {
    return (await client.query(sql, values)).rows[0] as T;
  } finally {
    await client.end();
  }
}
const ownAccount = () => one<{ id: string }>(`select id from public.accounts where login = '720001'`);
const inState = (state: string) =>
  one<{ id: string }>('select id from public.payouts where state = $1 order by requested_at limit 1', state);

test('a refusal keeps the sum that was typed, and what is theirs may be asked for and taken back', async ({ page }) => {
  await signIn(page, 'trader', /\/portal$/);
  await open(page, `/portal/accounts/${(await ownAccount()).id}`);
  await page.getByLabel('You receive, in USD').fill('99999');
  await page.getByRole('button', { name: 'Ask for this payout' }).click();
  await expect(page.getByText(/above-withdrawable/)).toBeVisible();
  await expect(page.getByLabel('You receive, in USD')).toHaveValue('99999');
  await page.getByLabel('You receive, in USD').fill('1500.00');
  await page.getByRole('button', { name: 'Ask for this payout' }).click();
  const newest = page.getByTestId('own-payout').first();
  await expect(newest.locator('[data-payout=requested]')).toBeVisible();
  await newest.getByRole('button', { name: 'Take back $1,500.00' }).click();
  await expect(newest.locator('[data-payout=cancelled]')).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});

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
