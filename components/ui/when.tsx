'use client';
// One instant, machine-readable, with all three clocks in its tooltip. The server does not know the reader's zone, so the first
// paint says UTC and the browser's own clock is used from hydration on.
import { useSyncExternalStore } from 'react';
import { cn } from './cn';
import { allClocks, minuteText, whenText, type WhenStyle } from './when-text';
import { useServerDay, useZone } from './zone';

const still = () => () => undefined;
const browserZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The reader's own zone, or UTC while rendering on the server. */
export function useBrowserZone(): string {
  return useSyncExternalStore(still, browserZone, () => 'UTC');
}

type WhenProps = {
  at: string | null;
  mode?: WhenStyle;
  /** The zone of the account's server day, where a row has its own; otherwise that of the account the page is about. */
  serverZone?: string | null;
  className?: string;
};

export function When({ at, mode = 'moment', serverZone: own, className }: WhenProps) {
  const around = useServerDay();
  const serverZone = own ?? around;
  const mine = useBrowserZone();
  const { mode: clock, year } = useZone();
  if (at === null) return <span className={cn('text-ink-3', className)}>never</span>;
  const zone = clock === 'mine' ? mine : clock === 'server' && serverZone ? serverZone : 'UTC';
  return (
    <time dateTime={at} title={allClocks(at, mine, serverZone)} className={cn('num whitespace-nowrap', className)}>
      {mode === 'minute' ? minuteText(at, zone, year) : whenText(at, zone, mode)}
    </time>
  );
}
