// Instants as platforms write them, without losing the microseconds that decide the order of two deals.
const ISO = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

/** Microseconds since the epoch, or null where the text is no instant with a zone. Digits below a microsecond are cut. */
export function microsOf(text: string): bigint | null {
  const own = ownMillis(text);
  if (own !== null) return BigInt(own) * 1000n;
  const parts = ISO.exec(text);
  if (!parts) return null;
  const [, year, month, day, hour, minute, second, fraction = '', zone = 'Z'] = parts;
  const plain = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const seconds = Date.parse(plain);
  // The engine rolls the 30th of February over; text that does not come back as it went in is no date.
  if (Number.isNaN(seconds) || new Date(seconds).toISOString() !== plain) return null;
  const offset = offsetMinutes(zone);
  if (offset === null) return null;
  const shifted = BigInt(seconds) - BigInt(offset) * 60_000n;
  return shifted * 1000n + BigInt(fraction.slice(0, 6).padEnd(6, '0'));
}

/** The same few instants are asked for a dozen times while one message is read. */
const seen = new Map<string, number>();
const MANY = 4_096;

/** Text in our own form, which comes back as it went in; it is most of what is read. */
function ownMillis(text: string): number | null {
  if (text.length !== 24) return null;
  const known = seen.get(text);
  if (known !== undefined) return known;
  const millis = Date.parse(text);
  if (Number.isNaN(millis) || new Date(millis).toISOString() !== text) return null;
  if (seen.size === MANY) seen.clear();
  seen.set(text, millis);
  return millis;
}

/** ISO 8601 in UTC: milliseconds, or microseconds where there are any. */
export function instantText(micros: bigint): string {
  const below = ((micros % 1000n) + 1000n) % 1000n;
  const iso = new Date(Number((micros - below) / 1000n)).toISOString();
  return below === 0n ? iso : iso.slice(0, -1) + below.toString().padStart(3, '0') + 'Z';
}

const CANONICAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Milliseconds since the epoch of an instant already known to be one. */
export function millisOf(text: string): number {
  // Nearly all instants are kept in this one form, which the engine reads by itself; whether there is such a day was asked at the door.
  if (CANONICAL.test(text)) return knownInstant(Date.parse(text), text);
  const micros = microsOf(text);
  if (micros === null) throw new Error(`Not an instant: ${text}`);
  return Number((micros - (((micros % 1000n) + 1000n) % 1000n)) / 1000n);
}

function knownInstant(millis: number, text: string): number {
  if (Number.isNaN(millis)) throw new Error(`Not an instant: ${text}`);
  return millis;
}

function offsetMinutes(zone: string): number | null {
  if (zone === 'Z') return 0;
  const [hours = 0, minutes = 0] = zone
    .slice(1)
    .split(':')
    .map((part) => Number.parseInt(part, 10));
  if (hours > 14 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
