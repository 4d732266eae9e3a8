// The test that both loss rules share: is the account under its floor, now or at the lowest point that a mark reports?
// Where the order of a high, a low and a reset decides and nobody told it, the answer is unknown and a person looks.
import { cents, spellMoney, type Cents } from '@/lib/money';
import { instantText } from '@/lib/day';
import { equityOf } from '@/lib/rules/facts';
import type { Judged, Standing, Tested, TestMoment } from '@/lib/rules/rule';
import type { Evidence, Facts, MarkEvent } from '@/lib/rules/types';

export type Measure = 'equity' | 'balance' | 'min';

/** What both rules keep beside their own figures. */
export interface FloorMemory {
  floor_cents: Cents;
  /** Floor just before the last mark was taken in: its low may have come before its high. */
  floor_before_cents: Cents;
  /** Floors that resets ended since the last mark, lowest and highest: a low may belong to either day. */
  span: { low_cents: Cents; high_cents: Cents } | null;
  /** `low`: the true floor may be higher than this one. `both`: it may be anything. Missing data, never a guess. */
  doubt: 'none' | 'low' | 'both';
}
export interface FloorParams {
  measure: Measure;
  touch_is_breach: boolean;
}
interface Reading {
  cents: Cents;
  words: string;
}
type Answer = 'pass' | 'breach' | 'unknown';

const NOTHING: readonly Tested[] = [];

export function openFloor(floor: Cents, doubt: FloorMemory['doubt']): FloorMemory {
  return { floor_cents: floor, floor_before_cents: floor, span: null, doubt };
}

/** The floor that ends at a reset stays a candidate for the next mark's low. */
export function endFloor(memory: FloorMemory): void {
  const floor = memory.floor_cents;
  const span = memory.span;
  memory.span =
    span === null
      ? { low_cents: floor, high_cents: floor }
      : { low_cents: cents(Math.min(span.low_cents, floor)), high_cents: cents(Math.max(span.high_cents, floor)) };
}

export function testFloor(
  judged: Judged<FloorParams>,
  memory: FloorMemory,
  facts: Facts,
  moment: TestMoment,
  why: () => Evidence[],
): readonly Tested[] {
  const now = readNow(judged.params.measure, facts, moment);
  const mark = moment.kind === 'event' && moment.event.kind === 'mark' ? moment.event : null;
  const low = mark === null ? null : readLow(judged.params.measure, facts, mark);
  let answer: Answer = now === null ? 'pass' : judgeNow(judged.params, memory, facts, now.cents);
  let reading = now;
  if (mark !== null && low !== null) {
    const atLow = judgeLow(judged.params, memory, mark, low.cents);
    if (atLow === 'breach' || answer === 'pass') {
      answer = atLow;
      if (atLow !== 'pass' && (now === null || low.cents < now.cents)) reading = low;
    }
  }
  if (mark !== null) memory.span = null;
  if (answer === 'pass' || reading === null) return NOTHING;
  return [finding(judged, memory, facts, moment, answer, reading, why())];
}

/** Where the account stands against its floor now. Unknown while open positions have no known worth. */
export function standFloor(judged: Judged<FloorParams>, memory: FloorMemory, facts: Facts, allowance: Cents, why: Evidence[]): Standing {
  const digits = judged.header.minor_digits;
  const floor = memory.floor_cents;
  const measured = measure(judged.params.measure, facts.balance_cents, equityOf(facts));
  const floorText = spellMoney(floor, digits);
  if (measured === null || memory.doubt === 'both') {
    const message =
      measured === null
        ? `The open positions have no known worth, so the room above the floor of ${floorText} cannot be told.`
        : `The floor cannot be told without marks of equity; ${floorText} is the least it can be.`;
    return { outcome: 'unknown', unit: 'cents', measured, limit: floor, headroom: null, allowance, evidence: why, message, broken: false };
  }
  const headroom = cents(measured - floor);
  const broken = isBroken(measured, floor, judged.params.touch_is_breach);
  const outcome = broken ? 'breach' : memory.doubt === 'low' ? 'unknown' : 'pass';
  const what = judged.params.measure === 'balance' ? 'Balance' : 'Equity';
  const message = `${what} of ${spellMoney(measured, digits)} stands ${spellMoney(cents(Math.abs(headroom)), digits)} ${headroom < 0 ? 'below' : 'above'} the floor of ${floorText}.`;
  return { outcome, unit: 'cents', measured, limit: floor, headroom, allowance, evidence: why, message, broken };
}

/** Room above the floor as the account stands; null while it cannot be told. */
export function gaugeFloor(params: FloorParams, memory: FloorMemory, facts: Facts, allowance: Cents) {
  const measured = memory.doubt === 'both' ? null : measure(params.measure, facts.balance_cents, equityOf(facts));
  return measured === null ? null : { headroom: measured - memory.floor_cents, allowance };
}

/** Touching the floor breaks it only where the rule set says so. */
export function isBroken(measured: Cents, floor: Cents, touchIsBreach: boolean): boolean {
  return touchIsBreach ? measured <= floor : measured < floor;
}

export function measure(by: Measure, balance: Cents, equity: Cents | null): Cents | null {
  if (by === 'balance') return balance;
  if (by === 'min' && equity !== null) return equity < balance ? equity : balance;
  return equity;
}

/** At a close without known equity the balance is what there is to judge; nothing else says anything then. */
function readNow(by: Measure, facts: Facts, moment: TestMoment): Reading | null {
  const measured = measure(by, facts.balance_cents, equityOf(facts));
  if (measured !== null) return { cents: measured, words: by === 'balance' ? 'Balance' : 'Equity' };
  if (moment.kind === 'reset' || moment.change.kind !== 'realised') return null;
  return { cents: facts.balance_cents, words: 'Balance (open positions have no known worth)' };
}

function readLow(by: Measure, facts: Facts, mark: MarkEvent): Reading | null {
  if (mark.equity_low_cents === undefined || by === 'balance') return null;
  return { cents: cents(mark.equity_low_cents - facts.credit_cents), words: 'Equity at its lowest since the mark before' };
}

function judgeNow(params: FloorParams, memory: FloorMemory, facts: Facts, now: Cents): Answer {
  if (memory.doubt === 'both') return 'pass';
  const broken = isBroken(now, memory.floor_cents, params.touch_is_breach);
  const gap = facts.balance_gap_cents;
  if (Math.abs(gap) <= 1) return broken ? 'breach' : 'pass';
  // The ledger and the broker disagree: only what both say is a breach, because a missing deal must not fail anybody.
  const theirs = isBroken(cents(now + gap), memory.floor_cents, params.touch_is_breach);
  if (broken && theirs) return 'breach';
  return broken || theirs ? 'unknown' : 'pass';
}

function judgeLow(params: FloorParams, memory: FloorMemory, mark: MarkEvent, low: Cents): Answer {
  if (memory.doubt === 'both') return 'pass';
  const floors = [memory.floor_before_cents];
  if (mark.equity_high_cents !== undefined) floors.push(memory.floor_cents);
  if (memory.span !== null) floors.push(memory.span.low_cents, memory.span.high_cents);
  const broken = floors.filter((floor) => isBroken(low, floor, params.touch_is_breach)).length;
  if (broken === 0) return 'pass';
  return broken === floors.length ? 'breach' : 'unknown';
}

function finding(
  judged: Judged<FloorParams>,
  memory: FloorMemory,
  facts: Facts,
  moment: TestMoment,
  outcome: 'breach' | 'unknown',
  reading: Reading,
  why: Evidence[],
): Tested {
  const digits = judged.header.minor_digits;
  const { floor, headroom } = { floor: memory.floor_cents, headroom: cents(reading.cents - memory.floor_cents) };
  const measuredText = spellMoney(reading.cents, digits);
  const floorText = spellMoney(floor, digits);
  const at = instantText(moment.at);
  const where = moment.kind === 'reset' ? `carried over the reset at ${at}` : `at ${at}`;
  const verb = reading.cents === floor ? 'reached' : 'fell to';
  const relation =
    reading.cents === floor ? 'the floor itself' : headroom < 0 ? `below the floor of ${floorText}` : `against a floor of ${floorText}`;
  const message =
    outcome === 'breach'
      ? `${reading.words} ${verb} ${measuredText}, ${relation}, ${where}.`
      : `${reading.words} of ${measuredText} ${where} against the floor of ${floorText}: ${doubtText(facts, digits)}, so a person has to look.`;
  const event = moment.kind === 'event' ? { event_id: moment.event.id } : {};
  const evidence: Evidence[] = [
    { label: reading.words, value: measuredText, ...event },
    { label: 'Balance', value: spellMoney(facts.balance_cents, digits) },
    ...why,
    { label: 'Floor', value: floorText },
  ];
  return { outcome, unit: 'cents', measured: reading.cents, limit: floor, headroom, evidence, message };
}

function doubtText(facts: Facts, digits: number): string {
  const gap = facts.balance_gap_cents;
  if (Math.abs(gap) <= 1) return 'it is under it in one order of events and not in another';
  return `the broker's balance differs by ${spellMoney(gap, digits)} from the sum of its deals`;
}
