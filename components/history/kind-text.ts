// The names of events as people read them.
/** The name of an event in words: "rule.violation-detected" is "Violation detected". */
export function kindText(kind: string): string {
  const [domain = '', deed = ''] = kind.split('.');
  const words = deed.replaceAll(/[-_]/g, ' ');
  const text = deed === '' ? domain : words.includes(domain) || domain === 'rule' ? words : `${domain} ${words}`;
  return text.replace(/^./, (first) => first.toUpperCase());
}
