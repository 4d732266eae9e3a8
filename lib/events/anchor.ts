// What an anchor is and what it proves. A hash chain alone does not notice a cut tail or a history written anew; a head that was put
// somewhere else before does.
import { z } from 'zod';

/** One head over the last links of all streams as of an event. `up_to_event` names the events it speaks of. */
export const anchor = z.object({ up_to_event: z.number(), events: z.number(), streams: z.number(), head: z.string() });
export type Anchor = z.infer<typeof anchor>;
/** A line of before this was written down says nothing of it, and was believed. */
const anchorLine = anchor.extend({ anchored_at: z.string(), is_intact: z.boolean().default(true) });
export type WrittenAnchor = z.infer<typeof anchorLine>;

export const writeLine = (written: WrittenAnchor): string => `${JSON.stringify(written)}\n`;

/**
 * The newest anchor of a file that may be relied on: one that agreed with those before it, or whose change a person has explained
 * since. A torn last line, left by a crash, is passed over.
 */
export function newestIn(text: string, explained: readonly string[] = []): WrittenAnchor | null {
  for (const line of text.split('\n').reverse()) {
    const read = lineIn(line);
    if (read !== null && (read.is_intact || explained.includes(read.head))) return read;
  }
  return null;
}

function lineIn(line: string): WrittenAnchor | null {
  try {
    return anchorLine.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

export type Disagreement = { place: string; up_to_event: number; expected: string; found: string; missing_events: number };

/** What the history of today says about an anchor of before; null while both agree. */
export function disagreement(place: string, before: Anchor, recomputed: Anchor): Disagreement | null {
  if (before.head === recomputed.head && before.events === recomputed.events) return null;
  return {
    place,
    up_to_event: before.up_to_event,
    expected: before.head,
    found: recomputed.head,
    missing_events: before.events - recomputed.events,
  };
}
