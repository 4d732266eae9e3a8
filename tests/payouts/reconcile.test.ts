// A statement that agrees says nothing; each way of not agreeing is told by name.
import { expect, test } from 'vitest';
import { cents } from '@/lib/money';
import { reconcile, type LedgerLine, type StatementLine } from '@/lib/payouts/reconcile';

const theirs = (n: number, more: Partial<StatementLine> = {}): StatementLine => ({
  key: `k${n}`,
  reference: `r${n}`,
  amount_cents: cents(100),
  currency: 'USD',
  state: 'paid',
  ...more,
});
const ours = (n: number, more: Partial<LedgerLine> = {}): LedgerLine => ({
  payout_id: `p${n}`,
  key: `k${n}`,
  reference: `r${n}`,
  amount_cents: cents(100),
  currency: 'USD',
  state: 'paid',
  ...more,
});

test('what agrees is silent, by key or by reference, and what never left needs no line', () => {
  const left = [
    theirs(1),
    theirs(2, { key: 'other' }),
    theirs(3, { state: 'sent' }),
    theirs(4, { state: 'failed' }),
    theirs(5, { state: 'returned' }),
  ];
  const own = [
    ours(1),
    ours(2),
    ours(3, { state: 'sent' }),
    ours(4, { state: 'failed' }),
    ours(5, { state: 'returned' }),
    ours(6, { state: 'held' }),
  ];
  expect(reconcile(left, own)).toEqual([]);
});

test.each([
  ['only-theirs', [theirs(1), theirs(2)], [ours(1)]],
  ['only-ours', [], [ours(1)]],
  ['only-ours', [], [ours(1, { state: 'unknown' })]],
  ['twice-theirs', [theirs(1), theirs(1, { reference: 'again' })], [ours(1)]],
  ['amount-differs', [theirs(1, { amount_cents: cents(101) })], [ours(1)]],
  ['amount-differs', [theirs(1, { currency: 'EUR' })], [ours(1)]],
  ['state-differs', [theirs(1, { state: 'returned' })], [ours(1)]],
  ['state-differs', [theirs(1)], [ours(1, { state: 'failed' })]],
  ['state-differs', [theirs(1)], [ours(1, { state: 'rejected' })]],
] as [string, StatementLine[], LedgerLine[]][])('%s', (kind, left, own) => {
  expect(reconcile(left, own)).toMatchObject([{ kind }]);
});
