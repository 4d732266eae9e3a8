// The three clocks a reader may choose, and the cookie that remembers the choice; apart from the client part so that the server can read it.

export type ZoneMode = 'utc' | 'mine' | 'server';

export const ZONE_COOKIE = 'zone';

export function zoneModeOf(value: string | undefined): ZoneMode {
  return value === 'mine' || value === 'server' ? value : 'utc';
}
