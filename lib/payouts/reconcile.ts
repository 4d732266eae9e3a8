// A provider's own statement against our ledger, line by line: whatever is not the same on both sides is named, and nothing is absorbed.
import type { Cents } from '@/lib/money';

export interface StatementLine {
  /** Our key where the provider tells it, else its own reference. */
  key: string;
  reference: string;
  amount_cents: Cents;
  currency: string;
  state: 'sent' | 'paid' | 'failed' | 'returned';
}
export interface LedgerLine {
  payout_id: string;
  key: string;
  reference: string | null;
  amount_cents: Cents;
  currency: string;
  state: string;
}
export interface Difference {
  kind: 'only-theirs' | 'only-ours' | 'twice-theirs' | 'amount-differs' | 'state-differs';
  payout_id: string | null;
  reference: string | null;
  ours: string | null;
  theirs: string | null;
}

/** What of ours the provider must know. */
const LEFT = new Set(['sending', 'unknown', 'sent', 'paid', 'returned']);
/** What the provider may call ours, by our state. */
const AGREES: Record<string, readonly StatementLine['state'][]> = {
  sending: ['sent', 'paid'],
  unknown: ['sent', 'paid', 'failed'],
  sent: ['sent', 'paid'],
  paid: ['paid'],
  returned: ['returned', 'failed'],
  failed: ['failed'],
};

export function reconcile(theirs: readonly StatementLine[], ours: readonly LedgerLine[]): Difference[] {
  const found = new Map<LedgerLine, StatementLine[]>();
  const differences: Difference[] = [];
  for (const line of theirs) {
    const own = ours.find(({ key, reference }) => key === line.key || (reference !== null && reference === line.reference));
    if (own === undefined) differences.push({ ...named(null, line), kind: 'only-theirs' });
    else found.set(own, [...(found.get(own) ?? []), line]);
  }
  for (const own of ours) differences.push(...compare(own, found.get(own) ?? []));
  return differences;
}

function compare(own: LedgerLine, lines: readonly StatementLine[]): Difference[] {
  const [line, ...more] = lines;
  // One that is being sent may not have arrived at the provider yet; nobody may say so for ever, so it is named all the same.
  if (line === undefined) return LEFT.has(own.state) ? [{ ...named(own, null), kind: 'only-ours' }] : [];
  const twice = more.map((one): Difference => ({ ...named(own, one), kind: 'twice-theirs' }));
  if (line.amount_cents !== own.amount_cents || line.currency !== own.currency)
    return [{ ...named(own, line), kind: 'amount-differs' }, ...twice];
  const agrees = AGREES[own.state]?.includes(line.state) ?? line.state === 'failed';
  return agrees ? twice : [{ ...named(own, line), kind: 'state-differs' }, ...twice];
}

function named(own: LedgerLine | null, line: StatementLine | null): Omit<Difference, 'kind'> {
  const words = (one: { amount_cents: Cents; currency: string; state: string }) => `${one.amount_cents} ${one.currency} ${one.state}`;
  return {
    payout_id: own?.payout_id ?? null,
    reference: line?.reference ?? own?.reference ?? null,
    ours: own === null ? null : words(own),
    theirs: line === null ? null : words(line),
  };
}
