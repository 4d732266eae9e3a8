// Rows of a pasted or uploaded table: comma, semicolon or tab between cells, quotes as spreadsheets write them, a header that names the
// columns in any order. Every row keeps its line, so that what is wrong can be pointed at.
import { accept, refuse, type Result } from '@/lib/refusal';

export interface NamedRow {
  line: number;
  cells: Record<string, string>;
}

const MOST_ROWS = 5_000;
/** Each row is read under every name there is: a short file with a first line of commas alone would else keep the server busy for minutes. */
const MOST_COLUMNS = 200;

/** Rows below the header; a column nobody knows is refused, since its values would be lost unseen. `any`: a table of somebody else's, whose other columns are theirs. */
export function namedRows(text: string, columns: { needed: readonly string[]; allowed: readonly string[] | 'any' }): Result<NamedRow[]> {
  const lines = tableLines(text.replace(/^\ufeff/, ''));
  const [head, ...body] = lines.filter(({ cells }) => cells.some((cell) => cell !== ''));
  if (!head) return refuse('empty', 'There is nothing to read: the first line names the columns.', { path: 'text' });
  if (head.cells.length > MOST_COLUMNS)
    return refuse('too-long', `At most ${MOST_COLUMNS} columns; the first line has ${head.cells.length}.`, { path: 'text' });
  const names = head.cells.map((name) => name.toLowerCase());
  const missing = columns.needed.filter((name) => !names.includes(name));
  const { allowed } = columns;
  const strange = allowed === 'any' ? [] : names.filter((name) => !columns.needed.includes(name) && !allowed.includes(name));
  if (missing.length > 0) return refuse('column-missing', `The first line has to name ${missing.join(', ')}.`, { path: 'text' });
  if (strange.length > 0 || (allowed !== 'any' && new Set(names).size < names.length)) {
    return refuse('column-unknown', `The first line names ${strange.join(', ') || 'a column twice'}.`, { path: 'text' });
  }
  if (body.length > MOST_ROWS) return refuse('too-long', `At most ${MOST_ROWS} rows at once; these are ${body.length}.`, { path: 'text' });
  const short = body.find(({ cells }) => cells.length > names.length);
  if (short) return refuse('too-many-cells', `Line ${short.line} has more cells than the first line names.`, { path: 'text' });
  return accept(body.map(({ line, cells }) => ({ line, cells: Object.fromEntries(names.map((name, i) => [name, cells[i] ?? ''])) })));
}

/** Lines of a table as cells; a quoted cell may hold line breaks, and a row is named by the line it begins on. */
export function tableLines(text: string): { line: number; cells: string[] }[] {
  const mark = markOf(text);
  const rows: { line: number; cells: string[] }[] = [];
  let [cells, cell, isQuoted, line, began] = [[] as string[], '', false, 1, 1];
  const endRow = () => {
    rows.push({ line: began, cells: [...cells, cell.trim()] });
    [cells, cell] = [[], ''];
  };
  for (let i = 0; i < text.length; i += 1) {
    const sign = text[i] ?? '';
    if (sign === '\n') line += 1;
    if (isQuoted) {
      if (sign !== '"') cell += sign;
      else if (text[i + 1] === '"') cell += text[(i += 1)];
      else isQuoted = false;
    } else if (sign === '"' && cell.trim() === '') [isQuoted, cell] = [true, ''];
    else if (sign === mark) {
      cells.push(cell.trim());
      cell = '';
    } else if (sign === '\n') {
      endRow();
      began = line;
    } else if (sign !== '\r') cell += sign;
  }
  endRow();
  return rows;
}

/** What stands between the cells of the first line. */
function markOf(text: string): string {
  const first = text.slice(0, text.search(/\n|$/));
  return [',', ';', '\t'].reduce((best, mark) => (first.split(mark).length > first.split(best).length ? mark : best));
}
