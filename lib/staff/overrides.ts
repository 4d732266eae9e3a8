// What counts as an override, in words, and over which days it is counted.

export const OVERRIDES: Record<string, { name: string; means: string; action: string }> = {
  'verdict-withdrawn': { name: 'Verdict withdrawn', means: 'A breach the judge found was taken away.', action: 'rule.violation-withdrawn' },
  'verdict-contested': {
    name: 'Confirmed verdict contested',
    means: 'A confirmed breach was put in question by hand.',
    action: 'rule.violation-contested',
  },
  'verdict-kept': {
    name: 'Verdict kept against a later event',
    means: 'The judge found that a breach no longer holds; a person let it stand.',
    action: 'rule.violation-confirmed',
  },
  reinstated: { name: 'Account reinstated', means: 'An account that had ended was opened again.', action: 'account.reinstated' },
  'passed-over-gates': { name: 'Passed over gates', means: 'A phase was passed by hand with gates not met.', action: 'account.passed' },
  'failed-by-hand': { name: 'Failed by hand', means: 'An account was failed without a verdict of its rules.', action: 'account.failed' },
  'rule-block-lifted': { name: 'Rule’s block lifted', means: 'A block that a rule had set was lifted.', action: 'account.unblocked' },
  'pass-refused': { name: 'Pass refused', means: 'Target and gates were met; the pass was turned down.', action: 'review.rejected' },
  'payout-hold-lifted': { name: 'Payout’s hold lifted', means: 'A held payout was opened again by hand.', action: 'withdrawal.reopened' },
};

export const overrideName = (kind: string): string => OVERRIDES[kind]?.name ?? kind;

export const SPANS = [30, 90, 365] as const;
export type Span = (typeof SPANS)[number];
const DAY_MS = 86_400_000;

export const readSpan = (text: unknown): Span => SPANS.find((days) => String(days) === text) ?? 30;

/** Whole UTC days up to and with today. */
export function spanOf(days: Span, now: Date): { from: string; to: string; firstDay: string; lastDay: string } {
  const end = Math.floor(now.getTime() / DAY_MS) * DAY_MS + DAY_MS;
  const [from, to] = [new Date(end - days * DAY_MS).toISOString(), new Date(end).toISOString()];
  return { from, to, firstDay: from.slice(0, 10), lastDay: new Date(end - DAY_MS).toISOString().slice(0, 10) };
}
