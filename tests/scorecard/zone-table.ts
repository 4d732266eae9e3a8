// Zones read a second time, without the product and without its library: from a compiled zone file (RFC 8536), or from Intl's own clock.

export interface ZoneTable {
  /** Instants at which the offset changes, in order. */
  changes: number[];
  /** Milliseconds to add to UTC at an instant. */
  offset: (at: number) => number;
}
export interface Placed {
  at: number;
  kind: 'plain' | 'skipped' | 'doubled';
}

const DAY = 86_400_000;
const HALF_HOUR = 1_800_000;

/** `file` is the zone file where the system has one that spells its changes out; else Intl is asked every half hour. */
export function zoneOf(tz: string, file: Uint8Array | null): ZoneTable {
  const spelled = file === null ? null : readZoneFile(file);
  // The tables end where a rule of text takes over (RFC 8536, footer); before that they stand alone.
  return spelled !== null && (spelled.changes.at(-1) ?? 0) > Date.UTC(2036, 0, 1) ? spelled : walked(tz);
}

function readZoneFile(bytes: Uint8Array): ZoneTable | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0) !== 0x545a6966 || view.getUint8(4) < 0x32) return null;
  const counts = (at: number) => [20, 24, 28, 32, 36, 40].map((place) => view.getUint32(at + place));
  const [isut = 0, isstd = 0, leap = 0, time = 0, type = 0, char = 0] = counts(0);
  // The second block holds the 64-bit times.
  const second = 44 + time * 5 + type * 6 + char + leap * 8 + isstd + isut;
  const [, , , times = 0, types = 0] = counts(second);
  const start = second + 44;
  const changes = Array.from({ length: times }, (_, place) => Number(view.getBigInt64(start + place * 8)) * 1000);
  const kinds = Array.from({ length: times }, (_, place) => view.getUint8(start + times * 8 + place));
  const offsets = Array.from({ length: types }, (_, place) => view.getInt32(start + times * 9 + place * 6) * 1000);
  const offset = (at: number) => {
    const place = changes.findLastIndex((change) => change <= at);
    return offsets[place < 0 ? 0 : (kinds[place] ?? 0)] ?? 0;
  };
  return { changes, offset };
}

function walked(tz: string): ZoneTable {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: tz,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  const ask = (at: number): number => {
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    return (
      Date.UTC(parts.year ?? 0, (parts.month ?? 1) - 1, parts.day, parts.hour, parts.minute, parts.second) - Math.floor(at / 1000) * 1000
    );
  };
  const changes: number[] = [];
  const offsets: [from: number, offset: number][] = [[-Infinity, ask(Date.UTC(2018, 11, 1))]];
  for (let day = Date.UTC(2018, 11, 1); day < Date.UTC(2030, 1, 1); day += DAY) {
    if (ask(day) === ask(day + DAY)) continue;
    for (let at = day; at < day + DAY; at += HALF_HOUR) {
      if (ask(at) === ask(at + HALF_HOUR)) continue;
      changes.push(at + HALF_HOUR);
      offsets.push([at + HALF_HOUR, ask(at + HALF_HOUR)]);
    }
  }
  return { changes, offset: (at) => offsets.findLast(([from]) => from <= at)?.[1] ?? 0 };
}

/** The instant of a wall time on a date (its midnight in UTC): forward over a gap, the first of two (Temporal `compatible`). */
export function resetOn(zone: ZoneTable, date: number, time: string): Placed {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const wall = date + (hours * 60 + minutes) * 60_000;
  const offsets = [...new Set([zone.offset(wall - DAY), zone.offset(wall + DAY)])];
  const fits = offsets.map((offset) => wall - offset).filter((at) => at + zone.offset(at) === wall);
  const first = Math.min(...fits);
  if (fits.length > 0) return { at: first, kind: fits.length > 1 ? 'doubled' : 'plain' };
  return { at: wall - zone.offset(wall - DAY), kind: 'skipped' };
}

export function resetAfter(zone: ZoneTable, at: number, time: string): number {
  const today = Math.floor(at / DAY) * DAY;
  const near = [-2, -1, 0, 1, 2].map((days) => resetOn(zone, today + days * DAY, time).at);
  return Math.min(...near.filter((one) => one > at));
}
