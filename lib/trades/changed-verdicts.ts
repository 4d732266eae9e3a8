// What a fold means for the verdicts already stored: those it raises anew, and those that a late event made untrue.
import type { StoredViolation } from '@/lib/accounts/loaded';
import { violationRow, type ViolationRow } from '@/lib/accounts/verdict-row';
import type { Step } from '@/lib/trades/account-fold';
import type { FreshEvent } from '@/lib/trades/admit';
import { millisOf } from '@/lib/trades/instant-text';

export function changedVerdicts(held: StoredViolation[], fresh: FreshEvent[], steps: Step[], late: boolean) {
  const tickets = new Map(fresh.flatMap(({ key, event }) => (event.kind === 'trade' ? [[key, event.close_deal_id] as const] : [])));
  const found = new Map<string, ViolationRow>();
  for (const step of steps) {
    for (const verdict of [...step.raised, ...step.warned]) {
      const row = violationRow(verdict, step.states, tickets.get(verdict.raised_key) ?? null);
      if (row) found.set(identity(row), row);
    }
  }
  const withdrawn: string[] = [];
  const restated: ViolationRow[] = [];
  // Only a refold has judged the past again; going on from the facts says nothing about verdicts raised before.
  for (const one of late ? held : []) {
    const again = found.get(identity(one));
    if (!again) withdrawn.push(one.id);
    // It holds still, but a late event before it may have moved what was measured or the limit it was measured against.
    else if (one.state === 'provisional') restated.push(again);
    found.delete(identity(one));
  }
  return { raised: [...found.values()], withdrawn, restated };
}

/** The outcome is part of it: an "unknown" that a late event turns into a breach of the same instant goes, and the breach comes. */
function identity(one: { rule: string; instance: number; subject: string; outcome: string; breached_at: string }): string {
  return [one.rule, one.instance, one.outcome, millisOf(one.breached_at), one.subject].join(' ');
}
