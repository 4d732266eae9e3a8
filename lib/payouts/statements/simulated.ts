// The simulated provider's own statement: its book as a table, so that it is kept and compared like any other's. Pure.
import { line, textCell } from '@/lib/csv';
import { cents, formatMoney, minorDigits } from '@/lib/money';
import { daysOf, type ReadStatement } from '@/lib/payouts/statements/statement';

export interface SimulatedTransfer {
  key: string;
  reference: string;
  amount_cents: number;
  currency: string;
  asked: number;
  made_at: string;
}

export const SILENT = 27;
export const RETURNED = 39;

/** What its own book calls a transfer, which it need not have told anybody yet. */
function simulatedState({ amount_cents: amount, asked }: { amount_cents: number; asked: number }): 'sent' | 'paid' | 'returned' {
  if (amount % 100 === RETURNED && asked > 1) return 'returned';
  return asked > 0 || amount % 100 === SILENT ? 'paid' : 'sent';
}

export function simulatedStatementText(transfers: readonly SimulatedTransfer[]): string {
  const rows = transfers.map((one) =>
    line([
      textCell(one.reference),
      textCell(one.key),
      formatMoney(cents(one.amount_cents), minorDigits(one.currency)),
      textCell(one.currency),
      textCell(simulatedState(one)),
      textCell(new Date(Date.parse(one.made_at)).toISOString()),
    ]),
  );
  return [line(['id', 'payout_id', 'amount', 'currency', 'status', 'created_at'].map(textCell)), ...rows].join('');
}

export function readSimulated(transfers: readonly SimulatedTransfer[]): ReadStatement {
  const lines = transfers.map((one, place) => ({
    line: place + 2,
    occurred_at: one.made_at,
    words: '',
    key: one.key,
    reference: one.reference,
    amount_cents: cents(one.amount_cents),
    currency: one.currency,
    state: simulatedState(one),
  }));
  return { lines, others: [], days: daysOf(lines) };
}
