'use client';
// "Data to 14:32:05 UTC": every page says how old its truth is, and the stamp turns caution with the age once it is stale.
import { useSyncExternalStore } from 'react';
import { ageText } from '@/lib/age-text';
import { cn } from './cn';
import { StateShape } from './state-chip';
import { whenText } from './when-text';

const everyTenSeconds = (notify: () => void) => {
  const timer = setInterval(notify, 10_000);
  return () => clearInterval(timer);
};
const now = () => Math.trunc(Date.now() / 10_000) * 10;

type FreshnessStampProps = {
  at: string | null;
  staleAfterSeconds?: number;
  /**
   * Since when nothing is known of the feed, where that is what makes the data old: an account that simply does not trade is not stale,
   * and one on a silent feed is so at once. Null: its feed is heard.
   */
  staleSince?: string | null;
  className?: string;
};

export function FreshnessStamp({ at: last, staleAfterSeconds = 300, staleSince, className }: FreshnessStampProps) {
  const at = staleSince ?? last;
  // The server renders without a clock of its own, or its text would differ from the browser's a second later.
  const clock = useSyncExternalStore<number | null>(everyTenSeconds, now, () => null);
  const style = 'inline-flex items-center gap-1 rounded-sm py-0.5 text-label whitespace-nowrap';
  if (at === null)
    return <span className={cn(style, 'border border-dashed border-line-strong px-1.5 text-ink-3', className)}>No data received yet</span>;
  const age = clock === null ? 0 : clock - new Date(at).getTime() / 1000;
  // A bare time of yesterday evening would read as one that is still to come.
  const isToday = clock === null || new Date(clock * 1000).toISOString().slice(0, 10) === new Date(at).toISOString().slice(0, 10);
  const stale = staleSince === undefined ? age > staleAfterSeconds : staleSince !== null;
  return (
    <span data-stale={stale} className={cn(style, stale ? 'bg-caution-soft px-1.5 text-caution' : 'text-ink-3', className)}>
      {stale && <StateShape state="caution" />}
      <span>
        Data to{' '}
        <time dateTime={at} className="num">
          {whenText(at, 'UTC', isToday ? 'time' : 'moment')} UTC
        </time>
        {stale && `, ${ageText(age)} old`}
      </span>
    </span>
  );
}
