// What people may find to have become of a payout that its provider does not tell, and what each finding does, said before it is done.
export const CONCLUSIONS = ['paid', 'failed', 'returned'] as const;
export type Conclusion = (typeof CONCLUSIONS)[number];

/** By the state it stands in; nothing where the provider or the one who carries it still has the word. */
const MAY_BE: Record<string, readonly Conclusion[]> = { unknown: CONCLUSIONS, sent: CONCLUSIONS, paid: ['returned'] };

export const conclusionsOf = (state: string, isAutomatic: boolean): readonly Conclusion[] => (isAutomatic ? (MAY_BE[state] ?? []) : []);

export const CONCLUSION_WORDS: Record<Conclusion, string> = {
  paid: 'The trader has it',
  failed: 'It never left',
  returned: 'It left and came back',
};

/** What carrying it out will do, in whole sentences. */
export function effectWords(outcome: Conclusion, state: string): string {
  if (outcome === 'paid') return 'It is booked as paid out, and the trader is told that it arrived.';
  const owed = 'The sum is the trader’s again, the withdrawal expected at the broker is taken back,';
  if (outcome === 'failed') return `${owed} and it is never sent again: make sure that the provider cannot still pay it.`;
  return state === 'paid'
    ? `It is booked as returned. ${owed} and a review keeps further requests waiting.`
    : `It ends as failed. ${owed} and a review keeps further requests waiting.`;
}
