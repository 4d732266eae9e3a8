// Statements of an account: Stripe's balance history and a bank's. Money below zero left; what came back stands above it. Pure.
// Stripe: both its dashboard's export ("Type", "Source", "Transfer Group") and its itemised report ("reporting_category", "source_id").
import { namedRows, type NamedRow } from '@/lib/market/table-text';
import { negateCents, ZERO, type Cents } from '@/lib/money';
import { accept, refuse, type Result } from '@/lib/refusal';
import { exactSum, firstOf, instantOf, payoutIn } from '@/lib/payouts/statements/cells';
import { daysOf, settled, type Movement, type OtherLine, type ReadStatement } from '@/lib/payouts/statements/statement';

interface Layout {
  currency: readonly string[];
  amount: readonly string[];
  /** In two columns: what left stands in the first. */
  twoColumns?: { out: readonly string[]; back: readonly string[] };
  fee: readonly string[];
  when: readonly string[];
  reference: readonly string[];
  /** Where a payout's id may stand. */
  names: readonly string[];
  /** Null where the row is about no payout. */
  isPayout: (cells: Record<string, string>, payout: string | null, amount: Cents) => boolean;
}

const STRIPE_KINDS = /^transfer(_reversal|_refund|_failure|_cancel)?$/;
const STRIPE: Layout = {
  currency: ['currency'],
  amount: ['amount', 'gross'],
  fee: ['fee', 'fees'],
  when: ['created (utc)', 'created_utc', 'created'],
  reference: ['source', 'source_id', 'id', 'balance_transaction_id'],
  names: ['transfer group', 'transfer_group', 'transfer_metadata[payout_id]', 'payout_id (metadata)', 'description'],
  isPayout: (cells) => STRIPE_KINDS.test(firstOf(cells, ['type', 'reporting_category'])),
};
const REFERENCES = ['reference', 'transaction id', 'transaction_id', 'id', 'bank reference'];
const TEXTS = ['remittance', 'description', 'purpose', 'text', 'details', 'narrative', 'message'];
const BANK: Layout = {
  currency: ['currency'],
  amount: ['amount'],
  twoColumns: { out: ['debit', 'paid out', 'withdrawal'], back: ['credit', 'paid in', 'deposit'] },
  fee: ['fee', 'charges'],
  when: ['booking date', 'booked', 'date', 'value date'],
  reference: REFERENCES,
  names: [...TEXTS, ...REFERENCES],
  // An income that names no payout is the firm's own business; whatever left has to be somebody's payout, or be explained.
  isPayout: (_cells, payout, amount) => payout !== null || amount < 0,
};

export const stripeStatement = (text: string): Result<ReadStatement> => readAccount(text, STRIPE);
export const bankStatement = (text: string): Result<ReadStatement> => readAccount(text, BANK);

function readAccount(text: string, layout: Layout): Result<ReadStatement> {
  const rows = namedRows(text, { needed: ['currency'], allowed: 'any' });
  if (!rows.ok) return rows;
  const movements: Movement[] = [];
  const others: OtherLine[] = [];
  for (const row of rows.value) {
    const read = readRow(row, layout);
    if (!read.ok) return read;
    if ('amount_cents' in read.value) movements.push(read.value);
    else others.push(read.value);
  }
  return accept({ days: daysOf([...movements, ...others]), lines: settled(movements), others });
}

function readRow({ line, cells }: NamedRow, layout: Layout): Result<Movement | OtherLine> {
  const currency = firstOf(cells, layout.currency).toUpperCase();
  const amount = amountOf(cells, layout, currency);
  const wrong = (what: string) => refuse('line-unreadable', `Line ${line}: ${what}.`, { path: 'file', facts: { line: String(line) } });
  if (!/^[A-Z]{3}$/.test(currency)) return wrong('its currency is not a code of three letters');
  if (amount === null) return wrong('its amount is not a sum in that currency');
  const fee = firstOf(cells, layout.fee) === '' ? ZERO : exactSum(firstOf(cells, layout.fee), currency);
  if (fee === null) return wrong('its fee is not a sum in that currency');
  const when = firstOf(cells, layout.when);
  const occurred_at = instantOf(when);
  if (when !== '' && occurred_at === null) return wrong('its date is not one: write 2026-12-31');
  const named = payoutIn(...layout.names.map((name) => cells[name] ?? ''));
  const reference = firstOf(cells, layout.reference) || `line ${line}`;
  const words = firstOf(cells, [...TEXTS, 'type', 'reporting_category']).slice(0, 300);
  if (!layout.isPayout(cells, named, amount))
    return accept({ line, occurred_at, words: `${words} ${firstOf(cells, layout.amount)} ${currency}`.trim() });
  return accept({
    line,
    occurred_at,
    words,
    key: named ?? reference,
    reference,
    amount_cents: amount,
    currency,
    fee_cents: fee < 0 ? negateCents(fee) : fee,
  });
}

function amountOf(cells: Record<string, string>, { amount, twoColumns }: Layout, currency: string): Cents | null {
  const one = firstOf(cells, amount);
  if (one !== '' || !twoColumns) return exactSum(one, currency);
  const [out, back] = [firstOf(cells, twoColumns.out), firstOf(cells, twoColumns.back)];
  if ((out === '') === (back === '')) return null;
  const sum = exactSum(out || back, currency);
  if (sum === null || back !== '') return sum;
  return sum > 0 ? negateCents(sum) : sum;
}
