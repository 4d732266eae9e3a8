// Which role opens which page of the office.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { INNER_PAGES, innerPagesFor, pageHead } from '@/lib/staff/pages';
import { OFFICE_PAGES, pagesFor, readersOf, STAFF_ROLES } from '@/lib/staff/roles';

test('config sells and sets rules and does not read trades', () => {
  expect(pagesFor('config').map((page) => page.path)).toEqual(expect.arrayContaining(['/', '/accounts', '/violations', '/rules']));
  expect(readersOf('/trades')).not.toContain('config');
});

test('a role finds in its navigation exactly the pages it may read, and admins find all of them', () => {
  for (const role of STAFF_ROLES) {
    const readable = OFFICE_PAGES.filter(({ path }) => readersOf(path).includes(role)).map(({ path }) => path);
    expect(pagesFor(role).map((page) => page.path)).toEqual(readable);
  }
  expect(pagesFor('admin')).toHaveLength(OFFICE_PAGES.length);
});

test('only those who manage or audit open the staff and the audit', () => {
  for (const path of ['/staff', '/audit'] as const) expect(readersOf(path)).toEqual(['admin', 'auditor']);
  expect(readersOf('/traders')).toEqual(STAFF_ROLES);
});

test('every page takes its name and its question from the list, and a page within a page has the readers of the page above it', () => {
  const textOf = (path: string) => readFileSync(`app/(office)${path}/page.tsx`, 'utf8');
  for (const { path } of [...OFFICE_PAGES, ...INNER_PAGES]) expect(textOf(path)).toContain(`pageHead('${path}')`);
  for (const { path, under } of INNER_PAGES) expect(textOf(path)).toContain(`requireStaff(readersOf('${under}'))`);
  expect(pageHead('/trades/open')).toEqual({ title: 'Open trades', question: 'What is at stake right now?' });
  expect(innerPagesFor('config').map(({ path }) => path)).not.toContain('/trades/open');
  expect(innerPagesFor('admin')).toHaveLength(INNER_PAGES.length);
});
