// How an account begins, and what is always true of its facts: equity is balance plus open result, credit taken out.
import { addCents, ZERO, type Cents } from '@/lib/money';
import { tradingDay } from '@/lib/day';
import { ruleOf } from '@/lib/rules/register';
import type { DayFacts, Facts, Instant, Opening, RuleInstance, RuleSet, RuleSetHeader } from '@/lib/rules/types';

/** What one instance remembers: its rule's own memory, and when its consequence keeps quiet (lib/rules/episodes.ts). */
export interface InstanceMemory {
  own: unknown;
  gate: Gate;
}
export interface Gate {
  /** Nothing is added before this instant. */
  quiet_until: Instant | null;
  /** As `quiet_until`, for answers that are unknown. */
  doubt_until: Instant | null;
  /** A block without an unblock yet. */
  is_blocked: boolean;
}

export function instanceKey(instance: RuleInstance): string {
  return `${instance.rule}#${instance.instance}`;
}

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
    const gate: Gate = { quiet_until: null, doubt_until: null, is_blocked: false };
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

export function memoryOf(facts: Facts, instance: RuleInstance): InstanceMemory {
  const memory = facts.rules[instanceKey(instance)];
  if (memory === undefined) throw new Error(`facts remember nothing of ${instanceKey(instance)}: they were opened under another rule set`);
  return memory as InstanceMemory;
}

/** Balance plus open result, without credit; null while open positions have no known worth. */
export function equityOf(facts: Facts): Cents | null {
  return facts.floating_cents === null ? null : addCents(facts.balance_cents, facts.floating_cents);
}

/** Whether no position is open, as far as anybody said. */
export function isFlat(facts: Facts): boolean {
  if (facts.unlisted_open !== 0) return false;
  for (const _ in facts.positions) return false;
  return true;
}

/** A deep copy of plain data, with no undefined members, so equal facts are equal bytes. */
export function copyPlain<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => copyPlain(item)) as T;
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) if (item !== undefined) copy[key] = copyPlain(item);
  return copy as T;
}
