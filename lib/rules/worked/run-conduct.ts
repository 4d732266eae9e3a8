// Runs the cases of conduct: scalping, revenge, hedges, copies, news, open risk and stops.
import { compareRationals, decimal, ratioText, rational, roundDivide, type Rational } from '@/lib/decimal';
import { centsFromBigint } from '@/lib/money';
import { findHedges, isCopying } from '@/lib/rules/account-pairs';
import { addHold, judgeShortProfit, noHolds, positionsOf, tooManyShort, tooManyShortWinners } from '@/lib/rules/holding-times';
import { violatesNews, type NewsLimits } from '@/lib/rules/news-windows';
import { exceedsBalanceShare, groupLosses, judgeStops, positionValue } from '@/lib/rules/open-risk';
import { hasRevengeRun } from '@/lib/rules/revenge-steps';
import { shortText } from '@/lib/rules/size-limits';
import { count, instant, list, purse, text, type GoldenCase, type Outputs, type Row } from '@/lib/rules/worked/format';

export function runTickScalping({ params, events }: GoldenCase): Outputs {
  const coins = purse(params);
  const min = count(params.min_s);
  const counted = events.filter((row) => row.total !== undefined);
  const countShare = params.max_short_count_share === undefined ? null : rational(text(params.max_short_count_share));
  if (counted.length > 0 && countShare !== null) {
    return { flags: counted.map((row) => tooManyShort(count(row.short), count(row.total), countShare)) };
  }
  const held = positionsOf(
    slicesOnce(events).map(({ row, ticket }) => ({
      ticket,
      seconds: count(row.s),
      net: coins.read(row.net),
      isFinal: row.final !== false,
    })),
  );
  const sums = noHolds();
  for (const { seconds, net } of held) addHold(sums, seconds, net, min);
  const out: Outputs = {};
  if (params.max_short_profit_share !== undefined) {
    const ops = {
      avg: params.avg_op === 'gte' ? ('gte' as const) : ('gt' as const),
      short: params.short_op === 'lt' ? ('lt' as const) : ('lte' as const),
    };
    const { mean, short, gross, violation } = judgeShortProfit(sums, min, rational(text(params.max_short_profit_share)), ops);
    const share = gross === 0 ? null : ratioText(BigInt(short), BigInt(gross), 6);
    Object.assign(out, { avg_s: mean === null ? null : shortText(mean), short_share: share, violation });
  }
  if (countShare !== null) {
    const { short_trades, trades } = sums;
    Object.assign(out, { short_trades, trades, flag: tooManyShort(short_trades, trades, countShare) });
  }
  if (params.max_short_winner_share !== undefined) {
    const { short_winners, winners } = sums;
    const flag = tooManyShortWinners(short_winners, winners, rational(text(params.max_short_winner_share)));
    Object.assign(out, { short_winners, winners, flag });
  }
  return out;
}

function slicesOnce(events: Row[]): { row: Row; ticket: string }[] {
  const seen = new Set<string>();
  return events.flatMap((row, i) => {
    if (row.ticket === undefined) return [{ row, ticket: `row ${i}` }];
    const key = `${text(row.ticket)} ${row.deal === undefined ? '' : text(row.deal)}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ row, ticket: text(row.ticket) }];
  });
}

export function runHedge({ params, events }: GoldenCase): Outputs {
  const openings = events.map((row) => ({
    account: text(row.acct),
    owner: text(row.owner),
    symbol: text(row.symbol),
    side: row.side === 'sell' ? ('sell' as const) : ('buy' as const),
    lots: decimal(text(row.lots)),
    at: instant(row.open),
  }));
  const limits = {
    window_ms: count(params.window_s ?? 60) * 1000,
    volume_tolerance: decimal(text(params.volume_tolerance ?? '0.10')),
    same_owner: params.same_owner === true,
  };
  const { pairs, hasOwnAccount } = findHedges(openings, limits);
  return { pairs, same_account_flag: hasOwnAccount };
}

export function runCopy({ params, events }: GoldenCase): Outputs {
  const most = rational(text(params.ratio_cv_max ?? '0.05'));
  const flags = events.map((row) => {
    const spread = row.ratio_cv === undefined || row.ratio_cv === null ? null : rational(text(row.ratio_cv));
    return isCopying(count(row.matches), count(params.min_matches ?? 5), spread, most);
  });
  return { flags };
}

export function runRevenge({ params, events }: GoldenCase): Outputs {
  const coins = purse(params);
  const flags = events.map((row) => {
    const sequence = list(row.seq).map((entry) => {
      const [lots, net] = list(entry);
      return { lots: decimal(text(lots)), net: coins.read(net) };
    });
    return hasRevengeRun(sequence, rational(text(params.mult ?? '1.50')), count(params.min_steps ?? 1));
  });
  return { flags };
}

export function runNews({ params, events }: GoldenCase): Outputs {
  const limits: NewsLimits = {
    before_s: count(params.before_s ?? 120),
    after_s: count(params.after_s ?? 120),
    edges: params.edges === 'exclusive' ? 'exclusive' : 'inclusive',
    phases: list(params.phases ?? ['funded']).map(text),
    exempt_types: list(params.exempt_types ?? ['swing']).map(text),
    instruments_by_event: (params.instruments_by_event ?? {}) as NewsLimits['instruments_by_event'],
  };
  const release = events.find((row) => row.release !== undefined);
  const act = events.find((row) => row.action !== undefined);
  if (release === undefined || act === undefined) throw new Error('a release and an act are needed');
  const acted = {
    at: instant(act.t),
    symbol: text(act.symbol),
    phase: text(act.phase),
    account_type: act.account_type === undefined || act.account_type === null ? null : text(act.account_type),
  };
  return { violation: violatesNews(limits, { event: text(release.event), at: instant(release.release) }, acted) };
}

export function runRiskPerTrade({ params, events }: GoldenCase): Outputs {
  return params.basis === 'position_size' ? positionSize(params, events) : openLoss(params, events);
}

function openLoss(params: Row, events: Row[]): Outputs {
  const coins = purse(params);
  const keys = list(params.group_by ?? ['symbol', 'side']).map(text);
  const positions = events.map((row) => ({ group: keys.map((key) => text(row[key])).join(':'), floating: coins.read(row.floating) }));
  const losses = groupLosses(positions, {
    share: rational(text(params.limit_pct)),
    initial: coins.read(params.initial_balance),
    gross_losses_only: params.gross_losses_only !== false,
    touch_is_breach: params.touch_is_breach !== false,
  });
  return Object.fromEntries([...losses].map(([group, { loss, violated }]) => [group, [coins.print(loss), violated]]));
}

function positionSize(params: Row, events: Row[]): Outputs {
  const coins = purse(params);
  const values = events.map((row) => {
    const position = { lots: decimal(text(row.lots)), contract: decimal(text(row.contract)), price: decimal(text(row.open_price)) };
    return positionValue(position, rateOf(row.quote_to_account));
  });
  const largest = values.reduce((most, value) => (compareRationals(value, most) > 0 ? value : most), { num: 0n, den: 1n });
  const balance = rational(text(params.balance));
  const minor = roundDivide(largest.num * 10n ** BigInt(coins.digits), largest.den, 'half-even');
  return {
    largest: coins.print(centsFromBigint(minor)),
    share: ratioText(largest.num * balance.den, largest.den * balance.num, 6),
    violated: exceedsBalanceShare(largest, balance, rational(text(params.limit_pct)), params.touch_is_breach !== false),
  };
}

function rateOf(value: unknown): Rational {
  if (typeof value !== 'object' || value === null) return { num: 1n, den: 1n };
  const { divide_by: divisor, multiply_by: factor } = value as Row;
  const rate = rational(text(divisor ?? factor));
  return divisor === undefined ? rate : { num: rate.den, den: rate.num };
}

export function runStops({ params, events }: GoldenCase): Outputs {
  const coins = purse(params);
  const limit = {
    sl_within_s: count(params.sl_within_s ?? 180),
    max_risk: rational(text(params.max_risk_pct ?? '0.02')),
    balance: coins.read(params.balance),
    combine_per_symbol: params.combine_per_symbol === true,
  };
  const violations = events.map((row) => {
    const stopAt = row.sl_set === undefined || row.sl_set === null ? null : instant(row.sl_set);
    return judgeStops({ openAt: instant(row.open), stopAt, risks: list(row.risks).map((risk) => coins.read(risk)) }, limit);
  });
  return { violations };
}
