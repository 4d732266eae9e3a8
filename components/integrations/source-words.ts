// Figures of a source in words; what was not measured says so.
import type { Source } from '@/lib/connections/read';

export function lagText(ms: number | null): string {
  if (ms === null) return 'none yet';
  if (ms < 1_000) return `${ms} ms`;
  const seconds = ms / 1_000;
  if (seconds < 120) return `${Math.round(seconds * 10) / 10} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
}

const messages = (count: number): string => (count === 1 ? '1 message' : `${count} messages`);

/** A message that is parked is no error: it goes in by itself. */
export function errorText({ figures }: Pick<Source, 'figures'>): string {
  if (figures.error_bps === null) return 'nothing came';
  return `${figures.in_trouble} of ${messages(figures.messages)} (${figures.error_bps / 100} %)`;
}

export function retryText(retried: number): string {
  return retried === 0 ? 'every message was taken at once' : `${messages(retried)} took more than one try`;
}

export const STALE_WORDS: Record<string, string> = {
  silent: 'has been silent',
  'not-complete': 'could not be asked for what it may have missed',
};

export function durationText(seconds: number | null): string {
  if (seconds === null) return 'never';
  if (seconds < 120) return `${seconds} s`;
  return seconds % 3600 === 0 ? `${seconds / 3600} h` : `${Math.round(seconds / 60)} min`;
}

export const HELD_WORDS: Record<string, string> = {
  parked: 'names an account we do not know',
  rejected: 'could not be read',
  quarantined: 'has something we do not believe',
  refused: 'has something that is not well formed',
};

/** How often it was silent and for how long in all. */
export function gapText({ gaps, gap_seconds }: Pick<Source['figures'], 'gaps' | 'gap_seconds'>): string {
  if (gaps === 0) return 'none';
  return `${gaps === 1 ? 'silent once' : `silent ${gaps} times`}, ${lagText(gap_seconds * 1000)} in all`;
}
