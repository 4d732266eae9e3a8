// What somebody else did since a page was looked at, in one sentence: who, how long ago, from what to what. Pure: the time is told.
import { ageText } from '@/lib/age-text';

interface SeenChange {
  by: string;
  at: string;
  from: string | null;
  to: string;
}

/** "Changed by M. Duarte 12 s ago: active → blocked." */
export function changeSentence({ by, at, from, to }: SeenChange, now: number): string {
  return `Changed by ${by} ${ageText((now - Date.parse(at)) / 1000)} ago: ${from === null || from === to ? `now ${to}` : `${from} → ${to}`}.`;
}

/** Who acted, as far as the reader may know them. */
export const actorWords = (name: string | null, kind: string): string => name ?? (kind === 'staff' ? 'a colleague' : `the ${kind}`);
