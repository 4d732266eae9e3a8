// What an anchor is and what it proves. A hash chain alone does not notice a cut tail or a history written anew; a head that was put
// somewhere else before does.
import { z } from 'zod';

/** One head over the last links of all streams as of an event. `up_to_event` names the events it speaks of. */
export const anchor = z.object({ up_to_event: z.number(), events: z.number(), streams: z.number(), head: z.string() });
export type Anchor = z.infer<typeof anchor>;
const anchorLine = anchor.extend({ anchored_at: z.string() });
export type WrittenAnchor = z.infer<typeof anchorLine>;

export const writeLine = (written: WrittenAnchor): string => `${JSON.stringify(written)}\n`;

/** The newest anchor of a file; a torn last line, left by a crash, is passed over. */
export function newestIn(text: string): WrittenAnchor | null {
  for (const line of text.split('\n').reverse()) {
    if (line.trim() === '') continue;
    try {
      return anchorLine.parse(JSON.parse(line));
    } catch {
      continue;
    }
  }
  return null;
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
