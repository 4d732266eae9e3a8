// Forbids losing more in one trading day than the account's daily allowance.
// The firm carries every cent past it, so the floor is watched on equity, open positions included.
// Measured against the floor that the last reset set: reference minus allowance, rounded down to the minor unit.
import { z } from 'zod';
import { addCents, cents, maxCents, spellMoney, subtractCents, type Cents } from '@/lib/money';
import { nextReset } from '@/lib/day';
import { equityOf, isFlat } from '@/lib/rules/facts';
import { allowance, allowanceOf, allowanceText, consequenceSchema, resetSchema, type Allowance } from '@/lib/rules/params';
import { endFloor, gaugeFloor, measure, openFloor, standFloor, testFloor, type FloorMemory, type Measure } from '@/lib/rules/floor-test';
import type { Judged, Rule } from '@/lib/rules/rule';
import type { Change, Evidence, Facts, FoldEvent, RuleSetHeader } from '@/lib/rules/types';

type Reference = 'balance' | 'equity' | 'max_balance_equity' | 'initial' | 'intraday_equity_high';
export interface DailyLossParams {
  limit: Allowance<'initial' | 'reference'>;
  reference: Reference;
  measure: Measure;
  touch_is_breach: boolean;
}
export interface DailyLossMemory extends FloorMemory {
  reference_cents: Cents;
}
type Day = Judged<DailyLossParams>;

function params(header: RuleSetHeader): z.ZodType<DailyLossParams> {
  return z.strictObject({
    limit: allowance(header.minor_digits, ['initial', 'reference']).prefault({ pct: '0.05', of: 'initial' }),
    reference: z.enum(['balance', 'equity', 'max_balance_equity', 'initial', 'intraday_equity_high']).default('balance'),
    measure: z.enum(['equity', 'balance', 'min']).default('equity'),
    touch_is_breach: z.boolean().default(false),
    consequence: consequenceSchema.optional(),
    reset: resetSchema.optional(),
  }) as unknown as z.ZodType<DailyLossParams>;
}

function open(judged: Day, facts: Facts): DailyLossMemory {
  const { value, doubt } = takeReference(judged, facts);
  return { ...openFloor(floorUnder(judged, value), doubt), reference_cents: value };
}

function turn(judged: Day, memory: DailyLossMemory, facts: Facts): void {
  endFloor(memory);
  const { value, doubt } = takeReference(judged, facts);
  memory.reference_cents = value;
  memory.doubt = doubt;
  memory.floor_cents = memory.floor_before_cents = floorUnder(judged, value);
}

function learn(judged: Day, memory: DailyLossMemory, facts: Facts, event: FoldEvent, change: Change): void {
  if (event.kind === 'mark') memory.floor_before_cents = memory.floor_cents;
  const before = memory.reference_cents;
  if (judged.params.reference !== 'initial') {
    if (change.kind === 'payout') memory.reference_cents = subtractCents(before, change.amount_cents);
    if (change.kind === 'deposit') memory.reference_cents = addCents(before, change.amount_cents);
  }
  if (judged.params.reference === 'intraday_equity_high') raiseHigh(memory, facts, event);
  if (memory.reference_cents !== before) memory.floor_cents = floorUnder(judged, memory.reference_cents);
}

function raiseHigh(memory: DailyLossMemory, facts: Facts, event: FoldEvent): void {
  const equity = equityOf(facts);
  if (equity !== null) memory.reference_cents = maxCents(memory.reference_cents, equity);
  if (event.kind === 'mark' && event.equity_high_cents !== undefined) {
    memory.reference_cents = maxCents(memory.reference_cents, cents(event.equity_high_cents - facts.credit_cents));
  }
}

/** The reference at a reset. Without a known equity the balance is the least it can be, or says nothing at all. */
function takeReference(judged: Day, facts: Facts): { value: Cents; doubt: FloorMemory['doubt'] } {
  const { balance_cents: balance } = facts;
  const equity = equityOf(facts);
  switch (judged.params.reference) {
    case 'initial':
      return { value: judged.header.initial_cents, doubt: 'none' };
    case 'balance':
      return { value: balance, doubt: 'none' };
    case 'equity':
      return equity === null ? { value: balance, doubt: 'both' } : { value: equity, doubt: 'none' };
    case 'intraday_equity_high':
      return equity === null ? { value: balance, doubt: 'both' } : { value: equity, doubt: 'none' };
    case 'max_balance_equity':
      return equity === null ? { value: balance, doubt: 'low' } : { value: maxCents(balance, equity), doubt: 'none' };
  }
}

function allowed(judged: Day, reference: Cents): Cents {
  return allowanceOf(judged.params.limit, (of) => (of === 'initial' ? judged.header.initial_cents : reference));
}

function floorUnder(judged: Day, reference: Cents): Cents {
  return subtractCents(reference, allowed(judged, reference));
}

function why(judged: Day, memory: DailyLossMemory): Evidence[] {
  const spell = (amount: Cents) => spellMoney(amount, judged.header.minor_digits);
  const amount = spell(allowed(judged, memory.reference_cents));
  return [
    { label: `Reference (${judged.params.reference})`, value: spell(memory.reference_cents) },
    { label: `Daily allowance (${allowanceText(judged.params.limit, spell)})`, value: amount },
  ];
}

function stand(judged: Day, memory: DailyLossMemory, facts: Facts) {
  const standing = standFloor(judged, memory, facts, allowed(judged, memory.reference_cents), why(judged, memory));
  const next = takeReference(judged, facts);
  const measured = measure(judged.params.measure, facts.balance_cents, equityOf(facts));
  if (measured === null || (next.doubt !== 'none' && !isFlat(facts))) return standing;
  const limit = floorUnder(judged, next.value);
  return { ...standing, after_reset: { at: nextReset(facts.at, judged.instance.reset), limit, headroom: subtractCents(measured, limit) } };
}

export const maxDailyLoss: Rule<DailyLossParams, DailyLossMemory> = {
  code: 'max-daily-loss',
  defaultConsequence: 'fail',
  params,
  open,
  turn,
  learn,
  test: (judged, memory, facts, moment) => testFloor(judged, memory, facts, moment, () => why(judged, memory)),
  stand,
  floor: (memory) => memory.floor_cents,
  gauge: (judged, memory, facts) => gaugeFloor(judged.params, memory, facts, allowed(judged, memory.reference_cents)),
};
