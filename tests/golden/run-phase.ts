// Runs the cases of single calculations: one bar, the profit target, the lifecycle, headroom and the result of a trade.
import { decimal, ratioText, rational } from '@/lib/decimal';
import { subtractCents, ZERO, type Cents } from '@/lib/money';
import { judgeBar } from '@/lib/rules/drawdown-floor';
import { statusOf } from '@/lib/rules/bands';
import { bufferOf, maxLots, type Sizing } from '@/lib/rules/headroom';
import { phaseState } from '@/lib/rules/lifecycle';
import { accountPnl, exactPnl, wholeUnits, type Contract, type QuoteRate } from '@/lib/rules/pnl';
import { isTargetMet } from '@/lib/rules/profit-target';
import type { Status } from '@/lib/rules/types';
import { count, instant, instantText, purse, text, type GoldenCase, type Outputs, type Purse, type Row } from '@/lib/rules/worked/format';

export function runBar({ params, events }: GoldenCase): Outputs {
  const coins = purse(params);
  const row = events[0] ?? {};
  const bar = { high: coins.read(row.equity_high), low: coins.read(row.equity_low), close: coins.read(row.equity_close) };
  const judged = judgeBar(coins.read(params.floor_before), coins.read(params.trail), bar, params.touch_is_breach === true);
  const { floor_cents: floor, breach } = judged.high_first;
  return { high_first: { floor: coins.print(floor), breach }, low_first: judged.low_first, decision: judged.decision };
}

export function runProfitTarget({ params, events }: GoldenCase): Outputs {
  const coins = purse(params);
  const met = events.map((row) =>
    isTargetMet(rational(text(params.target_pct)), coins.read(params.initial_balance), {
      balance: coins.read(row.balance),
      isFlat: count(row.open_positions ?? 0) === 0,
    }),
  );
  return { met: met.length === 1 ? met[0] : met };
}

export function runLifecycle({ params, events }: GoldenCase): Outputs {
  const facts = events.map((row) => ({ at: instant(row.t), fact: text(row.fact) }));
  const { state, failed_at: failedAt } = phaseState(facts, count(params.min_days ?? 0));
  return { state, failed_at: failedAt === null ? null : instantText(failedAt) };
}

export function runHeadroom({ params, events }: GoldenCase): Outputs {
  const coins = purse(params);
  const row = events[0] ?? {};
  return row.room === undefined ? headroomOfState(params, row, coins) : headroomOfRows(params, events, coins);
}

function headroomOfRows(params: Row, events: Row[], coins: Purse): Outputs {
  const sizing = sizingOf(params);
  const rooms = events.map((row) => ({ row, room: coins.read(row.room) }));
  const status = rooms.filter(({ row }) => row.limit !== undefined).map(({ row, room }) => standing(params, room, coins.read(row.limit)));
  const lots =
    sizing === null
      ? []
      : rooms.map(({ row, room }) => {
          const share = rational(text(params.buffer_pct ?? '0'));
          const buffer =
            row.buffer === undefined ? bufferOf(coins.readOr(row.limit, '0'), share) : { num: BigInt(coins.read(row.buffer)), den: 1n };
          return maxLots(room, buffer, coins.digits, sizing);
        });
  return { status, max_lots: lots };
}

interface Side {
  name: 'daily' | 'dd';
  room: Cents;
  limit: Cents | null;
}

function headroomOfState(params: Row, row: Row, coins: Purse): Outputs {
  const equity = coins.read(row.equity ?? row.balance);
  const sides = (['daily', 'dd'] as const).flatMap((name): Side[] => {
    const floor = params[`${name}_floor`];
    const limit = params[`${name}_limit`];
    if (floor === undefined) return [];
    return [{ name, room: subtractCents(equity, coins.read(floor)), limit: limit === undefined ? null : coins.read(limit) }];
  });
  const binding = sides.reduce<Side | null>((least, side) => (least === null || side.room < least.room ? side : least), null);
  const daily = sides.find(({ name }) => name === 'daily');
  const dd = sides.find(({ name }) => name === 'dd');
  const sizing = sizingOf(params);
  const share = rational(text(params.buffer_pct ?? '0'));
  return {
    daily_room: daily === undefined ? null : coins.print(daily.room),
    daily_room_pct_of_limit: daily === undefined || daily.limit === null ? null : ratioText(BigInt(daily.room), BigInt(daily.limit), 4),
    dd_room: dd === undefined ? null : coins.print(dd.room),
    binding: binding?.name ?? null,
    max_lots:
      sizing === null || binding === null ? null : maxLots(binding.room, bufferOf(binding.limit ?? ZERO, share), coins.digits, sizing),
    status: worst(sides.map(({ room, limit }) => standing(params, room, limit ?? ZERO))),
  };
}

function worst(words: Status[]): Status {
  const order: Status[] = ['violated', 'critical', 'caution', 'safe'];
  return order.find((word) => words.includes(word)) ?? 'unknown';
}

function standing(params: Row, room: Cents, limit: Cents): Status {
  const bands = { caution_at: rational(text(params.caution_at ?? '0.80')), critical_at: rational(text(params.critical_at ?? '0.90')) };
  return statusOf(room, limit, params.touch_is_breach === true ? room <= 0 : room < 0, bands);
}

function sizingOf(params: Row): Sizing | null {
  if (params.stop_distance === undefined || params.value_per_unit === undefined) return null;
  return {
    stop_distance: decimal(text(params.stop_distance)),
    value_per_unit: decimal(text(params.value_per_unit)),
    lot_step: decimal(text(params.lot_step ?? '0.01')),
  };
}

export function runPnl({ params, events }: GoldenCase): Outputs {
  const coins = purse(params);
  const answers = events.map((row) => {
    const size = {
      side: row.side === 'sell' ? ('sell' as const) : ('buy' as const),
      lots: decimal(text(row.lots)),
      open: decimal(text(row.open)),
      close: decimal(text(row.close)),
    };
    const exact = exactPnl(size, contractOf(params));
    const rate = rateOf(row.quote_to_account);
    const isKnown = rate !== null || params.quote_ccy === params.account_ccy;
    return { quote: wholeUnits(exact).toString(), account: isKnown ? coins.print(accountPnl(exact, rate, coins.digits)) : null };
  });
  const one = answers.length === 1 ? answers[0] : undefined;
  return {
    quote_pnl: one === undefined ? answers.map(({ quote }) => quote) : one.quote,
    account_pnl: one === undefined ? answers.map(({ account }) => account) : one.account,
  };
}

function contractOf(params: Row): Contract {
  if (params.contract !== undefined) return { contract: decimal(text(params.contract)) };
  return { tick_size: decimal(text(params.tick_size)), tick_value: decimal(text(params.tick_value)) };
}

function rateOf(value: unknown): QuoteRate {
  if (typeof value !== 'object' || value === null) return null;
  const rate = value as Row;
  if (rate.divide_by !== undefined) return { divide_by: decimal(text(rate.divide_by)) };
  return rate.multiply_by === undefined ? null : { multiply_by: decimal(text(rate.multiply_by)) };
}
