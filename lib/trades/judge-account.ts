// One account and what a message says about it: facts and verdicts out, as the one record SQL writes. Pure, so the webhook, the job
// that finishes an interrupted message and every test run the very same judgement.
import type { LoadedAccount } from '@/lib/accounts/loaded';
import { firstVerdict } from '@/lib/accounts/verdict-row';
import type { MarketData } from '@/lib/rules/market';
import type { RuleSet } from '@/lib/rules/types';
import { foldAccount } from '@/lib/trades/account-fold';
import { accountRecord, type AccountRecord } from '@/lib/trades/account-record';
import { admit, type FreshEvent, type Told } from '@/lib/trades/admit';
import type { EventResult, RecordedOutcome } from '@/lib/trades/answer';
import type { Step, Stood } from '@/lib/trades/fold-steps';
import { millisOf } from '@/lib/trades/instant-text';

interface JudgedAccount {
  /** By the event's place in the message. */
  results: Map<number, EventResult>;
  /** Null when there is nothing to write: every event was known, doubted or refused. */
  record: AccountRecord | null;
}

export function judgeAccount(loaded: LoadedAccount, told: Told, ruleSet: RuleSet, market?: MarketData): JudgedAccount {
  const { source, message_id, received_at } = told;
  const scaling = { digits: ruleSet.header.minor_digits, currency: loaded.currency, source, message_id, received_at };
  const admitted = admit(told.placed, loaded, scaling);
  const { fresh, results, repeats, conflicts } = admitted;
  if (fresh.length === 0 && conflicts.length === 0) return { results, record: null };
  const folded = foldAccount(loaded, fresh, ruleSet, market);
  const outcomes = outcomesOf(loaded, fresh, folded.steps);
  for (const { index, event } of fresh) {
    results.set(index, { external_id: event.external_id, ...outcomeAt(outcomes, index) });
  }
  for (const { index, of } of repeats) {
    const external_id = results.get(of)?.external_id ?? null;
    results.set(index, { external_id, outcome: 'duplicate', first: outcomeAt(outcomes, of) });
  }
  return { results, record: accountRecord(loaded, told, admitted, folded, outcomes) };
}

function outcomesOf(loaded: LoadedAccount, fresh: FreshEvent[], steps: Step[]): Map<number, RecordedOutcome> {
  const account_version = loaded.version + 1;
  const outcomes = new Map<number, RecordedOutcome>();
  const byIndex = new Map(steps.map((step) => [step.index, step]));
  for (const { index, event } of fresh) {
    const step = byIndex.get(index);
    if (!step) throw new Error(`No step of the fold ends at event ${event.external_id}.`);
    const verdict = firstVerdict([...step.raised, ...step.states.filter((state) => !isUnpricedClose(event, state))]);
    // A verdict may still change while earlier events can arrive: until the grace has passed or the feed is complete.
    const complete = loaded.complete_through !== null && millisOf(event.occurred_at) <= millisOf(loaded.complete_through);
    const provisional = loaded.grace_seconds > 0 && !complete;
    outcomes.set(index, { outcome: 'recorded', account_id: loaded.account_id, account_version, verdict, provisional });
  }
  return outcomes;
}

/**
 * A close is judged on what it closed. That other positions are open and nobody said what they are worth is the account's state,
 * which shows `unknown`; it is no answer to the close.
 */
function isUnpricedClose(event: FreshEvent['event'], state: Stood): boolean {
  return event.kind === 'trade' && state.outcome === 'unknown' && state.measured === null;
}

function outcomeAt(outcomes: Map<number, RecordedOutcome>, index: number): RecordedOutcome {
  const found = outcomes.get(index);
  if (!found) throw new Error(`Event ${index} was admitted but not judged.`);
  return found;
}
