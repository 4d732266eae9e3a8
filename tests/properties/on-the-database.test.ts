// The promise again, through the real database: shuffled, grouped and repeated deliveries leave the same tables as the straight one, and
// every invariant holds after them.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { deliveries, inOrder, lives, toldOnly, type Delivery, type Life } from './lives';
import { count, say, seedOf, timesOf, type Counts } from './replay';
import { openShop, SqlOffice, type Shop } from './sql-office';

const NOW = '2027-06-01T00:00:00.000Z';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(async () => {
  await db.close();
});

async function live(shop: Shop, life: Life, order: readonly Delivery[]): Promise<Record<string, unknown>> {
  const office = await SqlOffice.open(shop, life.book.ruleSet, life.activated_at);
  for (const delivery of order) if ('told' in delivery) await office.deliver(delivery.told, NOW);
  return office.standing();
}

it('histories in any order of delivery leave the same rows, and no invariant is broken', async () => {
  const counts: Counts = { runs: 0, breached: 0 };
  const seed = seedOf();
  const began = performance.now();
  // What the office books itself is written by functions of its own, which have their own tests.
  const told = lives(16, 4, true).map(toldOnly);
  const drawn = told.chain((life) => fc.tuple(fc.constant(life), deliveries(life)));
  const property = fc.asyncProperty(drawn, async ([life, order]) => {
    const shop = await openShop(db.sql, life.book, 900);
    const straight = inOrder(life).map(({ delivery }) => delivery);
    const expected = await live(shop, life, straight);
    count(counts, 'runs');
    if ((expected.verdicts as { outcome: string }[]).some(({ outcome }) => outcome === 'breach')) count(counts, 'breached');
    expect(await live(shop, life, order)).toEqual(expected);
  });
  // A counterexample here costs too much to make smaller; the same property in memory does that.
  await fc.assert(property, { seed, numRuns: timesOf(25), endOnFailure: true });
  say('any order on the database', seed, counts, performance.now() - began);
  expect(counts.breached).toBeGreaterThan(0);
  expect((await db.sql.query('select * from private.check_all()')).rows).toEqual([]);
}, 600_000);
