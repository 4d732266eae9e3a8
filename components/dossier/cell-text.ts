// A value of a dossier's table in words. Paper has one clock: every instant on it is UTC.
import { moneyText } from '@/components/ui/money-text';
import { whenText } from '@/components/ui/when-text';
import { floorName } from '@/lib/rules/rule-name';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

export function cellText(column: string, value: unknown, currency: string): string {
  if (value === null || value === undefined || value === '') return '';
  if (column.endsWith('_cents') && typeof value === 'number') return moneyText(value, currency, { bare: true });
  if (typeof value === 'string') return INSTANT.test(value) ? whenText(value, 'UTC', 'moment') : value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'object') return column === 'floors' ? floors(value, currency) : pairs(value);
  return String(value);
}

/** A floor is an amount like its neighbours: "Daily loss: 95,000.00", and not the cents it is stored as. */
function floors(value: object, currency: string): string {
  return Object.entries(value)
    .map(([key, cents]) => `${floorName(key)}: ${cellText('_cents', cents, currency)}`)
    .join(', ');
}

/** A small object as a reader takes it in: "reason: manual, count: 2". What is nested deeper stays as it was written. */
function pairs(value: object): string {
  if (Array.isArray(value)) return value.length === 0 ? '' : JSON.stringify(value);
  const told = Object.entries(value).filter(([, inner]) => inner !== null && inner !== '');
  return told.map(([key, inner]) => `${columnText(key)}: ${typeof inner === 'object' ? JSON.stringify(inner) : String(inner)}`).join(', ');
}

/** "net_profit_cents" is "net profit". */
export function columnText(column: string): string {
  return column.replace(/_cents$/, '').replaceAll('_', ' ');
}

/** Figures stand right, in columns. */
export function isFigure(column: string, value: unknown): boolean {
  return column.endsWith('_cents') || typeof value === 'number';
}
