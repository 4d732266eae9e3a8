// A trader with a phone in one hand: how much room there is today, what broke and why, and the way to a payout.
import type { Page } from '@playwright/test';
import { ago, enter, newTrader, openAccount, sql, trade, type Account, type Person } from './support/firm';
import { expect, signIn, test, watch } from './support/office';
import { faultless, fits, PHONE } from './support/sight';

test.use({ viewport: PHONE, hasTouch: true, isMobile: true });
test.describe.configure({ mode: 'serial' });

let nina: Person;
let weak: Account;
let strong: Account;
let broken: Account;
test.beforeAll(async () => {
  nina = await newTrader('Nina Reyes');
  strong = await openAccount(nina, 'classic-100k', 1, 9);
  weak = await openAccount(nina, 'classic-100k', 1, 9);
  broken = await openAccount(nina, 'classic-100k', 1, 9);
  await trade(strong, '1200.00', ago(3));
  await trade(weak, '-4300.00');
  await trade(broken, '-5200.00');
});

async function inBothThemes(page: Page, where: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveClass(new RegExp(colorScheme));
    await faultless(page, `${where}, ${colorScheme}`);
  }
  await fits(page, where);
}

test('the overview is read from the weakest account down, the ended ones last', async ({ browser }) => {
  const page = await enter(browser, nina.email, /\/portal$/, { viewport: PHONE, hasTouch: true, isMobile: true });
  const faults = watch(page);
  await expect(page.getByRole('heading', { level: 1, name: 'My accounts' })).toBeVisible();
  const cards = page.getByRole('article');
  expect(await cards.getByRole('heading').allInnerTexts()).toEqual([weak.login, strong.login, broken.login]);
  await expect(cards.first().getByText('$700.00 left').first()).toBeVisible();
  await expect(cards.first().getByText('Caution').first()).toBeVisible();
  await expect(page.getByText('Not started.')).toBeVisible();
  await inBothThemes(page, 'the overview');

  await cards.first().getByRole('link', { name: weak.login }).tap();
  await expect(page.getByRole('heading', { level: 1, name: `Account ${weak.login}` })).toBeVisible();
  await expect(page.getByText(/^The day ends in/)).toContainText(/server time \(Europe\/Prague\), .* yours/);
  const today = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Room today' }) });
  await expect(today.getByText(/^If you hold through reset and nothing moves: floor \$90,700\.00, room \$5,000\.00\.$/)).toBeVisible();
  await inBothThemes(page, 'an account');

  await page.goto(`/portal/accounts/${broken.id}`);
  const violations = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Violations' }) });
  await expect(violations.getByRole('heading', { name: 'Daily loss' })).toBeVisible();
  await violations.getByText('How this was worked out').first().tap();
  await expect(violations.getByText('Measured', { exact: true }).first()).toBeVisible();
  await expect(violations.getByText('Limit', { exact: true }).first()).toBeVisible();
  await expect(violations.getByText(/as you bought them, version \d+/).first()).toBeVisible();
  await inBothThemes(page, 'a broken account');
  expect(faults).toEqual([]);
  await page.context().close();
});

test('a payout is asked for on the phone: a refusal keeps the sum, two quick taps ask once, and it may be taken back', async ({ page }) => {
  const [own] = await sql<{ id: string }>(`select id from public.accounts where login = '720001'`);
  const filed = async () => (await sql('select 1 from public.payouts where account_id = $1', own?.id)).length;
  await signIn(page, 'trader', /\/portal$/);
  await page.goto(`/portal/accounts/${own?.id}`, { waitUntil: 'load' });
  const before = await filed();
  const sum = page.getByLabel('You receive, in USD');
  const ask = page.getByRole('button', { name: 'Ask for this payout' });
  await sum.fill('99999');
  await ask.tap();
  await expect(page.getByText(/above-withdrawable/)).toBeVisible();
  await expect(sum).toHaveValue('99999');
  await inBothThemes(page, 'a refused payout');

  await sum.fill('1500.00');
  await ask.dblclick();
  const newest = page.getByTestId('own-payout').first();
  await expect(newest.locator('[data-payout=requested]')).toBeVisible();
  expect(await filed()).toBe(before + 1);
  await expect(ask).toBeDisabled();
  await newest.getByRole('button', { name: 'Take back $1,500.00' }).tap();
  await expect(newest.locator('[data-payout=cancelled]')).toBeVisible();
  await expect(ask).toBeEnabled();
});

test('nobody else\u2019s account exists', async ({ page }) => {
  await signIn(page, 'trader', /\/portal$/);
  expect((await page.goto(`/portal/accounts/${weak.id}`))?.status()).toBe(404);
  await fits(page, 'an account of somebody else');
});
