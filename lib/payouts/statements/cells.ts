// Cells of a provider's table: sums exactly as they are written, and instants. What cannot be read exactly is not read. Pure.
import { minorDigits, parseMoney, type Cents } from '@/lib/money';

/** "1,250.00", "1250.000000", "-824.08", "(824.08)", "1.250,00". Null where it is no sum, or finer than the currency can say. */
export function exactSum(text: string, currency: string): Cents | null {
  const digits = minorDigits(currency);
  const bare = text
    .replace(/[\s\u00a0']/g, '')
    .replace(/^\((.+)\)$/, '-$1')
    .replace(/^\u2212/, '-')
    .replace(/^\+/, '');
  const point =
    /^-?\d{1,3}(\.\d{3})*,\d{1,2}$/.test(bare) || /^-?\d+,\d{1,2}$/.test(bare) ? bare.replaceAll('.', '').replace(',', '.') : bare;
  const plain = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(point) ? point.replaceAll(',', '') : point;
  const [, whole = '', decimals = ''] = /^(-?\d{1,15})(?:\.(\d+))?$/.exec(plain) ?? [];
  const kept = decimals.replace(/0+$/, '');
  if (whole === '' || kept.length > digits) return null;
  return parseMoney(kept === '' ? whole : `${whole}.${kept}`, digits);
}

/** ISO dates and times, and days as 31.12.2026; without a zone they are UTC. Null where nothing says when. */
export function instantOf(text: string): string | null {
  const german = /^(\d{2})\.(\d{2})\.(\d{4})$/.exec(text);
  const iso = german ? `${german[3]}-${german[2]}-${german[1]}` : text;
  const [, day, time = '00:00:00', zone = 'Z'] =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?))?\s?(Z|UTC|[+-]\d{2}:?\d{2})?$/i.exec(iso) ?? [];
  if (day === undefined) return null;
  const at = Date.parse(`${day}T${time}${/utc/i.test(zone) ? 'Z' : zone}`);
  // A day that its month does not have would become one of the next.
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(at) || Number.isNaN(midnight) || !new Date(midnight).toISOString().startsWith(day)) return null;
  return new Date(at).toISOString();
}

const PAYOUT_ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/** The payout a text names: we write its id into every remittance and key. Banks break lines and drop hyphens at will. */
export function payoutIn(...texts: string[]): string | null {
  for (const text of texts) {
    const joined = text.replace(/\s+/g, '');
    const named = PAYOUT_ID.exec(joined)?.[0] ?? hyphened(/payout:?([0-9a-f]{32})/i.exec(joined)?.[1]);
    if (named) return named.toLowerCase();
  }
  return null;
}

const hyphened = (hex: string | undefined): string | undefined => hex?.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** The first of these columns that the row has and that says something. */
export const firstOf = (cells: Record<string, string>, names: readonly string[]): string =>
  names.map((name) => cells[name] ?? '').find((text) => text !== '') ?? '';
