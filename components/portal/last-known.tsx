'use client';
// Room that was told long ago, or on a feed nothing is known of any more, is never shown as the present one: it waits behind the time it is from.
import { useSyncExternalStore, type ReactNode } from 'react';
import { When } from '@/components/ui/when';

const everyMinute = (notify: () => void) => {
  const timer = setInterval(notify, 60_000);
  return () => clearInterval(timer);
};
const now = () => Math.trunc(Date.now() / 60_000) * 60;

type Props = { at: string | null; staleSince: string | null; children: ReactNode };

/** Beyond a day without any word of the account itself nobody calls it the present, even while its feed is heard. */
const OLD_AFTER_SECONDS = 86_400;

export function LastKnown({ at, staleSince, children }: Props) {
  const clock = useSyncExternalStore<number | null>(everyMinute, now, () => null);
  const isOld = at !== null && clock !== null && clock - Date.parse(at) / 1000 > OLD_AFTER_SECONDS;
  if (staleSince === null && !isOld) return children;
  return (
    <details>
      <summary className="cursor-pointer rounded-sm bg-caution-soft px-2 py-1 text-caution">
        Last known <When at={staleSince ?? at} mode="minute" />. Nothing newer has come from your broker.
      </summary>
      <div className="mt-3">{children}</div>
    </details>
  );
}
