// How MetaTrader 5 writes things down: file encodings, grouped numbers, dotted dates. Nothing here knows what a deal is.
// Everything unreadable is null, so that the caller can name the row instead of guessing.

/** Scale of a volume while we compute: 8 decimals, the finest the platform keeps. */
const VOLUME_SCALE = 100_000_000n;
const VOLUME_DECIMALS = 8;

/** MetaTrader writes its report as UTF-16 with a byte order mark; people resave it as UTF-8, old terminals as Windows text. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (bytes[0] !== 0 && bytes[1] === 0 && bytes[2] !== 0 && bytes[3] === 0) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** "1 234.56", "-131.35", with any of the spaces MetaTrader groups thousands by. Empty, or anything else, is null. */
export function decimalText(cell: string): string | null {
  const text = cell.trim().replace(/^\u2212/, '-');
  const grouped = /^([+-]?)\s?(\d{1,3}(?:[\s\u00a0\u2007\u2009\u202f]\d{3})+|\d+)(\.\d+)?$/.exec(text);
  if (!grouped) return null;
  const whole = (grouped[2] ?? '').replace(/\D/g, '').replace(/^0+(?=\d)/, '');
  return (grouped[1] === '-' ? '-' : '') + whole + (grouped[3] ?? '');
}

/** A volume as units of 1e-8; "0.40 / 1.00" is filled of ordered, and what was filled counts. Zero and less are unreadable. */
export function volumeUnits(cell: string): bigint | null {
  const text = decimalText(cell.split('/')[0] ?? '');
  if (text === null || text.startsWith('-')) return null;
  const [whole = '0', fraction = ''] = text.split('.');
  if (fraction.length > VOLUME_DECIMALS) return null;
  const units = BigInt(whole) * VOLUME_SCALE + BigInt(fraction.padEnd(VOLUME_DECIMALS, '0'));
  return units > 0n ? units : null;
}

/** Decimal text of a volume, two decimals at least, as lots are written. */
export function volumeText(units: bigint): string {
  const fraction = (units % VOLUME_SCALE)
    .toString()
    .padStart(VOLUME_DECIMALS, '0')
    .replace(/0{1,6}$/, '');
  return `${units / VOLUME_SCALE}.${fraction}`;
}

/** A price as the platform writes it; zero means "none" for stops and targets and is null here. */
export function priceText(cell: string): string | null {
  const text = decimalText(cell);
  return text === null || /^-?0+(\.0+)?$/.test(text) ? null : text;
}

/** Wall-clock time of the trade server as milliseconds of a clock without a zone: "2026.03.01 22:00:00", with or without parts of a second. */
export function wallTime(cell: string): number | null {
  const match = /^(\d{4})[.-](\d{2})[.-](\d{2})[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?$/.exec(cell.trim());
  if (!match) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => parseInt(part ?? '0', 10));
  const millis = parseInt((match[7] ?? '').padEnd(3, '0'), 10);
  const wall = Date.UTC(year ?? 0, (month ?? 0) - 1, day ?? 0, hour ?? 0, minute ?? 0, second ?? 0, millis);
  const back = new Date(wall);
  const same =
    back.getUTCMonth() + 1 === month && back.getUTCDate() === day && back.getUTCHours() === hour && back.getUTCMinutes() === minute;
  return same ? wall : null;
}
