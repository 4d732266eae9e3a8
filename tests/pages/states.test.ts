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

/** Pages of several parts, and what each says in the place of a part that could not be read. */
const PARTS: Record<string, string[]> = {
  'rules/page': ['versions-not-read', 'phases-not-read'],
  'rules/market/page': ['symbols-not-read', 'imports-not-read'],
  'challenges/page': ['products-not-read', 'archived-not-read', 'unsold-not-read'],
  'challenges/[id]/page': ['versions-not-read', 'platforms-not-read', 'changes-not-read'],
  'challenges/new/page': ['platforms-not-read'],
  'ip-analysis/allowances/page': ['allowances-not-read'],
  'mail/[message]/page': ['words-not-read', 'records-not-read'],
  'mail/notices/page': ['notices-not-read', 'choices-not-read'],
  'orders/[id]/page': ['returns-not-read'],
  'batches/[id]/page': ['runs-not-read', 'people-not-read'],
};

test.each(Object.entries(PARTS))('%s: a part that cannot be read never takes the page with it', (name, codes) => {
  const text = textOf(`app/(office)/${name}.tsx`);
  for (const code of codes) expect(text).toContain(code);
  // What the page is about may fail as a whole; everything that is read beside it is caught.
  const beside = [...text.matchAll(/Promise\.all\(\[([^;]*)\]\)(\.catch)?/g)].filter(([, , whole]) => whole === undefined);
  // What is caught together counts as one.
  const ungrouped = beside.map(([, body = '']) => body.replaceAll(/Promise\.all\([^;]*?\)\.catch/g, 'both().catch'));
  const lines = ungrouped.flatMap((body) => body.split(/\n|, (?=read|find)/)).filter((line) => /\b(read|find)[A-Z]\w*\(/.test(line));
  expect(lines.filter((line) => !line.includes('.catch('))).toEqual([]);
});

test('a list always says how its first row comes to be', () => {
  const tables = code.filter(({ path, text }) => path.startsWith('components/') && /<ListTable\b/.test(text)).map(({ path }) => path);
  expect(tables.length).toBeGreaterThan(10);
  expect(tables.filter((path) => !/empty=\{/.test(textOf(path)))).toEqual([]);
});

test('what a trader looks at keeps itself true while it is open, as the figures of the office do', () => {
  const own = code.map(({ path }) => path).filter((path) => /^app\/\(trader\)\/portal\/(.*\/)?page\.tsx$/.test(path));
  expect(own.length).toBeGreaterThan(1);
  const office = ['app/(office)/page.tsx', 'app/(office)/accounts/[id]/page.tsx'];
  expect([...own, ...office].filter((path) => !/<Live\b[^>]*mode="refresh"/.test(textOf(path)))).toEqual([]);
});
