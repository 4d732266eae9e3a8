// Deadlines on the calendar: when an idle account runs out, and when a position must be flat before a weekend.
// Both keep the wall time in the rule's zone, so they move in UTC when the clocks change.
import { addCalendarDays, addDays, wallInstant } from '@/lib/day';

/** The instant after which an account without a new close is inactive. */
export function inactivityDeadline(lastCloseAt: number, days: number, tz: string): number {
  return addCalendarDays(lastCloseAt, days, tz);
}

/** `monday` is the Monday of the week, `dow` 1 Monday to 7 Sunday. */
export function flatBy(monday: string, dow: number, time: string, tz: string): number {
  return wallInstant(addDays(monday, dow - 1), time, tz);
}
