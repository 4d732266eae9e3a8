'use client';
// An instant with how long ago it was, as the reader's clock says it; the server, which has no clock of its own, says the instant only.
import { useSyncExternalStore } from 'react';
import { ageText } from '@/lib/age-text';
import { When } from './when';

const everyTenSeconds = (notify: () => void) => {
  const timer = setInterval(notify, 10_000);
  return () => clearInterval(timer);
};
const now = () => Math.trunc(Date.now() / 10_000) * 10;

export function Since({ at, serverZone }: { at: string; serverZone?: string | null }) {
  const clock = useSyncExternalStore<number | null>(everyTenSeconds, now, () => null);
  return (
    <>
      <When at={at} mode="minute" serverZone={serverZone} />
      {clock !== null && <span className="num">, {ageText(clock - Date.parse(at) / 1000)} ago</span>}
    </>
  );
}
