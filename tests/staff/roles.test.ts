// Which role opens which page of the office.
import { expect, test } from 'vitest';
import { OFFICE_PAGES, pagesFor, readersOf, STAFF_ROLES } from '@/lib/staff/roles';

test('config sells and sets rules and does not read trades', () => {
  expect(pagesFor('config').map((page) => page.path)).toEqual(['/', '/accounts', '/violations']);
  expect(readersOf('/trades')).not.toContain('config');
});

test('every other role reads every page there is', () => {
  for (const role of STAFF_ROLES.filter((entry) => entry !== 'config')) {
    expect(pagesFor(role).map((page) => page.path)).toEqual(OFFICE_PAGES.map((page) => page.path));
  }
});
