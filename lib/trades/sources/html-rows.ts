// Rows of the tables of a report saved as a page. Hidden cells carry layout, not data, and are dropped before anybody counts columns;
// what a cell says when it is pointed at is kept beside it, because that is where MetaTrader 4 puts the comment.
import { Parser } from 'htmlparser2';

export interface HtmlRow {
  line: number;
  cells: string[];
  /** Of each cell; empty where it has none. */
  titles: string[];
}

export function isHtml(text: string): boolean {
  return /^\s*(<\?xml[^>]*>\s*)?(<!doctype|<html|<head|<body|<table)/i.test(text.slice(0, 2000).replace(/^\uFEFF/, ''));
}

export function htmlRows(html: string): HtmlRow[] {
  const lines: HtmlRow[] = [];
  const lineOf = lineFinder(html);
  let row: HtmlRow | null = null;
  let cell: { text: string; title: string; hidden: boolean } | null = null;
  const closeCell = (): void => {
    if (row && cell && !cell.hidden) {
      row.cells.push(cell.text.replace(/[\s\u00a0]+/g, ' ').trim());
      row.titles.push(cell.title);
    }
    cell = null;
  };
  const closeRow = (): void => {
    closeCell();
    if (row) lines.push(row);
    row = null;
  };
  const parser: Parser = new Parser({
    onopentag(name, attributes) {
      if (name === 'tr') {
        closeRow();
        row = { line: lineOf(parser.startIndex), cells: [], titles: [] };
      }
      if (name === 'td' || name === 'th') {
        closeCell();
        cell = { text: '', title: attributes.title ?? '', hidden: isHidden(attributes) };
      }
      if (name === 'br' && cell) cell.text += ' ';
    },
    ontext(text) {
      if (cell) cell.text += text;
    },
    onclosetag(name) {
      if (name === 'td' || name === 'th') closeCell();
      if (name === 'tr' || name === 'table') closeRow();
    },
  });
  parser.write(html);
  parser.end();
  return lines;
}

function isHidden(attributes: Record<string, string>): boolean {
  const named = (attributes.class ?? '').split(/\s+/).includes('hidden');
  return named || 'hidden' in attributes || /display\s*:\s*none/i.test(attributes.style ?? '');
}

function lineFinder(text: string): (index: number) => number {
  let at = 0;
  let line = 1;
  return (index) => {
    for (; at < index; at += 1) if (text.charCodeAt(at) === 10) line += 1;
    return line;
  };
}
