// How somebody likes their lists: the columns with their order and how many stay in sight, and lists kept under a name. Plain text and data.

export interface SavedView {
  id: string;
  /** Name of the list it belongs to. */
  page: string;
  name: string;
  /** The list's address without its path, as `listHref` writes it. */
  query: string;
  is_shared: boolean;
  is_own: boolean;
}
export interface Desk {
  views: SavedView[];
  /** Column choices by list. */
  columns: Record<string, string>;
}
export const EMPTY_DESK: Desk = { views: [], columns: {} };

export interface ColumnChoice {
  /** How many of the first columns stay in sight while the rest scrolls. */
  pins: number;
  ids: string[];
}
export const MOST_PINS = 2;
const COLUMNS = /^[0-2]:[a-zA-Z0-9_-]+(,[a-zA-Z0-9_-]+){0,59}$/;

/** "2:login,state,left"; null where it is none. */
export function parseColumns(text: string | null | undefined): ColumnChoice | null {
  if (!text || !COLUMNS.test(text)) return null;
  const [pins = '', ids = ''] = text.split(':');
  return { pins: '012'.indexOf(pins), ids: [...new Set(ids.split(','))] };
}

export function columnsText({ pins, ids }: ColumnChoice): string {
  return `${pins}:${ids.join(',')}`;
}

/** The columns a list shows under a choice: those it names and the list has, in its order. One that fits nothing is no choice. */
export function arranged<Column>(
  columns: Column[],
  idOf: (column: Column) => string,
  choice: ColumnChoice | null,
): { columns: Column[]; pins: number } {
  const shown = (choice?.ids ?? []).flatMap((id) => columns.find((column) => idOf(column) === id) ?? []);
  if (!choice || shown.length === 0) return { columns, pins: MOST_PINS };
  return { columns: shown, pins: Math.min(choice.pins, shown.length) };
}

/** Moves one entry by one place; at either end it stays. */
export function moved(ids: string[], id: string, by: -1 | 1): string[] {
  const from = ids.indexOf(id);
  const to = from + by;
  if (from === -1 || to < 0 || to >= ids.length) return ids;
  const next = ids.filter((one) => one !== id);
  next.splice(to, 0, id);
  return next;
}
