// Lists of payouts as a provider keeps them: one row each with a status. NOWPayments' mass payouts and Rise's payments. Pure.
// Neither documents its export; the columns are those of their interfaces (NOWPayments: documenter.getpostman.com/view/7907941).
import { namedRows, type NamedRow } from '@/lib/market/table-text';
import { negateCents, ZERO } from '@/lib/money';
import type { StatementLine } from '@/lib/payouts/reconcile';
import { accept, refuse, type Result } from '@/lib/refusal';
import { exactSum, firstOf, instantOf, payoutIn } from '@/lib/payouts/statements/cells';
import { daysOf, type OtherLine, type ReadLine, type ReadStatement } from '@/lib/payouts/statements/statement';

interface Layout {
  needed: readonly string[];
  names: readonly string[];
  reference: readonly string[];
  status: Readonly<Record<string, StatementLine['state']>>;
  /** The currency owed, or null where the row is of none that we pay in. */
  currencyOf: (text: string) => string | null;
}

const NOWPAYMENTS: Layout = {
  needed: ['id', 'amount', 'currency', 'status'],
  names: ['unique_external_id', 'external_id', 'description'],
  reference: ['id'],
  status: {
    ...{ creating: 'sent', waiting: 'sent', processing: 'sent', sending: 'sent', finished: 'paid' },
    ...{ failed: 'failed', rejected: 'failed', expired: 'failed' },
  },
  currencyOf: (text) => (/^usd[tc]/i.test(text) ? 'USD' : /^eur[tc]/i.test(text) ? 'EUR' : null),
};
const RISE: Layout = {
  needed: ['amount', 'currency', 'status'],
  names: ['payout_id', 'remittance', 'external id', 'external_id', 'note', 'description'],
  reference: ['id', 'payment id', 'payment_id', 'transaction id', 'reference'],
  status: {
    ...{ pending: 'sent', processing: 'sent', sent: 'sent', paid: 'paid', completed: 'paid' },
    ...{ failed: 'failed', rejected: 'failed', cancelled: 'failed', returned: 'returned', refunded: 'returned' },
  },
  currencyOf: (text) => (/^[A-Za-z]{3}$/.test(text) ? text.toUpperCase() : null),
};

export const nowPaymentsStatement = (text: string): Result<ReadStatement> => readList(text, NOWPAYMENTS);
export const riseStatement = (text: string): Result<ReadStatement> => readList(text, RISE);

function readList(text: string, layout: Layout): Result<ReadStatement> {
  const rows = namedRows(text, { needed: layout.needed, allowed: 'any' });
  if (!rows.ok) return rows;
  const lines: ReadLine[] = [];
  const others: OtherLine[] = [];
  for (const row of rows.value) {
    const read = readRow(row, layout);
    if (!read.ok) return read;
    if ('state' in read.value) lines.push(read.value);
    else others.push(read.value);
  }
  return accept({ days: daysOf([...lines, ...others]), lines, others });
}

function readRow({ line, cells }: NamedRow, layout: Layout): Result<ReadLine | OtherLine> {
  const wrong = (what: string) => refuse('line-unreadable', `Line ${line}: ${what}.`, { path: 'file', facts: { line: String(line) } });
  const when = firstOf(cells, ['created_at', 'created', 'date', 'paid at', 'updated_at']);
  const occurred_at = instantOf(when);
  if (when !== '' && occurred_at === null) return wrong('its date is not one: write 2026-12-31');
  const currency = layout.currencyOf(cells.currency ?? '');
  if (currency === null) return accept({ line, occurred_at, words: `${cells.amount} ${cells.currency} ${cells.status}` });
  const amount_cents = exactSum(cells.amount ?? '', currency);
  if (amount_cents === null || amount_cents < 0) return wrong(`its amount is not a sum in ${currency}`);
  const state = layout.status[(cells.status ?? '').toLowerCase()];
  if (state === undefined) return wrong(`its status “${cells.status}” is not known`);
  const fee = firstOf(cells, ['fee', 'network fee', 'fees']);
  const fee_cents = fee === '' ? ZERO : exactSum(fee, currency);
  if (fee_cents === null) return wrong(`its fee is not a sum in ${currency}`);
  const reference = firstOf(cells, layout.reference) || `line ${line}`;
  const key = payoutIn(...layout.names.map((name) => cells[name] ?? '')) ?? reference;
  const words = firstOf(cells, ['description', 'note', 'remittance', 'address', 'hash']).slice(0, 300);
  return accept({
    line,
    occurred_at,
    words,
    key,
    reference,
    amount_cents,
    currency,
    state,
    fee_cents: fee_cents < 0 ? negateCents(fee_cents) : fee_cents,
  });
}
