// Reasons that are kept as codes, in words. Two ways of writing one code are one reason; a code without words of its own is read as them.
const WORDS: Record<string, string> = {
  'rule-violation': 'a rule was broken',
  'rule-block': 'a rule blocked the account',
  'rule-pause': 'a rule paused trading',
  'by-hand': 'staff stopped it by hand',
  scaled: 'the account went on at a larger size',
  'target-reached': 'the target is reached and every gate is met; the pass waits for review',
  'content-conflict': 'an id came a second time with other content; the first stands',
  'one-trader': 'two traders may be one person, or somebody bought the same product twice',
  'name-changed': 'the name of the trader was changed',
  'needs-person': 'the provider leaves it to a person',
  rejected: 'the provider refused it',
  chargeback: 'the buyer took the money back through the bank',
};
const CODE = /^[a-z]+([-_][a-z]+)+$/;

/** In the middle of a sentence. */
export const reasonWords = (reason: string): string =>
  WORDS[reason.replaceAll('_', '-')] ?? (CODE.test(reason) ? reason.replaceAll(/[-_]/g, ' ') : reason);

/** As a line of its own. What is no code is somebody's own words and stays as it is. */
export function reasonText(reason: string): string {
  const words = reasonWords(reason);
  return words === reason ? reason : words.replace(/^./, (first) => first.toUpperCase());
}
