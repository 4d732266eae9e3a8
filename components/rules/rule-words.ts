// A rule's figures and what follows from it, in words. Only spelling: every figure comes from the engine.
import { durationText } from '@/components/ui/duration-text';
import { moneyText } from '@/components/ui/money-text';
import { shareText } from '@/components/ui/share-text';

/** A figure in its unit: money in the account's currency, shares truncated, the rest spelled out. */
export function measureText(value: number | null, unit: string, currency: string): string {
  if (value === null) return 'not known';
  if (unit === 'cents') return moneyText(value, currency);
  if (unit === 'bps') return shareText(value);
  if (unit === 'seconds') return durationText(value);
  const figure = new Intl.NumberFormat('en-US', { maximumFractionDigits: 8 }).format(value).replace('-', '\u2212');
  return unit === 'lots' ? `${figure} lots` : figure;
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
