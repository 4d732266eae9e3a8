// The one order of events: by instant, then class, then the event's own id. Arrival decides nothing.
// The key is text compared by code point (`collate "C"` in SQL), so TypeScript and Postgres cannot disagree.
export const EVENT_CLASS = {
  start: 0,
  deal: 1,
  reversal: 1,
  opened: 1,
  changed: 1,
  operation: 2,
  payout: 2,
  mark: 3,
  clock: 3,
  unblock: 3,
  /** After everything of its instant, which is still judged under the version before. */
  migration: 4,
} as const;

const MICROS_DIGITS = 16;
const MILLIS_DIGITS = MICROS_DIGITS - 3;
const ID_DIGITS = 20;

/**
 * Key of an event. `micros` are microseconds since the epoch; ids that are digits only come before others and compare as numbers.
 * A numeric id longer than 20 digits is ordered as text.
 */
export function orderKey(micros: bigint, eventClass: number, id: string): string {
  const digits = /^[0-9]+$/.test(id) && id.replace(/^0+/, '').length <= ID_DIGITS;
  const tail = digits ? '0' + id.replace(/^0+(?=.)/, '').padStart(ID_DIGITS, '0') : '1' + id;
  return instantPart(micros) + eventClass + tail;
}

/** Key of a reset: before every event of its instant, the opening included. */
export function resetKey(atMs: number): string {
  return instantPart(BigInt(atMs) * 1000n);
}

/** The instant of a key, in whole milliseconds. */
export function instantOfKey(key: string): number {
  return parseInt(key.slice(0, MILLIS_DIGITS), 10);
}

function instantPart(micros: bigint): string {
  const shifted = micros < 0n ? 0n : micros;
  return shifted.toString().padStart(MICROS_DIGITS, '0');
}

/** Compares keys (or ids) by code point, as `collate "C"` does; JavaScript alone would compare UTF-16 units. */
export function compareKeys(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i += 1) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above every other unit. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
