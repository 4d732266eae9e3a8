// What a fold means for the verdicts already stored: those it raises anew, and those that a late event made untrue.
import type { StoredViolation } from '@/lib/accounts/loaded';
import { bandWarning, violationRow, type ViolationRow } from '@/lib/accounts/verdict-row';
import type { RuleState } from '@/lib/rules/types';
import type { Step } from '@/lib/trades/account-fold';
import type { FreshEvent } from '@/lib/trades/admit';
import { millisOf } from '@/lib/trades/instant-text';

export function changedVerdicts(
  held: StoredViolation[],
  fresh: FreshEvent[],
  folded: { before: RuleState[]; steps: Step[] },
  late: boolean,
) {
  const tickets = new Map(fresh.flatMap(({ key, event }) => (event.kind === 'trade' ? [[key, event.close_deal_id] as const] : [])));
  const found = new Map<string, ViolationRow>();
  let before = folded.before;
  for (const step of folded.steps) {
    const warnings = step.states.flatMap((state) => bandWarning(before.find(same(state)), state, step.event) ?? []);
    before = step.states;
    for (const verdict of [...step.raised, ...warnings]) {
      const row = violationRow(verdict, step.states, tickets.get(verdict.raised_key) ?? null);
      if (row) found.set(identity(row), row);
    }
  }
  const withdrawn: string[] = [];
  // Only a refold has judged the past again; going on from the facts says nothing about verdicts raised before.
  // A band that was entered is no verdict to take back: it told people something that was so when it was told.
  for (const one of late ? held : []) {
    const isBand = one.outcome === 'warn' && one.consequence !== 'payout_gate';
    if (!found.delete(identity(one)) && !isBand) withdrawn.push(one.id);
  }
  return { raised: [...found.values()], withdrawn };
}

/** The outcome is part of it: an "unknown" that a late event turns into a breach of the same instant goes, and the breach comes. */
function identity(one: { rule: string; instance: number; subject: string; outcome: string; breached_at: string }): string {
  return [one.rule, one.instance, one.outcome, millisOf(one.breached_at), one.subject].join(' ');
}

function same(state: RuleState) {
  return (one: RuleState) => one.rule === state.rule && one.instance === state.instance;
}
