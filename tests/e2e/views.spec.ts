// Every page of the navigation as every role, and every page of the office in every look. New pages, files and deeds join by themselves.
import type { Page } from '@playwright/test';
import { OFFICE_PAGES, STAFF_ROLES, type OfficePage, type StaffRole } from '@/lib/staff/roles';
import { expect, signIn, status, test } from './support/office';
import { ADDRESSES, deeds, filesOf, isPattern, leadsTo, type Deed } from './support/office-tree';
import { inLooks, LOOKS } from './support/sight';

const PAGES: readonly OfficePage[] = OFFICE_PAGES;

/** Every page as every role in every look takes longer than a run before a commit may: with LOOKS=1. Without it each role brings another look to each page. */
const inAllLooks = process.env.LOOKS === '1';
const looksOf = (role: StaffRole, office: OfficePage) =>
  inAllLooks ? LOOKS : LOOKS.filter((_, i) => i === (STAFF_ROLES.indexOf(role) + PAGES.indexOf(office)) % LOOKS.length);

for (const role of STAFF_ROLES) {
  test(`${role} reads what ${role} may and is refused the rest, by menu, by link and as a file`, async ({ page }) => {
    test.setTimeout(inAllLooks ? 1_200_000 : 300_000);
    await signIn(page, role);
    for (const office of PAGES) await (office.mayRead.includes(role) ? reads(page, role, office) : isRefused(page, office));
  });
}

const inMenu = (page: Page, { name }: OfficePage) =>
  page.getByRole('navigation', { name: 'Office' }).getByRole('link', { name, exact: true });

async function reads(page: Page, role: StaffRole, office: OfficePage): Promise<void> {
  expect.soft((await page.goto(office.path))?.status(), office.path).toBe(200);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(office.name);
  await expect(page.getByText(office.question)).toBeVisible();
  await expect(inMenu(page, office)).toHaveAttribute('aria-current', 'page');
  await inLooks(page, `${office.path} as ${role}`, looksOf(role, office));
}

async function isRefused(page: Page, office: OfficePage): Promise<void> {
  expect.soft((await page.goto(office.path))?.status(), office.path).toBe(403);
  await expect(page.getByRole('heading', { level: 1, name: 'Not yours' })).toBeVisible();
  await expect(inMenu(page, office)).toHaveCount(0);
  for (const file of filesOf(office)) expect.soft((await page.request.get(file)).status(), file).toBe(403);
}

/** What a browser sends when a form is sent, with nothing in it. */
async function send(page: Page, { id, address }: Deed): Promise<number> {
  const answer = await page.request.post(address, {
    headers: { 'next-action': id, origin: status().app_url, accept: 'text/x-component' },
    multipart: { 0: JSON.stringify([{ values: {}, refusal: null, done: null }, '$K1']) },
  });
  return answer.status();
}
const NOBODY = '00000000-0000-4000-8000-000000000000';
const READS_ONLY: readonly StaffRole[] = ['viewer', 'auditor'];

for (const role of STAFF_ROLES) {
  test(`${role} is refused, sent directly, every deed of pages that are not theirs${READS_ONLY.includes(role) ? ', and all others but of their own desk' : ''}`, async ({
    page,
  }) => {
    await signIn(page, role);
    const all = deeds();
    expect(all.length).toBeGreaterThan(20);
    const barred = all.filter(({ page: { mayRead }, isOwnDesk }) => !mayRead.includes(role) || (READS_ONLY.includes(role) && !isOwnDesk));
    for (const deed of barred) expect.soft(await send(page, deed), `${deed.name} of ${deed.page.path}`).toBe(403);
  });
}

test('a deed that is theirs is heard when it is sent directly, so that a refusal of the others means something', async ({ page }) => {
  await signIn(page, 'risk');
  const theirs = deeds().find(({ name }) => name === 'decideVerdict');
  expect(theirs && (await send(page, theirs))).toBe(200);
});

/** One page in every look; answers where its links lead. */
async function see(page: Page, address: string): Promise<string[]> {
  await page.goto(address);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const links = await linksOf(page);
  await inLooks(page, address);
  return links;
}
const linksOf = (page: Page) => page.locator('main a[href^="/"]').evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
const pathOf = (href: string) => new URL(href, status().app_url).pathname;

/** The first link to a page of this pattern; failing that, behind one of the pages it belongs to, such as a draft among published versions. */
async function linkTo(page: Page, pattern: string, known: Set<string>): Promise<string | null> {
  const found = () => [...known].find((href) => leadsTo(pattern, pathOf(href))) ?? null;
  const parent = pattern.slice(0, pattern.lastIndexOf('/'));
  const parents = [...new Set([...known].map(pathOf))].filter((path) => isPattern(parent) && leadsTo(parent, path));
  for (const path of parents.slice(0, 8)) {
    if (found()) break;
    await page.goto(path);
    for (const href of await linksOf(page)) known.add(href);
  }
  return found();
}

const everyLook = 'every page of the office, those behind a link too, in light and dark, at a desk and on a phone';
const lookAtAll = async ({ page }: { page: Page }): Promise<void> => {
  test.setTimeout(2_400_000);
  await signIn(page, 'admin');
  const known = new Set<string>();
  for (const address of ADDRESSES.filter((one) => !isPattern(one))) for (const href of await see(page, address)) known.add(href);
  for (const pattern of ADDRESSES.filter(isPattern)) {
    // What nothing leads to yet says so, inside the office and in plain words.
    const href = (await linkTo(page, pattern, known)) ?? pattern.replaceAll(/\[\w+\]/g, NOBODY);
    for (const link of await see(page, href)) known.add(link);
  }
};
if (inAllLooks) test(everyLook, lookAtAll);
