// Market data from the symbol table: aliases, quote currencies, rates, and nothing guessed where the table is silent.
import { describe, expect, it } from 'vitest';
import { lastDeadline, nextReopening } from '@/lib/rules/deadlines';
import { holidaysOf, isCovered, perLot, sizeEvidence, symbolOf } from '@/lib/rules/market';
import { marketOf } from '@/lib/rules/market-rows';
import { readsMarket } from '@/lib/rules/reads-market';
import { at, ruleSet, type Rules } from './account';

const rows = [
  { code: 'EURUSD', class: 'forex', contract_size: '100000', aliases: ['EURUSD.r'], calendar: 'none' },
  { code: 'USDJPY', class: 'forex', contract_size: '100000', aliases: [] },
  { code: 'EURGBP', class: 'forex', contract_size: '100000', aliases: [], calendar: 'london' },
  { code: 'XAUUSD', class: 'metal', contract_size: '100', aliases: ['GOLD'] },
  { code: 'US30', class: 'index', contract_size: '1', aliases: ['DJ30'] },
];
const rate = (base: string, quote: string, when: string, text: string) => ({ base, quote, rate: text, at: at(when), source: 'ecb' });
const rates = [
  rate('USD', 'JPY', '2026-03-03T16:00', '151'),
  rate('USD', 'JPY', '2026-03-02T16:00', '150'),
  rate('GBP', 'USD', '2026-03-02T16:00', '1.25'),
  rate('USD', 'GBP', '2026-03-03T16:00', '0.5'),
];
const year = { kind: 'holidays', calendar: 'london', from: at('2026-01-01T00:00'), to: at('2027-01-01T00:00') } as const;
const market = marketOf({ symbols: rows, rates, holidays: [{ calendar: 'london', day: '2026-04-03' }], covers: [year] });
const ON = at('2026-03-03T12:00');

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
    expect(perLot(market, 'USD', 'EURUSD', ON)).toEqual({ num: 100_000n, den: 1n });
    expect(perLot(market, 'USD', 'USDJPY', ON)).toEqual({ num: 100_000n, den: 150n });
    expect(perLot(market, 'USD', 'US30', ON)).toBeNull();
    expect(perLot(undefined, 'USD', 'EURUSD', ON)).toBeNull();
  });

  it('the rate is the last one at that moment, whichever way round it is quoted', () => {
    expect(perLot(market, 'USD', 'USDJPY', at('2026-03-03T16:00'))).toEqual({ num: 100_000n, den: 151n });
    expect(perLot(market, 'USD', 'USDJPY', at('2026-03-02T15:59'))).toBeNull();
    expect(perLot(market, 'USD', 'EURGBP', ON)).toEqual({ num: 12_500_000n, den: 100n });
    expect(perLot(market, 'USD', 'EURGBP', at('2026-03-03T17:00'))).toEqual({ num: 1_000_000n, den: 5n });
  });

  it('a rate says nothing a week later', () => {
    expect(perLot(market, 'USD', 'USDJPY', at('2026-03-10T16:00'))).not.toBeNull();
    expect(perLot(market, 'USD', 'USDJPY', at('2026-03-10T16:01'))).toBeNull();
  });

  it('a value names the size and the rate it rests on', () => {
    expect(sizeEvidence(market, 'USD', 'USDJPY', ON)).toEqual([
      { label: 'Contract size of USDJPY', value: '100000' },
      { label: 'Rate USD/JPY', value: '150, ecb, 2026-03-02T16:00:00Z' },
    ]);
  });

  it('releases are put in order, and spans that touch cover as one', () => {
    const releases = [
      { event: 'B', at: 5 },
      { event: 'A', at: 1 },
    ];
    const cover = (from: number, to: number) => ({ kind: 'news' as const, calendar: null, from, to });
    const { news } = marketOf({ symbols: [], releases, covers: [cover(5, 9), cover(0, 5), cover(20, 30)] });
    expect(news?.releases.map(({ event }) => event)).toEqual(['A', 'B']);
    expect([isCovered(news?.covers ?? [], 1, 9), isCovered(news?.covers ?? [], 8, 21)]).toEqual([true, false]);
    expect(marketOf({ symbols: [], releases }).news).toBeNull();
  });

  it('holidays are those of the symbol, and nothing outside what its calendar covers', () => {
    expect(holidaysOf(market, 'EURGBP', ON)).toEqual(['2026-04-03']);
    expect(holidaysOf(market, 'EURUSD', ON)).toEqual([]);
    expect([holidaysOf(market, 'EURGBP', at('2027-01-02T00:00')), holidaysOf(market, 'USDJPY', ON)]).toEqual([null, null]);
  });

  it('only rules that read the market ask for it', () => {
    const asks = (rules: Rules) => readsMarket(ruleSet(rules));
    const loss = { 'max-daily-loss': [{ limit: { pct: '0.05', of: 'initial' } }] };
    expect(asks(loss)).toBe(false);
    expect(asks({ ...loss, 'risk-per-trade': [{ limit_pct: '0.02' }] })).toBe(false);
    expect(asks({ ...loss, 'risk-per-trade': [{ limit_pct: '0.02', basis: 'position_size' }] })).toBe(true);
    expect(asks({ ...loss, 'news-window': [{}] })).toBe(true);
    expect(asks({ 'max-exposure': [{ max_lots: '5' }] })).toBe(false);
    expect(asks({ 'max-exposure': [{ max_lots: '5', mini_equivalent: 10 }] })).toBe(true);
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
