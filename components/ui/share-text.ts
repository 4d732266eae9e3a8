// Shares in percent, one decimal. Two ways, by what they are for: of a limit they are truncated, or 99.98 % of an allowance would print as a
// full one; of what was counted they are rounded, and only none is none and all is all.
import { roundDivide } from '@/lib/decimal';

/** What is used of a limit, in basis points: 9998 -> "99.9 %". The engine already decided what it means; this only writes it down. */
export function shareText(bps: number): string {
  const tenths = Math.trunc(bps / 10);
  return `${tenths < 0 ? '\u2212' : ''}${tenthsText(Math.abs(tenths))}`;
}

/** The spoken form drops an empty tenth: "84 %", "99.9 %". */
export function spokenShare(bps: number): string {
  return shareText(bps).replace('.0', '').replace('\u00a0', ' ');
}

/** How many of all: 1389 of 10,000 is "13.9 %", 9996 of them "99.9 %" and 4 of them "<0.1 %". */
export function rateText(count: number, of: number): string {
  const tenths = parseInt(roundDivide(BigInt(count) * 1000n, BigInt(of), 'half-even').toString(), 10);
  if (tenths === 0 && count > 0) return `<${tenthsText(1)}`;
  return tenthsText(tenths === 1000 && count < of ? 999 : tenths);
}

const tenthsText = (tenths: number): string => `${Math.trunc(tenths / 10)}.${tenths % 10}\u00a0%`;
