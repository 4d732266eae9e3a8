// The words of a letter, as those who write them do: what would be refused is said while writing, and what is saved is the next letter.
import { expect, signIn, test } from './support/office';
import { inLooks } from './support/sight';

test('words are changed with a field missing, mended, tested and saved as a version; then the house’s own come back', async ({ page }) => {
  test.setTimeout(240_000);
  await signIn(page, 'config');
  await page.goto('/mail', { waitUntil: 'networkidle' });
  await page
    .getByRole('link', { name: /Welcome/ })
    .first()
    .click();
  const [subject, body] = [page.getByLabel('Subject'), page.getByLabel('Body')];
  const words = await body.inputValue();
  await subject.fill('Welcome aboard');
  await body.fill('Hello {{first_name}}, welcome.');
  await expect(page.getByRole('button', { name: 'Save and use from now on' })).toBeDisabled();
  await body.fill(`${words}\n\nWe are glad that you are here.`);
  await subject.fill('Welcome aboard: {{login}}');
  await expect(page.getByText('We are glad that you are here.').last()).toBeVisible();
  await page.getByLabel('Reason').fill('Warmer words for the new year.');
  await page.getByRole('button', { name: 'Send a test to myself' }).click();
  await expect(page.getByText(/test/i).first()).toBeVisible();
  await expect(page.getByLabel('Reason')).toHaveValue('Warmer words for the new year.');
  await page.getByRole('button', { name: 'Save and use from now on' }).click();
  await expect(page.getByText(/^Version \d+ is in force$/)).toBeVisible();
  await expect(page.getByText('Warmer words for the new year.').first()).toBeAttached();
  await inLooks(page, 'a letter');
});

test('deliveries are found by their state, and one is sent again by support', async ({ page }) => {
  await signIn(page, 'support');
  await page.goto('/mail/deliveries', { waitUntil: 'networkidle' });
  await expect(page.locator('tr[data-row]').first()).toBeVisible();
  await inLooks(page, 'deliveries');
});
