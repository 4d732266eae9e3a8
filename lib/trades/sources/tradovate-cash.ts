// What a line of Tradovate's cash log is to us. Paired trades and what was charged for a fill stand elsewhere with their fills; the rest is
// money that went in or out, which is never profit, or a charge that belongs to no fill.
import type { Operation } from '@/lib/trades/event';

export type CashMeaning = { operation: Operation; affects_profit: boolean } | 'of-a-fill' | null;

/** Charges for a fill; a message names them beside its fills, a file leaves all but the commission to the cash log. */
export const FILL_CHARGES: ReadonlySet<string> = new Set([
  'commission',
  'exchangefee',
  'clearingfee',
  'nfafee',
  'brokeragefee',
  'ipfee',
  'orderroutingfee',
]);
const CORRECTIONS = new Set([
  'manualadjustment',
  'automaticreconciliation',
  'autoreconciliation',
  'goodwillcredit',
  'courtesy',
  'promo',
  'newsession',
  'debit',
  'cashsettlement',
]);

/** "Trade Paired", " Trade Paired" and "TradePaired" are one type. */
export function cashType(text: string): string {
  return text.replace(/[^A-Za-z]/g, '').toLowerCase();
}

/** Null for a type nobody has told us about. */
export function cashMeaning(text: string, isNegative: boolean): CashMeaning {
  const type = cashType(text);
  if (type === 'tradepaired' || type === 'cancelledpairedtrade' || FILL_CHARGES.has(type)) return 'of-a-fill';
  if (type === 'fundtransaction' || type === 'challengepayout')
    return { operation: isNegative ? 'withdrawal' : 'deposit', affects_profit: false };
  if (type === 'fundtransactionfee') return { operation: 'fee', affects_profit: false };
  return CORRECTIONS.has(type) ? { operation: 'correction', affects_profit: false } : null;
}
