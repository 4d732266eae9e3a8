// What the judge knows of the market: imports that are the same twice as once, aliases that name one symbol, and a version that turns
// with every change and is only ever answered whole.
import type { QueryResultRow } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { as, NOW, staffId, stageFirm } from './stage';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  await stageFirm(db.sql);
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.sql.query('truncate public.symbols, public.news_events, public.fx_rates, public.market_holidays, public.market_imports');
});

const CONFIG = { user: staffId('config'), keep: true };
const call = async <T>(name: string, p: unknown, who = CONFIG): Promise<T> => {
  const [row] = await as<QueryResultRow & { said: T }>(db.sql, who, `select public.${name}($1, '${NOW}') as said`, [JSON.stringify(p)]);
  return (row as { said: T }).said;
};
const one = async (text: string) => Object.values((await db.sql.query(text)).rows[0] as object)[0] as unknown;
const version = () => one('select private.market_version()::int');
const filed = () => one(`select count(*)::int from public.events where kind like 'market.%'`);

const covers = { covers_from: '2026-02-01T00:00:00Z', covers_to: '2026-02-28T00:00:00Z' };
const release = (key: string, at: string, more = {}) => ({ key, at, currency: 'USD', impact: 'high', title: 'CPI', ...more });
const calendar = (...rows: unknown[]) => ({ source: 'desk', ...covers, rows });
const counts = { added: 0, changed: 0, withdrawn: 0 };
const symbol = { code: 'EURUSD', class: 'forex', contract_size: '100000', aliases: ['EURUSD.r'], version: 0 };

describe('imports', () => {
  const first = calendar(release('a', '2026-02-03T13:30:00Z'), release('b', '2026-02-10T13:30:00Z'));

  test('a dry run says what would change and changes nothing', async () => {
    const [before, told] = [await version(), await call('import_news', { ...first, dry_run: true })];
    expect(told).toMatchObject({ ...counts, added: 2, changes: [{ what: 'added', key: 'a' }, { what: 'added' }] });
    expect([await version(), await one('select count(*)::int from public.news_events')]).toEqual([before, 0]);
  });

  test('the same import again changes nothing, turns no version and files no event', async () => {
    expect(await call('import_news', first)).toMatchObject({ ...counts, added: 2 });
    const [turned, events] = [await version(), await filed()];
    expect(await call('import_news', first)).toMatchObject({ ...counts, changes: [] });
    expect([await version(), await filed()]).toEqual([turned, events]);
  });

  test('a release that moved is changed, one its source no longer lists is withdrawn and comes back', async () => {
    await call('import_news', first);
    expect(await call('import_news', calendar(release('a', '2026-02-03T15:00:00Z')))).toMatchObject({
      ...counts,
      changed: 1,
      withdrawn: 1,
      changes: [
        { what: 'changed', is: { at: '2026-02-03T15:00:00+00:00' } },
        { what: 'withdrawn', key: 'b' },
      ],
    });
    expect(await call('import_news', first)).toMatchObject({ ...counts, changed: 2 });
    expect(await one('select count(*)::int from public.news_events where withdrawn_at is null')).toBe(2);
  });

  test('only what was looked at is taken in', async () => {
    const expects = { ...counts, added: 1 };
    await expect(call('import_news', { ...first, expects })).rejects.toThrow('stale');
    expect(await call('import_news', { ...first, expects: { ...counts, added: 2 } })).toMatchObject({ added: 2 });
  });

  test('what lies outside the span or came from another source stays', async () => {
    await call('import_news', first);
    const narrow = { ...calendar(), covers_to: '2026-02-05T00:00:00Z' };
    expect(await call('import_news', narrow)).toMatchObject({ ...counts, withdrawn: 1 });
    expect(await call('import_news', { ...calendar(), source: 'other' })).toMatchObject(counts);
    expect(await one('select count(*)::int from public.news_events where withdrawn_at is null')).toBe(1);
  });

  test('an empty list is news too: it covers its span', async () => {
    const before = await version();
    await call('import_news', calendar());
    expect(await one('select count(*)::int from public.market_imports')).toBe(1);
    expect(await version()).not.toBe(before);
  });

  test('rates are added and corrected, never taken away', async () => {
    const rate = (text: string, at = '2026-02-03T16:00:00Z') => ({ base: 'USD', quote: 'JPY', rate: text, at });
    const p = (...rows: unknown[]) => ({ source: 'ecb', rows });
    expect(await call('import_rates', p(rate('150.10')))).toMatchObject({ ...counts, added: 1 });
    const turned = await version();
    expect(await call('import_rates', p(rate('150.1')))).toMatchObject(counts);
    expect(await version()).toBe(turned);
    expect(await call('import_rates', p(rate('150.2'), rate('151', '2026-02-04T16:00:00Z')))).toMatchObject({
      ...counts,
      added: 1,
      changed: 1,
    });
  });

  test('holidays belong to a calendar, and an early close is no holiday', async () => {
    const rows = [
      { day: '2026-02-16', title: 'Presidents Day' },
      { day: '2026-02-20', closes_at: '13:00' },
    ];
    const p = { source: 'desk', calendar: 'us', ...covers, rows };
    expect(await call('import_holidays', p)).toMatchObject({ ...counts, added: 2 });
    expect(await call('import_holidays', p)).toMatchObject(counts);
    expect(await call('import_holidays', { ...p, calendar: 'uk', rows: [] })).toMatchObject(counts);
    const loaded = await one(`select public.load_market(private.market_version(), '2026-01-01')`);
    expect(loaded).toMatchObject({ holidays: [{ calendar: 'us', day: '2026-02-16' }], covers: [{ calendar: 'uk' }, { calendar: 'us' }] });
  });

  test('every import is an event that names who did it', async () => {
    await call('import_news', first);
    const { rows } = await db.sql.query(`select actor_id, data from public.events where kind = 'market.imported' order by id desc limit 1`);
    expect(rows[0]).toMatchObject({ actor_id: staffId('config'), data: { kind: 'news', source: 'desk', added: 2 } });
  });
});

describe('symbols', () => {
  test('an alias names one symbol, also when two are saved at once', async () => {
    await call('save_symbol', symbol);
    await expect(call('save_symbol', { ...symbol, code: 'EURUSX' })).rejects.toThrow('alias-taken');
    await expect(call('save_symbol', { ...symbol, code: 'EURUSX', aliases: ['EURUSD'] })).rejects.toThrow('alias-taken');
    const direct = db.sql.query(`insert into public.symbols (code, class, aliases) values ('EURUSX', 'forex', '{EURUSD.r}')`);
    await expect(direct).rejects.toThrow('an alias names one symbol');
    const twins = ['AAAUSD', 'BBBUSD'].map((code) => call('save_symbol', { ...symbol, code, aliases: ['TWIN'] }));
    const settled = (await Promise.allSettled(twins)).map(({ status }) => status).sort();
    expect(settled).toEqual(['fulfilled', 'rejected']);
  });

  test('a save on an old version is refused, the same save changes nothing', async () => {
    expect(await call('save_symbol', symbol)).toBe(1);
    await expect(call('save_symbol', symbol)).rejects.toThrow('stale');
    const [turned, events] = [await version(), await filed()];
    expect(await call('save_symbol', { ...symbol, version: 1 })).toBe(1);
    expect([await version(), await filed()]).toEqual([turned, events]);
    expect(await call('save_symbol', { ...symbol, version: 1, calendar: 'us' })).toBe(2);
  });

  test('a size that is not positive is refused', async () => {
    await expect(call('save_symbol', { ...symbol, contract_size: '0' })).rejects.toThrow('symbol_sizes_are_positive');
  });
});

describe('the version', () => {
  const CHANGES = [
    `insert into public.symbols (code, class) values ('X', 'forex')`,
    `update public.symbols set is_micro = true`,
    `insert into public.news_events (source, key, at, currency, impact, title) values ('desk', 'k', now(), 'USD', 'high', 'CPI')`,
    `delete from public.news_events`,
    `insert into public.fx_rates (source, base, quote, rate, at) values ('ecb', 'USD', 'JPY', 150, now())`,
    `insert into public.market_holidays (source, calendar, day) values ('desk', 'us', '2026-02-16')`,
    `truncate public.market_imports`,
  ];
  test.each(CHANGES)('turns with: %s', async (change) => {
    const before = await version();
    await db.sql.query(change);
    expect(await version()).not.toBe(before);
  });

  test('only the present one is answered', async () => {
    const before = (await version()) as number;
    await db.sql.query(`insert into public.symbols (code, class) values ('Y', 'forex')`);
    expect(await one(`select public.load_market(${before}, '2026-01-01')`)).toBeNull();
    expect(await one(`select public.load_market(${before + 1}, '2026-01-01')`)).toMatchObject({
      version: before + 1,
      symbols: [{ code: 'Y' }],
    });
  });

  test('goes with what the judge is told, for messages and for batches', async () => {
    const now = await version();
    expect(await one(`select public.load_assessment('{"accounts": []}')`)).toMatchObject({ market_version: now, accounts: [] });
    expect(await one(`select public.load_assessment('{"judge": []}')`)).toMatchObject({ market_version: now, accounts: [] });
  });
});
