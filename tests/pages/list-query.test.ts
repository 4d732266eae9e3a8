// A list's address: read the same way everywhere, never trusted, and never turned into SQL text.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountsList } from '@/lib/accounts/list';
import { activeFilters, likePattern, listHref, readQuery, scopeInForce } from '@/lib/lists/query';
import { facetsStatement, rowsStatement, shapeFacets } from '@/lib/lists/sql';
import { positionsList, tradesList } from '@/lib/trades/list';
import { violationsList } from '@/lib/violations/list';

const read = (text: string) => readQuery(accountsList, new URLSearchParams(text));

describe('reading a list address', () => {
  it('opens on living accounts by money left, least first', () => {
    const query = read('');
    expect(query).toMatchObject({ q: '', page: 1, size: 50, sort: 'left', desc: false, scope: 'living' });
    expect(scopeInForce(accountsList, query)).toEqual({ column: 'is_alive', equals: true });
  });

  it('drops the scope when a status is asked for by name, so a failed account can be found', () => {
    expect(scopeInForce(accountsList, read('status=failed'))).toBeNull();
  });

  it('falls back to defaults on nonsense', () => {
    expect(read('page=-4&size=7&sort=drop%20table&scope=x&trader=1')).toMatchObject({
      page: 1,
      size: 50,
      sort: 'left',
      scope: 'living',
      facets: { trader: [] },
    });
  });

  it('leaves out a day that no calendar has, which the database could not read', () => {
    expect(read('ended=2026-02-31,2026-02-28,today').facets.ended).toEqual(['2026-02-28']);
  });

  it('survives the round through its own address', () => {
    const values = fc.array(fc.string({ minLength: 1, maxLength: 12 }), { maxLength: 3 });
    fc.assert(
      fc.property(
        values,
        values,
        fc.string({ maxLength: 20 }),
        fc.integer({ min: 1, max: 90 }),
        fc.boolean(),
        (phases, states, q, page, desc) => {
          const wanted = {
            ...read(''),
            q: q.trim(),
            page,
            desc,
            facets: { ...read('').facets, phase: [...new Set(phases)], state: [...new Set(states)] },
          };
          const url = new URL(listHref(accountsList, wanted), 'http://x');
          expect(readQuery(accountsList, url.searchParams)).toEqual(wanted);
        },
      ),
    );
  });

  it('names every filter in force', () => {
    const filters = activeFilters(tradesList, readQuery(tradesList, new URLSearchParams('q=eur&side=buy&from=2026-01-02')));
    expect(filters.map((filter) => `${filter.label}=${filter.value}`)).toEqual(['Search=eur', 'Direction=Buy', 'From=2026-01-02']);
  });

  it('takes the wild signs of a search literally', () => {
    expect(likePattern('50%_\\')).toBe('%50\\%\\_\\\\%');
  });
});

describe('statements', () => {
  it('carry what was typed as parameters only', () => {
    const hostile = `'; drop table accounts; --`;
    const query = { ...read(''), q: hostile, facets: { ...read('').facets, phase: [hostile] } };
    for (const statement of [facetsStatement(accountsList, query), rowsStatement(accountsList, query, ['id'])]) {
      expect(statement.text).not.toContain('drop table');
      expect(JSON.stringify(statement.values)).toContain('drop table');
    }
  });

  it('count a facet without its own filter and with all others', () => {
    const { text } = facetsStatement(accountsList, read('state=safe&phase=One'));
    const state = text.slice(text.indexOf('select 0 as facet'), text.indexOf('select 1 as facet'));
    expect(state).not.toMatch(/\bt0\b/);
    expect(state).toMatch(/\bt3\b/);
  });

  it('break every tie by the key of the row in the direction of the sort', () => {
    for (const list of [accountsList, tradesList, positionsList, violationsList]) {
      const query = readQuery(list, new URLSearchParams());
      const direction = query.desc ? 'desc' : 'asc';
      const ties = list.key.map((name) => `"${name}" ${direction}`).join(', ');
      expect(rowsStatement(list, query, ['id']).text.endsWith(`${direction} nulls last, ${ties}`)).toBe(true);
    }
  });

  it('keep a chosen value in sight even where it counts nothing', () => {
    const facets = shapeFacets(accountsList, read('state=critical'), [{ facet: 0, value: 'safe', count: 3 }]);
    expect(facets[0]?.values).toEqual([
      { value: 'safe', label: 'Safe', count: 3, isChosen: false },
      { value: 'critical', label: 'Critical', count: 0, isChosen: true },
    ]);
  });
});
