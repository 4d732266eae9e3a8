// What somebody else did since a page was looked at, in one sentence: who, how long ago, from what to what. Pure: the time is told.

interface SeenChange {
  by: string;
  at: string;
  from: string | null;
  to: string;
}

/** "Changed by M. Duarte 12 s ago: active → blocked." */
export function changeSentence({ by, at, from, to }: SeenChange, now: number): string {
  return `Changed by ${by} ${agoText(now - Date.parse(at))} ago: ${from === null || from === to ? `now ${to}` : `${from} → ${to}`}.`;
}

/** "12 s", "3 min", "5 h", "2 d": one coarse unit, never below nought. */
export function agoText(ms: number): string {
  const seconds = Math.max(0, Math.trunc(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.trunc(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.trunc(seconds / 3600)} h` : `${Math.trunc(seconds / 86_400)} d`;
}

/** Who acted, as far as the reader may know them. */
export const actorWords = (name: string | null, kind: string): string => name ?? (kind === 'staff' ? 'a colleague' : `the ${kind}`);
