// Server time has no zone in the file: IANA zones, servers that keep a distance from one, and the two odd hours of a year.
import { expect, it } from 'vitest';
import { wallTime } from '@/lib/trades/sources/mt5-text';
import { instantOf, parseZone, type ServerZone } from '@/lib/trades/sources/mt5-zone';

function at(wall: string, zoneName: string, notBefore?: string): string {
  const zone = parseZone(zoneName) as ServerZone;
  return new Date(instantOf(wallTime(wall) ?? 0, zone, notBefore ? Date.parse(notBefore) : undefined)).toISOString();
}

it('keeps seven hours ahead of New York through its daylight saving', () => {
  expect(at('2026.03.06 17:00:00', 'America/New_York+7h')).toBe('2026-03-06T15:00:00.000Z');
  expect(at('2026.03.09 17:00:00', 'America/New_York+7h')).toBe('2026-03-09T14:00:00.000Z');
  expect(at('2026.03.09 17:00:00', 'Europe/Athens')).toBe('2026-03-09T15:00:00.000Z');
});

it('moves a time that does not exist forward by the gap', () => {
  expect(at('2026.03.29 03:30:00', 'Europe/Athens')).toBe('2026-03-29T01:30:00.000Z');
});

it('takes the first of two equal times, unless the row before shows it has passed', () => {
  expect(at('2026.10.25 03:30:00', 'Europe/Athens')).toBe('2026-10-25T00:30:00.000Z');
  expect(at('2026.10.25 03:30:00', 'Europe/Athens', '2026-10-25T00:45:00Z')).toBe('2026-10-25T01:30:00.000Z');
});

it.each(['Mars/Olympus', '', 'Europe/Athens+7', '+7h'])('knows that %j is no zone', (name) => {
  expect(parseZone(name)).toBeNull();
});

it.each(['UTC', 'Etc/GMT-3', 'America/New_York+7h', 'Europe/Athens-0:30h'])('knows the zone %j', (name) => {
  expect(parseZone(name)?.label).toBe(name);
});
