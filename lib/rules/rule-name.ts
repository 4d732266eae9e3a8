// What a rule is called in the office, in the portal and in letters: one name, so that a trader and a colleague speak of the same thing.
const NAMES: Record<string, string> = {
  'max-daily-loss': 'Daily loss',
  'max-drawdown': 'Maximum drawdown',
  'min-trading-days': 'Minimum trading days',
  'min-trades': 'Minimum trades',
  'ea-trading': 'Robot trading',
};

/** "max-daily-loss" is "Daily loss"; a code without a name of its own is its words in sentence case. A second instance is told by its number. */
export function ruleName(code: string | null, instance = 0): string {
  if (!code) return 'No rule';
  const words = NAMES[code] ?? code.replaceAll(/[-_]/g, ' ').replace(/^./, (first) => first.toUpperCase());
  return instance > 0 ? `${words} (${instance + 1})` : words;
}

/** What is reached and never broken, in the order it is told. */
export const TO_REACH: readonly string[] = ['profit-target', 'min-trading-days', 'min-trades', 'consistency'];

/** Name of a floor's key, `code#instance`. */
export function floorName(key: string): string {
  const [code = key, instance = '0'] = key.split('#');
  return ruleName(code, Math.trunc(+instance) || 0);
}
