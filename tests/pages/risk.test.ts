// The figures of the risk analysis against plain counting over random small books, and the lists that prove them.
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readRiskAccountsQuery, riskAccountsHref } from '@/lib/stats/risk-figures';
import { shareOf } from '@/lib/stats/wilson';
import { as, ROLES, stageFirm, staffId } from '../db/stage';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { bookArbitrary, countFunnel, countRules, countTimes, emptyBook, writeBook, type BookAccount } from './risk-book';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  await stageFirm(db.sql);
});
afterAll(() => db.close());
beforeEach(() => emptyBook(db));

interface Analysis {
  funnel: Record<string, unknown>[];
  rules: Record<string, unknown>[];
  times: Record<string, unknown>[];
  durations: Record<string, unknown>[];
  crowding: unknown[];
  holding: number;
}
const analysis = async (): Promise<Analysis> => {
  const rows = await as<{ a: Analysis }>(db.sql, { user: staffId('risk') }, 'select public.risk_analysis() as a');
  return rows[0]?.a as Analysis;
};
const listed = async (p: Record<string, unknown>): Promise<{ total: number; rows: { login: string }[] }> => {
  const rows = await as<{ a: { total: number; rows: { login: string }[] } }>(
    db.sql,
    { user: staffId('config') },
    'select public.risk_accounts($1::jsonb) as a',
    [JSON.stringify(p)],
  );
  return rows[0]?.a as { total: number; rows: { login: string }[] };
};

describe('the risk analysis', () => {
  it('is empty, and not an error, for a firm without accounts', async () => {
    expect(await analysis()).toMatchObject({ funnel: [], rules: [], times: [], crowding: [], holding: 0 });
  });

  it('counts what plain counting over the same book counts', async () => {
    await fc.assert(
      fc.asyncProperty(bookArbitrary, async (book: BookAccount[]) => {
        await emptyBook(db);
        await writeBook(db, book);
        const told = await analysis();
        expect(
          told.funnel.map(({ opened, traded, failed, passed, live, unfinished }) => [opened, traded, failed, passed, live, unfinished]),
        ).toEqual(countFunnel(book));
        expect(Object.fromEntries(told.rules.map(({ rule, ...rest }) => [rule, rest]))).toEqual(countRules(book));
        expect(
          told.times.map(({ phase_id, unfinished, untimed, breach, pass, breach_median, pass_median }) => ({
            unfinished,
            untimed,
            breach,
            pass,
            breach_median,
            pass_median,
            // Every account of the book's phase runs under one version, so its quartiles are the phase's.
            quartiles: told.durations
              .filter((one) => one.phase_id === phase_id)
              .flatMap((one) => [one.breach_low, one.breach_high, one.pass_low, one.pass_high]),
          })),
        ).toEqual(countTimes(book));
        const failed = await listed({ stage: 'failed' });
        expect(failed.rows.map((row) => row.login).sort()).toEqual(
          book
            .filter((one) => one.end === 'failed')
            .map((one) => one.login)
            .sort(),
        );
        expect((await listed({ rule: 'max-daily-loss', mark: 'broken' })).total).toBe(countRules(book)['max-daily-loss']?.broken ?? 0);
      }),
      { numRuns: 25 },
    );
  });

  it('is told to the roles that judge, sell, pay and audit, and to nobody else', async () => {
    for (const call of ['public.risk_analysis()', `public.risk_accounts('{}')`]) {
      const may = [];
      for (const role of ROLES) {
        const outcome = await as(db.sql, { user: staffId(role) }, `select ${call}`).then(() => 'told', String);
        if (!outcome.includes('not-allowed')) may.push(role);
      }
      expect(may).toEqual(['risk', 'finance', 'config', 'admin', 'auditor']);
    }
  });
});

describe('a share with its interval', () => {
  it('agrees with published values of the Wilson interval', () => {
    expect(shareOf(10, 100)).toMatchObject({ bps: 1000, low_bps: 552, high_bps: 1744, isThin: false });
    expect(shareOf(0, 20)).toMatchObject({ bps: 0, low_bps: 0, high_bps: 1611, isThin: true });
    expect(shareOf(0, 0)).toMatchObject({ bps: null, low_bps: null, high_bps: null });
  });

  it('always holds the share itself, inside 0 and 100 %', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(5000), (count, more) => {
        const share = shareOf(count, count + more);
        if (share.bps === null || share.low_bps === null || share.high_bps === null) return;
        expect(share.low_bps).toBeGreaterThanOrEqual(0);
        expect(share.low_bps).toBeLessThanOrEqual(share.bps + 1);
        expect(share.high_bps).toBeGreaterThanOrEqual(share.bps);
        expect(share.high_bps).toBeLessThanOrEqual(10_000);
      }),
    );
  });
});

describe('the address of a figure', () => {
  it('is read back as what it was written from', () => {
    const phase_id = '00000000-0000-4000-8000-0000000000a1';
    const query = {
      stage: 'failed',
      rule_set_id: null,
      phase_id,
      rule: 'max-drawdown',
      mark: 'ended',
      week: '2026-02-02',
      page: 3,
    } as const;
    const address = new URL(riskAccountsHref(query), 'http://office');
    expect(readRiskAccountsQuery(Object.fromEntries(address.searchParams))).toEqual(query);
  });

  it('falls back to every account where it is not understood', () => {
    expect(readRiskAccountsQuery({ stage: 'drop', version: 'x', week: '2026-99-99', rule: "a'b" })).toMatchObject({
      stage: 'opened',
      rule_set_id: null,
      rule: null,
      week: null,
    });
  });
});
