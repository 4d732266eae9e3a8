// Five states on every page of the office. What fails is caught below the frame, so that the navigation stays; a page that shows what changes
// says how old it is; and whatever reads a part that may fail alone has a face for it.
import { expect, test } from 'vitest';
import { code } from '../house/source';

const pages = code.map(({ path }) => path).filter((path) => /^app\/\(office\)\/(.*\/)?page\.tsx$/.test(path));
const textOf = (path: string) => code.find((one) => one.path === path)?.text ?? '';

test('there are pages to look at, and one face for a page that fails as a whole', () => {
  expect(pages.length).toBeGreaterThan(40);
  expect(textOf('app/(office)/error.tsx')).toContain('Trouble');
  expect(textOf('components/shell/trouble.tsx')).toMatch(/Failure[\s\S]*number=[\s\S]*retry/);
});

test('every page says how old it is, and turns caution by itself', () => {
  expect(pages.filter((path) => !/stamp=\{/.test(textOf(path)))).toEqual([]);
});

test('a part that is caught where it fails is said to have failed, never shown as empty', () => {
  // The account's room in lots is an extra line beside the room in money; without it the page is whole.
  const WHOLE_WITHOUT = ['app/(office)/accounts/[id]/page.tsx'];
  const silent = /\.catch\(\(\) => \[\]\)/;
  const faces = /ErrorState|could not|not-read|Trouble|did not/;
  const mute = pages.filter((path) => !WHOLE_WITHOUT.includes(path) && silent.test(textOf(path)) && !faces.test(textOf(path)));
  expect(mute).toEqual([]);
});

test('a list always says how its first row comes to be', () => {
  const tables = code.filter(({ path, text }) => path.startsWith('components/') && /<ListRows\b/.test(text)).map(({ path }) => path);
  expect(tables.length).toBeGreaterThan(10);
  expect(tables.filter((path) => !/empty=\{/.test(textOf(path)))).toEqual([]);
});

test('what a trader looks at keeps itself true while it is open, as the figures of the office do', () => {
  const own = code.map(({ path }) => path).filter((path) => /^app\/\(trader\)\/portal\/(.*\/)?page\.tsx$/.test(path));
  expect(own.length).toBeGreaterThan(1);
  const office = ['app/(office)/page.tsx', 'app/(office)/accounts/[id]/page.tsx'];
  expect([...own, ...office].filter((path) => !/<Live\b[^>]*mode="refresh"/.test(textOf(path)))).toEqual([]);
});
