// The operator's day: the whole queue is worked down to nothing by keyboard alone, one's own request is left to somebody else, and single
// keys can be switched off by those whom they surprise.
import type { Page } from '@playwright/test';
import { sql } from './support/firm';
import { expect, open, signIn, test } from './support/office';
import { faultless } from './support/sight';

/** Three questions about balances and one that an admin asked themselves, beside whatever the firm has open already. */
async function file(): Promise<void> {
  await sql(
    `insert into public.reviews (kind, account_id, trader_id, rule, reason, evidence, due_at)
     select 'data', a.id, a.trader_id, 'balance-gap', 'The balances differ.', '{"reported": "100,001.00"}', now() + interval '1 hour'
     from (select * from public.accounts where status = 'active' order by id limit 3) a on conflict do nothing`,
  );
  await sql(
    `insert into public.reviews (kind, subject_id, rule, reason, requested_by)
     select 'job', 'e2e', 'test', 'Asked for.', s.id from public.staff s where s.email like 'admin@%' on conflict do nothing`,
  );
}
const waiting = async () => (await sql<{ id: string }>(`select id from public.reviews where state in ('open', 'claimed')`)).length;

const pane = (page: Page) => page.locator('#review');
const opened = (page: Page) => pane(page).locator('form:not([data-form]) input[name="id"]');
const OWN = 'You asked for this yourself: it needs another person.';

const REFUSED = /This cannot be approved/;

/**
 * Claims it, approves it for a reason often given and sends it, without ever pointing at anything. Answers once another one stands there:
 * true; or false where it is refused because something else must be answered first.
 */
async function decide(page: Page): Promise<boolean> {
  const id = await opened(page).inputValue();
  await page.keyboard.press('c');
  await expect(pane(page).getByText(/Yours until/)).toBeVisible();
  await page.keyboard.press('a');
  const reason = pane(page).getByRole('textbox', { name: 'Reason' });
  await expect(reason).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(reason).toBeFocused();
  await expect(reason).not.toHaveValue('');
  await page.keyboard.press('Control+Enter');
  const refused = pane(page).getByText(REFUSED);
  await expect
    .poll(async () => (await refused.count()) > 0 || (await page.locator(`#review input[name="id"][value="${id}"]`).count()) === 0, {
      timeout: 15_000,
    })
    .toBe(true);
  return (await refused.count()) === 0;
}

/** Works through what this person may decide; answers how many that were. What waits for another answer is come back to. */
async function workThrough(page: Page): Promise<number> {
  const nothing = page.getByText(/^Nothing waits( for you)?$/);
  const later = new Set<string>();
  for (let decided = 0, before = -1; ;) {
    await expect(pane(page).or(nothing).first()).toBeVisible();
    if (await nothing.isVisible()) return decided;
    const id = await opened(page).inputValue();
    if (!later.has(id) && !(await pane(page).getByText(OWN).isVisible())) {
      if (await decide(page)) decided += 1;
      else {
        later.add(id);
        await page.reload();
      }
      continue;
    }
    if (!later.has(id)) await expect(pane(page).getByRole('button', { name: 'Choose an answer' })).toBeDisabled();
    const list = page.getByRole('list', { name: 'Queue by due time' }).getByRole('link');
    if (await list.last().getAttribute('aria-current')) {
      if (later.size === 0 || decided === before) return decided;
      before = decided;
      later.clear();
      await open(page, '/reviews');
      continue;
    }
    await page.keyboard.press('j');
    await expect(opened(page)).not.toHaveValue(id);
  }
}

test('single keys can be switched off, and stay off', async ({ page }) => {
  await file();
  await signIn(page, 'admin');
  await open(page, '/reviews');
  await faultless(page, 'a full queue');
  const first = await opened(page).inputValue();
  const keys = page.getByRole('checkbox', { name: /^Keys/ });
  await keys.uncheck();
  await page.reload();
  await expect(keys).not.toBeChecked();
  for (const key of ['j', 'c', 'a']) await page.keyboard.press(key);
  await expect(opened(page)).toHaveValue(first);
  await expect(pane(page).getByText(/Yours until/)).toHaveCount(0);
  await expect(pane(page).getByRole('radio').first()).not.toBeChecked();
  await keys.check();
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('j');
  await expect(opened(page)).not.toHaveValue(first);
});

test('the queue is emptied by keyboard; what one asked for oneself waits for a second person', async ({ page }) => {
  test.setTimeout(240_000);
  await file();
  await signIn(page, 'admin');
  await open(page, '/reviews');
  expect(await workThrough(page)).toBeGreaterThan(3);
  // An answer may close a second question or open one for somebody else, so what is left is told by why it is left, not by how much it is.
  await open(page, '/reviews?scope=all');
  await expect(page.getByText('needs another person', { exact: true })).toHaveCount(await waiting());
  await open(page, '/reviews?kind=job');
  await expect(pane(page).getByText(OWN)).toBeVisible();
  await faultless(page, 'one\u2019s own request');
  await page.context().clearCookies();
  await signIn(page, 'risk');
  await open(page, '/reviews');
  await workThrough(page);
  await expect(page.getByText('Nothing waits', { exact: true })).toBeVisible();
  expect(await waiting()).toBe(0);
  await faultless(page, 'an empty queue');
});
