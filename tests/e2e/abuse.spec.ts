// Abuse as the desk works on it: who trades as one, who shares a machine, and two accounts somebody wonders about. Nobody is accused by a match alone.
import { expect, signIn, test } from './support/office';
import { inLooks } from './support/sight';

test('a pair is watched with a reason that survives a refusal, and the desk says who decided', async ({ page }) => {
  await signIn(page, 'risk');
  await page.goto('/copy-trading/pairs', { waitUntil: 'networkidle' });
  await page.locator('tr[data-row] a[href^="/copy-trading/"]').first().click();
  await expect(page.getByText('Are these two one hand?')).toBeVisible();
  await expect(
    page
      .getByRole('table', { name: /^Matched openings of/ })
      .locator('tbody tr')
      .first(),
  ).toBeVisible();
  await page.getByRole('radio', { name: /^Watch/ }).check();
  // Three blanks pass the browser and not the desk: what was chosen stands, and nothing is decided.
  await page.getByLabel('Reason').fill('   ');
  await page.getByRole('button', { name: 'Watch', exact: true }).click();
  await expect(page.getByRole('radio', { name: /^Watch/ })).toBeChecked();
  await expect(page.getByLabel('Reason')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText('Not decided').first()).toBeVisible();
  await page.getByLabel('Reason').fill('Two brothers; their desk is looked at.');
  await page.getByRole('button', { name: 'Watch', exact: true }).click();
  await expect(page.getByText('Two brothers; their desk is looked at.').first()).toBeVisible();
  await inLooks(page, 'a pair');
});

test('any two accounts are compared from one address, with the openings that do not match', async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(page, 'risk');
  await page.goto('/copy-trading/pairs?scope=all', { waitUntil: 'networkidle' });
  const [first, second] = (await page.locator('tr[data-row]').first().locator('a[href^="/accounts/"]').allInnerTexts()).map((text) =>
    text.trim(),
  );
  await page.goto('/copy-trading/compare', { waitUntil: 'networkidle' });
  await page.getByLabel('First login').fill(first ?? '');
  await page.getByLabel('Second login').fill(second ?? '');
  await page.getByRole('button', { name: 'Compare' }).click();
  await expect(page.getByRole('heading', { name: /^Score \d+ of 100/ })).toBeVisible();
  await expect(page.getByText('Alike: the search tells of such a pair.')).toBeVisible();
  await inLooks(page, 'two accounts compared');
  await page.goto(`/copy-trading/compare?a=${first}&b=nobody`);
  await expect(page.getByText('No account has the login nobody.')).toBeVisible();
});

test('support sees a line masked, uncovers it with a reason, and the audit tells who did', async ({ page }) => {
  await signIn(page, 'support');
  await page.goto('/ip-analysis/places', { waitUntil: 'networkidle' });
  const masked = page.locator('main a[href^="/ip-analysis/places/"]', { hasText: /\*$/ }).first();
  const name = await masked.innerText();
  await masked.click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
  await page.getByLabel('Reason').fill('The trader asks which address we saw.');
  await page.getByRole('button', { name: 'Show the address' }).click();
  await expect(
    page.getByText(new RegExp(`${name.slice(0, name.lastIndexOf('.') + 1).replaceAll('.', '[.]')}[0-9]+`)).first(),
  ).toBeVisible();
  await signIn(page, 'auditor');
  await page.goto('/audit?action=address.revealed');
  await expect(page.getByText('The trader asks which address we saw.').first()).toBeVisible();
});
