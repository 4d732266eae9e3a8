// Market data from the symbol table: aliases, quote currencies, rates, and nothing guessed where the table is silent.
import { describe, expect, it } from 'vitest';
import { lastDeadline, nextReopening } from '@/lib/rules/deadlines';
import { perLot, symbolOf } from '@/lib/rules/market';
import { marketOf } from '@/lib/rules/market-rows';
import { at } from './account';

const rows = [
  { code: 'EURUSD', class: 'forex', contract_size: '100000', aliases: ['EURUSD.r'] },
  { code: 'USDJPY', class: 'forex', contract_size: '100000', aliases: [] },
  { code: 'XAUUSD', class: 'metal', contract_size: '100', aliases: ['GOLD'] },
  { code: 'US30', class: 'index', contract_size: '1', aliases: ['DJ30'] },
];
const market = marketOf({ symbols: rows, rates: { JPY: { divide_by: '150' } } });

describe('market data', () => {
  it('every name of an instrument leads to it', () => {
    expect(['GOLD', 'XAUUSD', 'XAUUSD.pro', 'NOBODY'].map((name) => symbolOf(market, name)?.class ?? null)).toEqual([
      'metal',
      'metal',
      'metal',
      null,
    ]);
  });

  it('a lot is worth its contract in the account currency, or nothing is said', () => {
    expect(perLot(market, 'USD', 'EURUSD')).toEqual({ num: 100_000n, den: 1n });
    expect(perLot(market, 'USD', 'USDJPY')).toEqual({ num: 100_000n, den: 150n });
    expect(perLot(market, 'USD', 'US30')).toBeNull();
    expect(perLot(undefined, 'USD', 'EURUSD')).toBeNull();
  });

  it('releases are put in order', () => {
    const news = {
      from: 0,
      to: 10,
      releases: [
        { event: 'B', at: 5 },
        { event: 'A', at: 1 },
      ],
    };
    expect(marketOf({ symbols: [], news }).news?.releases.map(({ event }) => event)).toEqual(['A', 'B']);
  });
});

describe('deadlines', () => {
  const friday = (when: string, holidays: string[] = []) => lastDeadline(at(when), [5], '15:45', 'America/New_York', holidays);

  it('are the same whatever was asked before', () => {
    const asked = ['2026-01-16T20:45', '2026-01-16T20:45:01Z', '2026-01-12T10:00', '2026-03-13T20:00', '2026-01-17T10:00'];
    const none: string[] = [];
    const fresh = asked.map((when) => friday(when, []));
    expect(asked.map((when) => friday(when, none))).toEqual(fresh);
    expect([...asked].reverse().map((when) => friday(when, none))).toEqual([...fresh].reverse());
    expect(fresh.slice(0, 2)).toEqual([at('2026-01-09T20:45'), at('2026-01-16T20:45')]);
    expect(fresh[3]).toBe(at('2026-03-13T19:45'));
  });

  it('reopen on the next such weekday, also a week later', () => {
    expect(nextReopening(at('2026-01-16T20:45'), 7, '17:00', 'America/New_York')).toBe(at('2026-01-18T22:00'));
    expect(nextReopening(at('2026-01-18T22:00'), 7, '17:00', 'America/New_York')).toBe(at('2026-01-25T22:00'));
  });
});
