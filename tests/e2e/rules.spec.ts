// Rules as a product, as config and admin live it: a draft with a difference, what it would change, a signature by the second person,
// and running accounts moved by name. The tests of this file tell one story, in this order.
import type { Page } from '@playwright/test';
import { expect, signIn, test } from './support/office';

const CHALLENGE = 'Classic 100k: Phase 1';
let draft = '';
// The story goes on where it was left; a chapter that fails ends it.
test.describe.configure({ mode: 'serial' });

/** The preview runs over every account of the phase and has to come to its end before anybody may publish. */
async function preview(page: Page): Promise<void> {
  const end = page.getByText(/accounts with .* events in .* s\./);
  // Until the page's own script is awake a click is lost, so it is repeated until the preview shows that it heard.
  await expect(async () => {
    await page.getByRole('button', { name: /^Preview (over every account|again)$/ }).click();
    await expect(end.or(page.getByRole('button', { name: 'Stop the preview' })).first()).toBeVisible({ timeout: 3_000 });
  }).toPass();
  await expect(end).toBeVisible({ timeout: 60_000 });
}

test('config drafts a tighter daily limit, and the page says which field differs', async ({ page }) => {
  await signIn(page, 'config');
  await page.goto('/rules');
  await page.getByLabel('Phase', { exact: true }).selectOption({ label: CHALLENGE });
  await page.getByLabel('Begin with').selectOption({ label: 'the version in force' });
  await page.getByRole('button', { name: 'Begin a draft' }).click();
  await page.waitForURL(/\/rules\/[0-9a-f-]+\/edit/);
  await page.getByLabel('Name', { exact: true }).fill('house-classic');
  await page.getByLabel('What changes, and why').fill('A daily limit of four per cent');
  await page.locator('[name="rules.max-daily-loss[0].limit.pct"]').fill('0.04');
  await page.getByRole('button', { name: 'Save the draft' }).click();
  await page.waitForURL(/\/rules\/[0-9a-f-]+$/);
  draft = new URL(page.url()).pathname;
  const changed = page
    .getByRole('region', { name: /^Changed from version/ })
    .or(page.locator('section', { hasText: /^Changed from version/ }));
  await expect(changed.first()).toContainText('0.05');
  await expect(changed.first()).toContainText('0.04');
});

test('a number that is none is refused at its field, and what was typed stays', async ({ page }) => {
  await signIn(page, 'config');
  await page.goto(`${draft}/edit`);
  const field = page.locator('[name="rules.max-daily-loss[0].limit.pct"]');
  await field.fill('four');
  await page.getByRole('button', { name: 'Save the draft' }).click();
  await expect(page.getByRole('alert').first()).toBeVisible();
  await expect(field).toHaveValue('four');
});

test('whoever wrote the draft sees what it would change and may not sign it', async ({ page }) => {
  await signIn(page, 'config');
  await page.goto(draft);
  await preview(page);
  await expect(page.getByRole('button', { name: 'Publish this version' })).toBeDisabled();
  await expect(page.getByText(/another person/)).toBeVisible();
});

test('a live phase that is stricter than its test is warned of before anybody signs', async ({ page }) => {
  await signIn(page, 'config');
  await page.goto('/rules');
  await page.getByLabel('Phase', { exact: true }).selectOption({ label: 'Classic 100k: Funded' });
  await page.getByLabel('Begin with').selectOption({ label: 'the version in force' });
  await page.getByRole('button', { name: 'Begin a draft' }).click();
  await page.waitForURL(/\/rules\/[0-9a-f-]+\/edit/);
  await page.getByLabel('Name', { exact: true }).fill('house-funded-strict');
  await page.getByLabel('What changes, and why').fill('A living of two per cent');
  await page.locator('[name="rules.max-daily-loss[0].limit.pct"]').fill('0.02');
  await page.getByRole('button', { name: 'Save the draft' }).click();
  await page.waitForURL(/\/rules\/[0-9a-f-]+$/);
  await expect(page.getByText(/Funded is stricter than Phase 1: max-daily-loss, 2,000.00 against/)).toBeVisible();
});

test('the second person previews and publishes; running accounts keep what they bought', async ({ page }) => {
  await signIn(page, 'admin');
  await page.goto(draft);
  const sign = page.getByRole('button', { name: 'Publish this version' });
  await expect(sign).toBeDisabled();
  await preview(page);
  await sign.click();
  await expect(page.getByText(/is published/).first()).toBeVisible();
  await expect(page.getByRole('button', { name: /Move \d+ running accounts? to version/ })).toBeVisible();
});

test('running accounts are moved by name, with the reason and how their traders agreed', async ({ page }) => {
  await signIn(page, 'admin');
  await page.goto(draft);
  const button = page.getByRole('button', { name: /Move \d+ running accounts? to version/ });
  await page.getByLabel('Reason').fill('The limit is lowered for everybody');
  await page.getByLabel('How the traders agreed').fill('Each agreed by mail');
  await button.click();
  await expect(page.getByText(/moved; the traders are told by mail/).first()).toBeVisible();
  await expect(page.getByText('No running account of this phase is on another version.')).toBeVisible();
});
