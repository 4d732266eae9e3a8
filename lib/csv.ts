// CSV that a spreadsheet cannot be tricked by: text cells that would start a formula are neutralised, numbers stay numbers.
import { loginText } from './accounts/login-text';
import type { CellKind } from './lists/definition';
import { paidFigures, type Paid } from './traders/paid';
import { winShareFigure, type WinShare } from './trades/win-share';

// Spreadsheets trim before they look, and some read the full-width signs too.
const FORMULA = /^[\s\u0000-\u001f\u200b\u00a0\ufeff"']*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r]/u;
const BREAKS = /\r\n|[\r\n\u2028\u2029]/g;
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/** One text cell: on one line, without control signs, quoted, never a formula. */
export function textCell(value: string): string {
  const flat = value.normalize('NFC').replace(BREAKS, ' ').replace(CONTROLS, '');
  const safe = FORMULA.test(flat.normalize('NFKC')) || /^[\t\r]/.test(value) ? `'${flat.trimStart()}` : flat;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** One cell of a row. Money is written in major units at the currency's digits, instants in UTC; nothing known is an empty cell. */
export function cell(value: unknown, kind: CellKind, digits: number): string {
  if (kind === 'sums') return textCell(paidFigures(value as Paid));
  if (value === null || value === undefined || value === '') return '';
  switch (kind) {
    case 'money':
      return shifted(value, digits);
    case 'win-share':
      return cell(winShareFigure(value as WinShare), 'number', digits);
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(String(value)) ? String(value) : textCell(String(value));
    case 'bps':
      return shifted(value, 2);
    case 'when':
      return instantText(value);
    case 'bool':
      return value === true || value === 'true' ? 'yes' : 'no';
    case 'login':
      return textCell(loginText(String(value)));
    default:
      return textCell(String(value));
  }
}

/** A comment line of the head: what was exported, when, in which zone. */
export function commentLine(text: string): string {
  return textCell(`# ${text}`) + '\r\n';
}

export function line(cells: string[]): string {
  return cells.join(',') + '\r\n';
}

/** Whole minor units with the point put in as text: no float ever touches the figure. */
function shifted(value: unknown, digits: number): string {
  const text = String(value);
  if (!/^-?\d+$/.test(text)) return textCell(text);
  const sign = text.startsWith('-') ? '-' : '';
  const figures = text.replace('-', '').padStart(digits + 1, '0');
  const whole = figures.slice(0, figures.length - digits);
  return digits === 0 ? sign + whole : `${sign}${whole}.${figures.slice(-digits)}`;
}

function instantText(value: unknown): string {
  const instant = value instanceof Date ? value : new Date(String(value));
  return Number.isNaN(instant.getTime()) ? textCell(String(value)) : instant.toISOString();
}
