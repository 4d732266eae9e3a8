// Every page in light and dark, on a desk and on a phone: nothing a person with a screen reader, a keyboard or weak eyes would trip over.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, signIn, test } from './support/office';

const PAGES = [
  '/',
  '/accounts',
  '/accounts?q=nobody-has-this-name',
  '/trades',
  '/trades/open',
  '/violations',
  '/challenges',
  '/rules',
  '/risk',
  '/batches',
];
/** Pages that only those who manage or audit open. */
const ADMIN_PAGES = ['/traders', '/staff', '/staff/logins', '/audit', '/audit?check=1', '/audit?actor=nobody-of-this-name'];
const SIZES = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
];

async function faultless(page: Page, where: string): Promise<void> {
  const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  const told = found.violations.map((fault) => `${fault.id}: ${fault.nodes.map((node) => node.target.join(' ')).join(' | ')}`);
  expect(told, where).toEqual([]);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    for (const size of SIZES) {
      test(`every page of the office at ${size.width} px`, async ({ page }) => {
        test.setTimeout(180_000);
        await page.setViewportSize(size);
        await signIn(page, 'risk');
        for (const path of PAGES) {
          await page.goto(path);
          await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
          await faultless(page, path);
          const overflows = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
          expect(overflows, `${path} scrolls sideways at ${size.width} px`).toBe(false);
        }
      });

      test(`the pages about people and the audit at ${size.width} px`, async ({ page }) => {
        test.setTimeout(180_000);
        await page.setViewportSize(size);
        await signIn(page, 'admin');
        await page.goto('/traders');
        const trader = await page.locator('a[href^="/traders/"]:not([href*="export"])').first().getAttribute('href');
        for (const path of [...ADMIN_PAGES, trader ?? '']) {
          await page.goto(path);
          await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
          await faultless(page, path);
          const overflows = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
          expect(overflows, `${path} scrolls sideways at ${size.width} px`).toBe(false);
        }
      });

      test(`an account, each tab and an open drawer at ${size.width} px`, async ({ page }) => {
        test.setTimeout(180_000);
        await page.setViewportSize(size);
        await signIn(page, 'risk');
        await page.goto('/violations');
        const href = await page.locator('a[href*="violation="]').first().getAttribute('href');
        const account = new URL(href ?? '', 'http://x').pathname;
        for (const tab of ['timeline', 'trades', 'positions', 'violations', 'notes']) {
          await page.goto(`${account}?tab=${tab}`);
          await expect(page.getByRole('navigation', { name: 'Account details' })).toBeVisible();
          await faultless(page, `${account}?tab=${tab}`);
        }
        await page.goto(href ?? '');
        await expect(page.getByRole('dialog')).toBeVisible();
        await faultless(page, 'the drawer');
      });
    }
  });
}
