// The names of events as people read them.
/** Deeds that say too little by themselves: held and released are also what becomes of payouts. */
const NAMED: Partial<Record<string, string>> = { 'trader.held': 'Legal hold set', 'trader.released': 'Legal hold lifted' };

/** The name of an event in words: "rule.violation-detected" is "Violation detected". */
export function kindText(kind: string): string {
  const named = NAMED[kind];
  if (named !== undefined) return named;
  const [domain = '', deed = ''] = kind.split('.');
  const words = deed.replaceAll(/[-_]/g, ' ');
  const text = deed === '' ? domain : words.includes(domain) || domain === 'rule' ? words : `${domain} ${words}`;
  return text.replace(/^./, (first) => first.toUpperCase());
}
