// The operator's day: the queue is worked down to nothing by keyboard alone, and one's own request stays for somebody else.
import AxeBuilder from '@axe-core/playwright';
import { Client } from 'pg';
import { expect, open, signIn, status, test } from './support/office';

async function file(count: number): Promise<void> {
  const client = new Client({ connectionString: status().db_url });
  await client.connect();
  try {
    await client.query(
      `insert into public.reviews (kind, account_id, trader_id, rule, reason, evidence, due_at)
       select 'data', a.id, a.trader_id, 'balance-gap', 'The balances differ.', '{"reported": "100,001.00"}', now() + interval '1 hour'
       from (select * from public.accounts where status = 'active' order by id limit $1) a`,
      [count],
    );
    await client.query(
      `insert into public.reviews (kind, subject_id, rule, reason, requested_by) select 'job', 'e2e', 'test', 'Asked for.', s.id from public.staff s where s.role = 'risk' limit 1`,
    );
  } finally {
    await client.end();
  }
}

test('the queue is emptied by keyboard', async ({ page }) => {
  await file(3);
  await signIn(page, 'risk');
  await open(page, '/reviews?kind=data');
  const pane = page.locator('#review');
  const nothing = page.getByText(/Nothing of the kind .Data. waits/);
  let decided = 0;
  while (await pane.isVisible()) {
    const before = page.url();
    await page.keyboard.press('c');
    await expect(pane.getByText(/Yours until/)).toBeVisible();
    await page.keyboard.press('a');
    await expect(pane.getByRole('textbox', { name: 'Reason' })).toBeFocused();
    await page.keyboard.type('The broker sent a correction.');
    await page.keyboard.press('Control+Enter');
    await expect(page).not.toHaveURL(before);
    await expect(nothing.or(pane.getByRole('button', { name: 'Claim it' }))).toBeVisible();
    decided += 1;
  }
  expect(decided).toBeGreaterThanOrEqual(3);
  await expect(nothing).toBeVisible();
});

test('one\u2019s own request is seen and left to somebody else, and the page is clean for assistive technology', async ({ page }) => {
  await signIn(page, 'risk');
  await open(page, '/reviews?kind=job');
  await expect(page.locator('#review').getByText('it needs another person')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Choose an answer' })).toBeDisabled();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});
