// The words of the copy-trading pages: what a score's parts are called, how far apart two openings lie, and what a decision brings about.
import { durationText } from '@/components/ui/duration-text';

const STATES: Record<string, string> = { open: 'Not decided', watch: 'Watched', confirmed: 'Case', cleared: 'Cleared' };
export const signalState = (state: string): string => STATES[state] ?? state;
export const directionText = (kind: string): string => (kind === 'hedge' ? 'Opposite sides' : 'Same side');

/** "1.5 s later", "0.3 s before", "1 h 8 min before", "same moment". */
export function apartText(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 100) / 10;
  if (seconds === 0) return 'same moment';
  const length = seconds < 60 ? `${seconds} s` : durationText(Math.round(seconds));
  return `${length} ${ms > 0 ? 'later' : 'before'}`;
}
export const ratioText = (ratio: number): string => `${Math.round(ratio * 100) / 100} ×`;
export const scoreText = (score: number): string => `${Math.round(score)}`;
export const countText = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;

export interface Choice {
  state: 'cleared' | 'watch' | 'confirmed';
  key: string;
  label: string;
  effect: string;
}
export const CHOICES: readonly Choice[] = [
  {
    state: 'cleared',
    key: 'r',
    label: 'Clear',
    effect: 'The flag goes. It comes back only once as many matches again have come after today.',
  },
  { state: 'watch', key: 'w', label: 'Watch', effect: 'The flag stays. It asks again after five more matches.' },
  {
    state: 'confirmed',
    key: 'a',
    label: 'Make a case',
    effect: 'Opens a review for each account. Blocking and withholding payouts is decided there, by another person.',
  },
];
