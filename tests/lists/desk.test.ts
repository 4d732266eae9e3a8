// Columns as text, and what a list makes of them.
import { expect, test } from 'vitest';
import { arranged, columnsText, moved, parseColumns } from '@/lib/lists/desk';
import { accountsList } from '@/lib/accounts/list';
import { listHref, readQuery } from '@/lib/lists/query';

const all = ['login', 'state', 'left', 'trader'];
const show = (text: string | null) => arranged(all, (one) => one, parseColumns(text));

test('the columns a choice names are shown in its order, the others are not', () => {
  expect(show('1:trader,login')).toEqual({ columns: ['trader', 'login'], pins: 1 });
  expect(columnsText({ pins: 1, ids: ['trader', 'login'] })).toBe('1:trader,login');
});

test('a choice that fits nothing, or is none, leaves the list as the house draws it', () => {
  for (const text of [null, '', '1:', '3:login', '1:lo gin', '1:gone,lost']) expect(show(text)).toEqual({ columns: all, pins: 2 });
  expect(show('2:gone,trader')).toEqual({ columns: ['trader'], pins: 1 });
});

test('an entry moves by one place and stays at either end', () => {
  expect(moved(['a', 'b', 'c'], 'c', -1)).toEqual(['a', 'c', 'b']);
  expect(moved(['a', 'b', 'c'], 'c', 1)).toEqual(['a', 'b', 'c']);
  expect(moved(['a', 'b', 'c'], 'gone', 1)).toEqual(['a', 'b', 'c']);
});

test('a pasted link brings its columns, and what is no choice of columns is left out of it', () => {
  const query = readQuery(accountsList, { cols: '1:login,state', sort: 'used' });
  expect(query.cols).toBe('1:login,state');
  expect(listHref(accountsList, query)).toBe('/accounts?sort=used&cols=1%3Alogin%2Cstate');
  expect(readQuery(accountsList, { cols: 'drop table' }).cols).toBeUndefined();
});
