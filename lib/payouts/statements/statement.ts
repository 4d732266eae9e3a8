// A provider's statement as it is read: what left and what came back, each with the line it stands on, and what is about no payout at all.
import { addCents, negateCents, subtractCents, type Cents } from '@/lib/money';
import type { StatementLine } from '@/lib/payouts/reconcile';

export interface ReadLine extends StatementLine {
  line: number;
  occurred_at: string | null;
  words: string;
}
export interface OtherLine {
  line: number;
  occurred_at: string | null;
  words: string;
}
export interface ReadStatement {
  lines: ReadLine[];
  /** Kept and shown, compared with nothing: an income, a charge, a coin that we do not pay in. */
  others: OtherLine[];
  /** Every day that any line names. */
  days: string[];
}

export const daysOf = (lines: readonly { occurred_at: string | null }[]): string[] =>
  lines.flatMap(({ occurred_at }) => (occurred_at === null ? [] : [occurred_at.slice(0, 10)]));

/** Money as an account statement has it: below zero it left. */
export interface Movement extends Omit<ReadLine, 'state' | 'amount_cents'> {
  amount_cents: Cents;
}

/** What came back is held against what left under the same name: wholly it was returned, in part less has left. */
export function settled(movements: readonly Movement[]): ReadLine[] {
  const lines: ReadLine[] = [];
  for (const { amount_cents: amount, ...rest } of movements) {
    if (amount < 0) {
      lines.push({ ...rest, amount_cents: negateCents(amount), state: 'left' });
      continue;
    }
    const same = lines.filter(({ key, currency, state }) => key === rest.key && currency === rest.currency && state === 'left');
    const left = same.find(({ amount_cents }) => amount_cents === amount) ?? same.find(({ amount_cents }) => amount_cents > amount);
    if (left === undefined) lines.push({ ...rest, amount_cents: amount, state: 'returned' });
    else {
      if (left.amount_cents === amount) left.state = 'returned';
      else left.amount_cents = subtractCents(left.amount_cents, amount);
      left.fee_cents = addCents(left.fee_cents ?? (0 as Cents), rest.fee_cents ?? (0 as Cents));
    }
  }
  return lines;
}
