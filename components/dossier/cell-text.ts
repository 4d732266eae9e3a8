// A value of a dossier's table in words. Paper has one clock: every instant on it is UTC.
import { measureText } from '@/components/rules/rule-words';
import { moneyText } from '@/components/ui/money-text';
import { whenText } from '@/components/ui/when-text';
import { floorName } from '@/lib/rules/rule-name';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/;
const WITHIN = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g;
const MEASURED = ['measured', 'threshold'];

export function cellText(column: string, value: unknown, currency: string): string {
  if (value === null || value === undefined || value === '') return '';
  if (column.endsWith('_cents') && typeof value === 'number') return moneyText(value, currency, { bare: true });
  if (typeof value === 'string') return INSTANT.test(value) ? whenText(value, 'UTC', 'moment') : sentenceText(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'object') return column === 'floors' ? floors(value, currency) : pairs(value, currency);
  return String(value);
}

/** A floor is an amount like its neighbours: "Daily loss: 95,000.00", and not the cents it is stored as. */
function floors(value: object, currency: string): string {
  return Object.entries(value)
    .map(([key, cents]) => `${floorName(key)}: ${cellText('_cents', cents, currency)}`)
    .join(', ');
}

/** A small object as a reader takes it in: "reason: manual, count: 2". A verdict's figures are told in the unit that stands beside them. */
function pairs(value: object, currency: string): string {
  if (Array.isArray(value)) return value.length === 0 ? '' : JSON.stringify(value);
  const told = Object.entries(value).filter(([, inner]) => inner !== null && inner !== '');
  const { unit } = value as { unit?: unknown };
  return told
    .filter(([key]) => key !== 'unit')
    .map(([key, inner]) => {
      if (typeof unit === 'string' && typeof inner === 'number' && MEASURED.includes(key))
        return `${key}: ${measureText(inner, unit, currency)}`;
      const isInside = typeof inner === 'object' && !Array.isArray(inner);
      return `${columnText(key)}: ${isInside ? `(${pairs(inner as object, currency)})` : cellText(key, inner, currency)}`;
    })
    .join(', ');
}

/** A sentence of the judge's, with its instants by the clock of the paper. */
export function sentenceText(text: string): string {
  return text.replaceAll(WITHIN, (at) => `${whenText(at, 'UTC', 'moment')} UTC`);
}

/** "net_profit_cents" is "net profit". */
export function columnText(column: string): string {
  return column.replace(/_cents$/, '').replaceAll('_', ' ');
}

/** Figures stand right, in columns. */
export function isFigure(column: string, value: unknown): boolean {
  return column.endsWith('_cents') || typeof value === 'number';
}
