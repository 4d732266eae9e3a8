// The days a story is told on: weekdays, oldest first, all of them over before it is delivered.
const DAY = 86_400_000;

export function isTradingDay(at: number): boolean {
  const weekday = new Date(at).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}

/** The last `count` trading days that are over at `until`. */
export function daysBefore(until: number, count: number): string[] {
  const days: string[] = [];
  for (let at = midnight(until) - DAY; days.length < count; at -= DAY) if (isTradingDay(at)) days.unshift(label(at));
  return days;
}

/** The first `count` trading days from `start` on, as far as they are over at `until`: an account's story begins where it was opened. */
export function daysFrom(start: number, until: number, count: number): string[] {
  const days: string[] = [];
  for (let at = midnight(start); days.length < count && at + DAY <= until; at += DAY) if (isTradingDay(at)) days.push(label(at));
  return days;
}

export function midnight(at: number): number {
  return Math.floor(at / DAY) * DAY;
}

function label(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
