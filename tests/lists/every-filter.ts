// Every filter of every list at once, on the API and in the statements behind the counts and the files: a column that a filter cannot be compared
// with would only be found by whoever follows that link. The stack is that of the test that calls this.
import type { SupabaseClient } from '@supabase/supabase-js';
import { expect, test } from 'vitest';
import { copyEventsList, copyPairsList } from '@/lib/abuse/copy-list';
import { eventsList, networksList, pairsList } from '@/lib/abuse/shared-ip-lists';
import { endingsList } from '@/lib/accounts/endings-list';
import { accountsList } from '@/lib/accounts/list';
import type { FacetDefinition, ListDefinition } from '@/lib/lists/definition';
import { listParsers, readQuery } from '@/lib/lists/query';
import { asCaller, readCounts, readList } from '@/lib/lists/read';
import { rowsStatement } from '@/lib/lists/sql';
import { deliveriesList } from '@/lib/mail/list';
import { ordersList } from '@/lib/orders/list';
import { payoutsList } from '@/lib/payouts/list';
import { loginsList } from '@/lib/staff/logins-list';
import { tradersList } from '@/lib/traders/list';
import { positionsList, tradesList } from '@/lib/trades/list';
import { violationsList } from '@/lib/violations/list';

const LISTS = [
  ...[accountsList, endingsList, tradesList, positionsList, tradersList, violationsList, ordersList, payoutsList, deliveriesList],
  ...[loginsList, copyPairsList, copyEventsList, pairsList, eventsList, networksList],
];
const ASKED: Record<FacetDefinition['kind'], string> = {
  text: 'none-such',
  whole: '9',
  member: 'none-such',
  bool: 'true',
  day: '2026-11-20',
  uuid: '00000000-0000-4000-8000-000000000001',
  range: '1..2',
};

test('no filter takes the name of what every list has in its address, such as the rows of a page', () => {
  const [list] = LISTS;
  const everyLists = list ? Object.keys(listParsers({ ...list, facets: [] })) : [];
  const taken = LISTS.flatMap(({ name, facets }) => facets.flatMap(({ key }) => (everyLists.includes(key) ? [`${key} of ${name}`] : [])));
  expect(everyLists).toContain('size');
  expect(taken).toEqual([]);
});

const known = (facet: FacetDefinition): string[] =>
  facet.kind !== 'range' && facet.isClosed ? [...(facet.order ?? []), ...Object.keys(facet.labels ?? {})] : [];

export function everyFilter(reader: () => { id: string; client: SupabaseClient }): void {
  test('trades are counted without looking up whose they are, and searched for by indexes', async () => {
    const query = readQuery(tradesList, new URLSearchParams('q=4711'));
    const search = rowsStatement(tradesList, query, ['id'], ['00000000-0000-4000-8000-000000000001']);
    const plans = await asCaller(reader().id, async (db) => {
      await db.query(`set local enable_seqscan = off`);
      const planOf = async (text: string, values: unknown[] = []) =>
        JSON.stringify((await db.query<{ 'QUERY PLAN': object }>(`explain (format json) ${text}`, values)).rows);
      return [await planOf('select count(*) from public.trades_list'), await planOf(search.text, search.values)];
    });
    const used = plans.map((plan) => ['traders_pkey', 'trades_ticket', 'trades_account_close'].filter((name) => plan.includes(name)));
    expect(used[0]).toEqual([]);
    expect(used[1]).toContain('trades_ticket');
  });

  test.each(LISTS.map((list): [string, ListDefinition] => [list.name, list]))(
    'every filter of %s is one the database can answer',
    async (_, list) => {
      const { id, client } = reader();
      const asked = list.facets.map((facet): [string, string] => [facet.key, known(facet)[0] ?? ASKED[facet.kind]]);
      const address = new URLSearchParams([
        ['q', 'nobody'],
        ...asked,
        ...(list.range
          ? [
              ['from', '2026-11-01'],
              ['to', '2026-11-30'],
            ]
          : []),
      ]);
      const query = readQuery(list, address);
      expect(query.refused).toBeUndefined();
      expect((await readList(client, list, query)).rows).toEqual([]);
      await readCounts(id, list, query);
      // What is counted can be asked for: a closed filter that had not heard of a value would refuse its own choices.
      const counted = (await readCounts(id, list, readQuery(list, { scope: 'all' }))).facets.map(({ key, values }): [string, string] => [
        key,
        values.map(({ value }) => value.replaceAll(',', '%2C')).join(','),
      ]);
      expect(readQuery(list, new URLSearchParams(counted)).refused).toBeUndefined();
      const statement = rowsStatement(list, query, [...new Set(list.exports.map(({ column }) => column))]);
      expect((await asCaller(id, (db) => db.query(statement))).rows).toEqual([]);
      for (const sort of Object.keys(list.sorts)) await readList(client, list, readQuery(list, { sort, size: '25' }));
    },
  );
}
