// The figures say what `assess` says, for every rule, over generated histories: quick numbers that differed from the explained ones
// would be worse than none. A failing run prints its seed.
import { setFlagsFromString } from 'node:v8';
import { runInThisContext } from 'node:vm';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { assess } from '@/lib/rules/assess';
import { statusOf, bandReader, usedBps } from '@/lib/rules/bands';
import { decimalText, rational } from '@/lib/decimal';
import { fold, openFacts } from '@/lib/rules/evolve';
import { figuresOf } from '@/lib/rules/figures';
import { lotsOf, milliLots } from '@/lib/rules/lots';
import { milliSpelled, milliText } from '@/lib/rules/milli-lots';
import { READERS } from '@/lib/rules/figure-readers';
import { EVENT_CLASS, orderKey } from '@/lib/rules/order';
import { RULES } from '@/lib/rules/register';
import type { FoldEvent } from '@/lib/rules/types';
import { BOOK_RULES, bookAccounts, bookRuleSet } from '../bench/judge-book';
import { market, ruleSet, type Rules } from './account';
import { ALL, histories, opening } from './every-history';

const variants = fc.record({
  'max-daily-loss': fc.constantFrom(
    [{ limit: { pct: '0.05', of: 'reference' }, reference: 'max_balance_equity', touch_is_breach: true, consequence: 'pause' }],
    [{ limit: { abs: '700.00' }, reference: 'equity', measure: 'min', consequence: 'flag' }],
  ),
  'max-drawdown': fc.constantFrom(
    [{ mode: 'trailing_intraday_equity', amount: { pct: '0.02', of: 'hwm' }, stop_trailing_at_peak: '100500.00' }],
    [{ mode: 'static', amount: { pct: '0.01', of: 'initial' }, measure: 'balance', consequence: 'block' }],
  ),
  consistency: fc.constantFrom(
    [{ threshold: '0.333', op: 'lt', denominator: 'sum_positive', unit: 'trade' }],
    [{ threshold: '0.5', denominator: 'profit_target', window: 'since_last_payout' }],
  ),
  'risk-per-trade': fc.constantFrom(
    [{ limit_pct: '0.001', gross_losses_only: false, touch_is_breach: false, consequence: 'flag' }],
    [{ limit_pct: '0.01', max_loss_per_closed_trade_pct: '0.005', consequence: 'flag' }],
  ),
  'tick-scalping': fc.constantFrom(
    [{ min_s: 3600, max_short_winner_share: '0.3', consequence: 'flag' }],
    [{ min_s: 1800, max_short_profit_share: '0.2' }],
  ),
  'min-trading-days': fc.constantFrom([{ count_by: 'held', min_days: 2 }], [{ count_by: 'day_profit', min_days: 3 }]),
  'stop-loss-required': fc.constantFrom([{ sl_within_s: 60 }], [{ combine_per_symbol: true }]),
  'ea-trading': fc.constantFrom([{ max_requests_per_day: 4 }], [{ allowed: false, comments: ['*bot*'], flag_at: 30 }]),
  'profit-target': fc.constantFrom([{ target_pct: '0.001' }], [{ target_pct: '0.08' }]),
  'lot-size': fc.constantFrom([{ max_lots: '0.5' }], [{ per_symbol: { EURUSD: '1' } }]),
  inactivity: fc.constantFrom([{ days: 3, tz: 'America/New_York' }], [{ days: 30 }]),
});

it('has a reader for every rule of the register', () => {
  expect(Object.keys(READERS).sort()).toEqual(RULES.map(({ code }) => code).sort());
});

it('says what assess says, whatever the rules, the history and the market', () => {
  const given = fc.constantFrom(market, undefined);
  const later = fc.integer({ min: 0, max: 40 * 86_400_000 });
  fc.assert(
    fc.property(fc.boolean(), variants, histories, given, later, (plain, varied, events, data, after) => {
      const rules = ruleSet(plain ? ALL : ({ ...ALL, ...varied } as unknown as Rules));
      const at = (events.at(-1)?.at ?? opening.at) + after;
      const tick: FoldEvent = { kind: 'clock', at, id: 'now', key: orderKey(BigInt(at) * 1000n, EVENT_CLASS.clock, 'now') };
      const { facts } = fold(openFacts(opening, rules), [...events, tick], rules, data === undefined ? {} : { market: data });
      expect(told(figuresOf(facts, rules, data))).toEqual(told(assess(facts, rules, data)));
    }),
    { numRuns: 150 },
  );
});

it('says what assess says of the book that the benchmark measures', () => {
  const rules = bookRuleSet();
  expect(Object.keys(BOOK_RULES)).toHaveLength(RULES.length);
  for (const facts of bookAccounts(40, rules)) expect(told(figuresOf(facts, rules, market))).toEqual(told(assess(facts, rules, market)));
});

it('is read from facts that the engine keeps as objects and not as tables, whether they were folded or stored', () => {
  setFlagsFromString('--allow-natives-syntax');
  const isObject = runInThisContext('(one) => %HasFastProperties(one)') as (one: object) => boolean;
  const [folded] = bookAccounts(1, bookRuleSet());
  if (folded === undefined) throw new Error('an account is missing');
  const stored = JSON.parse(JSON.stringify(folded)) as typeof folded;
  const on = fold(stored, [], bookRuleSet(), { checkpoints: false }).facts;
  expect([isObject(folded), isObject(on), isObject(on.rules)]).toEqual([true, true, true]);
  expect(JSON.stringify(on)).toBe(JSON.stringify(folded));
});

it('keeps two rule sets and two markets apart', () => {
  const [one, other] = [ruleSet({ 'min-trades': [{ min: 5 }] }), ruleSet({ 'min-trades': [{ min: 9 }] })];
  const facts = openFacts(opening, one);
  expect([figuresOf(facts, one)[0]?.limit, figuresOf(facts, other)[0]?.limit, figuresOf(facts, one)[0]?.limit]).toEqual([5, 9, 5]);
  const news = ruleSet({ 'news-window': [{ phases: ['evaluation'] }] });
  const dark = openFacts({ ...opening, at: Date.parse('2026-03-26T08:00:00Z') }, news);
  expect([figuresOf(dark, news, market)[0]?.outcome, figuresOf(dark, news)[0]?.outcome]).toEqual(['pass', 'unknown']);
});

it('bands and shares are the exact ones, for amounts of every size', () => {
  const amount = fc.oneof(
    fc.integer({ min: -1_000, max: 1_000 }),
    fc.maxSafeInteger(),
    fc.constantFrom(0, 1, 10_000_000, 9_007_199_254_740_991),
  );
  const bands = { caution_at: rational('0.8'), critical_at: rational('0.901') };
  const read = bandReader(bands);
  fc.assert(
    fc.property(amount, amount, (headroom, allowance) => {
      expect(read(headroom, allowance, false)).toBe(statusOf(headroom, allowance, false, bands));
      const exact = allowance <= 0 ? null : ((BigInt(allowance) - BigInt(headroom)) * 10_000n) / BigInt(allowance);
      expect(usedBps(headroom, allowance)).toBe(exact === null ? null : exact < 0n ? 0 : Number(exact));
    }),
  );
});

it('reads thousandths of lots as the exact reader does, and leaves other text to it', () => {
  for (const text of ['0', '1', '0.01', '12.345', '1.', '100000.5']) expect(milliText(text)).toBe(milliLots(lotsOf(text)));
  for (const text of ['', '1e2', '-1', '0.0001', '1.2.3', '.5', '123456789012', ' 1']) expect(milliText(text)).toBe(-1);
});

it('spells thousandths as decimals are spelled', () => {
  fc.assert(
    fc.property(fc.nat(), (milli) => {
      expect(milliSpelled(milli)).toBe(decimalText({ units: BigInt(milli), scale: 3 }));
    }),
  );
});

function told(states: readonly Parameters<typeof pick>[0][]): unknown[] {
  return states.map(pick);
}
function pick({
  rule,
  instance,
  consequence,
  outcome,
  status,
  unit,
  measured,
  limit,
  headroom,
  allowance,
  used_bps,
}: ReturnType<typeof assess>[number] | ReturnType<typeof figuresOf>[number]) {
  return { rule, instance, consequence, outcome, status, unit, measured, limit, headroom, allowance, used_bps };
}
