// Trade-server time to UTC. The file carries no zone, so the importer is told one: an IANA name, or one with a fixed distance,
// because "GMT+2/+3 on New York's daylight saving" (`America/New_York+7h`) is kept by many servers and is no IANA zone.
import { tzOffset } from '@date-fns/tz';

export interface ServerZone {
  iana: string;
  /** What the server's clock is ahead of the zone's, in minutes. */
  ahead: number;
  label: string;
}

const MINUTE = 60_000;

export function parseZone(text: string): ServerZone | null {
  const match = /^([A-Za-z][A-Za-z0-9_+\-/]*?)(?:([+-])(\d{1,2})(?::?(\d{2}))?h)?$/.exec(text.trim());
  if (!match?.[1] || !isZone(match[1])) return null;
  const minutes = parseInt(match[3] ?? '0', 10) * 60 + parseInt(match[4] ?? '0', 10);
  return { iana: match[1], ahead: match[2] === '-' ? -minutes : minutes, label: text.trim() };
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/**
 * The instant of a wall time. One that does not exist moves forward by the gap; one that exists twice is the first, unless the row
 * before it (`notBefore`) shows that the first has passed already: rows of a file stand in the order things happened.
 */
export function instantOf(wall: number, zone: ServerZone, notBefore = Number.NEGATIVE_INFINITY): number {
  const local = wall - zone.ahead * MINUTE;
  const candidates = [...new Set([offsetAt(zone, local - 1440 * MINUTE), offsetAt(zone, local + 1440 * MINUTE)])];
  const exact = candidates
    .map((offset) => local - offset * MINUTE)
    .filter((instant) => offsetAt(zone, instant) * MINUTE === local - instant)
    .sort((a, b) => a - b);
  if (exact.length === 0) return local - offsetAt(zone, local - 1440 * MINUTE) * MINUTE;
  return exact.find((instant) => instant >= notBefore) ?? exact[0] ?? local;
}

function offsetAt(zone: ServerZone, instant: number): number {
  return tzOffset(zone.iana, new Date(instant));
}
