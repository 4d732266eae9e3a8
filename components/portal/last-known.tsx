'use client';
// Room that was told long ago is never shown as the present one: it waits behind the time it is from.
import { useSyncExternalStore, type ReactNode } from 'react';
import { When } from '@/components/ui/when';

const everyMinute = (notify: () => void) => {
  const timer = setInterval(notify, 60_000);
  return () => clearInterval(timer);
};
const now = () => Math.trunc(Date.now() / 60_000) * 60;

type Props = { at: string | null; staleAfterSeconds: number; serverZone?: string | null; children: ReactNode };

export function LastKnown({ at, staleAfterSeconds, serverZone = null, children }: Props) {
  const clock = useSyncExternalStore<number | null>(everyMinute, now, () => null);
  const isOld = at !== null && clock !== null && clock - Date.parse(at) / 1000 > staleAfterSeconds;
  if (!isOld) return children;
  return (
    <details>
      <summary className="cursor-pointer rounded-sm bg-caution-soft px-2 py-1 text-caution">
        Last known <When at={at} mode="minute" serverZone={serverZone} />. Nothing newer has come from your broker.
      </summary>
      <div className="mt-3">{children}</div>
    </details>
  );
}
