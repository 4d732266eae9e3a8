// What a difference is called and what it means, for whoever has to decide it. Pure.
import { cents, minorDigits, spellMoney } from '@/lib/money';
import type { DifferenceKind } from '@/lib/payouts/reconcile';
import { payoutWord } from '@/lib/payouts/told';

export const DIFFERENCES: Record<DifferenceKind, { title: string; means: string }> = {
  'only-theirs': { title: 'Missing with us', means: 'The provider says that it left; no payout of ours stands behind it.' },
  'only-ours': { title: 'Missing with them', means: 'We hold it for sent, and this statement does not speak of it.' },
  'twice-theirs': { title: 'Twice with them', means: 'The provider has one payout of ours more than once: it may have been paid twice.' },
  'amount-differs': { title: 'Another sum', means: 'Both sides know it, and not for the same sum.' },
  'state-differs': { title: 'Another state', means: 'Both sides know it for the same sum, and do not agree on what became of it.' },
  'fee-taken': { title: 'Fees taken', means: 'The provider took fees that our ledger has not booked.' },
};
/** What may have cost money comes first. */
export const DIFFERENCE_ORDER: readonly DifferenceKind[] = [
  'twice-theirs',
  'only-theirs',
  'amount-differs',
  'only-ours',
  'state-differs',
  'fee-taken',
];

export const DECISIONS: Record<string, string> = {
  'theirs-to-mend': 'Theirs to mend: we have asked them',
  'matter-of-time': 'A matter of time: it stands on another statement',
  explained: 'Explained: nothing is to be booked',
  booked: 'Booked in the ledger',
};
export const LEDGER_WORDS: Record<string, string> = {
  receivable: 'Owed to us: we get it back',
  'provider-fees': 'The provider’s fees',
  'written-off': 'Written off',
};
/** What a provider says of a line, in words. */
export const LINE_STATES: Record<string, string> = {
  left: 'left',
  sent: 'on its way',
  paid: 'arrived',
  failed: 'did not leave',
  returned: 'came back',
  other: 'no payout',
};

/** "200000 USD left" as people read it: "2,000.00 USD, left". Ours are named by our own states. */
export function sideWords(side: string | null, isOurs: boolean): string {
  const [, sum, currency = '', state = ''] = /^(\d+) ([A-Z]{3}) (.+)$/.exec(side ?? '') ?? [];
  if (sum === undefined) return side ?? '';
  const money = `${spellMoney(cents(parseInt(sum, 10)), minorDigits(currency))} ${currency}`;
  const counted = /^on (\d+)$/.exec(state)?.[1];
  if (counted !== undefined) return `${money} on ${counted} ${counted === '1' ? 'line' : 'lines'}`;
  return `${money}, ${isOurs ? payoutWord(state).toLowerCase() : (LINE_STATES[state] ?? state)}`;
}
