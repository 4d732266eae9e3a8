// Runs the cases of best share and running share. A trade is a position, its slices summed and dated at the final one.
import { rational } from '@/lib/decimal';
import { addCents, cents, ZERO, type Cents } from '@/lib/money';
import { bestShare, runningShare, type Op } from '@/lib/rules/consistency-share';
import { netByDay } from '@/lib/rules/day-attribution';
import { count, instant, purse, resetOf, text, type GoldenCase, type Outputs, type Purse, type Row } from '@/lib/rules/worked/format';

export function runConsistency({ params, events }: GoldenCase): Outputs {
  const coins = purse(params);
  const rows = inOrder(onceEach(events));
  const isWindowed = params.window === 'since_last_payout';
  const lastPayout = isWindowed ? rows.findLastIndex((row) => row.type === 'payout') : -1;
  const days = daysOf(rows.slice(lastPayout + 1), params, coins);
  const trades = tradesOf(rows, coins);
  const wanted = trades.filter(({ index }) => index > lastPayout).map(({ net }) => net);
  const threshold = rational(text(params.threshold));
  const op = (params.op ?? 'lte') as Op;
  const best = bestShare(params.unit === 'trade' ? wanted : [...days.values()], {
    threshold,
    op,
    denominator: text(params.denominator ?? 'net_total') as 'net_total' | 'sum_positive' | 'profit_target',
    fixedTotal: params.profit_target === undefined ? null : coins.read(params.profit_target),
  });
  return {
    status: best.status,
    share: best.share,
    best: coins.print(best.best),
    total: coins.print(best.total),
    required_total: best.required_total === null ? null : coins.print(best.required_total),
    days: Object.fromEntries([...days].map(([label, net]) => [label, coins.print(net)])),
    ...running(
      params,
      trades.map(({ net }) => net),
    ),
  };
}

function running(params: Row, nets: Cents[]): Outputs {
  const written = (params.running ?? {}) as Row;
  const rule = {
    threshold: rational(text(written.threshold ?? params.threshold)),
    op: (written.op ?? 'lte') as Op,
    min_winning_trades: count(written.min_winning_trades ?? 1),
  };
  let before = { winners: 0, sum: ZERO };
  const steps = nets.map((net) => {
    const step = runningShare(net, before, rule);
    before = { winners: step.winners, sum: step.sum };
    return step;
  });
  return {
    running_share: steps.map(({ share }) => share),
    running_percent: steps.map(({ percent }) => percent),
    running_verdict: steps.map(({ verdict }) => verdict),
    running_consequence: text(written.consequence ?? 'flag'),
  };
}

function onceEach(rows: Row[]): Row[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    if (row.type !== 'close') return true;
    const key = `${text(row.ticket)} ${row.deal === undefined ? '' : text(row.deal)}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

/** By instant where there is one; rows without keep their place. */
function inOrder(rows: Row[]): Row[] {
  return rows.every((row) => row.t !== undefined) ? [...rows].sort((a, b) => instant(a.t) - instant(b.t)) : rows;
}

function netOf(row: Row, coins: Purse): Cents {
  if (row.net !== undefined) return coins.read(row.net);
  return cents(coins.readOr(row.gross, '0') + coins.readOr(row.commission, '0') + coins.readOr(row.swap, '0'));
}

function daysOf(rows: Row[], params: Row, coins: Purse): Map<string, Cents> {
  const dated = rows.filter((row) => row.type === 'day' || (row.type === undefined && row.date !== undefined));
  const days = new Map<string, Cents>();
  for (const row of dated) days.set(text(row.date), addCents(days.get(text(row.date)) ?? ZERO, coins.read(row.net)));
  const closes = rows.filter((row) => row.type === 'close' && row.t !== undefined);
  const booked = netByDay(
    closes.map((row) => ({ at: instant(row.t), net: netOf(row, coins) })),
    resetOf(params),
  );
  for (const [label, net] of booked) days.set(label, addCents(days.get(label) ?? ZERO, net));
  return days;
}

/** `index` is the place of the final slice, which decides the window. */
function tradesOf(rows: Row[], coins: Purse): { net: Cents; index: number }[] {
  const open = new Map<string, Cents>();
  return rows.flatMap((row, index) => {
    if (row.type !== 'close') return [];
    const ticket = text(row.ticket);
    const net = addCents(open.get(ticket) ?? ZERO, netOf(row, coins));
    if (row.final === false) {
      open.set(ticket, net);
      return [];
    }
    open.delete(ticket);
    return [{ net, index }];
  });
}
