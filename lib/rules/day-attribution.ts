// Which trading day a result belongs to: the day of the instant it was booked, slice by slice.
import { tradingDay, type Reset } from '@/lib/day';
import { addCents, ZERO, type Cents } from '@/lib/money';

/** Net by label, labels in order. */
export function netByDay(results: readonly { at: number; net: Cents }[], reset: Reset): Map<string, Cents> {
  const days = new Map<string, Cents>();
  for (const { at, net } of results) {
    const { label } = tradingDay(at, reset);
    days.set(label, addCents(days.get(label) ?? ZERO, net));
  }
  return new Map([...days].sort(([a], [b]) => (a < b ? -1 : 1)));
}
