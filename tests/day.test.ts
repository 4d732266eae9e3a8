// Calendars over daylight saving, against offsets worked from the published dates of the changes, not from Intl.
import { describe, expect, it } from 'vitest';
import {
  addCalendarDays,
  addDays,
  addMonths,
  instantText,
  isZone,
  localDate,
  monthsBetween,
  nextReset,
  resetsBetween,
  tradingDay,
} from '@/lib/day';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Standard offset in hours, and the UTC instants between which summer time adds one. */
const zones = [
  {
    tz: 'Europe/Prague',
    offset: 1,
    summers: [
      ['2025-03-30T01:00Z', '2025-10-26T01:00Z'],
      ['2026-03-29T01:00Z', '2026-10-25T01:00Z'],
    ],
  },
  {
    tz: 'America/New_York',
    offset: -5,
    summers: [
      ['2025-03-09T07:00Z', '2025-11-02T06:00Z'],
      ['2026-03-08T07:00Z', '2026-11-01T06:00Z'],
    ],
  },
  { tz: 'Asia/Tokyo', offset: 9, summers: [] },
  { tz: 'Etc/GMT-3', offset: 3, summers: [] },
];
const resets = ['00:00', '17:00'];

describe('resets', () => {
  it.each(zones.flatMap((zone) => resets.map((time) => [zone.tz, time, zone] as const)))(
    '%s at %s, every day of two years',
    (tz, time, zone) => {
      const isSummer = (at: number) => zone.summers.some(([from = '', to = '']) => at >= Date.parse(from) && at < Date.parse(to));
      const expected: number[] = [];
      for (let date = Date.parse('2025-01-01T00:00Z'); date < Date.parse('2027-01-01T00:00Z'); date += DAY) {
        const wall = date + Number(time.slice(0, 2)) * HOUR;
        const standard = wall - zone.offset * HOUR;
        expected.push(isSummer(standard - HOUR) ? standard - HOUR : standard);
      }
      expect(resetsBetween((expected[0] ?? 0) - 1, expected.at(-1) ?? 0, { tz, time })).toEqual(expected);
    },
  );

  it('a day of 23 hours and one of 25 hours', () => {
    const reset = { tz: 'Europe/Prague', time: '00:00' };
    const hours = (text: string) => {
      const day = tradingDay(Date.parse(text), reset);
      return (day.endsAt - day.startsAt) / HOUR;
    };
    expect([hours('2026-03-29T12:00Z'), hours('2026-10-25T12:00Z')]).toEqual([23, 25]);
  });

  it('a wall time that does not exist moves forward, one that exists twice is the first', () => {
    const reset = { tz: 'Europe/Prague', time: '02:30' };
    expect(instantText(nextReset(Date.parse('2026-03-28T12:00Z'), reset))).toBe('2026-03-29T01:30:00Z');
    expect(instantText(nextReset(Date.parse('2026-10-24T12:00Z'), reset))).toBe('2026-10-25T00:30:00Z');
  });

  it('the event at the very reset belongs to the new day, and an afternoon reset names the day it ends', () => {
    const chicago = { tz: 'America/Chicago', time: '17:00' };
    const sunday = Date.parse('2026-01-11T23:00Z');
    expect(tradingDay(sunday, chicago).label).toBe('2026-01-12');
    expect(tradingDay(sunday - 1, chicago).label).toBe('2026-01-11');
  });

  it('a zone that skipped a date has no day for it', () => {
    const apia = { tz: 'Pacific/Apia', time: '00:00' };
    const before = tradingDay(Date.parse('2011-12-30T09:59Z'), apia);
    expect(before.label).toBe('2011-12-29');
    expect(tradingDay(before.endsAt, apia).label).toBe('2011-12-31');
  });
});

describe('calendar days', () => {
  it('keep the wall time over a change of clocks', () => {
    expect(instantText(addCalendarDays(Date.parse('2026-03-28T10:00Z'), 1, 'Europe/Prague'))).toBe('2026-03-29T09:00:00Z');
    expect(localDate(Date.parse('2026-03-28T23:30Z'), 'Europe/Prague')).toBe('2026-03-29');
  });

  it('only names of the database are zones', () => {
    expect(['Europe/Prague', 'UTC', 'Etc/GMT-3'].map(isZone)).toEqual([true, true, true]);
    expect(['+03:00', 'Mars/Olympus', '', 'UTC+3'].map(isZone)).toEqual([false, false, false, false]);
  });
});

describe('months', () => {
  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2026-10-31', 4, '2027-02-28'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2026-12-15', 12, '2027-12-15'],
  ])('%s and %i months is %s, the last day where the month is shorter', (from, months, to) => {
    expect(addMonths(from, months)).toBe(to);
    expect(monthsBetween(from, to)).toBe(months);
    expect(monthsBetween(from, addDays(to, -1))).toBe(months - 1);
  });
});
