'use client';
// Which clock the reader wants: UTC, their own, or the server day of the account. A cookie keeps it, so that the first paint is right.
import { createContext, use, useState, type ReactNode } from 'react';
import { ZONE_COOKIE, zoneModeOf, type ZoneMode } from './zone-mode';

/** `year` is the server's, so that both sides leave the same years out; null: every year is told. */
type Zone = { mode: ZoneMode; year: number | null; choose: (mode: ZoneMode) => void };

const ZoneContext = createContext<Zone>({ mode: 'utc', year: null, choose: () => undefined });

export function useZone(): Zone {
  return use(ZoneContext);
}

/** The zone whose clock ends the days of the account a page is about. */
const ServerDayContext = createContext<string | null>(null);
export const useServerDay = (): string | null => use(ServerDayContext);

export function ServerDay({ zone, children }: { zone: string | null; children: ReactNode }) {
  return <ServerDayContext value={zone}>{children}</ServerDayContext>;
}

export function ZoneProvider({ initial, year, children }: { initial: ZoneMode; year: number; children: ReactNode }) {
  const [mode, setMode] = useState<ZoneMode>(initial);
  const choose = (next: ZoneMode) => {
    setMode(next);
    document.cookie = `${ZONE_COOKIE}=${next}; path=/; max-age=31536000; samesite=lax`;
  };
  return <ZoneContext value={{ mode, year, choose }}>{children}</ZoneContext>;
}

export function ZoneChoice({ className }: { className?: string }) {
  const { mode, choose } = useZone();
  return (
    <label className={className}>
      <span className="sr-only">Show times in</span>
      <select
        value={mode}
        onChange={(event) => choose(zoneModeOf(event.target.value))}
        className="h-7 w-full rounded-sm border border-line-strong bg-surface px-1.5 text-label text-ink"
      >
        <option value="utc">Times in UTC</option>
        <option value="mine">My time zone</option>
        <option value="server">Server day</option>
      </select>
    </label>
  );
}
