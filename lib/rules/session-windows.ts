// Weekly windows of a wall clock: half open, in a zone, and belonging to the day they begin on where they pass midnight.
import { addDays, localDate, wallInstant, weekday } from '@/lib/day';

export interface SessionWindow {
  /** 1 Monday to 7 Sunday. */
  days: readonly number[];
  from: string;
  to: string;
}

export function isInWindows(at: number, windows: readonly SessionWindow[], tz: string): boolean {
  const today = localDate(at, tz);
  return [today, addDays(today, -1)].some((date) => windows.some((window) => isInWindow(at, window, date, tz)));
}

/** A window that ends at or before its beginning ends on the next day. */
function isInWindow(at: number, { days, from, to }: SessionWindow, date: string, tz: string): boolean {
  if (!days.includes(weekday(date))) return false;
  return at >= wallInstant(date, from, tz) && at < wallInstant(to <= from ? addDays(date, 1) : date, to, tz);
}
