// How an account begins: its opening balance, an empty day, and the memory of every rule instance.
import { tradingDay } from '@/lib/day';
import { addCents, ZERO, type Cents } from '@/lib/money';
import { instanceKey, type Gate, type InstanceMemory } from '@/lib/rules/facts';
import { ruleOf } from '@/lib/rules/register';
import type { DayFacts, Facts, Instant, Opening, RuleSet, RuleSetHeader } from '@/lib/rules/types';

/** The facts of an account at its opening, or at a checkpoint of the worked cases. */
export function openFacts(opening: Opening, ruleSet: RuleSet): Facts {
  const floating = opening.floating_cents ?? ZERO;
  const facts: Facts = {
    format: 'facts/1',
    opened_at: opening.at,
    last_key: '',
    at: opening.at,
    balance_cents: opening.balance_cents,
    floating_cents: floating,
    floating_basis: floating === 0 ? 'flat' : 'reported',
    credit_cents: opening.credit_cents ?? ZERO,
    high_water_cents: opening.high_water_cents ?? opening.balance_cents,
    cumulative_profit_cents: ZERO,
    positions: {},
    unlisted_open: floating === 0 ? 0 : null,
    half_open: [],
    part_closed: {},
    is_funded: opening.is_funded ?? false,
    day: openDay(opening.at, opening.balance_cents, addCents(opening.balance_cents, floating), ruleSet.header),
    expected_payouts: [],
    rules: {},
    failed: null,
    balance_gap_cents: ZERO,
  };
  for (const instance of ruleSet.instances) {
    const judged = { header: ruleSet.header, instance, params: instance.params };
    const gate: Gate = { quiet_until: null, doubt_until: null, is_blocked: false, warned: null };
    facts.rules[instanceKey(instance)] = { own: ruleOf(instance.rule).open(judged, facts, opening), gate } satisfies InstanceMemory;
  }
  return facts;
}

/** The trading day that holds `at`, with nothing in it yet. */
export function openDay(at: Instant, balance: Cents, equity: Cents, header: RuleSetHeader): DayFacts {
  const day = tradingDay(at, header.reset);
  return {
    trading_day: day.label,
    starts_at: day.startsAt,
    ends_at: day.endsAt,
    start_balance_cents: balance,
    start_equity_cents: equity,
    pnl_cents: ZERO,
    trades: 0,
    wins: 0,
    losses: 0,
    largest_win_cents: ZERO,
    largest_loss_cents: ZERO,
    lots: '0',
  };
}
