// Forbids falling further from the start, or from the best the account has reached, than the firm allows in all.
// It is the most the firm can lose on an account, so the floor is watched on equity, open positions included.
// Measured against a floor that is fixed or trails a peak; where the peak follows open profit, marks of equity are needed.
import { z } from 'zod';
import { addCents, cents, maxCents, spellMoney, subtractCents, type Cents } from '@/lib/money';
import { nextReset } from '@/lib/day';
import { equityOf } from '@/lib/rules/facts';
import { allowance, allowanceText, consequenceSchema, growthText, moneyText, positiveMoneyText, resetSchema } from '@/lib/rules/params';
import { endFloor, gaugeFloor, measure, openFloor, standFloor, testFloor } from '@/lib/rules/floor-test';
import {
  drawdownAllowance,
  payoutMoves,
  placeFloor,
  staticFloor,
  type DrawdownMemory,
  type DrawdownParams,
} from '@/lib/rules/drawdown-floor';
import type { Judged, Rule } from '@/lib/rules/rule';
import type { Change, Evidence, Facts, FoldEvent, Opening, RuleSetHeader } from '@/lib/rules/types';

type Drawdown = Judged<DrawdownParams>;

function params(header: RuleSetHeader): z.ZodType<DrawdownParams> {
  const lock = z.strictObject({ offset: moneyText(header.minor_digits), trigger_profit_pct: growthText.optional() });
  return z
    .strictObject({
      mode: z.enum(['static', 'trailing_eod_balance', 'trailing_closed_balance', 'trailing_intraday_equity']).default('static'),
      amount: allowance(header.minor_digits, ['initial', 'hwm']).prefault({ pct: '0.10', of: 'initial' }),
      lock: lock.nullable().default(null),
      stop_trailing_at_peak: positiveMoneyText(header.minor_digits).nullable().default(null),
      payout_effect: z.enum(['none', 'hwm_minus_payout', 'floor_to_initial', 'allowance_minus_trader_share']).default('none'),
      measure: z.enum(['equity', 'balance', 'min']).default('equity'),
      touch_is_breach: z.boolean().default(false),
      consequence: consequenceSchema.optional(),
      reset: resetSchema.optional(),
    })
    .check((context) => {
      const { mode, amount, lock: locked, stop_trailing_at_peak: stop, payout_effect: effect } = context.value;
      const refuse = (path: string, message: string) =>
        context.issues.push({ code: 'custom', input: context.value, path: [path], message });
      if (mode !== 'static' && effect === 'allowance_minus_trader_share')
        refuse('payout_effect', 'allowance_minus_trader_share needs a static floor');
      if (mode === 'static' && locked !== null) refuse('lock', 'a static floor has no trail to lock');
      if (mode === 'static' && stop !== null) refuse('stop_trailing_at_peak', 'a static floor has no trail to stop');
      if (mode === 'static' && 'of' in amount && amount.of === 'hwm') refuse('amount', 'a static floor cannot be a share of the peak');
    }) as unknown as z.ZodType<DrawdownParams>;
}

function open(judged: Drawdown, facts: Facts, opening: Opening): DrawdownMemory {
  const initial = judged.header.initial_cents;
  const isIntraday = judged.params.mode === 'trailing_intraday_equity';
  const equity = equityOf(facts);
  const reached = maxCents(initial, facts.balance_cents);
  const peak = opening.high_water_cents ?? (isIntraday && equity !== null ? maxCents(reached, equity) : reached);
  const hasEquity = opening.floating_cents !== undefined;
  const floor = staticFloor({ ...judged.params, stop_trailing_at_peak: null }, initial);
  const base = openFloor(floor, isIntraday && !hasEquity ? 'both' : 'none');
  const memory: DrawdownMemory = { ...base, peak_cents: peak, hold: 'none', has_equity: hasEquity };
  if (judged.params.mode !== 'static') placeFloor(judged.params, memory, initial);
  memory.floor_before_cents = memory.floor_cents;
  return memory;
}

function turn(judged: Drawdown, memory: DrawdownMemory, facts: Facts): void {
  endFloor(memory);
  if (judged.params.mode === 'trailing_eod_balance') follow(judged, memory, facts.balance_cents);
  memory.floor_before_cents = memory.floor_cents;
}

function learn(judged: Drawdown, memory: DrawdownMemory, facts: Facts, event: FoldEvent, change: Change): void {
  if (event.kind === 'mark') memory.floor_before_cents = memory.floor_cents;
  const { mode } = judged.params;
  const initial = judged.header.initial_cents;
  const equity = equityOf(facts);
  const isIntraday = mode === 'trailing_intraday_equity';
  if (change.kind === 'payout') {
    const source = isIntraday ? (equity ?? facts.balance_cents) : facts.balance_cents;
    payoutMoves(judged.params, memory, initial, { amount: change.amount_cents, splitBps: change.split_bps, source });
  } else if (change.kind === 'deposit') {
    memory.peak_cents = addCents(memory.peak_cents, change.amount_cents);
    if (mode !== 'static') placeFloor(judged.params, memory, initial);
  }
  if (mode === 'trailing_closed_balance' && change.kind === 'realised') follow(judged, memory, facts.balance_cents);
  if (isIntraday) trailEquity(judged, memory, facts, event, equity);
}

function trailEquity(judged: Drawdown, memory: DrawdownMemory, facts: Facts, event: FoldEvent, equity: Cents | null): void {
  const told = event.kind === 'mark' || (event.kind === 'deal' && event.floating_after_cents !== undefined);
  if (told && equity !== null && !memory.has_equity) {
    memory.has_equity = true;
    memory.doubt = 'none';
  }
  if (equity !== null) follow(judged, memory, equity);
  if (event.kind === 'mark' && event.equity_high_cents !== undefined)
    follow(judged, memory, cents(event.equity_high_cents - facts.credit_cents));
}

function follow(judged: Drawdown, memory: DrawdownMemory, value: Cents): void {
  if (value <= memory.peak_cents) return;
  memory.peak_cents = value;
  placeFloor(judged.params, memory, judged.header.initial_cents);
}

function allowed(judged: Drawdown, memory: DrawdownMemory): Cents {
  return drawdownAllowance(judged.params, judged.header.initial_cents, memory.peak_cents);
}

function why(judged: Drawdown, memory: DrawdownMemory): Evidence[] {
  const spell = (amount: Cents) => spellMoney(amount, judged.header.minor_digits);
  const { mode, amount } = judged.params;
  const from =
    mode === 'static'
      ? { label: 'Initial balance', cents: judged.header.initial_cents }
      : { label: `Peak (${mode})`, cents: memory.peak_cents };
  const held: Record<DrawdownMemory['hold'], Evidence[]> = {
    none: [],
    locked: [{ label: 'Trail', value: 'locked: the floor no longer moves' }],
    fixed: [{ label: 'Trail', value: 'ended: a payout set the floor to the initial balance' }],
  };
  return [
    { label: from.label, value: spell(from.cents) },
    { label: `Allowance (${allowanceText(amount, spell)})`, value: spell(allowed(judged, memory)) },
    ...held[memory.hold],
  ];
}

function stand(judged: Drawdown, memory: DrawdownMemory, facts: Facts) {
  const standing = standFloor(judged, memory, facts, allowed(judged, memory), why(judged, memory));
  const measured = measure(judged.params.measure, facts.balance_cents, equityOf(facts));
  if (measured === null || standing.headroom === null) return standing;
  const next = { ...memory };
  if (judged.params.mode === 'trailing_eod_balance') follow(judged, next, facts.balance_cents);
  const headroom = subtractCents(measured, next.floor_cents);
  return { ...standing, after_reset: { at: nextReset(facts.at, judged.instance.reset), limit: next.floor_cents, headroom } };
}

export const maxDrawdown: Rule<DrawdownParams, DrawdownMemory> = {
  code: 'max-drawdown',
  defaultConsequence: 'fail',
  params,
  open,
  turn,
  learn,
  test: (judged, memory, facts, moment) => testFloor(judged, memory, facts, moment, () => why(judged, memory)),
  stand,
  floor: (memory) => memory.floor_cents,
  gauge: (judged, memory, facts) => gaugeFloor(judged.params, memory, facts, allowed(judged, memory)),
};
