// What one winner made of all winners so far, as the judge counted it: shown with every trade of the position, and in the file of the list.
import { decimal, decimalText, rescale } from '@/lib/decimal';

export interface WinShare {
  percent: number;
  /** Which winner of the account it was. */
  wins: number;
  /** How many winners there have to be before a share says anything, by the account's rules. */
  needs: number;
  /** What one winner may make, where the rules say so. */
  allowed: number | null;
  /** Whether a verdict stands about it. */
  over: boolean;
}

const TOO_EARLY = 'not yet measurable';

/** "29 %"; nothing for a trade that won nothing. */
export function winShareText(share: WinShare | null): string {
  if (share === null) return '';
  return share.wins < share.needs ? TOO_EARLY : `${rescale(decimal(String(share.percent)), 0, 'half-even')}\u00a0%`;
}

/** What stands beside the share while a verdict does: "over 50 %". */
export const overText = ({ over, allowed, wins, needs }: WinShare): string | null =>
  over && allowed !== null && wins >= needs ? `over ${allowed}\u00a0%` : null;

/** For a file, where a figure stays a figure. */
export function winShareFigure(share: WinShare): string {
  return share.wins < share.needs ? TOO_EARLY : decimalText(decimal(String(share.percent)));
}
