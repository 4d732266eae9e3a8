// What a list promises: a pasted link rebuilds it, facets say what the list shows, the file holds what the page shows.
import { expect, open, signIn, test } from './support/office';

test.beforeEach(async ({ page }) => signIn(page, 'risk'));

test('the accounts open on living accounts by money left, least first', async ({ page }) => {
  await open(page, '/accounts');
  const table = page.getByRole('table', { name: 'Accounts' });
  await expect(table.getByRole('columnheader', { name: 'Left' })).toHaveAttribute('aria-sort', 'ascending');
  const left = await table.locator('tbody tr td:nth-child(4)').allInnerTexts();
  const figures = left.filter((text) => text.includes('$')).map((text) => BigInt(text.replace('\u2212', '-').replaceAll(/[$,.]/g, '')));
  expect(figures).toEqual([...figures].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
});

test('a filter goes into the address, back takes it out, and a pasted link shows the same rows', async ({ page, context }) => {
  await open(page, '/accounts?scope=all');
  const filters = page.getByRole('complementary', { name: 'Filters' });
  const first = filters.getByRole('group', { name: 'State' }).getByRole('checkbox').first();
  await first.click();
  await expect(page).toHaveURL(/state=/);
  await expect(page.getByRole('list', { name: 'Filters in force' })).toBeVisible();
  const rows = await page.getByRole('table', { name: 'Accounts' }).locator('tbody tr td:first-child').allInnerTexts();

  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.getByRole('table', { name: 'Accounts' }).locator('tbody tr')).toHaveCount(rows.length);
  expect(await other.getByRole('table', { name: 'Accounts' }).locator('tbody tr td:first-child').allInnerTexts()).toEqual(rows);
  await other.close();

  await page.goBack();
  await expect(page).not.toHaveURL(/state=/);
});

test("a facet's count is the number of rows its choice shows", async ({ page }) => {
  await open(page, '/accounts?scope=all');
  const group = page.getByRole('complementary', { name: 'Filters' }).getByRole('group', { name: 'Status' });
  const option = group.locator('label').first();
  const count = (await option.locator('.num').innerText()).replaceAll(',', '');
  await option.click();
  await expect(page.getByRole('navigation', { name: 'Pages' })).toContainText(`of ${Number.parseInt(count, 10).toLocaleString('en-US')}`);
});

test('five quick keys of a search ask for the last word only', async ({ page }) => {
  await open(page, '/accounts');
  const asked: string[] = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.pathname === '/accounts' && url.searchParams.has('q')) asked.push(url.searchParams.get('q') ?? '');
  });
  await page.getByRole('searchbox', { name: 'Search accounts' }).pressSequentially('zzzzz');
  await expect(page).toHaveURL(/q=zzzzz/);
  await expect(page.getByText('No account matches')).toBeVisible();
  expect([...new Set(asked)]).toEqual(['zzzzz']);
  await page.getByRole('button', { name: 'Clear all filters' }).click();
  await expect(page.getByRole('table', { name: 'Accounts' })).toBeVisible();
});

test('the file holds the rows the page shows, in the same order', async ({ page }) => {
  await open(page, '/accounts?scope=all&sort=-balance&size=100');
  // The first cell is the box that chooses the row.
  const shown = await page.getByRole('table', { name: 'Accounts' }).locator('tbody tr td:nth-child(2)').allInnerTexts();
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'CSV' }).click();
  const chunks: Buffer[] = [];
  for await (const chunk of await (await download).createReadStream()) chunks.push(Buffer.from(chunk as Uint8Array));
  const lines = Buffer.concat(chunks).toString('utf8').trimEnd().split('\r\n');
  expect(lines[0]).toContain('# accounts, filter: none');
  expect(lines[1]).toContain('times in UTC');
  const logins = lines.slice(3).map((line) => line.split(',')[0]?.replaceAll('"', ''));
  expect(logins.slice(0, shown.length)).toEqual(shown);
});
