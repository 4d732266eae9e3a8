// Rule sets to prove things under: any mixture of every registered rule, with the decisions that change how it is judged drawn at random.
import fc from 'fast-check';
import { RULES } from '@/lib/rules/register';
import { compileRuleSet } from '@/lib/rules/rule-set';
import type { RuleSet } from '@/lib/rules/types';

type Params = Record<string, unknown>;
export interface Book {
  document: Record<string, unknown>;
  ruleSet: RuleSet;
  digits: number;
  currency: string;
  /** Minor units. */
  initial: bigint;
  tz: string;
}

export const ZONES = [
  'UTC',
  'Europe/Prague',
  'America/New_York',
  'America/Chicago',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Etc/GMT-3',
  'Africa/Cairo',
] as const;
const zone = fc.constantFrom(...ZONES);
const reset = fc.record({ tz: zone, time: fc.constantFrom('00:00', '00:30', '02:30', '12:00', '17:00', '23:59') });
const stopping = fc.constantFrom('fail', 'fail', 'pause', 'block', 'flag');
const anything = fc.constantFrom('fail', 'pause', 'block', 'flag', 'payout_gate');
const pct = (least: number, most: number) => fc.integer({ min: least, max: most }).map((bps) => `0.${String(bps).padStart(4, '0')}`);
const bool = fc.boolean();
/** Amounts are written as shares of the initial balance, so that they fit every currency. */
const money = (digits: number, initial: bigint) => (bps: bigint) => textOf((initial * bps) / 10_000n, digits);

export function textOf(minor: bigint, digits: number): string {
  const size = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0');
  const sign = minor < 0n ? '-' : '';
  return digits === 0 ? sign + size : `${sign}${size.slice(0, -digits)}.${size.slice(-digits)}`;
}

function dailyLoss(): fc.Arbitrary<Params> {
  return fc.record(
    {
      limit: fc.record({ pct: pct(20, 900), of: fc.constantFrom('initial', 'reference') }),
      reference: fc.constantFrom('balance', 'equity', 'max_balance_equity', 'initial', 'intraday_equity_high'),
      measure: fc.constantFrom('equity', 'balance', 'min'),
      touch_is_breach: bool,
      consequence: stopping,
      reset,
    },
    { requiredKeys: ['limit', 'reference', 'measure', 'touch_is_breach', 'consequence'] },
  );
}

function drawdown(spell: (bps: bigint) => string): fc.Arbitrary<Params> {
  const shared = { measure: fc.constantFrom('equity', 'balance', 'min'), touch_is_breach: bool, consequence: stopping };
  const fixed = fc.record({
    mode: fc.constant('static'),
    amount: fc.record({ pct: pct(50, 2000), of: fc.constant('initial') }),
    payout_effect: fc.constantFrom('none', 'floor_to_initial', 'allowance_minus_trader_share'),
    ...shared,
  });
  const trailing = fc.record({
    mode: fc.constantFrom('trailing_eod_balance', 'trailing_closed_balance', 'trailing_intraday_equity'),
    amount: fc.record({ pct: pct(50, 2000), of: fc.constantFrom('initial', 'hwm') }),
    lock: fc.option(fc.bigInt({ min: 0n, max: 200n }).map((bps) => ({ offset: spell(bps) }))),
    payout_effect: fc.constantFrom('none', 'hwm_minus_payout', 'floor_to_initial'),
    ...shared,
  });
  return fc.oneof(fixed, trailing);
}

function conduct(): Record<string, fc.Arbitrary<Params>> {
  const days = fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 });
  const lots = fc.constantFrom('0.50', '1', '2.50');
  return {
    'max-period': fc.record({
      days: fc.integer({ min: 1, max: 12 }),
      starts: fc.constantFrom('first_trade', 'assigned'),
      consequence: stopping,
    }),
    inactivity: fc.record({ days: fc.integer({ min: 1, max: 6 }), consequence: stopping }),
    consistency: fc.record({
      unit: fc.constantFrom('day', 'trade'),
      threshold: pct(1500, 9000),
      op: fc.constantFrom('lt', 'lte'),
      denominator: fc.constantFrom('net_total', 'sum_positive', 'profit_target'),
      window: fc.constantFrom('all', 'since_last_payout'),
      running: fc.record({
        min_winning_trades: fc.integer({ min: 1, max: 3 }),
        consequence: fc.constantFrom('flag', 'pause', 'block', 'fail'),
      }),
    }),
    'lot-size': fc.record({ max_lots: lots, consequence: anything }),
    'max-exposure': fc.record({ max_lots: lots, consequence: anything }),
    'lot-consistency': fc.constant({}),
    'stop-loss-required': fc.constant({}),
    'trading-hours': fc.record({
      tz: zone,
      windows: fc.tuple(fc.record({ days, from: fc.constant('07:30'), to: fc.constantFrom('16:00', '06:00') })),
      applies_to: fc.constantFrom('open', 'open_and_close'),
    }),
    'weekend-holding': fc.record({ tz: zone, time: fc.constant('15:45') }),
    'overnight-holding': fc.record({ tz: zone, time: fc.constant('15:10'), days }),
    'news-window': fc.constant({ phases: ['evaluation'], instruments_by_event: { CPI: ['*'] } }),
    'ea-trading': fc.record({ allowed: bool, comments: fc.constant(['*bot*']), flag_at: fc.constantFrom(30, 60) }),
    'revenge-trading': fc.record({ mult: fc.constantFrom('1.00', '1.50'), min_steps: fc.integer({ min: 1, max: 2 }) }),
    'tick-scalping': fc.record({ min_s: fc.constantFrom(60, 600), max_short_count_share: pct(1000, 9000), consequence: anything }),
    'max-trades-per-day': fc.record({ max: fc.integer({ min: 1, max: 4 }), consequence: anything }),
    'profit-target': fc.record({ target_pct: pct(100, 1500) }),
    'min-trading-days': fc.record({
      count_by: fc.constantFrom('open', 'close', 'held', 'day_profit'),
      min_days: fc.integer({ min: 0, max: 6 }),
    }),
    'min-trades': fc.record({ min: fc.integer({ min: 0, max: 9 }) }),
  };
}

function rulesOf(digits: number, initial: bigint): Record<string, fc.Arbitrary<Params>> {
  const spell = money(digits, initial);
  const levels = [0n, 50n, 200n].map((bps, index) => [spell(bps), index + 1]);
  return {
    'max-daily-loss': dailyLoss(),
    'max-drawdown': drawdown(spell),
    ...conduct(),
    'scaling-contracts': fc.constant({ levels }),
    'risk-per-trade': fc.oneof(
      fc.record({ limit_pct: pct(10, 300), consequence: stopping }),
      fc.record({ basis: fc.constant('position_size'), limit_pct: fc.constantFrom('0.50', '1.00'), consequence: stopping }),
    ),
  };
}

/** Which rules can be drawn; the test of the generator holds it against the register. */
export const DRAWN = Object.keys(rulesOf(2, 10_000_000n));

const KINDS = [
  { digits: 2, currency: 'USD', initial: 10_000_000n },
  { digits: 2, currency: 'EUR', initial: 2_499_999n },
  { digits: 0, currency: 'JPY', initial: 15_000_001n },
  { digits: 3, currency: 'KWD', initial: 30_000_007n },
] as const;

function bookOf(
  kind: (typeof KINDS)[number],
  rules: Record<string, Params[]>,
  header: { reset: { tz: string; time: string }; version: number },
): Book {
  const document = {
    format: 'rule-set/1',
    code: 'drawn',
    version: header.version,
    currency: kind.currency,
    minor_digits: kind.digits,
    initial_balance: textOf(kind.initial, kind.digits),
    reset: header.reset,
    rules,
  };
  const compiled = compileRuleSet(document);
  if (!compiled.ok) throw new Error(`${compiled.refusal.message} ${JSON.stringify(rules)}`);
  return { document, ruleSet: compiled.value, ...kind, tz: header.reset.tz };
}

/** One to `most` rules, some of them twice with other decisions; the two loss rules are likelier than the rest. */
export function books(most = 6): fc.Arbitrary<Book> {
  return fc.constantFrom(...KINDS).chain((kind) => {
    const drawn = rulesOf(kind.digits, kind.initial);
    const rest = DRAWN.filter((code) => !code.startsWith('max-d'));
    const chosen = fc.tuple(fc.subarray(['max-daily-loss', 'max-drawdown'], { minLength: 1 }), fc.subarray(rest, { maxLength: most }));
    return chosen.chain(([loss, others]) => {
      const lists = Object.fromEntries(
        [...loss, ...others].map((code) => [code, fc.array(drawn[code] ?? fc.constant({}), { minLength: 1, maxLength: 2 })]),
      );
      return fc
        .record({ rules: fc.record(lists), reset, version: fc.integer({ min: 1, max: 9 }) })
        .map(({ rules, ...header }) => bookOf(kind, rules, header));
    });
  });
}

export const EVERY_RULE = RULES.map(({ code }) => code);
