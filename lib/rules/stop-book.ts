// When the stop of each open position was set, as far as anybody told: exactly by an event, at the latest by a list of positions.
import type { Change, Facts, FoldEvent, Instant, OpenPosition } from '@/lib/rules/types';

interface StopNote {
  opened_at: Instant;
  /** When the stop was first seen set; null while there is none. */
  set_at: Instant | null;
  /** Whether `set_at` is the act itself and not merely when somebody looked. */
  is_exact: boolean;
  /** The last instant at which it was seen without a stop; the opening where it never was. */
  bare_at: Instant;
  told_late: boolean;
  told_risk: boolean;
}
export type StopBook = Record<string, StopNote>;

/** Takes the event in; the closed position with its note, or with null where nobody had told of it. */
export function learnStops(book: StopBook, facts: Facts, event: FoldEvent, change: Change): { id: string; stop: StopNote | null } | null {
  if (event.kind === 'opened') note(book, event.position, event.at, true);
  if (event.kind === 'mark' && event.positions !== undefined) {
    for (const id of Object.keys(book)) if (facts.positions[id] === undefined) delete book[id];
    for (const position of event.positions) note(book, position, event.at, false);
  }
  if (event.kind === 'changed' && event.stop_loss !== undefined) {
    const stop = book[event.position_id];
    if (stop !== undefined) look(stop, event.stop_loss !== null, event.at, true);
  }
  if (change.closed === null) return null;
  const id = change.closed.position_id;
  const stop = book[id] ?? null;
  delete book[id];
  return { id, stop };
}

function note(book: StopBook, position: OpenPosition, at: Instant, isExact: boolean): void {
  const opened = position.opened_at ?? at;
  const stop = (book[position.position_id] ??= {
    opened_at: opened,
    set_at: null,
    is_exact: isExact,
    bare_at: opened,
    told_late: false,
    told_risk: false,
  });
  look(stop, position.stop_loss !== null, at, isExact);
}

function look(stop: StopNote, hasStop: boolean, at: Instant, isExact: boolean): void {
  if (!hasStop) {
    stop.set_at = null;
    stop.bare_at = at;
    return;
  }
  if (stop.set_at !== null) return;
  stop.set_at = at;
  stop.is_exact = isExact;
}
