// What a fold means for the verdicts already stored: those it raises anew, and those that a late event made untrue.
import type { StoredEvent, StoredViolation } from '@/lib/accounts/loaded';
import { violationRow, type ViolationRow } from '@/lib/accounts/verdict-row';
import type { FreshEvent } from '@/lib/trades/admit';
import type { BrokerEvent } from '@/lib/trades/event';
import type { Step } from '@/lib/trades/fold-steps';
import { millisOf } from '@/lib/trades/instant-text';

/** The closing deals by their order keys, so that a verdict names its deal whether that was just delivered or kept before. */
export function ticketsOf(stored: StoredEvent[], fresh: FreshEvent[]): Map<string, string> {
  const events = [...stored.map((one) => ({ key: one.order_key, event: one.data as BrokerEvent })), ...fresh];
  return new Map(events.flatMap(({ key, event }) => (event.kind === 'trade' ? [[key, event.close_deal_id] as const] : [])));
}

/** `pinned` is the version whose verdicts name none. */
export function changedVerdicts(held: StoredViolation[], tickets: Map<string, string>, steps: Step[], late: boolean, pinned: string) {
  const found = new Map<string, ViolationRow>();
  for (const step of steps) {
    for (const verdict of [...step.raised, ...step.warned]) {
      const row = violationRow(verdict, tickets.get(verdict.raised_key) ?? null);
      if (!row) continue;
      if (step.rule_set_id !== undefined) row.rule_set_id = step.rule_set_id;
      const name = identity(row, pinned);
      // Of two at the same moment the first stands, as it does where each came in a message of its own.
      if (!found.has(name)) found.set(name, row);
    }
  }
  const withdrawn: string[] = [];
  const restated: ViolationRow[] = [];
  // Only a refold has judged the past again; going on from the facts says nothing about verdicts raised before.
  for (const one of late ? held : []) {
    const again = found.get(identity(one, pinned));
    if (!again) withdrawn.push(one.id);
    // It holds still, but a late event before it may have moved what was measured, the limit it was measured against, or the deal that
    // broke it. What a breach was confirmed with stays; warnings and doubts have no effect to confirm and say what was found last.
    else if (one.state === 'provisional' || one.outcome !== 'breach') restated.push(again);
    found.delete(identity(one, pinned));
  }
  return { raised: [...found.values()], withdrawn, restated };
}

type Identified = Pick<StoredViolation, 'rule' | 'instance' | 'subject' | 'outcome' | 'breached_at' | 'rule_set_id'>;
/** The outcome is part of it: an "unknown" that a late event turns into a breach of the same instant goes, and the breach comes. */
function identity(one: Identified, pinned: string): string {
  return [one.rule_set_id ?? pinned, one.rule, one.instance, one.outcome, millisOf(one.breached_at), one.subject].join(' ');
}
