// R21: resets and trading days against an independent reading of the zones: the transition tables of the system's own zone files, where
// there are any, and otherwise the calendar of Intl walked minute by minute. Switch days, weekends, days of 23 and 25 hours.
import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { nextReset, resetsBetween, tradingDay } from '@/lib/day';
import { resetAfter, resetOn, zoneOf, type ZoneTable } from './zone-table';
import { IS_FULL, scoreRow } from './row';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const ZONES = [
  ...['Europe/Prague', 'America/New_York', 'America/Chicago', 'Australia/Lord_Howe', 'Asia/Kathmandu'],
  ...['Africa/Cairo', 'America/Sao_Paulo', 'Pacific/Chatham', 'Asia/Tokyo', 'America/St_Johns'],
];
const TIMES = ['00:00', '01:30', '02:30', '03:00', '17:00', '23:59'];

function table(tz: string): ZoneTable {
  const path = `/usr/share/zoneinfo/${tz}`;
  return zoneOf(tz, existsSync(path) ? readFileSync(path) : null);
}

scoreRow(
  {
    row: 'R21',
    what: 'zones x years x every switch day, against independent zone tables',
    target: '0 differences; no gap, no overlap',
    short: { zones: 4, from: 2025, years: 2 },
    full: { zones: ZONES.length, from: 2019, years: 10 },
    faults: ['days', 'switch days', 'days of another length', 'weekends', 'skipped wall times', 'doubled wall times'],
  },
  ({ volume, met }) => {
    const start = Date.UTC(volume.from, 0, 1);
    const end = Date.UTC(volume.from + volume.years, 0, 1);
    for (const tz of ZONES.slice(0, volume.zones)) {
      const zone = table(tz);
      for (const time of TIMES) {
        const reset = { tz, time };
        const expected: number[] = [];
        for (let date = start; date < end; date += DAY) {
          const { at, kind } = resetOn(zone, date, time);
          expected.push(at);
          if (kind !== 'plain') met(kind === 'skipped' ? 'skipped wall times' : 'doubled wall times');
        }
        const instants = [...new Set(expected)].sort((a, b) => a - b);
        expect(resetsBetween((instants[0] ?? 0) - 1, instants.at(-1) ?? 0, reset)).toEqual(instants);
        instants.slice(0, -1).forEach((at, place) => {
          const next = instants[place + 1] ?? 0;
          const day = tradingDay(at, reset);
          expect([day.startsAt, day.endsAt]).toEqual([at, next]);
          expect(tradingDay(next - 1, reset).startsAt).toBe(at);
          met('days');
          if (next - at !== DAY) met('days of another length');
          if ([0, 6].includes(new Date(at).getUTCDay())) met('weekends');
        });
      }
      for (const change of zone.changes.filter((at) => at >= start && at < end)) {
        met('switch days');
        for (let at = change - 2 * HOUR; at <= change + 2 * HOUR; at += IS_FULL ? 60_000 : 600_000) {
          for (const time of TIMES) expect(nextReset(at, { tz, time })).toBe(resetAfter(zone, at, time));
        }
      }
    }
  },
);
