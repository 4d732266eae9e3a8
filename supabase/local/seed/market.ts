// What the demo firm knows of the market: a news calendar, reference rates and exchange holidays around the demo period. The dates
// follow the pattern of the real releases; the figures are the demo's own.
import type { Client } from 'pg';
import { addDays, wallInstant, weekday } from '@/lib/day';
import { fixedText } from '@/lib/decimal';
import { randomFrom } from '../simulate/random';

const SOURCE = 'demo';
const NEW_YORK = 'America/New_York';
const MONTHS_BACK = 3;
const MONTHS_AHEAD = 3;

interface Pattern {
  event: string;
  title: string;
  currency: string;
  impact: 'low' | 'medium' | 'high';
  /** The nth such weekday of a month, 1 Monday to 7 Sunday, and the wall time of the release. */
  nth: number;
  day: number;
  time: string;
  tz: string;
}
type Release = Omit<Pattern, 'nth' | 'day' | 'time' | 'tz'> & { key: string; at: string };
const PATTERNS: readonly Pattern[] = [
  { event: 'US_NFP', title: 'US non-farm payrolls', currency: 'USD', impact: 'high', nth: 1, day: 5, time: '08:30', tz: NEW_YORK },
  { event: 'US_CPI', title: 'US consumer prices', currency: 'USD', impact: 'high', nth: 2, day: 3, time: '08:30', tz: NEW_YORK },
  { event: 'US_FOMC', title: 'US interest rate decision', currency: 'USD', impact: 'high', nth: 3, day: 3, time: '14:00', tz: NEW_YORK },
  { event: 'US_RETAIL', title: 'US retail sales', currency: 'USD', impact: 'medium', nth: 3, day: 2, time: '08:30', tz: NEW_YORK },
  {
    event: 'EU_ECB',
    title: 'ECB interest rate decision',
    currency: 'EUR',
    impact: 'high',
    nth: 2,
    day: 4,
    time: '14:15',
    tz: 'Europe/Berlin',
  },
  { event: 'UK_CPI', title: 'UK consumer prices', currency: 'GBP', impact: 'high', nth: 3, day: 3, time: '07:00', tz: 'Europe/London' },
];
/** Where each rate hovers, in hundred-thousandths. */
const RATES: readonly { base: string; quote: string; level: number }[] = [
  { base: 'EUR', quote: 'USD', level: 108_500 },
  { base: 'GBP', quote: 'USD', level: 127_300 },
  { base: 'USD', quote: 'JPY', level: 15_040_000 },
  { base: 'USD', quote: 'CHF', level: 88_200 },
];
/** Days on which the exchanges of the United States stay closed, or close early. */
const HOLIDAYS: readonly [day: string, title: string, closes_at?: string][] = [
  ['2026-01-01', 'New Year'],
  ['2026-01-19', 'Martin Luther King Day'],
  ['2026-02-16', 'Presidents Day'],
  ['2026-04-03', 'Good Friday'],
  ['2026-05-25', 'Memorial Day'],
  ['2026-06-19', 'Juneteenth'],
  ['2026-07-03', 'Independence Day'],
  ['2026-09-07', 'Labor Day'],
  ['2026-11-26', 'Thanksgiving'],
  ['2026-11-27', 'Day after Thanksgiving', '13:00'],
  ['2026-12-24', 'Christmas Eve', '13:00'],
  ['2026-12-25', 'Christmas'],
  ['2027-01-01', 'New Year'],
  ['2027-01-18', 'Martin Luther King Day'],
  ['2027-02-15', 'Presidents Day'],
  ['2027-03-26', 'Good Friday'],
  ['2027-05-31', 'Memorial Day'],
  ['2027-06-18', 'Juneteenth'],
  ['2027-07-05', 'Independence Day'],
  ['2027-09-06', 'Labor Day'],
  ['2027-11-25', 'Thanksgiving'],
  ['2027-11-26', 'Day after Thanksgiving', '13:00'],
  ['2027-12-24', 'Christmas'],
];

/** Taken in the way the office takes an import, so a second seed changes nothing. */
export async function seedMarket(client: Client, now: number): Promise<void> {
  for (const [kind, p] of Object.entries(demoMarket(now))) {
    await client.query(`select private.take_${kind}($1::jsonb, $2)`, [
      JSON.stringify({ source: SOURCE, ...p }),
      new Date(now).toISOString(),
    ]);
  }
}

/** The imports themselves: what is in them, and for which spans they are whole. */
export function demoMarket(now: number) {
  const months = monthsAround(now);
  const [first = '', last = ''] = [months[0], months.at(-1)];
  const covers = { covers_from: `${first}-01T00:00:00Z`, covers_to: `${last}-28T00:00:00Z` };
  const releases = months.flatMap((month) => PATTERNS.map((pattern) => release(month, pattern)));
  const holidays = HOLIDAYS.map(([day, title, closes_at]) => ({ day, title, closes_at: closes_at ?? null }));
  return {
    news: { ...covers, rows: releases.filter(({ at }) => at < covers.covers_to) },
    rates: { rows: ratesUntil(`${first}-01`, now) },
    holidays: { calendar: 'us', covers_from: '2026-01-01T00:00:00Z', covers_to: '2028-01-01T00:00:00Z', rows: holidays },
  };
}

function monthsAround(now: number): string[] {
  const at = new Date(now);
  return Array.from({ length: MONTHS_BACK + MONTHS_AHEAD + 1 }, (_, i) =>
    new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + i - MONTHS_BACK, 1)).toISOString().slice(0, 7),
  );
}

function release(month: string, { nth, day, time, tz, ...told }: Pattern): Release {
  const first = `${month}-01`;
  const date = addDays(first, ((day - weekday(first) + 7) % 7) + (nth - 1) * 7);
  return { key: `${told.event}-${month}`, ...told, at: new Date(wallInstant(date, time, tz)).toISOString() };
}

/** One rate of every weekday at four in the afternoon. */
function ratesUntil(from: string, now: number) {
  const rows: { base: string; quote: string; rate: string; at: string }[] = [];
  for (let date = from; Date.parse(`${date}T16:00:00Z`) <= now; date = addDays(date, 1)) {
    if (weekday(date) > 5) continue;
    for (const { base, quote, level } of RATES) {
      const moved = Math.round(level * (1 + (randomFrom('rates', base, quote, date).share() - 0.5) * 0.006));
      rows.push({ base, quote, rate: fixedText(BigInt(moved), 5), at: `${date}T16:00:00Z` });
    }
  }
  return rows;
}
