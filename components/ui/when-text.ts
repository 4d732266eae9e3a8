// Instants as people read them. Formatting only: which trading day an instant belongs to is decided in lib/day.ts.

export type WhenStyle = 'moment' | 'time' | 'date' | 'minute' | 'dated-minute';

const PARTS: Record<WhenStyle, Intl.DateTimeFormatOptions> = {
  moment: { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' },
  minute: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  'dated-minute': { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
  time: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  date: { day: 'numeric', month: 'short', year: 'numeric' },
};

/** The instant in one zone: "21 Nov 2026, 14:32:05". */
export function whenText(at: string, zone: string, style: WhenStyle): string {
  return new Intl.DateTimeFormat('en-GB', { ...PARTS[style], timeZone: zone, hourCycle: 'h23' }).format(new Date(at));
}

/** A row's time, without its year in the year that the reader lives in: "21 Nov, 14:32", else "21 Nov 2025, 14:32". */
export function minuteText(at: string, zone: string, thisYear: number | null): string {
  return whenText(at, zone, 'dated-minute').replace(` ${thisYear},`, ',');
}

/** All three clocks at once, for the tooltip: a dispute is often two people reading two clocks. */
export function allClocks(at: string, mine: string, server: string | null): string {
  const lines = server ? [`Server day: ${whenText(at, server, 'moment')} (${server})`] : [];
  lines.push(`UTC: ${whenText(at, 'UTC', 'moment')}`, `Mine: ${whenText(at, mine, 'moment')} (${mine})`);
  return lines.join('\n');
}
