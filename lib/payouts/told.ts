// A payout in words and figures, for whoever asks for one and whoever decides one: the sum as a formula, each check with its numbers, and
// when the money arrives. Pure: it only says what was worked out.
import { addDays, localDate } from '@/lib/day';
import { formatMoney, minorDigits, subtractCents, type Cents } from '@/lib/money';
import { checkWords, type Check, type CheckState } from '@/lib/payouts/check';
import { figuresOf, type CheckFigures } from '@/lib/payouts/check-figures';
import type { Entitlement } from '@/lib/payouts/entitlement';

export interface ToldCheck extends CheckFigures {
  check: string;
  words: string;
  state: CheckState;
}
interface FormulaLine {
  words: string;
  cents: number;
}
export interface Formula {
  lines: FormulaLine[];
  /** The same in one line, as people write it down. */
  text: string;
}

/** What holds a payout up comes first; the order of the rules stays within. */
export function toldChecks(checks: readonly Check[], currency: string): ToldCheck[] {
  const rank: Record<CheckState, number> = { failed: 0, unknown: 1, passed: 2 };
  return checks
    .map((one) => ({ check: one.check, state: one.state, words: checkWords(one.check), ...figuresOf(one, currency) }))
    .sort((a, b) => rank[a.state] - rank[b.state]);
}

/** How the share of the profit comes about: profit, less what was taken out, times the split. */
export function formulaOf(entitlement: Entitlement, currency: string): Formula {
  const { cumulative_profit_cents: profit, settled_gross_cents: settled, entitled_cents: entitled, withdrawable_cents: most } = entitlement;
  const left = subtractCents(profit, settled);
  const print = (value: Cents) => formatMoney(value, minorDigits(currency));
  const lines = [
    { words: 'Profit of the account', cents: profit },
    { words: 'Taken out before, with the firm’s share', cents: settled },
    { words: 'Profit not taken out', cents: left },
    { words: 'The trader’s share of it', cents: entitled },
    ...(most === entitled ? [] : [{ words: 'Within the limits', cents: most }]),
  ];
  return { lines, text: `share of max(0, ${print(profit)} − ${print(settled)}) = ${print(entitled)} ${currency}` };
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
