// Rules and their figures in words. Only spelling: every figure comes from the engine.
import { moneyText } from '@/components/ui/money-text';
import { shareText } from '@/components/ui/share-text';

const NAMES: Record<string, string> = {
  'max-daily-loss': 'Daily loss',
  'max-drawdown': 'Maximum drawdown',
  'profit-target': 'Profit target',
  'min-trading-days': 'Minimum trading days',
  'min-trades': 'Minimum trades',
  'lot-size': 'Lot size',
  'ea-trading': 'Robot trading',
};

/** "max-daily-loss" is "Daily loss"; an unknown code is its own words in sentence case. */
export function ruleName(code: string | null, instance = 0): string {
  if (!code) return 'No rule';
  const words = NAMES[code] ?? code.replaceAll(/[-_]/g, ' ').replace(/^./, (first) => first.toUpperCase());
  return instance > 0 ? `${words} (${instance + 1})` : words;
}

/** Name of a floor's key, `code#instance`. */
export function floorName(key: string): string {
  const [code = key, instance = '0'] = key.split('#');
  return ruleName(code, instance === '0' ? 0 : Math.trunc(+instance) || 0);
}

export type Unit = 'cents' | 'bps' | 'lots' | 'seconds' | 'count';

/** A figure in its unit: money in the account's currency, shares truncated, the rest spelled out. */
export function measureText(value: number | null, unit: Unit | string, currency: string): string {
  if (value === null) return 'not known';
  if (unit === 'cents') return moneyText(value, currency);
  if (unit === 'bps') return shareText(value);
  if (unit === 'seconds') return durationText(value);
  const figure = new Intl.NumberFormat('en-US', { maximumFractionDigits: 8 }).format(value).replace('-', '\u2212');
  return unit === 'lots' ? `${figure} lots` : figure;
}

/** "3 d 4 h", "2 min 5 s": the two largest units that are not empty. */
export function durationText(seconds: number): string {
  const whole = Math.trunc(Math.abs(seconds));
  const parts: [number, string][] = [
    [Math.trunc(whole / 86_400), 'd'],
    [Math.trunc(whole / 3600) % 24, 'h'],
    [Math.trunc(whole / 60) % 60, 'min'],
    [whole % 60, 's'],
  ];
  const told = parts.filter(([count]) => count > 0).slice(0, 2);
  const text = told.length > 0 ? told.map(([count, unit]) => `${count} ${unit}`).join(' ') : '0 s';
  return seconds < 0 ? `\u2212${text}` : text;
}

const CONSEQUENCES: Record<string, string> = {
  fail: 'fails the account',
  block: 'blocks the account',
  pause: 'pauses trading',
  flag: 'is flagged for review',
  payout_gate: 'holds payouts',
};

export function consequenceText(consequence: string): string {
  return CONSEQUENCES[consequence] ?? consequence;
}

type Outcome = { outcome: string; consequence: string };

/** A warning lies on the right side of its limit, so only a breach is past anything. */
export function isBroken(row: Outcome): boolean {
  return row.outcome === 'breach';
}

/** What came of it: a warning has no consequence yet, and what could not be judged has none at all. */
export function outcomeText(row: Outcome): string {
  if (isBroken(row)) return `broken, ${consequenceText(row.consequence)}`;
  return row.outcome === 'warn' ? 'warning' : 'could not be judged';
}

const OFF_REASONS: Record<string, string> = {
  'rule-violation': 'a rule was broken',
  'rule-block': 'a rule blocked the account',
  'rule-pause': 'a rule paused trading',
  'by-hand': 'staff stopped it by hand',
  'target-reached': 'the target is reached and every gate is met; the pass waits for review',
};

export function tradingOffText(reason: string): string {
  return OFF_REASONS[reason] ?? reason.replaceAll(/[-_]/g, ' ');
}

/** Where a verdict is explained: its account's page with the drawer open. */
export function violationHref(row: { id: string; account_id: string }): string {
  return `/accounts/${row.account_id}?tab=violations&violation=${row.id}`;
}
