// Runs the cases of single calculations: one bar, the profit target, the lifecycle, headroom and the result of a trade.
import { decimal, ratioText, rational, rescale, type Rational } from '@/lib/decimal';
import { addCents, cents, formatMoney, subtractCents, ZERO, type Cents } from '@/lib/money';
import { statusOf } from '@/lib/rules/bands';
import { bufferOf, maxLots, type Sizing } from '@/lib/rules/headroom';
import { isTargetMet } from '@/lib/rules/profit-target';
import type { Status } from '@/lib/rules/types';
import { count, instant, instantText, purse, text, type GoldenCase, type Outputs, type Purse, type Row } from '@/lib/rules/worked/format';
import { grossOf } from '@/lib/trades/sources/symbol-facts';
import { close, mark, play, ruleSet, usd } from '../rules/account';

/** One bar with a high and a low and no order between them: told in either order, and as the one mark that a platform makes of it. */
export function runBar({ params, events }: GoldenCase): Outputs {
  const row = events[0] ?? {};
  const [high, low, close] = [text(row.equity_high), text(row.equity_low), text(row.equity_close)];
  const [initial, trail] = [addCents(usd(text(params.floor_before)), usd(text(params.trail))), text(params.trail)];
  const drawdown = { mode: 'trailing_intraday_equity', amount: { abs: trail }, touch_is_breach: params.touch_is_breach === true };
  const rules = ruleSet({ 'max-drawdown': [drawdown] }, { initial_balance: formatMoney(initial, 2) });
  const [first, second, third] = ['2026-01-12T15:00', '2026-01-12T15:01', '2026-01-12T15:02'] as const;
  const inOrder = (a: string, b: string) =>
    play(rules, [mark(first, { equity: a }), mark(second, { equity: b }), mark(third, { equity: close })]);
  const [highFirst, lowFirst] = [inOrder(high, low), inOrder(low, high)];
  const atOnce = play(rules, [mark(first, { equity: close, high, low })]);
  return {
    high_first: {
      floor: formatMoney(cents(highFirst.moments[0]?.floors['max-drawdown#0'] ?? 0), 2),
      breach: highFirst.facts.failed !== null,
    },
    low_first: { breach: lowFirst.facts.failed !== null },
    decision: atOnce.raised.some(({ outcome }) => outcome === 'unknown') ? 'indeterminate_flag_for_review' : 'decided',
  };
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

/** What a case tells as a fact is a deal here that brings it about; what becomes of the account is the judge's to say. */
const MADE_BY: Record<string, string> = { target_met: '10000.00', daily_loss_breach: '-6000.00' };

export function runLifecycle({ params, events }: GoldenCase): Outputs {
  const rules = ruleSet({
    'profit-target': [{ target_pct: text(params.target_pct) }],
    'min-trading-days': [{ min_days: count(params.min_days ?? 0) }],
    'max-daily-loss': [{ limit: { pct: '0.05', of: 'initial' } }],
  });
  const { failed } = play(
    rules,
    events.map((row) => close(text(row.t), MADE_BY[text(row.fact)] ?? '')),
    { at: instant(events[0]?.t) - 1 },
  ).facts;
  return { state: failed === null ? 'active' : 'failed', failed_at: failed === null ? null : instantText(failed.at) };
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
  const worth = worthOf(params);
  const answers = events.map((row) => {
    const slice = {
      side: row.side === 'sell' ? ('sell' as const) : ('buy' as const),
      open_price: text(row.open),
      close_price: text(row.close),
      volume: rescale(decimal(text(row.lots)), 8, 'trunc'),
    };
    const rate = rateOf(row.quote_to_account);
    const isKnown = rate !== null || params.quote_ccy === params.account_ccy;
    const { num, den } = rate ?? { num: 1n, den: 1n };
    const gross = isKnown ? grossOf(slice, { num: worth.num * num, den: worth.den * den }, coins.digits) : null;
    return { quote: String(grossOf(slice, worth, 0)), account: gross === null ? null : coins.print(gross) };
  });
  const one = answers.length === 1 ? answers[0] : undefined;
  return {
    quote_pnl: one === undefined ? answers.map(({ quote }) => quote) : one.quote,
    account_pnl: one === undefined ? answers.map(({ account }) => account) : one.account,
  };
}

/** Worth of one unit of price of one lot, in the currency of the quote. */
function worthOf(params: Row): Rational {
  if (params.contract !== undefined) return rational(text(params.contract));
  const [value, size] = [rational(text(params.tick_value)), rational(text(params.tick_size))];
  return { num: value.num * size.den, den: value.den * size.num };
}

function rateOf(value: unknown): Rational | null {
  if (typeof value !== 'object' || value === null) return null;
  const rate = value as Row;
  if (rate.multiply_by !== undefined) return rational(text(rate.multiply_by));
  if (rate.divide_by === undefined) return null;
  const { num, den } = rational(text(rate.divide_by));
  return { num: den, den: num };
}
