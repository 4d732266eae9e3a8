// The tables of a MetaTrader 5 export, as rows of visible cells with their lines: the Trade History Report (HTML) or the deals as
// tab-separated text. Hidden cells of the report carry layout, not data, and are dropped before anybody counts columns.
import { htmlRows, isHtml, type HtmlRow } from './html-rows';

export interface TableRow {
  /** How a person finds the row: its line, and its number inside the section, since a report may be one long line. */
  where: string;
  cells: string[];
}
export interface ReportHeader {
  login: string;
  currency: string | null;
  server: string | null;
  mode: 'hedging' | 'netting' | null;
}
/** First row of each section is its heading row. */
export interface Mt5Tables {
  header: ReportHeader | null;
  positions: TableRow[];
  deals: TableRow[];
}

type Section = 'positions' | 'deals' | 'orders' | 'other';

const SECTIONS: Record<string, Section> = {
  positions: 'positions',
  orders: 'orders',
  deals: 'deals',
  'open positions': 'other',
  'working orders': 'other',
  results: 'other',
  summary: 'other',
};

export function readTables(text: string): Mt5Tables {
  const clean = text.replace(/^\uFEFF/, '');
  return isHtml(clean) ? fromLines(htmlRows(clean)) : { header: null, positions: [], deals: textRows(clean) };
}

function textRows(text: string): TableRow[] {
  const rows: TableRow[] = [];
  text.split(/\r\n|\n|\r/).forEach((content, index) => {
    if (content.trim() === '') return;
    rows.push({ where: `line ${index + 1}`, cells: content.split('\t').map((cell) => cell.trim()) });
  });
  return rows;
}

function fromLines(lines: HtmlRow[]): Mt5Tables {
  const tables: Mt5Tables = { header: null, positions: [], deals: [] };
  let section: Section = 'other';
  let number = 0;
  for (const { line, cells } of lines) {
    const filled = cells.filter((cell) => cell !== '');
    const first = filled[0] ?? '';
    if (filled.length === 0) continue;
    if (/^account:?$/i.test(first)) tables.header = readHeader(filled[1] ?? '');
    const named = filled.length === 1 ? SECTIONS[first.toLowerCase()] : undefined;
    if (named) {
      section = named;
      number = 0;
      continue;
    }
    if (first.endsWith(':')) section = 'other';
    if (section !== 'positions' && section !== 'deals') continue;
    number += 1;
    const title = section === 'deals' ? 'Deals' : 'Positions';
    tables[section].push({ where: `line ${line} (${title}, row ${number - 1})`, cells });
  }
  return tables;
}

/** "500123 (USD, Example-Server, real, Hedge)": the parts stand in any order after the currency. */
function readHeader(text: string): ReportHeader | null {
  const match = /^(\d+)\s*(?:\((.*)\))?/.exec(text);
  if (!match?.[1]) return null;
  const parts = (match[2] ?? '').split(',').map((part) => part.trim());
  const currency = parts.find((part) => /^[A-Z]{3,5}$/.test(part)) ?? null;
  const modeText = parts.find((part) => /^(hedg|nett)/i.test(part)) ?? '';
  const server =
    parts.find((part) => part !== currency && part !== modeText && part !== '' && !/^(real|demo|contest)$/i.test(part)) ?? null;
  const mode = modeText === '' ? null : /^hedg/i.test(modeText) ? 'hedging' : 'netting';
  return { login: match[1], currency, server, mode };
}
