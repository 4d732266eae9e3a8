// Every figure of the dashboard against plain counting over random books, and against the very list it links to.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Figures, PartName } from '@/lib/stats/read';
import { as, ROLES, staffId, stageFirm, traderUser, type StaffRole } from '../db/stage';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { bookArbitrary, emptyBook, writeBook, type Book } from './book';
import { LOAD_TEST, standLoadTest } from './load-test';
import { countBook } from './plain-counts';
import { partOf, proven, rowsBehind } from './proven';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  await stageFirm(db.sql);
  await emptyBook(db);
});
afterAll(() => db.close());

/** The reader of the product, with the database itself behind it instead of its API. */
const part = <Name extends PartName>(name: Name, role?: StaffRole) => partOf(db, name, role);
const figures = async <Name extends PartName>(name: Name): Promise<Figures<Name>> => (await part(name)).figures;

async function open(book: Book): Promise<void> {
  await emptyBook(db);
  await writeBook(db, book);
  await db.sql.query('select public.refresh_statistics()');
}

interface Net {
  symbol: string;
  unit: string;
  net_lots: string;
}
const netOf = (rows: Net[]) => rows.map(({ symbol, unit, net_lots }) => `${symbol} ${net_lots} ${unit}`).sort();
const told = async <T>(text: string, values: unknown[] = []): Promise<T> =>
  (await as<{ answer: T }>(db.sql, { user: staffId('risk') }, `select ${text} as answer`, values))[0]?.answer as T;
const crowding = async () => netOf(await told<Net[]>(`public.risk_analysis() -> 'crowding'`));

/** The accounts as two clusters, whoever they are: what a cluster holds is what its accounts hold. */
const halves = (book: Book) => [0, 1].map((half) => book.accounts.filter((_, place) => place % 2 === half));
async function clustersOf(book: Book) {
  const { rows } = await db.sql.query<{ id: string; login: string }>('select id, login from public.accounts');
  const ids = new Map(rows.map(({ id, login }) => [login, id]));
  const asked = halves(book).map((accounts) => accounts.map(({ login }) => ids.get(login)));
  return (await told<Net[][]>('public.cluster_exposure($1)', [JSON.stringify(asked)])).map(netOf);
}

const PARTS: PartName[] = ['accounts', 'breaches', 'trend', 'exposure', 'feeds', 'times', 'growth', 'funnel', 'churn'];
const holding = () => told<number>(`(public.risk_analysis() ->> 'holding')::int`);

describe('the figures of the dashboard', () => {
  it('stand at nought, and are not an error, for a firm with nobody in it', async () => {
    await open({ now: Date.now(), traders: 0, accounts: [] });
    expect(await figures('accounts')).toMatchObject({ total: 0, opened: 0, traders: 0, by_status: {}, by_phase: [] });
    expect((await figures('breaches')).daily).toMatchObject({ accounts: 0, opened: 0, share_bps: null });
    expect(await figures('churn')).toEqual({ days: 60, customers: 0, gone: 0, share_bps: null });
    expect(await figures('times')).toMatchObject({ passed: 0, pass_seconds: null, failed: 0, breach_seconds: null });
    expect((await figures('trend')).map((day) => day.passed + day.failed)).toEqual(Array.from({ length: 30 }, () => 0));
    expect(await figures('growth')).toHaveLength(12);
    expect([await figures('funnel'), (await figures('exposure')).rows]).toEqual([[], []]);
  });

  it('are what plain counting counts, and what the linked lists hold', async () => {
    await fc.assert(
      fc.asyncProperty(bookArbitrary(Date.now()), async (book) => {
        await open(book);
        const plain = countBook(book);
        const accounts = await figures('accounts');
        expect(accounts).toMatchObject({ total: book.accounts.length, opened: plain.opened, traders: book.traders });
        expect([accounts.by_status, accounts.by_state, accounts.by_stage]).toEqual([plain.byStatus, plain.byState, plain.byStage]);
        const { daily, max, lately } = await figures('breaches');
        expect([daily.accounts, max.accounts, daily.share_bps, lately.broken]).toEqual(plain.breaches);
        expect(await figures('times')).toEqual(plain.times);
        expect((await figures('trend')).filter((day) => day.passed + day.failed > 0)).toEqual(plain.trend);
        expect((await figures('exposure')).rows).toEqual(plain.exposure);
        expect(await crowding()).toEqual(netOf(plain.exposure));
        expect(await clustersOf(book)).toEqual(halves(book).map((accounts) => netOf(countBook({ ...book, accounts }).exposure)));
        expect(await figures('churn')).toMatchObject(plain.churn);
        const funnel = await figures('funnel');
        expect(funnel.map(({ stages, begun_later }) => ({ stages, begun_later }))).toEqual(plain.funnel);
        const growth = await figures('growth');
        expect(growth.map((week) => [week.week, week.traders, week.accounts])).toEqual(plain.growth);
        const links = await proven(db);
        const shown = await rowsBehind(
          db,
          links.map(([, href]) => href),
        );
        expect(links.map(([, href], place) => [href, shown[place]])).toEqual(links.map(([figure, href]) => [href, figure]));
      }),
      { numRuns: 6, endOnFailure: true },
    );
  });
});

it('a breach is counted by the next read, with nobody counting anew', async () => {
  const before = (await figures('breaches')).lately.broken;
  await db.sql.query(
    `insert into public.risk_violations (account_id, rule, outcome, consequence, severity, state, unit, breached_at, detected_at, rule_set_id)
     select id, 'max-drawdown', 'breach', 'fail', 'breach', 'provisional', 'cents', now(), now(), rule_set_id from public.accounts limit 1`,
  );
  expect((await figures('breaches')).lately.broken).toBe(before + 1);
});

it('brokers and the neutral door are feeds; shops, identity checks, banks and mail are not', async () => {
  const slugs = async () => (await figures('feeds')).map(({ slug }) => slug).filter((slug) => slug.startsWith('of-'));
  for (const kind of ['neutral', 'broker', 'checkout', 'kyc', 'payout', 'mail'])
    await db.sql.query(`insert into public.connections (slug, kind) values ($1, $2)`, [`of-${kind}`, kind]);
  expect(await slugs()).toEqual(['of-broker', 'of-neutral']);
});

it('a load test that stands changes no figure and no list', async () => {
  const now = new Date();
  const book = fc.sample(bookArbitrary(now.getTime()), { numRuns: 1, seed: 7 })[0];
  if (!book) throw new Error('no book');
  await open(book);
  const trades = () => as(db.sql, { user: staffId('viewer') }, 'select count(*) from public.trades_list');
  const told = async () => [await Promise.all(PARTS.map((name) => figures(name))), await crowding(), await holding(), await trades()];
  const links = (await proven(db)).map(([, href]) => href);
  const before = { told: await told(), rows: await rowsBehind(db, links) };
  await standLoadTest(db, now);
  await db.sql.query('select public.refresh_statistics()');
  expect({ told: await told(), rows: await rowsBehind(db, links) }).toEqual(before);
  expect((await db.sql.query(`select from public.accounts where server = $1`, [LOAD_TEST])).rowCount).toBe(40);
});

describe('who is told', () => {
  it('every role sees the figures, the sold ones only those who may read the orders, and a trader none', async () => {
    const sales: StaffRole[] = [];
    for (const role of ROLES) if ((await part('growth', role)).figures.every((week) => week.sales !== null)) sales.push(role);
    expect(sales).toEqual(['support', 'finance', 'config', 'admin', 'auditor']);
    await expect(as(db.sql, { user: traderUser(1) }, `select public.dashboard_part('accounts')`)).rejects.toThrow('not-allowed');
  });

  it('what the firm counts a trader as is not told to the trader', async () => {
    await db.sql.query(`insert into public.traders (auth_user_id, email) values ($1, 'own@mail.test')`, [traderUser(1)]);
    await db.sql.query('select public.refresh_statistics()');
    expect(await as(db.sql, { user: traderUser(1) }, 'select activity from public.traders_list')).toEqual([{ activity: null }]);
    const told = await as(
      db.sql,
      { user: staffId('viewer') },
      `select activity from public.traders_list where email is not null or activity = 'never'`,
    );
    expect(told).not.toEqual([]);
    for (const view of ['account_journeys', 'trader_activity'])
      await expect(as(db.sql, { user: staffId('admin') }, `select * from private.${view}`)).rejects.toThrow('permission denied');
  });

  it('a setting says after how many days somebody is gone', async () => {
    await db.sql.query(`insert into public.settings (key, version, value, published_at) values ('churn', 1, '{"days": 14}', now())`);
    expect((await figures('churn')).days).toBe(14);
  });
});

it('counting anew keeps readers reading', async () => {
  const [reader, counter] = [await db.sql.connect(), await db.sql.connect()];
  try {
    await reader.query('begin');
    await reader.query('select count(*) from private.account_journeys');
    await counter.query(`set statement_timeout = '3s'`);
    await counter.query('begin');
    await counter.query('select public.refresh_statistics()');
    await reader.query(`set local statement_timeout = '1s'`);
    expect((await reader.query(`select count(*)::int as n from private.account_journeys`)).rowCount).toBe(1);
    await counter.query('commit');
    await reader.query('commit');
  } finally {
    reader.release(true);
    counter.release(true);
  }
});

it('a firm that was never counted says so', async () => {
  await db.sql.query('delete from private.statistics_refreshed');
  expect((await part('funnel')).as_of).toBeNull();
  expect((await part('accounts')).as_of).not.toBeNull();
});
