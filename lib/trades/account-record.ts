// Everything SQL writes about one account after a message, gathered from the fold: one shape, one call, one transaction.
import { accountColumns, dayRows, positionRows } from '@/lib/accounts/assessment';
import { equityBars } from '@/lib/accounts/equity-bars';
import type { LoadedAccount } from '@/lib/accounts/loaded';
import { contradictions, isSettled, openedReviews, targetReached } from '@/lib/accounts/opened-reviews';
import { bindingState } from '@/lib/rules/assess';
import type { Doubt } from '@/lib/rules/types';
import type { AccountFold } from '@/lib/trades/account-fold';
import type { Admitted, Told } from '@/lib/trades/admit';
import type { RecordedOutcome } from '@/lib/trades/answer';
import { eventRow, operationRow, tradeRow } from '@/lib/trades/event-rows';
import { spineEvents } from '@/lib/trades/spine-events';
import { changedVerdicts, ticketsOf } from '@/lib/trades/changed-verdicts';

export type AccountRecord = ReturnType<typeof accountRecord>;

export function accountRecord(
  loaded: LoadedAccount,
  told: Told,
  admitted: Admitted,
  folded: AccountFold,
  outcomes: Map<number, RecordedOutcome>,
) {
  const { fresh, conflicts } = admitted;
  const { facts, steps, states, refolded_from } = folded;
  // After a move the facts wait to be folded again; what comes before the last event is late all the same.
  const late = refolded_from !== null && (loaded.facts !== null || loaded.late);
  const verdicts = changedVerdicts(loaded.violations, ticketsOf(loaded.events, fresh), folded.steps, late, loaded.rule_set_id);
  const ended = isSettled(loaded) ? verdicts.raised.filter((one) => one.severity === 'breach') : [];
  const moments = steps.flatMap((step) => step.moments);
  const raised = steps.flatMap((step) => step.raised);
  const breachedAt = raised.filter((one) => one.outcome === 'breach').map((one) => one.breached_at);
  const events = fresh.map((one) => one.event);
  const days = [...steps.flatMap((step) => step.days), facts.day];
  return {
    account_id: loaded.account_id,
    version: loaded.version,
    ...accountColumns(facts, states, bindingState(states)),
    events: fresh.flatMap((one) => {
      const outcome = outcomes.get(one.index);
      return outcome ? [eventRow(one, told.inbox_id, outcome)] : [];
    }),
    trades: events.flatMap((one) => (one.kind === 'trade' ? [tradeRow(one, told.inbox_id, late)] : [])),
    operations: events.flatMap((one) => (one.kind === 'balance' ? [operationRow(one)] : [])),
    positions: sameJson(loaded.facts?.positions ?? {}, facts.positions) ? null : positionRows(facts),
    marks: equityBars(moments, folded.events),
    // A refold draws again all that happened after it began, and what was drawn of that before goes.
    marks_after: refolded_from,
    checkpoints: steps
      .flatMap((step) => step.checkpoints)
      .map((one) => ({ trading_day: one.trading_day, order_key: one.key, facts: one.facts })),
    drop_checkpoints_after: late ? refolded_from : null,
    violations: verdicts.raised.filter((one) => !ended.includes(one)),
    withdrawn: verdicts.withdrawn,
    restated: verdicts.restated,
    days: steps.length === 0 ? [] : dayRows(days, moments, breachedAt),
    trading_off: targetReached(loaded, states) ? { reason: 'target-reached', until: null } : null,
    conflicts,
    reviews: [
      ...openedReviews(loaded, states, newDoubts(folded, admitted), conflicts, told.received_at),
      ...contradictions(ended, told.received_at),
    ],
    spine: spineEvents(told, fresh, conflicts, late),
  };
}

/** Doubts of events that were folded before have had their review. */
function newDoubts(folded: AccountFold, admitted: Admitted): Doubt[] {
  const fresh = new Set(admitted.fresh.map((one) => one.event.external_id));
  return folded.steps.flatMap((step) => step.doubts).filter((one) => fresh.has(one.event_id));
}

function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
