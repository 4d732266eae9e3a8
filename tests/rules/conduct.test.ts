// The calculations of conduct at their edges: exactly at the limit and one step past it.
import { describe, expect, it } from 'vitest';
import { decimal, rational } from '@/lib/decimal';
import { findHedges, isCopying, plainSymbol, type OpeningDeal } from '@/lib/rules/account-pairs';
import { tooManyShort, tooManyShortWinners } from '@/lib/rules/holding-times';
import { matchesGlob, violatesNews, type NewsLimits } from '@/lib/rules/news-windows';
import { groupLosses } from '@/lib/rules/open-risk';
import { hasRevengeRun } from '@/lib/rules/revenge-steps';
import { usd } from './account';

const release = { event: 'CPI', at: 1_000_000 };
const limits: NewsLimits = {
  before_s: 120,
  after_s: 120,
  edges: 'inclusive',
  phases: ['funded'],
  exempt_types: ['swing'],
  instruments_by_event: { CPI: ['*USD*'] },
};

describe('news windows', () => {
  const act = (at: number, symbol = 'EURUSD') => ({ at, symbol, phase: 'funded', account_type: null });

  it('include their edges and nothing past them', () => {
    const at = [release.at - 120_001, release.at - 120_000, release.at + 120_000, release.at + 120_001];
    expect(at.map((when) => violatesNews(limits, release, act(when)))).toEqual([false, true, true, false]);
  });

  it('hold for targeted symbols only', () => {
    expect(violatesNews(limits, release, act(release.at, 'EURGBP'))).toBe(false);
    expect([matchesGlob('EURUSD.?', 'eurusd.r'), matchesGlob('EURUSD', 'EURUSD.r')]).toEqual([true, false]);
  });
});

describe('pairs of accounts', () => {
  const deal = (account: string, owner: string, side: 'buy' | 'sell', lots: string, at: number): OpeningDeal => ({
    account,
    owner,
    symbol: account === 'B' ? 'EURUSD.r' : 'EURUSD',
    side,
    lots: decimal(lots),
    at,
  });
  const hedge = { window_ms: 60_000, volume_tolerance: decimal('0.10'), same_owner: false };

  it('hedge within the window and the tolerance, both included', () => {
    const pair = (lots: string, at: number) =>
      findHedges([deal('A', 'u1', 'buy', '1.00', 0), deal('B', 'u2', 'sell', lots, at)], hedge).pairs;
    expect(pair('0.90', 60_000)).toEqual([['A', 'B']]);
    expect(pair('0.89', 60_000)).toEqual([]);
    expect(pair('1.00', 60_001)).toEqual([]);
  });

  it('of one owner count only where the rule set says so', () => {
    const own = [deal('A', 'u1', 'buy', '1.00', 0), deal('C', 'u1', 'sell', '1.00', 1)];
    expect(findHedges(own, hedge).pairs).toEqual([]);
    expect(findHedges(own, { ...hedge, same_owner: true }).pairs).toEqual([['A', 'C']]);
  });

  it('copy when enough openings match with one ratio; an unknown spread says nothing', () => {
    const spread = rational('0.05');
    expect([isCopying(5, 5, spread, spread), isCopying(4, 5, spread, spread), isCopying(9, 5, null, spread)]).toEqual([true, false, false]);
    expect(['EURUSD.pro', 'EURUSDm', 'XAUUSD'].map(plainSymbol)).toEqual(['EURUSD', 'EURUSD', 'XAUUSD']);
  });
});

describe('short holds, revenge and open losses', () => {
  it('more than the share of all trades, but the share itself of the winners', () => {
    const half = rational('0.5');
    expect([tooManyShort(5, 10, half), tooManyShort(6, 10, half)]).toEqual([false, true]);
    expect([tooManyShortWinners(4, 10, half), tooManyShortWinners(5, 10, half), tooManyShortWinners(0, 0, half)]).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('a run of revenge needs every step after a loss and with the multiple', () => {
    const run = (...steps: [string, string][]) =>
      hasRevengeRun(
        steps.map(([lots, net]) => ({ lots: decimal(lots), net: usd(net) })),
        rational('2'),
        2,
      );
    expect(run(['1', '-1.00'], ['2', '-1.00'], ['4', '9.00'])).toBe(true);
    expect(run(['1', '-1.00'], ['2', '-1.00'], ['3.99', '9.00'])).toBe(false);
    expect(run(['1', '-1.00'], ['2', '1.00'], ['4', '9.00'])).toBe(false);
  });

  it('losses of a group are summed without its winners, and the limit itself violates where touching does', () => {
    const rows = [usd('-200.00'), usd('-100.00'), usd('500.00')].map((floating) => ({ group: 'EURUSD:buy', floating }));
    const limit = { share: rational('0.03'), initial: usd('10000.00'), gross_losses_only: true, touch_is_breach: true };
    expect(groupLosses(rows, limit).get('EURUSD:buy')).toEqual({ loss: usd('-300.00'), violated: true });
    expect(groupLosses(rows, { ...limit, touch_is_breach: false }).get('EURUSD:buy')?.violated).toBe(false);
    expect(groupLosses(rows, { ...limit, gross_losses_only: false }).get('EURUSD:buy')?.violated).toBe(false);
  });
});
