// A desk belongs to one person: their views and columns, the views colleagues share, and what the search finds for a role; and, on the same
// firm, the filters of every list.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callFunction } from '@/lib/db/call';
import { closePool } from '@/lib/db/pool';
import { readDesk } from '@/lib/lists/desk-read';
import { dropView, saveColumns, saveView } from '@/lib/lists/desk-write';
import { readSearch } from '@/lib/search/answer';
import { search } from '@/lib/search/read';
import type { StaffActor } from '@/lib/staff/actor';
import type { StaffRole } from '@/lib/staff/roles';
import { openAccount, stageFirm } from '../db/stage';
import { startTestStack, type TestStack } from '../support/stack';
import { everyFilter } from './every-filter';

type Person = { actor: StaffActor; client: TestStack['service'] };
let stack: TestStack;
const people = new Map<StaffRole, Person>();
let account: string;

beforeAll(async () => {
  stack = await startTestStack();
  await stageFirm(stack.sql);
  account = await openAccount(stack.sql, '70050', { trader: 1 });
  await openAccount(stack.sql, '700501', { trader: 2 });
  for (const role of ['risk', 'support', 'viewer'] as const) {
    const email = `${role}@desk.test`;
    const { id, client } = await stack.signUp(email);
    await stack.sql.query('insert into public.staff (id, email, full_name, role) values ($1, $2, $3, $3)', [id, email, role]);
    people.set(role, { actor: { kind: 'staff', id, email, name: role, role }, client });
  }
  await stack.sql.query(`insert into public.ip_origins (origin) values ('203.0.113.7/32'), ('203.0.113.8/32'), ('198.51.100.7/32')`);
});
afterAll(async () => {
  await closePool();
  await stack.close();
});

const person = (role: StaffRole) => people.get(role) as Person;
const desk = (role: StaffRole) => readDesk(person(role).client, person(role).actor.id);
const find = (role: StaffRole, q: string) => search(person(role).client, person(role).actor, q);

test('a view is its owner’s, saved again under its name it is the same one, and a shared one is read by colleagues', async () => {
  const { client } = person('risk');
  const first = await saveView(client, { page: 'accounts', name: 'Weak', query: 'sort=used', isShared: false });
  const again = await saveView(client, { page: 'accounts', name: ' Weak ', query: 'sort=-used', isShared: false });
  expect(again).toEqual(first);
  expect((await desk('risk')).views).toMatchObject([{ name: 'Weak', query: 'sort=-used', is_own: true }]);
  expect((await desk('viewer')).views).toEqual([]);
  await saveView(client, { page: 'accounts', name: 'Weak', query: 'sort=-used', isShared: true });
  expect((await desk('viewer')).views).toMatchObject([{ name: 'Weak', is_shared: true, is_own: false }]);
});

test('only its owner removes a view, and a name must be one', async () => {
  const [view] = (await desk('viewer')).views;
  expect(await dropView(person('viewer').client, view?.id ?? '')).toMatchObject({ ok: false, refusal: { code: 'not-found' } });
  expect(await saveView(person('risk').client, { page: 'accounts', name: '  ', query: '', isShared: false })).toMatchObject({
    ok: false,
    refusal: { code: 'not-valid' },
  });
  expect(await dropView(person('risk').client, view?.id ?? '')).toMatchObject({ ok: true });
  expect((await desk('risk')).views).toEqual([]);
});

test('columns are kept by person and list, and given up again', async () => {
  await saveColumns(person('risk').client, 'accounts', '1:login,state');
  await saveColumns(person('risk').client, 'accounts', '2:state,login');
  expect((await desk('risk')).columns).toEqual({ accounts: '2:state,login' });
  expect((await desk('support')).columns).toEqual({});
  expect(await saveColumns(person('risk').client, 'accounts', 'nonsense')).toMatchObject({ ok: false });
  await saveColumns(person('risk').client, 'accounts', null);
  expect((await desk('risk')).columns).toEqual({});
});

test('the whole login stands on top of those that begin like it; a name and an id find as well', async () => {
  expect((await find('viewer', '70050')).map(({ title }) => title)).toEqual(['70050', '700501']);
  expect((await find('viewer', 'trader 2')).map(({ kind, title }) => [kind, title])).toContainEqual(['trader', 'Trader 2']);
  expect((await find('viewer', account)).map(({ href }) => href)).toEqual([`/accounts/${account}`]);
  expect(await find('risk', '100%_')).toEqual([]);
});

test('a mail is found by those who see it, and by its mask alone by the others', async () => {
  expect((await find('support', 'trader1@mail.test')).map(({ kind }) => kind)).toEqual(['trader']);
  expect(await find('viewer', 'trader1@mail.test')).toEqual([]);
});

test('an address is found in full by who judges, by its mask by who helps, and not at all by the rest', async () => {
  expect((await find('risk', '203.0.113.7')).map(({ title }) => title)).toEqual(['203.0.113.7']);
  expect((await find('risk', '203.0.113.')).map(({ title }) => title)).toEqual(['203.0.113.7', '203.0.113.8']);
  // Whoever sees masks only learns nothing by guessing the last figure.
  expect(await find('support', '203.0.113.7')).toEqual([]);
  expect((await find('support', '203.0.113.')).map(({ title }) => title)).toEqual(['203.0.113.*', '203.0.113.*']);
  expect(await find('viewer', '203.0.113.7')).toEqual([]);
  await expect(callFunction(person('viewer').client, 'find_lines', { p_q: '203.0.113.7' })).rejects.toThrow('not-allowed');
});

test('one sign is too little to look for, and a long text is cut', () => {
  expect([readSearch(' a '), readSearch(null), readSearch('x'.repeat(200))?.length]).toEqual([null, null, 80]);
});

everyFilter(() => ({ id: person('risk').actor.id, client: person('risk').client }));
