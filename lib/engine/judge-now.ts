// Where an account stands at an instant, without an event of its own: resets up to then are carried out, equity is carried on, time
// rules are asked. Only a reset raises a verdict here: it would be found again by every later fold, whatever arrives in between. What
// the instant itself shows (a deadline just passed) is a state that people see, and becomes a verdict at the next reset.
import { accountColumns, dayRows, positionRows } from '@/lib/accounts/assessment';
import type { LoadedAccount } from '@/lib/accounts/loaded';
import { openedReviews, targetReached } from '@/lib/accounts/opened-reviews';
import { instantText } from '@/lib/day';
import { assess, bindingState } from '@/lib/rules/assess';
import { fold } from '@/lib/rules/evolve';
import { figuresOf, type Figures } from '@/lib/rules/figures';
import { holdsUntil } from '@/lib/engine/standing-hold';
import { standingPrint } from '@/lib/engine/standing-print';
import type { MarketData } from '@/lib/rules/market';
import { EVENT_CLASS, orderKey } from '@/lib/rules/order';
import type { DayFacts, Facts, FoldEvent, RuleSet, RuleState } from '@/lib/rules/types';
import { foldAccount } from '@/lib/trades/account-fold';
import { changedVerdicts, ticketsOf } from '@/lib/trades/changed-verdicts';
import type { Step } from '@/lib/trades/fold-steps';
import { millisOf } from '@/lib/trades/instant-text';

export interface StandingAccount extends LoadedAccount {
  facts_version: number | null;
  /** The trading day up to which days were written before. */
  judged_day: string | null;
  /** What the last batch wrote, digested (lib/engine/standing-print.ts). */
  standing_print?: string | null;
  /** Under which versions of everything it was loaded: what is found now holds for these. */
  standing_of?: string;
}
export type StandingRow = ReturnType<typeof standingRow>;
export type NowRecord = ReturnType<typeof nowRecord>;
export interface Judgement {
  /** What most accounts need where something moved: new states for the eye. Neither, where all is as it was written before. */
  standing: StandingRow | null;
  /** In its place, where verdicts, reviews or facts change as well. */
  record: NowRecord | null;
  isBreached: boolean;
  isUnknown: boolean;
}
interface Looked {
  /** Facts to keep: those of the last event; null where there was none yet. */
  kept: Facts | null;
  refolded: Step[];
  at: Facts;
  clock: Step;
  /** Overwritten by the next account: read here and never kept. */
  figures: readonly Figures[];
  /** The same with every word, made where somebody is going to read them. */
  states: () => RuleState[];
}

const STOPS = new Set(['fail', 'block', 'pause']);

export function judgeNow(account: StandingAccount, ruleSet: RuleSet, now: number, market?: MarketData): Judgement {
  const looked = look(account, ruleSet, now, market);
  const changed = changedVerdicts(
    account.violations,
    ticketsOf(account.events, []),
    [...looked.refolded, looked.clock],
    true,
    account.rule_set_id,
  );
  const lost = new Set(changed.withdrawn);
  const withdrawn = account.violations
    .filter((one) => lost.has(one.id) && one.state !== 'contested')
    .filter(isOurs)
    .map((one) => one.id);
  const days = daysOf(account, looked);
  const isReady = targetReached(account, looked.figures) && account.trading_off_reason === null;
  const stops = looked.figures.some((one) => one.status === 'violated' && STOPS.has(one.consequence));
  const summary = {
    isBreached: stops || changed.raised.some((one) => one.severity === 'breach'),
    isUnknown: looked.figures.some((one) => one.status === 'unknown'),
  };
  const needsRecord =
    looked.refolded.length > 0 ||
    changed.raised.length > 0 ||
    withdrawn.length > 0 ||
    isReady ||
    isPauseOver(account, now) ||
    account.facts_version === null;
  if (!needsRecord) {
    const print = standingPrint(account.facts_version ?? 0, account.rule_set_id, looked.at, looked.figures);
    const pause = account.trading_off_until;
    const until =
      account.standing_of === undefined ? null : holdsUntil(looked.at, ruleSet, looked.figures, pause === null ? null : millisOf(pause));
    // What is known to last is written down, so that the next runs need not look.
    const isSame = days.length === 0 && print === account.standing_print && until === null;
    return { ...summary, standing: isSame ? null : standingRow(account, looked, days, print, until), record: null };
  }
  const verdicts = { violations: changed.raised, withdrawn, restated: changed.restated };
  return { ...summary, standing: null, record: nowRecord(account, looked, days, verdicts, isReady, now) };
}

function look(account: StandingAccount, ruleSet: RuleSet, now: number, market: MarketData | undefined): Looked {
  if (account.activated_at === null) throw new Error('The account was never activated, so it has no beginning.');
  const known = account.facts === null ? foldAccount(account, [], ruleSet, market) : null;
  const kept = account.facts ?? (account.events.length > 0 ? (known?.facts ?? null) : null);
  const from = kept ?? known?.facts;
  if (!from) throw new Error('An account has facts or an opening.');
  const at = Math.max(now, from.at);
  const tick: FoldEvent = { kind: 'clock', key: orderKey(BigInt(at) * 1000n, EVENT_CLASS.clock, 'now'), at, id: 'now' };
  const { facts, raised: found, moments, checkpoints, days, doubts } = fold(from, [tick], ruleSet, { market, checkpoints: false });
  const raised = found.filter((one) => one.raised_key !== tick.key);
  // Nor does the instant mark its day: where a close still comes in time no verdict follows, and nothing but a late event takes a mark back.
  // What the resets on the way found marks its day through the verdict.
  if (raised.length < found.length && !(from.day.is_breached && from.day.starts_at === facts.day.starts_at)) delete facts.day.is_breached;
  const clock: Step = { moments, checkpoints, days, doubts, raised, warned: [], index: null, event: tick, states: [] };
  const figures = figuresOf(facts, ruleSet, market);
  return { kept, refolded: known?.steps ?? [], at: facts, clock, figures, states: () => assess(facts, ruleSet, market) };
}

/** Withdrawn by a person: it was loaded so that it is not raised again, and it is not ours to withdraw. */
function isOurs(one: { state: string }): boolean {
  return one.state === 'provisional' || one.state === 'confirmed';
}

function isPauseOver(account: StandingAccount, now: number): boolean {
  const { trading_off_reason: reason, trading_off_until: until } = account;
  return reason === 'rule-pause' && until !== null && millisOf(until) <= now;
}

/** Days since those that were written before, and none where the day has not turned. */
function daysOf(account: StandingAccount, looked: Looked) {
  const { clock, refolded, at } = looked;
  const since = refolded.length > 0 ? null : account.judged_day;
  if (since === at.day.trading_day) return [];
  const steps = [...refolded, clock];
  const breachedAt = steps
    .flatMap((step) => step.raised)
    .filter((one) => one.outcome === 'breach')
    .map((one) => one.breached_at);
  // Without an event the day written last is as it was, unless a reset of some rule within it found a breach.
  const isNews = (day: DayFacts) =>
    since === null || day.trading_day > since || breachedAt.some((found) => found >= day.starts_at && found < day.ends_at);
  const days = [...steps.flatMap((step) => step.days), at.day].filter(isNews);
  return dayRows(
    days,
    steps.flatMap((step) => step.moments),
    breachedAt,
  );
}

function standingRow(
  account: StandingAccount,
  looked: Looked,
  days: ReturnType<typeof daysOf>,
  standing_print: string,
  until: number | null,
) {
  const states = looked.states();
  const columns = accountColumns(looked.at, states, bindingState(states));
  return {
    account_id: account.account_id,
    facts_version: account.facts_version,
    equity_cents: columns.equity_cents,
    trading_day: columns.trading_day,
    day_start_balance_cents: columns.day_start_balance_cents,
    day_start_equity_cents: columns.day_start_equity_cents,
    headroom_cents: columns.headroom_cents,
    allowance_cents: columns.allowance_cents,
    used_bps: columns.used_bps,
    risk_state: columns.risk_state,
    nearest_rule: columns.nearest_rule,
    standing_print,
    standing_of: until === null ? null : (account.standing_of ?? null),
    standing_until: until === null ? null : instantText(until),
    rule_states: columns.rule_states,
    days,
  };
}

function nowRecord(
  account: StandingAccount,
  looked: Looked,
  days: ReturnType<typeof daysOf>,
  verdicts: Omit<ReturnType<typeof changedVerdicts>, 'raised'> & { violations: ReturnType<typeof changedVerdicts>['raised'] },
  isReady: boolean,
  now: number,
) {
  const { kept, refolded } = looked;
  const states = looked.states();
  const isRefold = account.facts === null && kept !== null;
  return {
    account_id: account.account_id,
    version: account.version,
    ...accountColumns(looked.at, states, bindingState(states)),
    facts: kept,
    last_event_key: kept?.last_key ?? null,
    last_event_at: kept === null ? null : instantText(kept.at),
    positions: isRefold && kept ? positionRows(kept) : null,
    checkpoints: refolded
      .flatMap((step) => step.checkpoints)
      .map((one) => ({ trading_day: one.trading_day, order_key: one.key, facts: one.facts })),
    drop_checkpoints_after: null,
    ...verdicts,
    days,
    trading_off: isReady ? { reason: 'target-reached', until: null } : null,
    reviews: openedReviews(account, states, [], [], instantText(now)),
  };
}
