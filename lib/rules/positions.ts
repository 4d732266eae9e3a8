// Open positions and what they are worth: reported by a mark, carried until the next one, scaled when a part is closed.
// What nobody reported stays unknown; a guess here would breach a trader or hide a loss.
import { addCents, centsFromBigint, cents, subtractCents, ZERO, type Cents } from '@/lib/money';
import { decimalText, parseDecimal, rescale, roundDivide, subtractDecimals } from '@/lib/decimal';
import { isFlat } from '@/lib/rules/facts';
import type { ChangedEvent, DealEvent, Facts, MarkEvent, OpenedEvent, OpenPosition } from '@/lib/rules/types';

/** Takes a closing slice out of the open positions; true when it closed its position for good. */
export function closeSlice(facts: Facts, event: DealEvent): boolean {
  const open = facts.positions[event.position_id];
  const isFinal = open === undefined ? event.is_final !== false : closeListed(facts, open, event);
  if (open === undefined) closeUnseen(facts, event.position_id, isFinal);
  if (event.floating_after_cents !== undefined) {
    if (isFlat(facts) || facts.unlisted_open === null) facts.unlisted_open = event.floating_after_cents === 0 ? 0 : null;
    report(facts, event.floating_after_cents);
  }
  settleFlat(facts);
  return isFinal;
}

export function openPosition(facts: Facts, event: OpenedEvent): void {
  const known = facts.positions[event.position.position_id];
  // At its opening price a position is worth nothing yet, whatever nobody reported.
  const worth = event.position.floating_cents ?? known?.floating_cents ?? ZERO;
  facts.positions[event.position.position_id] = { ...event.position, floating_cents: worth };
  if (known === undefined && facts.unlisted_open !== null && facts.unlisted_open > 0) facts.unlisted_open -= 1;
  if (facts.floating_cents !== null) {
    facts.floating_cents = addCents(facts.floating_cents, subtractCents(worth, known?.floating_cents ?? ZERO));
    facts.floating_basis = 'carried';
  }
}

export function changePosition(facts: Facts, event: ChangedEvent): void {
  const open = facts.positions[event.position_id];
  if (open === undefined) return;
  if (event.volume !== undefined) open.volume = event.volume;
  if (event.open_price !== undefined) open.open_price = event.open_price;
  if (event.stop_loss !== undefined) open.stop_loss = event.stop_loss;
  if (event.take_profit !== undefined) open.take_profit = event.take_profit;
}

/** Takes in a report of the account's state: credit, the list of positions, and what they are worth together. */
export function takeMark(facts: Facts, event: MarkEvent): void {
  if (event.credit_cents !== undefined) facts.credit_cents = event.credit_cents;
  if (event.balance_cents !== undefined) facts.balance_gap_cents = subtractCents(event.balance_cents, facts.balance_cents);
  listPositions(facts, event);
  const floating = floatingOf(facts, event);
  if (floating === undefined) {
    settleFlat(facts);
    return;
  }
  if (floating !== 0 && isFlat(facts)) facts.unlisted_open = event.open_position_count === undefined ? null : facts.unlisted_open;
  report(facts, floating);
}

function listPositions(facts: Facts, event: MarkEvent): void {
  if (event.positions !== undefined) {
    facts.positions = {};
    for (const position of event.positions) facts.positions[position.position_id] = { ...position };
    facts.unlisted_open = 0;
    facts.half_open = [];
  } else if (event.open_position_count !== undefined) {
    if (event.open_position_count === 0) facts.positions = {};
    facts.half_open = [];
    facts.unlisted_open = Math.max(0, event.open_position_count - Object.keys(facts.positions).length);
  }
}

/** Open result of a mark, credit taken out; undefined when it tells nothing about it. */
function floatingOf(facts: Facts, event: MarkEvent): Cents | undefined {
  if (event.equity_cents !== undefined) {
    return cents(event.equity_cents - facts.credit_cents - (event.balance_cents ?? facts.balance_cents));
  }
  if (event.floating_cents !== undefined) return addCents(event.floating_cents, event.swap_cents ?? ZERO);
  return event.positions === undefined ? undefined : (sumFloating(facts) ?? undefined);
}

function report(facts: Facts, floating: Cents): void {
  facts.floating_cents = floating;
  facts.floating_basis = floating === 0 && isFlat(facts) ? 'flat' : 'reported';
}

function closeListed(facts: Facts, open: OpenPosition, event: DealEvent): boolean {
  const held = parseDecimal(open.volume);
  const closed = parseDecimal(event.volume);
  const left = held !== null && closed !== null ? subtractDecimals(held, closed) : null;
  const isFinal = event.is_final ?? (left === null || left.units <= 0n);
  const before = open.floating_cents;
  if (isFinal) delete facts.positions[event.position_id];
  else if (left !== null && held !== null && left.units > 0n) {
    open.volume = decimalText(left);
    if (before !== null) {
      const scale = Math.max(left.scale, held.scale);
      open.floating_cents = centsFromBigint(
        roundDivide(BigInt(before) * rescale(left, scale, 'trunc'), rescale(held, scale, 'trunc'), 'half-even'),
      );
    }
  }
  carry(facts, before, isFinal ? ZERO : open.floating_cents);
  return isFinal;
}

/** The total follows the one position that changed; where the total was unknown, the rest may now be known. */
function carry(facts: Facts, before: Cents | null, after: Cents | null): void {
  if (facts.floating_cents !== null && before !== null && after !== null) {
    facts.floating_cents = cents(facts.floating_cents - before + after);
    facts.floating_basis = 'carried';
    return;
  }
  const sum = facts.unlisted_open === 0 && facts.half_open.length === 0 ? sumFloating(facts) : null;
  facts.floating_cents = sum;
  facts.floating_basis = sum === null ? 'unknown' : 'carried';
}

/** A slice of a position nobody listed: unless it was the last one, the rest is open and its worth is not known. */
function closeUnseen(facts: Facts, position: string, isFinal: boolean): void {
  const place = facts.half_open.indexOf(position);
  if (!isFinal) {
    if (place < 0 && facts.unlisted_open === 0) facts.half_open.push(position);
    loseFloating(facts);
  } else if (place >= 0) {
    facts.half_open.splice(place, 1);
    carry(facts, null, null);
  } else closeUnlisted(facts);
}

function closeUnlisted(facts: Facts): void {
  if (facts.unlisted_open === 0) return;
  if (facts.unlisted_open !== null) facts.unlisted_open -= 1;
  if (facts.unlisted_open === 0) {
    carry(facts, null, null);
    return;
  }
  loseFloating(facts);
}

function loseFloating(facts: Facts): void {
  facts.floating_cents = null;
  facts.floating_basis = 'unknown';
}

function settleFlat(facts: Facts): void {
  if (!isFlat(facts)) return;
  facts.floating_cents = ZERO;
  facts.floating_basis = 'flat';
}

function sumFloating(facts: Facts): Cents | null {
  let sum = ZERO;
  for (const position of Object.values(facts.positions)) {
    if (position.floating_cents === null) return null;
    sum = addCents(sum, position.floating_cents);
  }
  return sum;
}
