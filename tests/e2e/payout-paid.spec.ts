// One payout from the wish to the money, and every no on the way: two people shorten the waiting times, the trader is refused with a reason
// each time, asks, another person signs exactly what was seen, the worker sends it, the provider pays it, and the trader reads so.
import type { Browser, Page } from '@playwright/test';
import { ago, enter, hurry, identify, newTrader, openAccount, openPosition, sql, trade, type Account, type Person } from './support/firm';
import { expect, signIn, test } from './support/office';
import { faultless, PHONE } from './support/sight';

test.describe.configure({ mode: 'serial' });

let paula: Person;
let account: Account;
test.beforeAll(async () => {
  paula = await newTrader('Paula Funk');
  account = await openAccount(paula, 'classic-100k', 3, 40);
  for (let day = 0; day < 5; day += 1) await trade(account, '800.00', ago(37 - day * 2));
});

const onPhone = { viewport: PHONE, hasTouch: true, isMobile: true };
const portal = () => `/portal/accounts/${account.id}`;
const ask = async (page: Page, sum: string) => {
  await page.getByLabel('You receive, in USD').fill(sum);
  await page.getByRole('button', { name: 'Ask for this payout' }).click();
};
const newest = async () =>
  (await sql<{ id: string }>('select id from public.payouts where account_id = $1 order by requested_at desc limit 1', account.id))[0]
    ?.id ?? '';
const stateOf = async (id: string) => (await sql('select state from public.payouts where id = $1', id))[0]?.state;
const atPortal = (browser: Browser) => enter(browser, paula.email, /\/portal$/, onPhone);

async function as(page: Page, role: string, path: string): Promise<void> {
  await page.context().clearCookies();
  await signIn(page, role);
  await page.goto(path, { waitUntil: 'load' });
}

test('the policy is changed by two people: who proposes it may not publish it', async ({ page }) => {
  await as(page, 'finance', '/payouts/policy');
  await page.getByLabel('Settlement window, days').fill('0');
  await page.getByLabel('Cool-off of a destination, hours').fill('0');
  await page.getByRole('button', { name: 'Propose this policy' }).click();
  await expect(page.getByText('You proposed it: another person publishes it.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Publish version/ })).toBeDisabled();
  await faultless(page, 'a proposed policy');
  await as(page, 'admin', '/payouts/policy');
  await expect(page.getByText(/^Settlement window, days: 7 → 0$/)).toBeVisible();
  await page.getByRole('button', { name: /^Publish version/ }).click();
  await expect(page.getByText(/^Proposed: version/)).toHaveCount(0);
});

test('the trader is told why not: identity, an open position, too little, too much', async ({ browser }) => {
  const page = await atPortal(browser);
  await page.goto(portal(), { waitUntil: 'load' });
  await expect(page.getByText('Add where you are paid below; then you can ask here.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Account', exact: true }).first().fill('DE-TEST-8841');
  await page.getByRole('button', { name: 'Add destination' }).first().click();
  await expect(page.getByText(/Payable from/)).toBeVisible();

  await expect(page.getByText(/Not yet: .Identity is confirmed. is not kept/)).toBeVisible();
  await ask(page, '1500.00');
  await expect(page.getByText(/\(kyc\)/)).toBeVisible();
  await expect(page.getByLabel('You receive, in USD')).toHaveValue('1500.00');
  await identify(paula);

  const close = await openPosition(account);
  await page.reload({ waitUntil: 'load' });
  await expect(page.getByText(/Not yet: .No position is open. is not kept/)).toBeVisible();
  await ask(page, '1500.00');
  await expect(page.getByText(/\(open-positions\)/)).toBeVisible();
  await close();

  await page.reload({ waitUntil: 'load' });
  for (const [sum, code] of [
    ['12.00', 'below-minimum'],
    ['3200.01', 'above-withdrawable'],
    ['1.005', 'invalid-amount'],
  ] as const) {
    await ask(page, sum);
    await expect(page.getByText(new RegExp(`\\(${code}\\)`))).toBeVisible();
    await expect(page.getByLabel('You receive, in USD')).toHaveValue(sum);
  }
  expect(await newest()).toBe('');
  await page.context().close();
});

test('a rejection is read by the trader in the words it was given', async ({ browser, page }) => {
  const theirs = await atPortal(browser);
  await theirs.goto(portal(), { waitUntil: 'load' });
  await ask(theirs, '1200.00');
  await expect(theirs.locator('[data-payout=requested]')).toBeVisible();
  await as(page, 'finance', `/payouts/${await newest()}`);
  await page.getByLabel('Reason of a rejection').fill('The name on the destination is not yours.');
  await page.getByRole('button', { name: 'Reject payout $1,200.00' }).click();
  await expect(page.locator('[data-payout=rejected]').first()).toBeVisible();
  await theirs.reload();
  await expect(theirs.locator('[data-payout=rejected]')).toBeVisible();
  await expect(theirs.getByText('Reason: The name on the destination is not yours.')).toBeVisible();
  await theirs.context().close();
});

test('a changed destination holds the payout until its owner confirms it; then another digest is signed, it is sent and paid', async ({
  browser,
  page,
}) => {
  const theirs = await atPortal(browser);
  await theirs.goto(portal(), { waitUntil: 'load' });
  await ask(theirs, '1500.00');
  await expect(theirs.locator('[data-payout=requested]')).toBeVisible();
  const id = await newest();
  await as(page, 'finance', `/payouts/${id}`);
  const digest = await page.getByTestId('digest').innerText();
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
  const approve = page.getByRole('button', { name: 'Approve payout $1,500.00' });
  await expect(approve).toBeEnabled();

  await theirs.getByRole('button', { name: 'Change', exact: true }).click();
  const change = theirs.getByRole('region', { name: /^Change/ });
  await change.getByRole('textbox', { name: 'Account', exact: true }).fill('DE-TEST-9952');
  await change.getByRole('button', { name: 'Change destination' }).click();
  await expect.poll(() => stateOf(id)).toBe('held');
  await page.reload();
  await expect(page.getByText(/A held payout cannot be approved/)).toBeVisible();
  await expect(approve).toHaveCount(0);
  // What the link in the trader's mail does.
  await sql(
    'select public.confirm_destination(id, version, now()) from public.beneficiaries where awaits_link and trader_id = $1',
    paula.id,
  );
  await expect.poll(() => stateOf(id)).toBe('requested');
  await page.reload();
  await expect(page.getByText(/9952/).first()).toBeVisible();
  await expect(page.getByTestId('digest')).not.toHaveText(digest);

  await approve.click();
  await expect(page.getByText('1 of 1 valid.')).toBeVisible();
  await expect.poll(() => stateOf(id)).toBe('sent');
  await theirs.reload();
  await expect(theirs.locator('[data-payout=sent]')).toBeVisible();
  await hurry('check-payout', { payout_id: id }, `check:${id}`);
  await expect.poll(() => stateOf(id)).toBe('paid');
  await page.reload();
  await expect(page.locator('[data-payout=paid]').first()).toBeVisible();
  await faultless(page, 'a paid payout');
  await theirs.reload();
  await expect(theirs.getByTestId('own-payout').first().locator('[data-payout=paid]')).toBeVisible();
  await expect(theirs.getByText('The provider says it arrived.')).toBeVisible();
  await faultless(theirs, 'a paid payout at the portal');
  await theirs.context().close();
});

test('whoever asked may not sign, not even once they work here', async ({ browser }) => {
  const theirs = await atPortal(browser);
  await theirs.goto(portal(), { waitUntil: 'load' });
  await ask(theirs, '1100.00');
  await expect(theirs.locator('[data-payout=requested]')).toBeVisible();
  await sql(`insert into public.staff (id, email, full_name, role) values ($1, $2, $3, 'finance')`, paula.userId, paula.email, paula.name);
  await theirs.setViewportSize({ width: 1280, height: 900 });
  await theirs.goto(`/payouts/${await newest()}`);
  await expect(theirs.getByText('You asked for it yourself: it needs another person.')).toBeVisible();
  await expect(theirs.getByRole('button', { name: 'Approve payout $1,100.00' })).toBeDisabled();
  await expect(theirs.getByRole('button', { name: 'Reject payout $1,100.00' })).toBeDisabled();
  await theirs.context().close();
});
