'use client';
// When the day ends: how long that is, on the account's own clock and on the reader's.
import { useSyncExternalStore } from 'react';
import { durationText } from '@/components/ui/duration-text';
import { useBrowserZone } from '@/components/ui/when';
import { whenText } from '@/components/ui/when-text';

const everyTenSeconds = (notify: () => void) => {
  const timer = setInterval(notify, 10_000);
  return () => clearInterval(timer);
};
const now = () => Math.trunc(Date.now() / 10_000) * 10;

export function ResetClock({ at, serverZone }: { at: string; serverZone: string | null }) {
  const mine = useBrowserZone();
  // The server renders without a clock of its own; the countdown begins in the browser.
  const clock = useSyncExternalStore<number | null>(everyTenSeconds, now, () => null);
  const left = clock === null ? null : Math.trunc(Date.parse(at) / 1000) - clock;
  const server = serverZone ?? 'UTC';
  return (
    <p className="text-form">
      {left !== null && left <= 0 ? 'The day has ended; new figures follow with the next report.' : 'The day ends '}
      {left !== null && left > 0 && (
        <>
          in <strong className="num font-semibold">{durationText(left < 3600 ? left : left - (left % 60))}</strong>,{' '}
        </>
      )}
      {(left === null || left > 0) && (
        <time dateTime={at} className="text-ink-2">
          at <span className="num">{whenText(at, server, 'minute')}</span> server time ({server})
          {mine !== server && (
            <>
              , <span className="num">{whenText(at, mine, 'minute')}</span> yours
            </>
          )}
        </time>
      )}
    </p>
  );
}
