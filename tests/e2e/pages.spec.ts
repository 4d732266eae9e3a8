// Every page of the navigation as every role, and every page of the office in every look. New pages, files and deeds join by themselves.
import type { Page } from '@playwright/test';
import { OFFICE_PAGES, STAFF_ROLES, type OfficePage, type StaffRole } from '@/lib/staff/roles';
import { expect, signIn, status, test } from './support/office';
import { ADDRESSES, deeds, hasFile, isPattern, leadsTo, type Deed } from './support/office-tree';
import { faultless, inEveryLook } from './support/sight';

const PAGES: readonly OfficePage[] = OFFICE_PAGES;

for (const role of STAFF_ROLES) {
  test(`${role} reads what ${role} may and is refused the rest, by menu, by link and as a file`, async ({ page }) => {
    test.setTimeout(180_000);
    await signIn(page, role);
    for (const office of PAGES) await (office.mayRead.includes(role) ? reads(page, office) : isRefused(page, office));
  });
}

const inMenu = (page: Page, { name }: OfficePage) =>
  page.getByRole('navigation', { name: 'Office' }).getByRole('link', { name, exact: true });

async function reads(page: Page, office: OfficePage): Promise<void> {
  expect.soft((await page.goto(office.path))?.status(), office.path).toBe(200);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(office.name);
  await expect(page.getByText(office.question)).toBeVisible();
  await expect(inMenu(page, office)).toHaveAttribute('aria-current', 'page');
  await faultless(page, office.path);
}

async function isRefused(page: Page, office: OfficePage): Promise<void> {
  expect.soft((await page.goto(office.path))?.status(), office.path).toBe(403);
  await expect(page.getByRole('heading', { level: 1, name: 'Not yours' })).toBeVisible();
  await expect(inMenu(page, office)).toHaveCount(0);
  if (hasFile(office)) expect.soft((await page.request.get(`${office.path}/export`)).status(), `${office.path}/export`).toBe(403);
}

/** What a browser sends when a form is sent, with nothing in it. */
async function send(page: Page, { id, address }: Deed): Promise<number> {
  const answer = await page.request.post(address, {
    headers: { 'next-action': id, origin: status().app_url, accept: 'text/x-component' },
    multipart: { 0: JSON.stringify([{ values: {}, refusal: null, done: null }, '$K1']) },
  });
  return answer.status();
}
const READS_ONLY: readonly StaffRole[] = ['viewer', 'auditor'];

for (const role of STAFF_ROLES) {
  test(`${role} is refused, sent directly, every deed of pages that are not theirs${READS_ONLY.includes(role) ? ', and all others' : ''}`, async ({
    page,
  }) => {
    await signIn(page, role);
    const all = deeds();
    expect(all.length).toBeGreaterThan(20);
    const barred = all.filter((deed) => READS_ONLY.includes(role) || !deed.page.mayRead.includes(role));
    for (const deed of barred) expect.soft(await send(page, deed), `${deed.name} of ${deed.page.path}`).toBe(403);
  });
}

test('a deed that is theirs is heard when it is sent directly, so that a refusal of the others means something', async ({ page }) => {
  await signIn(page, 'risk');
  const theirs = deeds().find(({ name }) => name === 'decideVerdict');
  expect(theirs && (await send(page, theirs))).toBe(200);
});

test('every page of the office, those behind a link too, in light and dark, at a desk and on a phone', async ({ page }) => {
  test.setTimeout(420_000);
  await signIn(page, 'admin');
  const links = new Set<string>();
  const left = new Set(ADDRESSES);
  const visit = async (address: string) => {
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    for (const href of await page.locator('main a[href^="/"]').evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? '')))
      links.add(href);
    await inEveryLook(page, address);
  };
  for (const address of ADDRESSES.filter((one) => !isPattern(one))) {
    left.delete(address);
    await visit(address);
  }
  for (let found = true; found;) {
    found = false;
    for (const pattern of left) {
      const href = [...links].find((link) => leadsTo(pattern, new URL(link, status().app_url).pathname));
      if (!href) continue;
      left.delete(pattern);
      await visit(href);
      found = true;
    }
  }
  expect([...left], 'pages that no link leads to').toEqual([]);
});
