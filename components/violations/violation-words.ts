// What came of a verdict, in words, and where it is explained.
import { consequenceText } from '@/components/rules/rule-words';

type Outcome = { outcome: string; consequence: string };

/** A warning lies on the right side of its limit, so only a breach is past anything. */
export function isBroken(row: Outcome): boolean {
  return row.outcome === 'breach';
}

/** What came of it: a warning has no consequence yet, and what could not be judged has none at all. */
export function outcomeText(row: Outcome): string {
  if (isBroken(row)) return `broken, ${consequenceText(row.consequence)}`;
  return row.outcome === 'warn' ? 'warning' : 'could not be judged';
}

/** Where a verdict is explained: its account's page with the drawer open. */
export function violationHref(row: { id: string; account_id: string }): string {
  return `/accounts/${row.account_id}?tab=violations&violation=${row.id}`;
}
