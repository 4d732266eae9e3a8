// The fold: facts plus events under a rule set give facts, verdicts, days and checkpoints. The same in every order of
// arrival, because the caller sorts by key and names each event once; nothing here reads a clock.
import { nextReset, type Reset } from '@/lib/day';
import type { Cents } from '@/lib/money';
import { usedBps } from '@/lib/rules/bands';
import { isSpared, raise, unblock } from '@/lib/rules/episodes';
import { copyFacts, equityOf, instanceKey, memoryOf, type InstanceMemory } from '@/lib/rules/facts';
import { bookEvent } from '@/lib/rules/ledger';
import { openDay, openFacts } from '@/lib/rules/opening';
import type { MarketData } from '@/lib/rules/market';
import { resetKey } from '@/lib/rules/order';
import { ruleOf } from '@/lib/rules/register';
import { judgedOf, type Judged, type Rule, type TestMoment } from '@/lib/rules/rule';
import { warn } from '@/lib/rules/warnings';
import type { Change, Facts, FoldEvent, Folded, Instant, Moment, RuleSet } from '@/lib/rules/types';

export { openFacts };

export interface FoldOptions {
  /** False leaves `moments` empty, for folds over long histories that draw nothing. */
  moments?: boolean;
  /** False keeps no copies of the facts at resets, for folds that nobody goes on from. */
  checkpoints?: boolean;
  /** What rules about symbols, news and holidays read; without it they answer unknown. */
  market?: MarketData | undefined;
  /** What may raise a verdict: everything, only the resets on the way, or nothing, where a rule set learns of a time it did not rule. */
  judge?: 'all' | 'resets' | 'none';
  /** True where the facts given are the caller's to lose: they are folded on in place, without a copy. */
  owned?: boolean;
}
interface Clock {
  reset: Reset;
  next: Instant;
  /** Whether this is the header's own reset, which turns the account's day. */
  isHeader: boolean;
  seats: Seat[];
}
interface Seat {
  key: string;
  rule: Rule;
  judged: Judged<unknown>;
  memory: InstanceMemory;
}
interface Run {
  draft: Facts;
  ruleSet: RuleSet;
  seats: Seat[];
  clocks: Clock[];
  next: Instant;
  out: Folded;
  wantsMoments: boolean;
  wantsCheckpoints: boolean;
  judge: 'all' | 'resets' | 'none';
}

/** Folds events, sorted by key and each id once, into facts. The facts given are left as they were. */
export function fold(facts: Facts, events: readonly FoldEvent[], ruleSet: RuleSet, options: FoldOptions = {}): Folded {
  const run = begin(facts, ruleSet, options);
  for (const event of events) {
    if (run.next <= event.at) carryOutResets(run, event.at);
    takeIn(run, event);
  }
  return run.out;
}

/** The fold of one event. */
export function evolve(facts: Facts, event: FoldEvent, ruleSet: RuleSet, options: FoldOptions = {}): Folded {
  return fold(facts, [event], ruleSet, options);
}

/** The floors of the facts as they stand, for a trace that begins with its opening. */
export function openingMoment(facts: Facts, ruleSet: RuleSet): Moment {
  return momentOf(begin(facts, ruleSet, {}), 'start', facts.at, facts.last_key);
}

function begin(facts: Facts, ruleSet: RuleSet, { moments = true, checkpoints = true, market, judge = 'all' }: FoldOptions): Run {
  const draft = copyFacts(facts);
  const seats = ruleSet.instances.map((instance): Seat => {
    const rule = ruleOf(instance.rule);
    return {
      key: instanceKey(instance),
      rule,
      judged: judgedOf(rule, instance, ruleSet.header, market),
      memory: memoryOf(draft, instance),
    };
  });
  const clocks = clocksOf(seats, ruleSet.header.reset, draft.at);
  const out: Folded = { facts: draft, raised: [], warned: [], moments: [], checkpoints: [], days: [], doubts: [] };
  return { draft, ruleSet, seats, clocks, next: soonest(clocks), out, wantsMoments: moments, wantsCheckpoints: checkpoints, judge };
}

/** One clock per distinct reset; the header's always, because the account's own day turns by it. */
function clocksOf(seats: Seat[], header: Reset, at: Instant): Clock[] {
  const clocks: Clock[] = [{ reset: header, next: nextReset(at, header), isHeader: true, seats: [] }];
  for (const seat of seats) {
    // The rule set's own object, by which the days already walked through are remembered.
    const { reset } = seat.judged.instance;
    let clock = clocks.find((known) => known.reset.tz === reset.tz && known.reset.time === reset.time);
    if (clock === undefined) clocks.push((clock = { reset, next: nextReset(at, reset), isHeader: false, seats: [] }));
    clock.seats.push(seat);
  }
  return clocks;
}

function soonest(clocks: Clock[]): Instant {
  return clocks.reduce((least, clock) => Math.min(least, clock.next), Infinity);
}

/** Every reset up to and with `until`, in time order; the last one of the header becomes a checkpoint. */
function carryOutResets(run: Run, until: Instant): void {
  while (run.next <= until) {
    const at = run.next;
    const due = run.clocks.filter((clock) => clock.next === at);
    const turnsDay = due.some((clock) => clock.isHeader);
    run.draft.at = at;
    if (turnsDay) turnDay(run, at);
    const key = resetKey(at);
    const moment: TestMoment = { kind: 'reset', at, key };
    const isDue = new Set(due.flatMap((clock) => clock.seats));
    for (const seat of isDue) seat.rule.turn?.(seat.judged, seat.memory.own, run.draft, at);
    testSeats(run, moment, isDue);
    for (const clock of due) clock.next = nextReset(at, clock.reset);
    run.next = soonest(run.clocks);
    if (turnsDay && run.wantsMoments) run.out.moments.push(momentOf(run, 'reset', at, key));
    const headerNext = run.clocks[0]?.next ?? Infinity;
    if (turnsDay && run.wantsCheckpoints && headerNext > until)
      run.out.checkpoints.push({ trading_day: run.draft.day.trading_day, key, facts: copyFacts(run.draft) });
  }
}

function turnDay(run: Run, at: Instant): void {
  const { draft } = run;
  run.out.days.push(draft.day);
  draft.day = openDay(at, draft.balance_cents, equityOf(draft) ?? draft.balance_cents, run.ruleSet.header);
}

function takeIn(run: Run, event: FoldEvent): void {
  const { draft, seats } = run;
  if (event.at > draft.at) draft.at = event.at;
  const change: Change = bookEvent(draft, event, run.ruleSet.header, run.out.doubts);
  draft.last_key = event.key;
  if (event.kind === 'unblock') unblock(draft, run.ruleSet, event);
  for (const seat of seats) seat.rule.learn?.(seat.judged, seat.memory.own, draft, event, change);
  testSeats(run, { kind: 'event', at: event.at, key: event.key, event, change }, null);
  if (run.wantsMoments) run.out.moments.push(momentOf(run, 'event', event.at, event.key));
}

/** All breaches of one moment are recorded; after the first that fails nothing more is judged, but facts and floors go on. */
function testSeats(run: Run, moment: TestMoment, only: ReadonlySet<Seat> | null): void {
  if (run.draft.failed !== null) return;
  const isJudged = run.judge === 'all' || (run.judge === 'resets' && moment.kind === 'reset');
  for (const seat of run.seats) {
    if (only !== null && !only.has(seat)) continue;
    // A test may also move the rule's memory, so it runs where nobody asks for its answer.
    const found = seat.rule.test?.(seat.judged, seat.memory.own, run.draft, moment);
    if (!isJudged) continue;
    if (found === undefined || found.length === 0) {
      const warned = warn(seat.memory.gate, seat.rule, seat.judged, seat.memory.own, run.draft, moment);
      if (warned !== null) run.out.warned.push(warned);
      continue;
    }
    for (const tested of found) {
      if (isSpared(run.draft, seat.judged.instance, tested, moment.at)) continue;
      const verdict = raise(seat.memory.gate, seat.judged.instance, tested, moment);
      if (verdict === null) continue;
      verdict.used_bps = usedAt(seat, run.draft, verdict.headroom);
      run.out.raised.push(verdict);
      if (verdict.outcome === 'breach') run.draft.day.is_breached = true;
      if (verdict.outcome === 'breach' && verdict.consequence === 'fail' && run.draft.failed === null) {
        run.draft.failed = { at: moment.at, key: moment.key, rule: verdict.rule, instance: verdict.instance };
      }
    }
  }
}

/** Told at the moment of the breach: what the rest of the message did to the account is not in it. */
function usedAt(seat: Seat, facts: Facts, headroom: number | null): number | null {
  const allowance = (seat.rule.gauge?.(seat.judged, seat.memory.own, facts) ?? seat.rule.stand(seat.judged, seat.memory.own, facts))
    .allowance;
  return headroom === null || allowance === null ? null : usedBps(headroom, allowance);
}

function momentOf(run: Run, kind: Moment['kind'], at: Instant, key: string): Moment {
  const floors: Record<string, Cents> = {};
  for (const seat of run.seats) {
    const floor = seat.rule.floor?.(seat.memory.own) ?? null;
    if (floor !== null) floors[seat.key] = floor;
  }
  const { balance_cents, high_water_cents } = run.draft;
  return { kind, at, key, balance_cents, equity_cents: equityOf(run.draft), high_water_cents, floors };
}
