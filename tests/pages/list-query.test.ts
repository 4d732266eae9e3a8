// A list's address: read the same way everywhere, never trusted, and never turned into SQL text.
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { networksList } from '@/lib/abuse/shared-ip-lists';
import { accountsList } from '@/lib/accounts/list';
import { boundFilter, boundsOf } from '@/lib/lists/bounds';
import { activeFilters, likePattern, listHref, readQuery, scopeInForce } from '@/lib/lists/query';
import { parseRange, rangeOf, rangeText, type RangeUnit } from '@/lib/lists/range';
import { facetsStatement, rowsStatement, shapeFacets, totalOf } from '@/lib/lists/sql';
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
    expect(readQuery(violationsList, { detected: '2026-02-31,2026-02-28,today' }).facets.detected).toEqual(['2026-02-28']);
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
        (phases, rules, q, page, desc) => {
          const wanted = {
            ...read(''),
            q: q.trim(),
            page,
            desc,
            facets: { ...read('').facets, phase: [...new Set(phases)], rules: [...new Set(rules)] },
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

  it('count what was not asked for in one reading, the rest each in its own, under the filters of the others and up to a bound', () => {
    const { text } = facetsStatement(accountsList, read('state=safe&phase=One&scope=all&trader=00000000-0000-4000-8000-000000000001'));
    const [every, state, phase] = (text.match(/ where true and .*? limit 25001\)/g) ?? []).map((one) =>
      ['risk_state', 'phase_name', 'trader_id'].filter((name) => one.slice(one.lastIndexOf(' where ')).includes(`"${name}"`)),
    );
    expect([every, state, phase]).toEqual([
      ['risk_state', 'phase_name', 'trader_id'],
      ['phase_name', 'trader_id'],
      ['risk_state', 'trader_id'],
    ]);
  });

  it('of a list that begins with its newest rows count those', () => {
    expect(facetsStatement(tradesList, readQuery(tradesList, {})).text).toContain('order by "close_time" desc nulls last, "id" desc limit');
    expect(facetsStatement(positionsList, readQuery(positionsList, {})).text).not.toContain('order by "');
  });

  it('offer every value there can be where not every row was counted', () => {
    const rows = [
      { facet: 1, value: 'buy', count: 3 },
      { facet: 1, value: null, count: 4 },
    ];
    const shaped = (most: number) => shapeFacets(tradesList, readQuery(tradesList, {}), rows, most).find(({ key }) => key === 'side');
    expect([shaped(4)?.isLeast, shaped(4)?.values.map(({ value }) => value)]).toEqual([false, ['buy']]);
    expect([shaped(3)?.isLeast, shaped(3)?.values.map(({ value }) => value)]).toEqual([true, ['buy', 'sell']]);
    const total = [{ facet: -1, value: null, count: 4 }];
    expect([totalOf(total, 4), totalOf(total, 3)]).toEqual([
      { total: 4, isLeast: false },
      { total: 3, isLeast: true },
    ]);
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

describe('a range', () => {
  test.each<[string, RangeUnit, string | null]>([
    ['1000..5000', 'money', '1,000 to 5,000'],
    ['10,000.50..', 'money', 'from 10,000.5'],
    ['\u2212500..-1', 'money', '-500 to -1'],
    ['80 %..90%', 'percent', '80 % to 90 %'],
    ['..90', 'seconds', 'up to 90 s'],
    ['5m..2h', 'seconds', '5 min to 2 h'],
    ['0.5..', 'number', 'from 0.5'],
    ['5000..1000', 'money', null],
    ['..', 'money', null],
    ['1000', 'money', null],
    ['1..2..3', 'money', null],
    ['1e3..', 'number', null],
    ['10,00..', 'money', null],
    ['1234567890123..', 'money', null],
    ['-5m..', 'seconds', null],
    ['1000000..', 'percent', null],
    ['1;drop..2', 'number', null],
  ])('%s of %s', (text, unit, told) => {
    const range = parseRange(text, unit);
    expect(range && rangeText(range, unit)).toBe(told);
  });

  it('is written as two fields say it, and empty fields ask for nothing', () => {
    expect([rangeOf(' 10,000 ', ''), rangeOf('', '5m'), rangeOf('', ' ')]).toEqual(['10000..', '..5m', null]);
  });

  it('is rounded inwards in each currency, so that nothing outside it is let in', () => {
    const [least, most] = boundsOf({ from: '10.005', to: '20.005' }, 'money');
    const of = (code: string) => [least, most].map((bound) => bound?.values.find(({ currencies }) => currencies?.includes(code))?.value);
    expect([of('JPY'), of('KWD'), least?.values.at(-1), most?.values.at(-1)]).toEqual([
      ['11', '20'],
      ['10005', '20005'],
      { currencies: null, value: '1001' },
      { currencies: null, value: '2000' },
    ]);
    expect(boundsOf({ from: '80.5', to: null }, 'percent').map((bound) => boundFilter('used_bps', bound))).toEqual(['used_bps.gte.8050']);
  });

  it('lives in the address, is named among the filters, and travels as parameters', () => {
    const query = read('initial=10000..25000&used=80..');
    expect(listHref(accountsList, query)).toBe('/accounts?initial=10000..25000&used=80..');
    expect(activeFilters(accountsList, query).map(({ label, value }) => `${label}: ${value}`)).toEqual([
      'Initial balance: 10,000 to 25,000',
      'Used: from 80 %',
    ]);
    const { text, values } = rowsStatement(accountsList, query, ['id']);
    expect(text).not.toMatch(/25000|8000/);
    expect(values).toEqual(expect.arrayContaining(['1000000', '2500000', '8000']));
    expect(facetsStatement(accountsList, query).text).not.toContain('"initial_balance_cents"::text');
  });
});

describe('a filter that cannot be followed', () => {
  const told = (text: string) => (read(text).refused ?? []).map(({ key, value, why }) => `${key} ${value} ${why}`);

  it('is named with the reason, and the rest of the link holds', () => {
    expect(told('initial=much&trader=1&copy=maybe&from=soon&scope=some&state=safe')).toEqual([
      'scope some is none of living, ended, all',
      'copy maybe is neither true nor false',
      'trader 1 names nothing that could be looked for',
      'initial much is no range, such as 1000..5000, 1000.. or ..5000, or ends before it begins',
      'from soon is no day of the calendar, such as 2026-11-30',
    ]);
    expect(read('initial=much&state=safe').facets).toMatchObject({ initial: [], state: ['safe'] });
    expect(readQuery(networksList, { version: 'six,4', source: 'a\u0000b', q: 'x\u0000y' })).toMatchObject({
      ...{ q: 'xy', facets: { version: ['4'], source: [] } },
      refused: [{ key: 'source' }, { key: 'version', value: 'six', why: 'is none of 4, 6' }],
    });
    expect(readQuery(violationsList, { detected: '2026-02-31' })).toMatchObject({
      refused: [{ key: 'detected', value: '2026-02-31', why: 'is no day of the calendar, such as 2026-11-30' }],
    });
    expect(told('initial=1..2,3..4')).toEqual(['initial 3..4 is one of 2 values; at most 1 can be asked for']);
    expect(told(`q=${'x'.repeat(90)}`)).toHaveLength(1);
  });

  it('is named where it is none of the values there are, and asks for nothing', () => {
    expect(told('status=foo,live&state=safe')).toEqual(['status foo is none of pending, active, blocked, live, passed, failed, closed']);
    expect(read('status=foo')).toMatchObject({ scope: 'living', facets: { status: [] } });
    expect(read('status=foo,live').facets.status).toEqual(['live']);
    expect(readQuery(violationsList, { consequence: 'payout_gate', severity: 'grave' }).refused).toMatchObject([{ key: 'severity' }]);
    // What the firm names itself, nobody can list: such a value may only be one that is not there any more.
    expect(told('challenge=foo&platform=foo&group=foo')).toEqual([]);
  });

  it('leaves no trace in an address that could be followed', () => {
    expect(read('initial=1..2&state=safe&from=2026-02-28&scope=all&page=-4&sort=x')).not.toHaveProperty('refused');
    expect(listHref(accountsList, read('initial=much'))).toBe('/accounts');
  });
});
