// What stands behind the pages of the navigation, in every look: an account's tabs and its open drawer, lists that find nothing, and all
// that a stranger sees.
import { OFFICE_PAGES } from '@/lib/staff/roles';
import { expect, signIn, test } from './support/office';
import { faultless, inLooks } from './support/sight';

test('an account, each of its tabs and the open drawer', async ({ page }) => {
  test.setTimeout(240_000);
  await signIn(page, 'risk');
  await page.goto('/violations');
  const verdict = (await page.locator('a[href*="violation="]').first().getAttribute('href')) ?? '';
  await page.goto(new URL(verdict, 'http://x').pathname);
  const tabs = page.getByRole('navigation', { name: 'Account details' });
  const hrefs = await tabs.getByRole('link').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
  expect(hrefs.length).toBeGreaterThan(4);
  for (const href of hrefs) {
    await page.goto(href);
    await expect(tabs).toBeVisible();
    await inLooks(page, href);
  }
  await page.goto(verdict);
  await expect(page.getByRole('dialog')).toBeVisible();
  await inLooks(page, 'the drawer');
});

test('a list that finds nothing says what to drop, on every page that can be searched', async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(page, 'admin');
  for (const { path } of OFFICE_PAGES) {
    await page.goto(`${path}?q=nobody-has-this-name`);
    if ((await page.getByRole('searchbox').count()) === 0) continue;
    await expect(
      page
        .getByRole('button', { name: /^Clear all filters/ })
        .or(page.getByText(/^No .+ match/))
        .first(),
      path,
    ).toBeVisible();
    await faultless(page, `${path}, nothing found`);
  }
});

test('what a stranger sees: one form each, and nothing of the office', async ({ page }) => {
  test.setTimeout(120_000);
  for (const path of ['/login', '/register', '/forgot-password', '/reset-password', '/accept-invite']) {
    expect((await page.goto(path))?.status(), path).toBeLessThan(500);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByRole('navigation', { name: 'Office' })).toHaveCount(0);
    await inLooks(page, path);
  }
});
