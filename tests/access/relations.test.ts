// Every table and view of `public`, read and written through the API by every kind of caller, against the one table of expectations.
import type { PostgrestError } from '@supabase/supabase-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { promisedRows } from '../db/promised';
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

/** What the table of expectations promises each caller: rows, asked of the database by its owner, or a refusal. */
async function promised(name: string): Promise<{ caller: Caller; got: string[] | 'refused' }[]> {
  const relation = relationOf(name);
  const asked = CALLERS.map((caller) => ({ sight: relation.sight[caller], who: firm.callers[caller] }));
  const rows = await promisedRows(firm.stack.sql, name, relation, asked);
  return CALLERS.map((caller, at) => ({ caller, got: relation.sight[caller] === 'refused' ? 'refused' : (rows[at] ?? []) }));
}

async function read(name: string, caller: Caller): Promise<string[] | 'refused' | PostgrestError> {
  const { key, hidden = [] } = relationOf(name);
  const visible = (columns.get(name) ?? []).filter((column) => !hidden.includes(column));
  const { data, error } = await firm.callers[caller].client.from(name).select((caller === 'service' ? ['*'] : visible).join(','));
  if (error) return isRefusal(error) ? 'refused' : error;
  const rows = data as unknown as Record<string, unknown>[];
  return rows
    .map((row) =>
      key
        .split(',')
        .map((column) => String(row[column]))
        .join('|'),
    )
    .sort();
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

describe('reading', () => {
  test.each(names)('%s shows each caller the rows it should, and no other', async (name) => {
    const found = await Promise.all(CALLERS.map(async (caller) => ({ caller, got: await read(name, caller) })));
    expect(found).toEqual(await promised(name));
  });

  const hidden = names.flatMap((name) => (relationOf(name).hidden ?? []).map((column) => ({ name, column })));
  test.each(hidden)('the column $column of $name is read, filtered by and ordered by through no token', async ({ name, column }) => {
    for (const caller of CALLERS.filter((each) => each !== 'service')) {
      const { client } = firm.callers[caller];
      const answers = await Promise.all([
        client.from(name).select('*'),
        client.from(name).select(column),
        client.from(name).select('id').not(column, 'is', null),
        client.from(name).select('id').order(column),
      ]);
      expect({ caller, refused: answers.map(({ error }) => isRefusal(error)) }).toEqual({ caller, refused: [true, true, true, true] });
    }
  });
});

describe('writing', () => {
  let before: Record<string, string>;
  let fixed: string[];
  beforeAll(async () => {
    before = await digest(firm.stack);
    const views = `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'v' and pg_relation_is_updatable(oid, true) = 0`;
    fixed = (await firm.stack.sql.query<{ relname: string }>(views)).rows.map((row) => row.relname);
  });

  test.each(names)('%s takes no insert, update or delete from any caller, not even from the service key', async (name) => {
    const { key, writes = key.split(',')[0] ?? '' } = relationOf(name);
    const { rows } = await firm.stack.sql.query<{ held: string }>(`select ${writes} as held from public.${name} limit 1`);
    const row: Record<string, string> = { [writes]: rows[0]?.held ?? '' };
    // A view over a join takes no writes from anyone, and Postgres says that before it looks at grants.
    const code = fixed.includes(name) ? '55000' : '42501';
    const callers = fixed.includes(name) ? (['admin', 'service'] as const) : CALLERS;
    const codes = await Promise.all(
      callers.map(async (caller) => {
        const from = () => firm.callers[caller].client.from(name);
        const answers = [from().insert(row), from().update(row).eq(writes, row[writes]), from().delete().eq(writes, row[writes])];
        return { caller, codes: (await Promise.all(answers)).map(({ error }) => error?.code) };
      }),
    );
    expect(codes).toEqual(callers.map((caller) => ({ caller, codes: [code, code, code] })));
  });

  test('nothing of all that left a trace', async () => expect(await digest(firm.stack)).toEqual(before));
});
