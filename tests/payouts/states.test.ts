// The states of a payout in code and in the database are one and the same list.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OPEN_STATES, PAYOUT_EDGES, PAYOUT_STATES } from '@/lib/payouts/states';
import { createTestDatabase, type TestDatabase } from '../support/database';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

test('every edge of the code is an edge of the database, and no other', async () => {
  const { rows } = await database.sql.query<{ edge: string }>(`select from_state || ' ' || to_state as edge from private.payout_edges`);
  const ours = PAYOUT_STATES.flatMap((from) => PAYOUT_EDGES[from].map((to) => `${from} ${to}`));
  expect(rows.map(({ edge }) => edge).sort()).toEqual(ours.sort());
});

test('one open payout per account means the same states', async () => {
  const { rows } = await database.sql.query<{ indexdef: string }>(`select indexdef from pg_indexes where indexname = 'one_open_payout'`);
  const named = [...(rows[0]?.indexdef.matchAll(/'(\w+)'/g) ?? [])].map((found) => found[1] ?? '');
  expect(named.filter((state) => (PAYOUT_STATES as readonly string[]).includes(state)).sort()).toEqual([...OPEN_STATES].sort());
});
