// Codes of the database in the words of the queue: what stands in the way of an approval, and what others did since somebody looked.

export interface Change {
  kind: string;
  at: string;
  by: string;
  reason: string | null;
}

const BLOCKERS: Record<string, string> = {
  'verdict-stands': 'a breach is not settled yet',
  'trader-disabled': 'the trader is disabled',
  'kyc-rejected': 'the identity check was refused',
  'order-returned': 'what paid for it was given back or is disputed',
  'no-live-phase': 'there is no live phase to go on to',
  'too-few-months': 'it has not been funded for long enough',
  'profit-too-small': 'the profit at this size is too small',
  'too-few-rewards': 'too few payouts were paid at this size',
  probation: 'probation is not over',
  'at-cap': 'there is no larger size',
  'not-funded': 'the account is not running',
  'trading-off': 'trading is off',
  'payout-open': 'a payout is under way',
  unresolved: 'a question is open, or a rule could not be judged',
  'open-positions': 'a position is open',
  'feed-stale': 'nobody knows what the account has done since its feed fell silent',
  'money-left': 'what was earned is not paid out yet',
  'owed-back': 'more was paid than was earned',
  'turned-down': 'it was turned down within the last month',
  'gate-never-judged': 'the account was not judged yet',
};

/** `codes` as the database lists them, with commas. */
export function blockerWords(codes: string): string {
  const words = codes.split(',').filter(Boolean).map(blockerWord);
  return words.length > 0 ? words.join(', ') : 'something stands in the way';
}

function blockerWord(code: string): string {
  const known = BLOCKERS[code];
  if (known) return known;
  if (code.startsWith('account-is-')) return `the account is ${code.slice(11)}`;
  if (code.startsWith('review-open-')) return `a question about ${code.slice(12).replaceAll('-', ' ')} is open`;
  if (code.startsWith('unknown-')) return `${code.slice(8).replaceAll('-', ' ')} could not be judged`;
  if (code.startsWith('gate-')) return `${code.slice(5).replaceAll('-', ' ')} is not met`;
  return code.replaceAll('-', ' ');
}

const DEEDS: Record<string, string> = {
  'review.claimed': 'claimed it',
  'review.released': 'let it go',
  'review.approved': 'approved it',
  'review.rejected': 'rejected it',
  'review.cancelled': 'cancelled it',
};

/** "A. Osei claimed it. M. Duarte approved it: 'Days checked.'" */
export function changeWords(state: string, changes: Change[]): string {
  const told = changes.flatMap(({ kind, by, reason }) => {
    const deed = DEEDS[kind];
    return deed ? [`${by} ${deed}${reason ? `: \u201c${reason}\u201d` : ''}.`] : [];
  });
  if (told.length > 0) return told.join(' ');
  return state === 'claimed' ? 'Somebody else has claimed it.' : state === 'open' ? 'It changed meanwhile.' : `It is ${state} already.`;
}
