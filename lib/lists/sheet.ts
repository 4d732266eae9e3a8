// Rows as the lines of a CSV file: the head says what is in it, by which filter, when and in which zone; every file of the office looks alike.
import { cell, commentLine, line } from '@/lib/csv';
import type { ExportColumn } from '@/lib/lists/definition';
import { minorDigits } from '@/lib/money';

export function sheetHead(told: string[], columns: ExportColumn[]): string {
  return '\ufeff' + told.map(commentLine).join('') + line(columns.map(({ header }) => `"${header}"`));
}

export function sheetRow(columns: ExportColumn[], row: Record<string, unknown>): string {
  const digits = minorDigits(String(row.currency ?? 'USD'));
  return line(columns.map(({ column, kind }) => cell(row[column], kind, digits)));
}
