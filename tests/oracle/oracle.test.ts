// The judge and the oracle share no code; over random histories they must find the same breaches and the same floors.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cents } from '@/lib/money';
import { fold, openFacts, openingMoment } from '@/lib/rules/evolve';
import { compileRuleSet } from '@/lib/rules/rule-set';
import { EVENT_CLASS, orderKey } from '@/lib/rules/order';
import type { FoldEvent } from '@/lib/rules/types';
import { count, hold } from '../properties/replay';
import { oracle, type OracleEvent, type OracleRules } from './oracle';

const START = Date.parse('2026-01-05T08:00:00Z');
const MINUTE = 60_000;
const MODES = ['static', 'trailing_eod_balance', 'trailing_closed_balance', 'trailing_intraday_equity'] as const;

const rulesOf: fc.Arbitrary<OracleRules> = fc.record({
  initial: fc.bigInt({ min: 100_000n, max: 99_999_999n }),
  dailyBps: fc.bigInt({ min: 1n, max: 1_000n }),
  dailyReference: fc.constantFrom('balance', 'equity', 'max_balance_equity', 'initial', 'intraday_equity_high'),
  dailyOf: fc.constantFrom('initial', 'reference'),
  totalBps: fc.bigInt({ min: 1n, max: 2_000n }),
  mode: fc.constantFrom(...MODES),
  totalOf: fc.constantFrom('initial', 'hwm'),
  lockOffset: fc.option(fc.bigInt({ min: 0n, max: 10_000n })),
  triggerBps: fc.option(fc.bigInt({ min: 0n, max: 400n })),
  payoutEffect: fc.constantFrom('none', 'hwm_minus_payout', 'floor_to_initial'),
  touch: fc.boolean(),
});
const step = fc.record({
  minutes: fc.oneof(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 1, max: 2000 })),
  kind: fc.constantFrom('deal', 'deal', 'mark', 'mark', 'mark', 'payout', 'deposit'),
  size: fc.integer({ min: -600, max: 600 }),
});

function historyOf(rules: OracleRules, steps: { minutes: number; kind: OracleEvent['kind']; size: number }[]): OracleEvent[] {
  let at = START;
  return steps.map(({ minutes, kind, size }) => {
    at += minutes * MINUTE;
    const amount = (rules.initial * BigInt(size)) / 10_000n;
    const isOwn = kind === 'deal' || kind === 'mark';
    return { at, kind, amount: isOwn ? amount : (amount < 0n ? -amount : amount) + 1n };
  });
}

function toEvent(event: OracleEvent, index: number): FoldEvent {
  const amount = cents(Number(event.amount));
  const eventClass = event.kind === 'deal' ? EVENT_CLASS.deal : event.kind === 'mark' ? EVENT_CLASS.mark : EVENT_CLASS.operation;
  const base = { at: event.at, id: String(index), key: orderKey(BigInt(event.at) * 1000n, eventClass, String(index)) };
  if (event.kind === 'mark') return { ...base, kind: 'mark', floating_cents: amount };
  if (event.kind === 'payout') return { ...base, kind: 'payout', amount_cents: amount };
  if (event.kind === 'deposit') return { ...base, kind: 'operation', operation: 'deposit', amount_cents: amount, affects_profit: false };
  const trade = { position_id: base.id, symbol: 'EURUSD', side: 'buy' as const, volume: '1', opened_at: null, is_final: true };
  return { ...base, kind: 'deal', booked_cents: amount, net_cents: amount, floating_after_cents: cents(0), ...trade };
}

function judge(rules: OracleRules, events: readonly OracleEvent[], rule: 'max-daily-loss' | 'max-drawdown') {
  const touch = { touch_is_breach: rules.touch };
  const percent = (bps: bigint) => `${bps / 10_000n}.${(bps % 10_000n).toString().padStart(4, '0')}`;
  const isStatic = rules.mode === 'static';
  const trigger = rules.triggerBps === null ? {} : { trigger_profit_pct: percent(rules.triggerBps) };
  const instances = {
    'max-daily-loss': { limit: { pct: percent(rules.dailyBps), of: rules.dailyOf }, reference: rules.dailyReference, ...touch },
    'max-drawdown': {
      mode: rules.mode,
      amount: { pct: percent(rules.totalBps), of: isStatic ? 'initial' : rules.totalOf },
      lock: isStatic || rules.lockOffset === null ? null : { offset: `${rules.lockOffset}`, ...trigger },
      payout_effect: rules.payoutEffect,
      ...touch,
    },
  };
  const header = {
    format: 'rule-set/1',
    code: 'oracle',
    version: 1,
    currency: 'JPY',
    minor_digits: 0,
    initial_balance: `${rules.initial}`,
  };
  const compiled = compileRuleSet({ ...header, reset: { tz: 'UTC', time: '00:00' }, rules: { [rule]: [instances[rule]] } });
  if (!compiled.ok) throw new Error(compiled.refusal.message);
  const opening = { at: START, balance_cents: cents(Number(rules.initial)), floating_cents: cents(0), is_funded: true };
  const facts = openFacts(opening, compiled.value);
  const folded = fold(facts, events.map(toEvent), compiled.value);
  const last = [openingMoment(facts, compiled.value), ...folded.moments].at(-1);
  const first = folded.raised.find(({ outcome }) => outcome === 'breach');
  const breach =
    first === undefined ? null : { at: first.breached_at, measured: BigInt(first.measured ?? 0), floor: BigInt(first.limit ?? 0) };
  return { breach, floor: BigInt(last?.floors[`${rule}#0`] ?? 0), balance: BigInt(folded.facts.balance_cents) };
}

describe('the oracle', () => {
  it('finds the same daily loss and drawdown as the judge over random histories', () => {
    hold(
      'oracle of the floors',
      400,
      [rulesOf, fc.array(step, { maxLength: 40 })],
      (seen, rules, steps) => {
        const events = historyOf(rules, steps as { minutes: number; kind: OracleEvent['kind']; size: number }[]);
        const { balance, ...expected } = oracle(rules, START, events);
        const daily = judge(rules, events, 'max-daily-loss');
        const total = judge(rules, events, 'max-drawdown');
        expect(daily).toEqual({ breach: expected.daily, floor: expected.dailyFloor, balance });
        expect(total).toEqual({ breach: expected.total, floor: expected.totalFloor, balance });
        if (expected.daily) count(seen, 'daily losses');
        if (expected.total) count(seen, `${rules.mode} breaches`);
        const isLocked = rules.lockOffset !== null && rules.mode !== 'static' && expected.totalFloor === rules.initial + rules.lockOffset;
        if (isLocked) count(seen, 'locked');
      },
      ['daily losses', 'locked', ...MODES.map((mode) => `${mode} breaches`)],
    );
  });
});
