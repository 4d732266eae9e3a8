// Trading days and calendar days: wall times in IANA zones, exact over daylight saving.
// A wall time that does not exist moves forward by the gap, one that exists twice is the first (Temporal "compatible").
import { tzOffset } from '@date-fns/tz';

/** An IANA zone and a wall time `HH:MM`, never an offset. */
export interface Reset {
  tz: string;
  time: string;
}

/** `[startsAt, endsAt)`, milliseconds since the epoch. */
export interface TradingDay {
  readonly label: string;
  readonly startsAt: number;
  readonly endsAt: number;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const MAX_CACHED = 20_000;
const HALF_DAY_MINUTES = 720;
/** Stands for a day on which the clocks change. */
const CHANGES = Infinity;

// Boundaries of one reset never change, so they may be kept; the bound keeps strange histories from filling the memory.
const boundaries = new Map<string, Map<number, number>>();
// The same holds for a zone's offset on a day; asking the calendar is the dearest thing that the judge does.
const offsets = new Map<string, Map<number, number>>();
// Histories ask for the same day again and again; a rule set's reset is one object, so its last answer is remembered by it.
const lastDays = new WeakMap<Reset, TradingDay>();
const walked = new WeakMap<Reset, Map<number, TradingDay[]>>();

/** The trading day that holds `at`. The event at the very reset instant belongs to the new day. */
export function tradingDay(at: number, reset: Reset): TradingDay {
  const last = lastDays.get(reset);
  if (last !== undefined && at >= last.startsAt && at < last.endsAt) return last;
  const day = knownDay(at, reset);
  lastDays.set(reset, day);
  return day;
}

/** Every account of a rule set walks through the same days, so each is worked out once: a UTC date meets two or three of them. */
function knownDay(at: number, reset: Reset): TradingDay {
  let known = walked.get(reset);
  if (known === undefined) walked.set(reset, (known = new Map()));
  const date = Math.floor(at / DAY_MS);
  let days = known.get(date);
  if (days === undefined) {
    if (known.size >= MAX_CACHED) known.clear();
    known.set(date, (days = []));
  }
  for (const day of days) if (at >= day.startsAt && at < day.endsAt) return day;
  const day = findDay(at, reset);
  days.push(day);
  return day;
}

function findDay(at: number, reset: Reset): TradingDay {
  let n = Math.floor(at / DAY_MS) + 1;
  while (boundary(n, reset) > at) n -= 1;
  const startsAt = boundary(n, reset);
  let end = n + 1;
  while (boundary(end, reset) <= at) end += 1;
  const endsAt = boundary(end, reset);
  // A zone that once skipped a whole date has two dates with one boundary: the day is named by the later.
  while (boundary(end + 1, reset) === endsAt) end += 1;
  return { label: dateText(minutesOf(reset.time) >= HALF_DAY_MINUTES ? end : n), startsAt, endsAt };
}

/** The first reset strictly after `at`. */
export function nextReset(at: number, reset: Reset): number {
  return tradingDay(at, reset).endsAt;
}

/** Reset instants in `(from, to]`, in order. */
export function resetsBetween(from: number, to: number, reset: Reset): number[] {
  const found: number[] = [];
  for (let at = nextReset(from, reset); at <= to; at = nextReset(at, reset)) found.push(at);
  return found;
}

/** True for a name of the IANA database; offsets such as "+03:00" are not zones. */
export function isZone(tz: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/.test(tz)) return false;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: tz });
    return true;
  } catch {
    return false;
  }
}

/** The calendar date `YYYY-MM-DD` of an instant in a zone. */
export function localDate(at: number, tz: string): string {
  return dateText(Math.floor((at + offsetAt(at, tz)) / DAY_MS));
}

/** The instant of a wall time on a calendar date in a zone. */
export function wallInstant(date: string, time: string, tz: string): number {
  return wallToInstant(dayNumber(date) * DAY_MS + minutesOf(time) * MINUTE_MS, tz);
}

/** The same wall time `days` calendar days later (or earlier): not a multiple of 24 hours where the clocks change. */
export function addCalendarDays(at: number, days: number, tz: string): number {
  return wallToInstant(at + offsetAt(at, tz) + days * DAY_MS, tz);
}

export function addDays(date: string, days: number): string {
  return dateText(dayNumber(date) + days);
}

/** The same day of a later month, or the last one where that month is shorter. */
export function addMonths(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map((part) => parseInt(part, 10));
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return dateText(Date.UTC(year, month - 1 + months, Math.min(day, last)) / DAY_MS);
}

/** Whole months from one date to a later one. */
export function monthsBetween(from: string, to: string): number {
  let months = 0;
  while (addMonths(from, months + 1) <= to) months += 1;
  return months;
}

/** 1 Monday to 7 Sunday. */
export function weekday(date: string): number {
  return ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1;
}

/** Every calendar date from one to another, both included. */
export function datesBetween(from: string, to: string): string[] {
  const dates: string[] = [];
  for (let n = dayNumber(from); n <= dayNumber(to); n += 1) dates.push(dateText(n));
  return dates;
}

/** UTC text `YYYY-MM-DDTHH:MM:SSZ`, milliseconds only when they are not zero. */
export function instantText(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

function boundary(n: number, reset: Reset): number {
  const key = `${reset.tz}|${reset.time}`;
  let known = boundaries.get(key);
  if (known === undefined) boundaries.set(key, (known = new Map()));
  let at = known.get(n);
  if (at === undefined) {
    if (known.size >= MAX_CACHED) known.clear();
    at = wallToInstant(n * DAY_MS + minutesOf(reset.time) * MINUTE_MS, reset.tz);
    known.set(n, at);
  }
  return at;
}

/** `wall` is the wall clock read as if it were UTC. */
function wallToInstant(wall: number, tz: string): number {
  const before = offsetAt(wall - DAY_MS, tz);
  const after = offsetAt(wall + DAY_MS, tz);
  // Far from a change of the clocks there is one answer.
  if (before === after) return wall - before;
  const fits = [wall - before, wall - after].filter((at) => at + offsetAt(at, tz) === wall);
  return fits.length === 0 ? wall - before : Math.min(...fits);
}

/** Milliseconds east of UTC. A day whose two ends agree has one offset throughout: no zone ever changed its clocks twice within a day. */
function offsetAt(at: number, tz: string): number {
  let known = offsets.get(tz);
  if (known === undefined) offsets.set(tz, (known = new Map()));
  const day = Math.floor(at / DAY_MS);
  let offset = known.get(day);
  if (offset === undefined) {
    if (known.size >= MAX_CACHED) known.clear();
    const [first, last] = [askOffset(day * DAY_MS, tz), askOffset((day + 1) * DAY_MS, tz)];
    known.set(day, (offset = first === last ? first : CHANGES));
  }
  return offset === CHANGES ? askOffset(at, tz) : offset;
}

function askOffset(at: number, tz: string): number {
  const minutes = tzOffset(tz, new Date(at));
  if (Number.isNaN(minutes)) throw new RangeError(`not a zone: ${tz}`);
  return minutes * MINUTE_MS;
}

function minutesOf(time: string): number {
  const [hours = '', minutes = ''] = time.split(':');
  return parseInt(hours, 10) * 60 + parseInt(minutes, 10);
}

function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

function dateText(n: number): string {
  return new Date(n * DAY_MS).toISOString().slice(0, 10);
}
