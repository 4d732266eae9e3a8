// Every table and view of `public`, read and written through the API by every kind of caller, against the one table of expectations.
import type { PostgrestError } from '@supabase/supabase-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CALLERS, type Caller } from './callers';
import { openFirm, type Firm } from './firm';
import { RELATIONS, type Relation, type Sight } from './relations';
import { digest } from './trace';

let firm: Firm;
let columns: Map<string, string[]>;

beforeAll(async () => {
  firm = await openFirm();
  const { rows } = await firm.stack.sql.query<{ relation: string; columns: string[] }>(
    `select c.relname as relation, array_agg(a.attname::text order by a.attnum) as columns from pg_class c
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f') group by 1 order by 1`,
  );
  columns = new Map(rows.map((row) => [row.relation, row.columns]));
});
afterAll(() => firm.stack.close());

const names = Object.keys(RELATIONS);
const relationOf = (name: string): Relation => RELATIONS[name] ?? { key: '', sight: {} as Record<Caller, Sight> };
const isRefusal = (error: PostgrestError | null): boolean => error?.code === '42501';

/** The rows an expectation promises, asked of the database by its owner. */
async function promised(name: string, caller: Caller, sight: Sight): Promise<string[]> {
  const { key, own = 'false' } = relationOf(name);
  if (sight === 'none' || sight === 'refused') return [];
  const { traderId, userId } = firm.callers[caller];
  const literal = (id: string | null): string => (id ? `'${id}'::uuid` : 'null::uuid');
  const condition = sight === 'all' ? 'true' : sight === 'own' ? own : sight.where;
  const where = condition.replaceAll('$trader', literal(traderId)).replaceAll('$user', literal(userId));
  const pick = key.split(',').map((column) => `x.${column}::text`);
  const { rows } = await firm.stack.sql.query<{ key: string }>(`select concat_ws('|', ${pick.join(', ')}) as key from public.${name} x where ${where}`);
  return rows.map((row) => row.key).sort();
}

async function read(name: string, caller: Caller): Promise<string[] | 'refused' | PostgrestError> {
  const { key, hidden = [] } = relationOf(name);
  const visible = (columns.get(name) ?? []).filter((column) => !hidden.includes(column));
  const { data, error } = await firm.callers[caller].client.from(name).select((caller === 'service' ? ['*'] : visible).join(','));
  if (error) return isRefusal(error) ? 'refused' : error;
  const rows = data as unknown as Record<string, unknown>[];
  return rows.map((row) => key.split(',').map((column) => String(row[column])).join('|')).sort();
}

test('every relation the database exposes is in the table of expectations, and every one of them has rows', async () => {
  expect([...columns.keys()]).toEqual([...names].sort());
  const empty: string[] = [];
  for (const name of names) {
    const { rows } = await firm.stack.sql.query(`select from public.${name} limit 1`);
    if (rows.length === 0) empty.push(name);
  }
  expect(empty).toEqual([]);
});

describe.each(names)('%s', (name) => {
  test('shows each caller the rows it should, and no other', async () => {
    for (const caller of CALLERS) {
      const sight = relationOf(name).sight[caller];
      const got = await read(name, caller);
      expect({ caller, got }).toEqual({ caller, got: sight === 'refused' ? 'refused' : await promised(name, caller, sight) });
    }
  });

  test('keeps its hidden columns from everybody with a token, by selecting and by filtering', async () => {
    for (const column of relationOf(name).hidden ?? []) {
      for (const caller of CALLERS.filter((each) => each !== 'service')) {
        const { client } = firm.callers[caller];
        const [selected, filtered, ordered] = await Promise.all([
          client.from(name).select(column),
          client.from(name).select('id').not(column, 'is', null),
          client.from(name).select('id').order(column),
        ]);
        expect({ caller, column, refused: [selected, filtered, ordered].map(({ error }) => isRefusal(error)) }).toEqual({
          caller,
          column,
          refused: [true, true, true],
        });
      }
    }
  });

  test('takes no insert, update or delete from any caller, not even from the service key', async () => {
    const before = await digest(firm.stack);
    const column = (relationOf(name).key.split(',')[0] ?? '').trim();
    const { rows } = await firm.stack.sql.query<{ held: unknown }>(`select ${column} as held from public.${name} limit 1`);
    const held = rows[0]?.held as string;
    for (const caller of CALLERS) {
      const { client } = firm.callers[caller];
      const answers = [
        await client.from(name).insert({ [column]: held }),
        await client.from(name).upsert({ [column]: held }),
        await client.from(name).update({ [column]: held }).eq(column, held),
        await client.from(name).delete().eq(column, held),
      ];
      expect({ caller, refused: answers.map(({ error }) => error?.code) }).toEqual({ caller, refused: Array(4).fill('42501') });
    }
    expect(await digest(firm.stack)).toEqual(before);
  });
});
