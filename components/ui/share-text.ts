// Shares in basis points as words. Truncated, never rounded: 99.98 % of an allowance must not print as a full one.

/** 9998 -> "99.9 %". The engine already decided what the share means; this only writes it down. */
export function shareText(bps: number): string {
  const tenths = Math.trunc(bps / 10);
  const sign = tenths < 0 ? '\u2212' : '';
  const size = Math.abs(tenths);
  return `${sign}${Math.trunc(size / 10)}.${size % 10}\u00a0%`;
}

/** The spoken form drops an empty tenth: "84 %", "99.9 %". */
export function spokenShare(bps: number): string {
  return shareText(bps).replace('.0', '').replace('\u00a0', ' ');
}
