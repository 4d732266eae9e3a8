// R44: the safety net with one thread taken out at a time. A removal that no probe notices is a hole in the tests, not in the product.
import { afterAll, beforeAll, expect } from 'vitest';
import { stageFirm } from '../db/stage';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { probe, REMOVALS, type Removal } from './removals';
import { scoreRow } from './row';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  await stageFirm(db.sql);
});
afterAll(async () => {
  await db?.close();
});

/** What the probes say with a part removed; everything is put back by the transaction's end. */
async function without(removal: Removal | null): Promise<string[]> {
  const client = await db.admin.connect();
  try {
    await client.query('begin');
    if (removal && typeof removal.remove === 'string') await client.query(removal.remove);
    else if (removal && typeof removal.remove === 'object') {
      const { fn, from, to } = removal.remove;
      const { rows } = await client.query<{ text: string }>('select pg_get_functiondef(oid) as text from pg_proc where oid = $1::regproc', [
        fn,
      ]);
      const text = rows[0]?.text ?? '';
      expect([removal.name, from.test(text)]).toEqual([removal.name, true]);
      await client.query(text.replace(from, to));
    }
    return await probe(client, `r44-${REMOVALS.findIndex((one) => one === removal)}`);
  } finally {
    await client.query('rollback');
    client.release();
  }
}

scoreRow(
  {
    row: 'R44',
    what: 'named removals from the safety net',
    target: 'at least 95 % of removals caught',
    short: {},
    full: {},
    faults: ['removals', 'caught'],
  },
  async ({ met, counts }) => {
    expect(await without(null)).toEqual([]);
    const survivors: string[] = [];
    for (const removal of REMOVALS) {
      met('removals');
      if ((await without(removal)).length > 0) met('caught');
      else survivors.push(removal.name);
    }
    expect(survivors).toEqual([]);
    expect((counts.caught ?? 0) / (counts.removals ?? 1)).toBeGreaterThanOrEqual(0.95);
  },
);
