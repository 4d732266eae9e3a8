// In which zone a file's clock stands: said by each cell, by the heading above it, or by whoever imports it. A name of letters that is
// used for more than one zone says nothing.
import type { FileTable } from './file-table';
import { timeOf, type DateOrder } from './file-value';
import { instantOf, parseZone, type ServerZone } from './mt5-zone';

/** Null: every cell has to say its zone itself. */
export type Clock = ServerZone | null;

export interface Moment {
  at: number;
  wall: string | null;
}

/** Letters a platform puts into its heading. CST is Chicago's winter and China's clock as well, so it is not here. */
const LETTERS: Record<string, string> = {
  UTC: 'UTC',
  GMT: 'UTC',
  EST: 'America/New_York',
  EDT: 'America/New_York',
  CDT: 'America/Chicago',
  MST: 'America/Denver',
  MDT: 'America/Denver',
  PST: 'America/Los_Angeles',
  PDT: 'America/Los_Angeles',
};

/** What the heading of a column says: "(UTC+2)", "(EDT)"; null where it says none. */
function zoneOfHeading(tail: string): ServerZone | null {
  const words = tail.replace(/[()]/g, '').trim().toUpperCase();
  const offset = /^(?:UTC|GMT)([+-])(\d{1,2})(?::?(\d{2}))?$/.exec(words);
  if (offset) return parseZone(`UTC${offset[1]}${offset[2]}${offset[3] ? `:${offset[3]}` : ''}h`);
  const named = LETTERS[words];
  return named === undefined ? null : parseZone(named);
}

/** The first cell that needs a zone nobody told, as a sentence; otherwise the clock of the column. */
export function clockOf(table: FileTable, column: string, told: ServerZone | null): { clock: Clock } | { problem: string } {
  const clock = told ?? zoneOfHeading(table.tail(column));
  const bare = table.rows.some(
    ({ cell }) => timeOf(cell(column), 'mdy')?.isZoned === false || timeOf(cell(column), 'dmy')?.isZoned === false,
  );
  if (clock !== null || !bare) return { clock };
  const tail = table.tail(column);
  return { problem: `its times are of no zone that is known${tail === '' ? '' : ` ("${tail}")`}: say it with --tz` };
}

export function momentOf(text: string, { clock, order }: { clock: Clock; order: DateOrder }): Moment | null {
  const told = timeOf(text, order);
  if (told === null) return null;
  if (told.isZoned) return { at: told.millis, wall: null };
  return clock === null ? null : { at: instantOf(told.millis, clock), wall: text.trim() };
}
