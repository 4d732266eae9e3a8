// Days without a payout are days too: a chart that leaves them out tells another story. Pure.
import { addDays } from '@/lib/day';

interface PaidDay {
  day: string;
  paid_cents: number;
  firm_cents: number;
  gross_cents: number;
}

/** The last `count` days up to `until`, the oldest first. */
export function everyDay(days: readonly PaidDay[], until: string, count: number): PaidDay[] {
  const known = new Map(days.map((day) => [day.day, day]));
  return Array.from({ length: count }, (_, back) => {
    const day = addDays(until, back - count + 1);
    return known.get(day) ?? { day, paid_cents: 0, firm_cents: 0, gross_cents: 0 };
  });
}
