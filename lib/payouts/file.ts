// The file people carry to a bank or to Rise: one line per payout, safe to open in a spreadsheet, with our own name of each payout in it.
import { createHash } from 'node:crypto';
import { line, textCell } from '@/lib/csv';
import { formatMoney, minorDigits, type Cents } from '@/lib/money';
import { remittanceOf } from '@/lib/payouts/pay-methods';

export interface CarriedPayout {
  payout_id: string;
  amount_cents: Cents;
  currency: string;
  name: string;
  /** Opened: an account or a Rise id, and the bank where there is one. */
  destination: Record<string, string>;
}
export interface PayoutFile {
  file_name: string;
  bytes: string;
  sha256: string;
}

const HEADER = ['payout_id', 'name', 'account', 'bank', 'amount', 'currency', 'remittance'];

export function payoutFile(provider: string, payouts: readonly CarriedPayout[], at: Date): PayoutFile {
  const rows = payouts.map(({ payout_id, name, destination, amount_cents, currency }) =>
    line([
      ...[payout_id, name, destination.account ?? '', destination.bank ?? ''].map(textCell),
      formatMoney(amount_cents, minorDigits(currency)),
      ...[currency, remittanceOf(payout_id)].map(textCell),
    ]),
  );
  const bytes = [line(HEADER.map(textCell)), ...rows].join('');
  const stamp = at.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  return { file_name: `payouts-${provider}-${stamp}.csv`, bytes, sha256: createHash('sha256').update(bytes, 'utf8').digest('hex') };
}
