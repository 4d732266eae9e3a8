// A payout in words and figures, for whoever asks for one and whoever decides one: the sum as a formula, each check with its numbers, and
// when the money arrives. Pure: it only says what was worked out.
import { addDays, localDate } from '@/lib/day';
import { formatMoney, subtractCents, type Cents } from '@/lib/money';
import { checkWords, type CheckState } from '@/lib/payouts/check';
import type { Entitlement } from '@/lib/payouts/entitlement';

export interface ToldCheck {
  check: string;
  words: string;
  state: CheckState;
  measured: string | null;
  required: string | null;
}
export interface FormulaLine {
  words: string;
  cents: number;
}
export interface Formula {
  lines: FormulaLine[];
  /** The same in one line, as people write it down. */
  text: string;
}

/** What holds a payout up comes first; the order of the rules stays within. */
export function toldChecks(
  checks: readonly { check: string; state: CheckState; measured: string | null; required: string | null }[],
): ToldCheck[] {
  const rank: Record<CheckState, number> = { failed: 0, unknown: 1, passed: 2 };
  return checks
    .map((one) => ({ ...one, words: checkWords(one.check), measured: withDates(one.measured), required: withDates(one.required) }))
    .sort((a, b) => rank[a.state] - rank[b.state]);
}

/** Instants among what was measured, as people write them. */
const withDates = (text: string | null): string | null =>
  text && text.replace(/\b(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(:\d{2}(\.\d+)?)?Z/g, '$1 $2 UTC');

/** How the share of the profit comes about: profit, less what was taken out, times the split. */
export function formulaOf(entitlement: Entitlement, digits: number): Formula {
  const { cumulative_profit_cents: profit, settled_gross_cents: settled, entitled_cents: entitled, withdrawable_cents: most } = entitlement;
  const left = subtractCents(profit, settled);
  const print = (value: Cents) => formatMoney(value, digits);
  const lines = [
    { words: 'Profit of the account', cents: profit },
    { words: 'Taken out before, with the firm’s share', cents: settled },
    { words: 'Profit not taken out', cents: left },
    { words: 'The trader’s share of it', cents: entitled },
    ...(most === entitled ? [] : [{ words: 'Within the limits', cents: most }]),
  ];
  return { lines, text: `share of max(0, ${print(profit)} − ${print(settled)}) = ${print(entitled)}` };
}

/** The day the money should be there: the window's end, and what the provider usually takes. */
export function arrivalDay(holdUntil: number, provider: string, providerDays: Readonly<Record<string, number>>): string {
  return addDays(localDate(holdUntil, 'UTC'), providerDays[provider] ?? 0);
}

const STATES: Record<string, [word: string, next: string]> = {
  requested: ['Asked for', 'We look at it; you need not do anything.'],
  held: ['On hold', 'Something it rests on has changed. It is worked out again.'],
  approved: ['Approved', 'It is sent when its window ends.'],
  sending: ['Being sent', 'It has been handed to the provider.'],
  unknown: ['Being looked up', 'The provider has not answered yet. We ask until we know; it is never sent twice.'],
  sent: ['Sent', 'The provider is carrying it to you.'],
  paid: ['Paid', 'The provider says it arrived.'],
  failed: ['Not sent', 'The provider refused it. The sum is yours again; check the destination.'],
  returned: ['Came back', 'Your destination did not take it. The sum is yours again; check the destination.'],
  rejected: ['Not approved', 'The reason stands beside it. The sum is yours still.'],
  cancelled: ['Taken back', 'You took this request back.'],
};
export const payoutWord = (state: string): string => STATES[state]?.[0] ?? state;
export const payoutNext = (state: string): string => STATES[state]?.[1] ?? '';
