// The lifecycle of the code is the lifecycle of the database, edge for edge.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nextStatuses, STATUSES, TRANSITIONS, transition } from '@/lib/accounts/lifecycle';
import { createTestDatabase, type TestDatabase } from '../support/database';

describe('the lifecycle in the database', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await createTestDatabase();
  });
  afterAll(() => db.close());

  test('has exactly the edges the code shows', async () => {
    const { rows } = await db.sql.query(
      `select from_status as "from", to_status as "to", actor_kind as by, needs_second_person as "needsSecondPerson" from public.account_transitions`,
    );
    const sorted = (edges: unknown[]) => edges.map((one) => JSON.stringify(one, ['from', 'to', 'by', 'needsSecondPerson'])).sort();
    expect(sorted(rows)).toEqual(sorted([...TRANSITIONS]));
  });
  test('knows the same statuses', async () => {
    const { rows } = await db.sql.query(
      `select pg_get_constraintdef(oid) as text from pg_constraint where conname = 'accounts_status_check'`,
    );
    expect([...String(rows[0].text).matchAll(/'([a-z]+)'::text/g)].map((found) => found[1]).sort()).toEqual([...STATUSES].sort());
  });
});

test('passed is the end: nothing leads out of it', () => {
  expect([...nextStatuses('passed', 'staff'), ...nextStatuses('passed', 'system')]).toEqual([]);
});
test('a blocked account may only return to where it stood', () => {
  expect(nextStatuses('blocked', 'staff', 'live').map((one) => one.to)).toEqual(['live', 'failed', 'closed']);
});
test('undoing an ending needs a second person', () => {
  expect(TRANSITIONS.filter((one) => one.needsSecondPerson).map((one) => `${one.from} ${one.to}`)).toEqual([
    'failed active',
    'closed live',
  ]);
});
test('the system never reinstates anybody', () => {
  expect(transition('failed', 'active', 'system')).toBeNull();
});
