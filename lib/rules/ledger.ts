// One event and the money: what it moves in the balance, the profit, the day and the open positions.
// Balance operations are never profit or loss, except costs booked on their own; a correction or a reversal is a deal.
import { addCents, cents, maxCents, minCents, spellMoney, ZERO, type Cents } from '@/lib/money';
import { addDecimals, decimalText, parseDecimal } from '@/lib/decimal';
import { milliSpelled, milliText } from '@/lib/rules/milli-lots';
import { bookWithdrawal, expectPayout } from '@/lib/rules/expected-payouts';
import { changePosition, closeSlice, openPosition, takeMark } from '@/lib/rules/positions';
import type { Change, DealEvent, Doubt, Facts, FoldEvent, OperationEvent, ReversalEvent, RuleSetHeader } from '@/lib/rules/types';

const NOTHING: Change = { kind: 'none', amount_cents: ZERO, split_bps: null, earned_cents: null, closed: null };

/** Folds one event into the draft and says what it did; doubts are appended. */
export function bookEvent(facts: Facts, event: FoldEvent, header: RuleSetHeader, doubts: Doubt[]): Change {
  switch (event.kind) {
    case 'deal':
      return bookDeal(facts, event);
    case 'reversal':
      return bookReversal(facts, event, doubts);
    case 'operation':
      return bookOperation(facts, event, header, doubts);
    case 'payout':
      expectPayout(facts, event);
      return leave(facts, event.amount_cents, event.split_bps ?? null);
    case 'mark':
      takeMark(facts, event);
      if (Math.abs(facts.balance_gap_cents) > 1) doubts.push(gapDoubt(facts, event, header));
      return NOTHING;
    case 'opened':
      openPosition(facts, event);
      return NOTHING;
    case 'changed':
      changePosition(facts, event);
      return NOTHING;
    default:
      return NOTHING;
  }
}

function bookDeal(facts: Facts, event: DealEvent): Change {
  facts.is_funded = true;
  const isTakenBack = takenBackAhead(facts, event.id);
  const earned = isTakenBack ? ZERO : event.net_cents;
  const change = realise(facts, isTakenBack ? ZERO : event.booked_cents, earned);
  const isFinal = closeSlice(facts, event);
  const net = addCents(facts.part_closed[event.position_id] ?? ZERO, earned);
  facts.day.lots = addLots(facts.day.lots, event.volume);
  if (!isFinal) {
    facts.part_closed[event.position_id] = net;
    return change;
  }
  if (facts.part_closed[event.position_id] !== undefined) delete facts.part_closed[event.position_id];
  countTrade(facts, net);
  change.closed = { position_id: event.position_id, symbol: event.symbol, net_cents: net, opened_at: event.opened_at };
  return change;
}

function bookReversal(facts: Facts, event: ReversalEvent, doubts: Doubt[]): Change {
  if (event.booked_cents === null) {
    const message = `A reversal names the deal ${event.reverses_id}, which is not known; nothing was taken back.`;
    doubts.push({ code: 'reversal-of-unknown', at: event.at, event_id: event.id, message });
    facts.reversed_ahead = [...(facts.reversed_ahead ?? []), event.reverses_id];
    return NOTHING;
  }
  return realise(facts, cents(-event.booked_cents), cents(-(event.net_cents ?? event.booked_cents)));
}

/** Whether a cancellation came before its deal in the order of events; it is used up by the deal it names. */
function takenBackAhead(facts: Facts, id: string): boolean {
  const ahead = facts.reversed_ahead;
  if (ahead === undefined || !ahead.includes(id)) return false;
  const left = ahead.filter((one) => one !== id);
  if (left.length > 0) facts.reversed_ahead = left;
  else delete facts.reversed_ahead;
  return true;
}

function bookOperation(facts: Facts, event: OperationEvent, header: RuleSetHeader, doubts: Doubt[]): Change {
  const isFirst = !facts.is_funded;
  facts.is_funded = true;
  const amount = event.amount_cents;
  switch (event.operation) {
    case 'credit':
      facts.credit_cents = addCents(facts.credit_cents, amount);
      return NOTHING;
    case 'withdrawal':
    case 'transfer': {
      if (amount > 0) return pay(facts, amount);
      const booked = bookWithdrawal(facts, event, header);
      if (booked.doubt !== null) doubts.push(booked.doubt);
      return booked.amount_cents === 0 ? NOTHING : leave(facts, booked.amount_cents, null);
    }
    case 'deposit':
      // A platform's ledger opens with the initial balance: the facts already hold it.
      return isFirst && amount === header.initial_cents ? NOTHING : pay(facts, amount);
    case 'bonus':
      return pay(facts, amount);
    case 'correction':
      return realise(facts, amount, amount);
    default:
      return event.affects_profit ? realise(facts, amount, null) : pay(facts, amount);
  }
}

function realise(facts: Facts, amount: Cents, earned: Cents | null): Change {
  facts.balance_cents = addCents(facts.balance_cents, amount);
  facts.cumulative_profit_cents = addCents(facts.cumulative_profit_cents, amount);
  facts.day.pnl_cents = addCents(facts.day.pnl_cents, amount);
  if (facts.balance_cents > facts.high_water_cents) facts.high_water_cents = facts.balance_cents;
  return { kind: 'realised', amount_cents: amount, split_bps: null, earned_cents: earned, closed: null };
}

function pay(facts: Facts, amount: Cents): Change {
  facts.balance_cents = addCents(facts.balance_cents, amount);
  facts.high_water_cents = addCents(facts.high_water_cents, amount);
  return { kind: 'deposit', amount_cents: amount, split_bps: null, earned_cents: null, closed: null };
}

function leave(facts: Facts, amount: Cents, splitBps: number | null): Change {
  facts.balance_cents = cents(facts.balance_cents - amount);
  return { kind: 'payout', amount_cents: amount, split_bps: splitBps, earned_cents: null, closed: null };
}

function countTrade(facts: Facts, net: Cents): void {
  const day = facts.day;
  day.trades += 1;
  if (net > 0) day.wins += 1;
  if (net < 0) day.losses += 1;
  day.largest_win_cents = maxCents(day.largest_win_cents, net);
  day.largest_loss_cents = minCents(day.largest_loss_cents, net);
}

function addLots(total: string, volume: string): string {
  // Ordinary lots are summed in thousandths, since every deal comes by here; anything else is summed as decimals.
  const [x, y] = [milliText(total), milliText(volume)];
  if (x >= 0 && y >= 0) return milliSpelled(x + y);
  const [a, b] = [parseDecimal(total), parseDecimal(volume)];
  return a === null || b === null ? total : decimalText(addDecimals(a, b));
}

/** Said in money, since a person reads it: how far the broker's balance lies above (or, negative, below) what its deals add up to. */
function gapDoubt(facts: Facts, event: FoldEvent, header: RuleSetHeader): Doubt {
  const gap = spellMoney(facts.balance_gap_cents, header.minor_digits);
  const message = `The broker's balance differs from the sum of its deals by ${gap} ${header.currency}.`;
  return { code: 'balance-differs', at: event.at, event_id: event.id, message };
}
