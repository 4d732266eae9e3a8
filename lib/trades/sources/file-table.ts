// An exported table as rows whose cells are asked for by our own names. Columns are found by their headings, in any order, because every
// platform lets people choose and sort them; what stands above the heading (titles, other sections) is passed over.
import { tableLines } from '@/lib/market/table-text';

/** Our name of a column -> its known headings in small letters. One that ends in `*` begins so, and what follows is told beside it. */
export type Headings = Readonly<Record<string, readonly string[]>>;

export interface FileRow {
  where: string;
  /** The cell's text; empty where the file has no such column. */
  cell: (name: string) => string;
}
export interface FileTable {
  rows: FileRow[];
  has: (name: string) => boolean;
  /** What follows the known words of a heading: "(UTC+2)", "USD". */
  tail: (name: string) => string;
  /** Cells are separated by semicolons, so a comma may stand before decimals. */
  isComma: boolean;
}

interface Column {
  index: number;
  tail: string;
}

const HEADING_WITHIN = 200;

export interface TableShape {
  headings: Headings;
  needed: readonly string[];
  /** The title of the section that is read, where the file has several. */
  section?: string;
}

/** Null where no line names every needed column. */
export function fileTable(text: string, { headings, needed, section }: TableShape): FileTable | null {
  const all = tableLines(text.replace(/^\uFEFF/, ''));
  const title = all.findIndex(
    ({ cells }) =>
      cells
        .filter((cell) => cell !== '')
        .join()
        .toLowerCase() === section,
  );
  const lines = all.slice(title + 1);
  for (const [at, line] of lines.slice(0, HEADING_WITHIN).entries()) {
    const columns = columnsOf(line.cells, headings);
    if (!needed.every((name) => columns.has(name))) continue;
    const rows = lines.slice(at + 1).filter(({ cells }) => cells.some((cell) => cell !== ''));
    return tableOf(
      rows.map(({ line: number, cells }) => ({ where: `line ${number}`, cells })),
      columns,
      text.slice(0, 4000).split(';').length > text.slice(0, 4000).split(',').length,
    );
  }
  return null;
}

/** The same over rows that were named already, as those of a JSON payload are. */
export function namedTable(rows: readonly { where: string; cells: Readonly<Record<string, string>> }[], headings: Headings): FileTable {
  const names = [...new Set(rows.flatMap(({ cells }) => Object.keys(cells)))];
  return tableOf(
    rows.map(({ where, cells }) => ({ where, cells: names.map((name) => cells[name] ?? '') })),
    columnsOf(names, headings),
    false,
  );
}

function tableOf(rows: { where: string; cells: string[] }[], columns: Map<string, Column>, isComma: boolean): FileTable {
  const cellIn = (cells: string[], name: string): string => {
    const column = columns.get(name);
    return column === undefined ? '' : (cells[column.index] ?? '');
  };
  return {
    rows: rows.map(({ where, cells }) => ({ where, cell: (name) => cellIn(cells, name) })),
    has: (name) => columns.has(name),
    tail: (name) => columns.get(name)?.tail ?? '',
    isComma,
  };
}

function columnsOf(cells: readonly string[], headings: Headings): Map<string, Column> {
  const small = cells.map((cell) => cell.trim().toLowerCase());
  const found = new Map<string, Column>();
  for (const [name, spellings] of Object.entries(headings)) {
    for (const spelling of spellings) {
      const stem = spelling.endsWith('*') ? spelling.slice(0, -1) : null;
      const index = small.findIndex((cell) => (stem === null ? cell === spelling : cell.startsWith(stem)));
      if (index < 0) continue;
      found.set(name, { index, tail: stem === null ? '' : (cells[index] ?? '').trim().slice(stem.length).trim() });
      break;
    }
  }
  return found;
}
