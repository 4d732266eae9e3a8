// The pictures of the README, taken of the demo firm as it stands. Only with SHOTS=1, so that a run of the tests changes no file.
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, signIn, test } from './support/office';
import { PHONE } from './support/sight';

const FOLDER = join(process.cwd(), 'public', 'screens');
const MOST_BYTES = 200_000;

async function take(page: Page, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const path = join(FOLDER, `${name}.png`);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  expect(statSync(path).size, `${name}.png`).toBeLessThan(MOST_BYTES);
}

async function office(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1200, height: 760 });
  await signIn(page, 'risk');
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible();
  await take(page, 'dashboard');

  await page.goto('/accounts');
  await expect(page.getByRole('table', { name: 'Accounts' })).toBeVisible();
  await take(page, 'accounts');
  await page.getByRole('region', { name: 'Accounts' }).getByRole('link').first().click();
  await expect(page.locator('.recharts-line path')).not.toHaveCount(0);
  await take(page, 'account');

  await page.goto('/violations');
  await page
    .getByRole('region', { name: 'Violations' })
    .getByRole('link', { name: /Daily loss|Maximum drawdown/ })
    .first()
    .click();
  await expect(page.getByRole('dialog').getByRole('heading', { name: /^Why: / })).toBeVisible();
  await take(page, 'why');

  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('/reviews');
  await expect(page.locator('#review')).toBeVisible();
  await take(page, 'reviews');
}

async function portal(page: Page): Promise<void> {
  await page.setViewportSize(PHONE);
  await signIn(page, 'trader', /\/portal$/);
  await page.goto('/portal');
  await expect(page.getByRole('article').first()).toBeVisible();
  await take(page, 'portal');
}

if (process.env.SHOTS === '1') {
  test('pictures of the office', ({ page }) => office(page));
  test('a picture of the portal', ({ page }) => portal(page));
}
