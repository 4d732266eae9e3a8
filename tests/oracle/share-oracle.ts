// The second, slow judge of consistency: best share and running share over a plain list of slices, in bigint, with UTC days. No code of lib.

export interface ShareEvent {
  at: number;
  kind: 'slice' | 'payout';
  net: bigint;
  position: string;
  /** Whether this slice closes its position. */
  ends: boolean;
}
export interface ShareRules {
  unit: 'day' | 'trade';
  bps: bigint;
  op: 'lt' | 'lte';
  denominator: 'net_total' | 'sum_positive' | 'profit_target';
  target: bigint;
  window: 'all' | 'since_last_payout';
  minWinners: number;
}
export interface ShareAnswer {
  outcome: 'met' | 'not_met' | 'no_data';
  best: bigint;
  total: bigint;
  /** Positions whose win was too much of all wins so far, in the order they closed. */
  flagged: string[];
}

const DAY = 86_400_000;
const isWithin = (part: bigint, total: bigint, { bps, op }: ShareRules): boolean =>
  op === 'lt' ? part * 10_000n < total * bps : part * 10_000n <= total * bps;

export function shareOracle(rules: ShareRules, events: readonly ShareEvent[]): ShareAnswer {
  return { ...best(rules, rowsOf(rules, events)), flagged: running(rules, events) };
}

/** Nets of the days or positions of the window. */
function rowsOf(rules: ShareRules, events: readonly ShareEvent[]): bigint[] {
  const last = rules.window === 'all' ? -1 : events.findLastIndex(({ kind }) => kind === 'payout');
  const rows = new Map<string, bigint>();
  const parts = new Map<string, bigint>();
  events.forEach(({ at, kind, net, position, ends }, index) => {
    if (kind === 'payout') return;
    const whole = (parts.get(position) ?? 0n) + net;
    parts.set(position, whole);
    if (index <= last) return;
    const day = String(Math.floor(at / DAY));
    if (rules.unit === 'day') rows.set(day, (rows.get(day) ?? 0n) + net);
    else if (ends) rows.set(position, whole);
  });
  return [...rows.values()];
}

function best(rules: ShareRules, rows: readonly bigint[]): Omit<ShareAnswer, 'flagged'> {
  if (rows.length === 0) return { outcome: 'no_data', best: 0n, total: 0n };
  const most = rows.reduce((a, b) => (a > b ? a : b));
  const positive = rows.filter((net) => net > 0n);
  const sums = { net_total: sum(rows), sum_positive: sum(positive), profit_target: rules.target };
  const total = sums[rules.denominator];
  const isMet = most > 0n && total > 0n && isWithin(most, total, rules);
  return { outcome: isMet ? 'met' : 'not_met', best: most, total };
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((a, b) => a + b, 0n);

function running(rules: ShareRules, events: readonly ShareEvent[]): string[] {
  const parts = new Map<string, bigint>();
  const flagged: string[] = [];
  let [winners, won] = [0, 0n];
  for (const { kind, net, position, ends } of events) {
    if (kind === 'payout') continue;
    const whole = (parts.get(position) ?? 0n) + net;
    parts.set(position, whole);
    if (!ends || whole <= 0n) continue;
    winners += 1;
    won += whole;
    if (winners >= rules.minWinners && !isWithin(whole, won, rules)) flagged.push(position);
  }
  return flagged;
}
