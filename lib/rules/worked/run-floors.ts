// Runs the cases of max-daily-loss and max-drawdown through the product: document, compile, open, fold.
import { fold, openFacts, openingMoment } from '@/lib/rules/evolve';
import { EVENT_CLASS, compareKeys, orderKey } from '@/lib/rules/order';
import { compileRuleSet } from '@/lib/rules/rule-set';
import { cents, ZERO, type Cents } from '@/lib/money';
import { decimal, rescale } from '@/lib/decimal';
import type { FoldEvent, Opening, OperationEvent, RuleSet, Verdict } from '@/lib/rules/types';
import {
  instant,
  instantText,
  micros,
  purse,
  resetOf,
  text,
  type GoldenCase,
  type Outputs,
  type Purse,
  type Row,
} from '@/lib/rules/worked/format';

const HEADER_KEYS = ['initial_balance', 'minor_digits', 'reset', 'profit_target', 'bands', 'caution_at', 'critical_at'];
const CLASSES: Record<string, number> = {
  start: EVENT_CLASS.start,
  close: EVENT_CLASS.deal,
  commission: EVENT_CLASS.operation,
  deposit: EVENT_CLASS.operation,
  payout: EVENT_CLASS.operation,
  withdrawal: EVENT_CLASS.operation,
  credit: EVENT_CLASS.operation,
  mark: EVENT_CLASS.mark,
  clock: EVENT_CLASS.clock,
  unblock: EVENT_CLASS.unblock,
};

export function runFloors(golden: GoldenCase): Outputs {
  const coins = purse(golden.params);
  const ruleSet = ruleSetOf(golden);
  const rows = inOrder(onceEach(golden.events));
  const start = rows.find((row) => row.type === 'start');
  if (start === undefined) throw new Error('no start event');
  const facts = openFacts(openingOf(start, coins), ruleSet);
  // What came before the start is already in the state that it opens with.
  const events = rows
    .slice(rows.indexOf(start) + 1)
    .filter((row) => row.type !== 'start')
    .map((row, i) => toEvent(row, i, coins));
  const folded = fold(facts, events, ruleSet);
  const key = `${golden.rule}#0`;
  const moments = [openingMoment(facts, ruleSet), ...folded.moments];
  const floors = moments.map((moment) => moment.floors[key] ?? ZERO);
  const shown = moments.flatMap((moment, i) =>
    moment.kind !== 'event' || floors[i] !== floors[i - 1] ? [[instantText(moment.at), coins.print(floors[i] ?? ZERO)]] : [],
  );
  const finalFloor = floors[floors.length - 1] ?? ZERO;
  const { balance_cents: balance, floating_cents: floating } = folded.facts;
  const equity = cents(balance + (floating ?? 0));
  const raised = folded.raised.filter((verdict) => verdict.outcome === 'breach');
  const failed = raised.find((verdict) => verdict.consequence === 'fail');
  const held = (consequence: string) => raised.filter((verdict) => verdict.consequence === consequence);
  return {
    floors: shown,
    final_floor: coins.print(finalFloor),
    breach: failed === undefined ? null : found(failed, coins),
    pauses: held('pause').map((verdict) => lasting(verdict, verdict.until, coins)),
    flags: held('flag').map((verdict) => lasting(verdict, verdict.until, coins)),
    blocks: held('block').map((verdict) => lasting(verdict, unblockAfter(events, verdict), coins)),
    final_balance: coins.print(balance),
    final_equity: coins.print(equity),
    remaining: coins.print(cents(equity - finalFloor)),
  };
}

function ruleSetOf(golden: GoldenCase): RuleSet {
  const { params } = golden;
  const instance = Object.fromEntries(Object.entries(params).filter(([key]) => !HEADER_KEYS.includes(key)));
  const compiled = compileRuleSet({
    format: 'rule-set/1',
    code: 'golden',
    version: 1,
    currency: 'USD',
    minor_digits: purse(params).digits,
    initial_balance: text(params.initial_balance),
    reset: resetOf(params),
    ...(params.bands === undefined ? {} : { bands: params.bands }),
    rules: { [golden.rule]: [{ consequence: 'fail', ...instance }] },
  });
  if (!compiled.ok) throw new Error(compiled.refusal.message);
  return compiled.value;
}

/** The same id again is a second delivery. Deals, operations and snapshots number their ids apart. */
function onceEach(rows: Row[]): Row[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const id = idOf(row);
    if (id === null) return true;
    const key = `${classOf(row)} ${row.type === 'payout' ? 'payout' : ''} ${id}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** By instant, class and id; rows without an id stand after those of their class that have one, as they arrived. */
function inOrder(rows: Row[]): Row[] {
  const keyed = rows.map((row, i) => ({ row, key: keyOf(row), named: idOf(row) !== null, i }));
  keyed.sort((a, b) => {
    const [prefixA, prefixB] = [a.key.slice(0, 17), b.key.slice(0, 17)];
    if (prefixA !== prefixB) return prefixA < prefixB ? -1 : 1;
    if (a.named !== b.named) return a.named ? -1 : 1;
    return a.named ? compareKeys(a.key, b.key) || a.i - b.i : a.i - b.i;
  });
  return keyed.map(({ row }) => row);
}

function keyOf(row: Row): string {
  return orderKey(micros(row.t), classOf(row), idOf(row) ?? '');
}

function classOf(row: Row): number {
  const found = CLASSES[text(row.type)];
  if (found === undefined) throw new Error(`unknown event type: ${text(row.type)}`);
  return found;
}

function idOf(row: Row): string | null {
  return row.ticket === undefined || row.ticket === null ? null : text(row.ticket);
}

function openingOf(row: Row, coins: Purse): Opening {
  const opening: Opening = {
    at: instant(row.t),
    balance_cents: coins.read(row.balance),
    floating_cents: coins.readOr(row.floating, '0'),
    credit_cents: coins.readOr(row.credit, '0'),
    is_funded: true,
  };
  if (row.hwm !== undefined && row.hwm !== null) opening.high_water_cents = coins.read(row.hwm);
  return opening;
}

function toEvent(row: Row, index: number, coins: Purse): FoldEvent {
  const base = { key: keyOf(row), at: instant(row.t), id: idOf(row) ?? `row-${index}` };
  const amount = () => coins.read(row.amount);
  switch (row.type) {
    case 'close': {
      const net = cents(coins.readOr(row.gross, '0') + coins.readOr(row.commission, '0') + coins.readOr(row.swap, '0'));
      const floating = coins.readOr(row.floating_after, '0');
      const what = { position_id: base.id, symbol: 'EURUSD', side: 'buy' as const, volume: '1', opened_at: null, is_final: true };
      return { ...base, kind: 'deal', booked_cents: net, net_cents: net, floating_after_cents: floating, ...what };
    }
    case 'mark':
      return { ...base, kind: 'mark', ...worth(row, coins) };
    case 'payout': {
      const split = row.split === undefined ? {} : { split_bps: splitBps(row.split) };
      return { ...base, kind: 'payout', amount_cents: amount(), ...split, ...reference(row) };
    }
    case 'commission':
      return operation(base, 'commission', amount(), true);
    case 'withdrawal':
      return { ...operation(base, 'withdrawal', cents(-amount()), false), ...reference(row) };
    case 'deposit':
      return operation(base, 'deposit', amount(), false);
    case 'credit':
      return operation(base, 'credit', amount(), false);
    case 'unblock':
      return { ...base, kind: 'unblock' };
    default:
      return { ...base, kind: 'clock' };
  }
}

type Base = Pick<FoldEvent, 'key' | 'at' | 'id'>;
function operation(base: Base, name: OperationEvent['operation'], amount: Cents, affectsProfit: boolean): OperationEvent {
  return { ...base, kind: 'operation', operation: name, amount_cents: amount, affects_profit: affectsProfit };
}

function worth(row: Row, coins: Purse) {
  const extremes = {
    ...(row.equity_low === undefined ? {} : { equity_low_cents: coins.read(row.equity_low) }),
    ...(row.equity_high === undefined ? {} : { equity_high_cents: coins.read(row.equity_high) }),
  };
  if (row.equity !== undefined) return { equity_cents: coins.read(row.equity), ...extremes };
  return { floating_cents: coins.readOr(row.floating, '0'), swap_cents: coins.readOr(row.swap, '0'), ...extremes };
}

function reference(row: Row): { reference?: string } {
  return row.reference === undefined || row.reference === null ? {} : { reference: text(row.reference) };
}

function splitBps(value: unknown): number {
  return parseInt(rescale(decimal(text(value)), 4, 'trunc').toString(), 10);
}

function found(verdict: Verdict, coins: Purse) {
  return {
    t: instantText(verdict.breached_at),
    measured: coins.print(cents(verdict.measured ?? 0)),
    floor: coins.print(cents(verdict.limit ?? 0)),
  };
}

function lasting(verdict: Verdict, until: number | null, coins: Purse) {
  return { ...found(verdict, coins), until: until === null ? null : instantText(until) };
}

function unblockAfter(events: FoldEvent[], verdict: Verdict): number | null {
  return events.find((event) => event.kind === 'unblock' && event.key > verdict.raised_key)?.at ?? null;
}
