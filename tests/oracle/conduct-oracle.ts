// Slow judges of conduct for tests: every pair looked at, whole histories kept, no code of lib. Written from the rules, not from the product.
// Instants are milliseconds, days are those of UTC, lots are hundredths.

export interface OracleTrade {
  id: string;
  open: number;
  close: number;
  lots: number;
  net: number;
  symbol: string;
  side: 'buy' | 'sell';
  /** Whether the platform told its opening when it happened, or only with its close. */
  isTold: boolean;
}

const DAY = 86_400_000;
export const dayOf = (at: number): number => Math.floor(at / DAY);

/** Trades that are a step of revenge: larger by the multiple, soon after the last trade that closed before them, which lost. */
export function revengeSteps(trades: readonly OracleTrade[], multBps: number, windowMs: number): string[] {
  return trades
    .filter((trade) => {
      const earlier = trades.filter((one) => one.close < trade.open);
      const last = earlier.reduce<OracleTrade | null>((best, one) => (best === null || one.close > best.close ? one : best), null);
      return last !== null && last.net < 0 && trade.open <= last.close + windowMs && trade.lots * 10_000 >= last.lots * multBps;
    })
    .map(({ id }) => id);
}

/** Trades with an act that lies around a release of what they trade. */
export function newsActs(
  trades: readonly OracleTrade[],
  releases: readonly number[],
  symbol: string,
  beforeMs: number,
  afterMs: number,
): string[] {
  const isNear = (at: number) => releases.some((release) => at >= release - beforeMs && at <= release + afterMs);
  return trades.filter((one) => one.symbol === symbol && (isNear(one.open) || isNear(one.close))).map(({ id }) => id);
}

/** Trades opened, or closed too where that counts, outside the minutes of the day that are open from Monday to Friday. */
export function outOfHours(trades: readonly OracleTrade[], from: number, to: number, closesToo: boolean): string[] {
  const isOpen = (at: number) => {
    const [minute, weekday] = [Math.floor((at % DAY) / 60_000), (dayOf(at) + 3) % 7];
    if (from < to) return weekday < 5 && minute >= from && minute < to;
    // Past midnight it belongs to the day on which it began.
    return (weekday < 5 && minute >= from) || ((weekday + 6) % 7 < 5 && minute < to);
  };
  return trades.filter((one) => !isOpen(one.open) || (closesToo && !isOpen(one.close))).map(({ id }) => id);
}

/** Trades open at a minute of one of the weekdays (1 Monday to 7 Sunday), or opened from then until the market opens again. */
export function heldOver(trades: readonly OracleTrade[], weekdays: readonly number[], minute: number, reopensAfter: number): string[] {
  return trades
    .filter((one) => {
      for (let day = dayOf(one.open) - 7; day <= dayOf(one.close); day += 1) {
        const deadline = day * DAY + minute * 60_000;
        if (!weekdays.includes(((day + 3) % 7) + 1)) continue;
        if (one.open <= deadline && one.close > deadline) return true;
        if (one.open >= deadline && one.open < deadline + reopensAfter) return true;
      }
      return false;
    })
    .map(({ id }) => id);
}

/** Days on which the openings made and known that day ever looked like those of a machine, by the points of their signs. */
export function machineDays(trades: readonly OracleTrade[], flagAt: number): number[] {
  return [...new Set(trades.map((one) => dayOf(one.open)))].filter((day) => {
    const own = trades.filter((one) => dayOf(one.open) === day);
    const known = (at: number) => own.filter((one) => (one.isTold ? one.open : one.close) <= at);
    const moments = own.map((one) => (one.isTold ? one.open : one.close)).filter((at) => dayOf(at) === day);
    const signs = new Set<number>();
    for (const at of moments.sort((a, b) => a - b)) {
      const opens = known(at)
        .map((one) => one.open)
        .sort((a, b) => a - b);
      if (opens.some((first, index) => (opens[index + 9] ?? Infinity) - first <= 60_000)) signs.add(1);
      if (opens.length >= 20 && isPaced(opens)) signs.add(2);
      const replies = known(at).filter((one) =>
        trades.some((old) => old.close <= one.open && one.open - old.close <= 1_000 && isOther(old, one)),
      );
      if (replies.length >= 5) signs.add(3);
    }
    return (signs.has(1) ? 40 : 0) + (signs.has(2) ? 40 : 0) + (signs.has(3) ? 30 : 0) >= flagAt;
  });
}

const isOther = (a: OracleTrade, b: OracleTrade) => a.symbol !== b.symbol || a.side !== b.side;

/** The deviation of the gaps is at most a twentieth of their mean; squared, in whole numbers. */
function isPaced(opens: readonly number[]): boolean {
  const gaps = opens.slice(1).map((at, index) => BigInt(at - (opens[index] ?? at)));
  const n = BigInt(gaps.length);
  const total = gaps.reduce((sum, gap) => sum + gap, 0n);
  const squares = gaps.reduce((sum, gap) => sum + gap * gap, 0n);
  return 400n * (n * squares - total * total) <= total * total;
}
