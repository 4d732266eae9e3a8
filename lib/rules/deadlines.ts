// Deadlines on the calendar: when an idle account runs out, and when a position must be flat before a weekend.
// Both keep the wall time in the rule's zone, so they move in UTC when the clocks change.
import { addCalendarDays, addDays, datesBetween, localDate, wallInstant, weekday } from '@/lib/day';

/** The instant after which an account without a new close is inactive. */
export function inactivityDeadline(lastCloseAt: number, days: number, tz: string): number {
  return addCalendarDays(lastCloseAt, days, tz);
}

const DAY_MS = 86_400_000;
const MOST_DAYS = 20_000;

/** `inactivityDeadline` for many accounts: where a whole day moves by one distance, as nearly all do, the calendar is asked once for it. */
export function inactivityDeadlines(days: number, tz: string): (lastCloseAt: number) => number {
  const known = new Map<number, number>();
  return (lastCloseAt) => {
    const day = Math.floor(lastCloseAt / DAY_MS);
    let distance = known.get(day);
    if (distance === undefined) {
      const [first, last] = [day * DAY_MS, (day + 1) * DAY_MS - 1].map((at) => addCalendarDays(at, days, tz) - at) as [number, number];
      // The clocks change at most once around such a day, so what both its ends say holds between them.
      if (known.size >= MOST_DAYS) known.clear();
      known.set(day, (distance = first === last ? first : NaN));
    }
    return Number.isNaN(distance) ? addCalendarDays(lastCloseAt, days, tz) : lastCloseAt + distance;
  };
}

/** `monday` is the Monday of the week, `dow` 1 Monday to 7 Sunday. */
export function flatBy(monday: string, dow: number, time: string, tz: string): number {
  return wallInstant(addDays(monday, dow - 1), time, tz);
}

const NO_HOLIDAYS: readonly string[] = [];
/** Far enough to hold every weekday twice, so that a holiday which moves a deadline cannot hide the one beside it. */
const REACH_DAYS = 16;

interface Span {
  last: number;
  next: number;
}
// Histories ask for the same week again and again; a calendar never changes, so its last answer is remembered by it.
const lastSpans = new WeakMap<readonly string[], Map<string, Span>>();

/** The latest of the given weekdays' wall times strictly before an instant. `dows` holds 1 Monday to 7 Sunday. */
export function lastDeadline(
  before: number,
  dows: readonly number[],
  time: string,
  tz: string,
  holidays: readonly string[] = NO_HOLIDAYS,
): number {
  let known = lastSpans.get(holidays);
  if (known === undefined) lastSpans.set(holidays, (known = new Map()));
  const key = `${dows.join()}|${time}|${tz}`;
  let span = known.get(key);
  if (span === undefined || before <= span.last || before > span.next) {
    const all = deadlinesAround(before, dows, time, tz, holidays);
    span = { last: all.findLast((at) => at < before) ?? -Infinity, next: all.find((at) => at >= before) ?? before };
    known.set(key, span);
  }
  return span.last;
}

function deadlinesAround(at: number, dows: readonly number[], time: string, tz: string, holidays: readonly string[]): number[] {
  const today = localDate(at, tz);
  const dates = datesBetween(addDays(today, -REACH_DAYS), addDays(today, REACH_DAYS));
  const moved = dates.filter((date) => dows.includes(weekday(date))).map((date) => sessionDate(date, holidays));
  return [...new Set(moved)].sort().map((date) => wallInstant(date, time, tz));
}

/** The date itself, or the last one before it that is no holiday. */
function sessionDate(date: string, holidays: readonly string[]): string {
  let day = date;
  for (let back = 0; back < REACH_DAYS / 4 && holidays.includes(day); back += 1) day = addDays(day, -1);
  return day;
}

/** When trading reopens after a deadline: the next such weekday and wall time. */
export function nextReopening(after: number, dow: number, time: string, tz: string): number {
  const today = localDate(after, tz);
  const ahead = (dow - weekday(today) + 7) % 7;
  const at = wallInstant(addDays(today, ahead), time, tz);
  return at > after ? at : wallInstant(addDays(today, ahead + 7), time, tz);
}
