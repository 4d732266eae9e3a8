// Runs payout cases. A case asserts the parts that its params name, so every part that finds its inputs answers.
import { rational, type Rational } from '@/lib/decimal';
import { cents, minCents, subtractCents, ZERO, type Cents } from '@/lib/money';
import { cumulativeProfit, grossFor, plainSplit, settledGross, traderShare, withdrawable, type Split } from '@/lib/payouts/split';
import * as eligibility from '@/lib/payouts/eligibility';
import { probationState, type Probation } from '@/lib/payouts/probation';
import {
  count,
  instant,
  instantText,
  list,
  purse,
  resetOf,
  text,
  type GoldenCase,
  type Outputs,
  type Purse,
  type Row,
} from '@/lib/rules/worked/format';

interface Bench {
  params: Row;
  rows: Row[];
  coins: Purse;
  split: Split;
}
type Part = (bench: Bench) => Outputs;

export function runPayout({ params, events }: GoldenCase): Outputs {
  const coins = purse(params);
  const bench: Bench = { params, rows: events, coins, split: splitOf(params, coins) };
  return Object.assign({}, ...PARTS.map((part) => part(bench)));
}

const has = (row: Row, ...keys: string[]) => keys.every((key) => row[key] !== undefined);

const at = (gross: Cents) => ({ gross, received: null });

const fromBalance: Part = ({ params, rows, coins, split }) => {
  const wanted = rows.filter((row) => has(row, 'balance', 'withdrawn'));
  if (wanted.length === 0 || !has(params, 'start')) return {};
  const isNet = params.balance_is_net_of_withdrawals !== false;
  const answers = wanted.map((row) => {
    const settled = coins.read(row.withdrawn);
    return coins.print(
      withdrawable(cumulativeProfit(coins.read(row.balance), coins.read(params.start), settled, isNet), at(settled), split),
    );
  });
  return { withdrawable: answers.length === 1 ? answers[0] : answers };
};

const fromProfit: Part = ({ rows, coins, split }) => {
  const wanted = rows.filter((row) => has(row, 'cumulative_profit', 'payouts'));
  if (wanted.length === 0) return {};
  return {
    withdrawable: wanted.map((row) => {
      const payouts = list(row.payouts).map((item) => ({ gross_cents: coins.read((item as Row).gross), state: text((item as Row).state) }));
      return coins.print(withdrawable(coins.read(row.cumulative_profit), at(settledGross(payouts)), split));
    }),
  };
};

const shares: Part = ({ rows, coins, split }) => {
  const row = rows.find((item) => has(item, 'gross') || has(item, 'profit'));
  if (row === undefined) return {};
  const gross = coins.read(row.gross ?? row.profit);
  const trader = traderShare(gross, split, coins.readOr(row.lifetime_paid_base, '0'));
  return { trader: coins.print(trader), firm: coins.print(subtractCents(gross, trader)) };
};

const grosses: Part = ({ rows, coins, split }) => {
  const wanted = rows.filter((row) => has(row, 'request') && row.type === undefined);
  if (wanted.length === 0) return {};
  const pairs = wanted.map((row) => {
    const request = coins.read(row.request);
    return { request, gross: grossOf(row, coins, split) };
  });
  return {
    gross: pairs.map(({ gross }) => coins.print(gross)),
    firm: pairs.map(({ request, gross }) => coins.print(subtractCents(gross, request))),
  };
};

const caps: Part = ({ params, rows, coins, split }) => {
  if (!rows.some((row) => row.type === 'request')) return {};
  const amount = (key: string) => (has(params, key) ? coins.read(params[key]) : null);
  const period = params.max_per_period as Row | undefined;
  const policy: eligibility.Caps = {
    min_amount_cents: coins.readOr(params.min_amount, '0'),
    first_payout_max_cents: amount('first_payout_max'),
    max_per_request_cents: amount('max_per_request'),
    max_per_period: period === undefined ? null : { amount_cents: coins.read(period.amount), days: count(period.days) },
    tz: text(params.tz ?? 'UTC'),
  };
  const earlier: eligibility.EarlierPayout[] = [];
  const answers = rows.flatMap((row) => {
    if (row.type === 'payout') {
      earlier.push({ requested_at: instant(row.t), request_cents: coins.read(row.request), state: text(row.state) });
      return [];
    }
    const share = withdrawable(coins.read(row.cumulative_profit), at(coins.readOr(row.settled_gross, '0')), split);
    return [judged(coins.read(row.request), share, policy, eligibility.capsLeft(policy, earlier, instant(row.t)))];
  });
  return {
    results: answers.map(({ refusal }) => refusal.replaceAll('-', '_')),
    withdrawable: answers.map(({ most }) => coins.print(most)),
  };
};

/** The first test that fails, and what may be asked for in all. */
function judged(
  request: Cents,
  share: Cents,
  { min_amount_cents: least }: eligibility.Caps,
  caps: ReturnType<typeof eligibility.capsLeft>,
) {
  const over = caps.find(({ left }) => request > left)?.cap ?? 'ok';
  const refusal = request < least ? 'below-minimum' : request > share ? 'above-withdrawable' : over;
  return { refusal, most: caps.map(({ left }) => left).reduce(minCents, share) };
}

const probation: Part = ({ params, rows }) => {
  if (!has(params, 'probation')) return {};
  const policy = params.probation as Probation;
  const instants = (type: string) => rows.filter((row) => row.type === type).map((row) => instant(row.t));
  const now = Math.max(...(instants('clock').length > 0 ? instants('clock') : rows.map((row) => instant(row.t))));
  return { ...probationState(policy, instants(policy.starts), instants('open'), now, resetOf(params)) };
};

const dates: Part = ({ params, rows }) => {
  const tz = text(params.tz ?? 'UTC');
  const first = rows.find((row) => has(row, 'first_trade'));
  const requested = rows.find((row) => has(row, 'requested'));
  return {
    ...(first !== undefined && has(params, 'first_after_days')
      ? { eligible_from_date: eligibility.eligibleFromDate(instant(first.first_trade), count(params.first_after_days), tz) }
      : {}),
    ...(requested !== undefined
      ? { earliest: instantText(eligibility.earliestRelease(instant(requested.requested), count(params.settlement_days ?? 7), tz)) }
      : {}),
  };
};

const buffer: Part = ({ params, rows, coins, split }) => {
  if (!has(params, 'buffer_share')) return {};
  const start = coins.read(params.start);
  const answers = rows.map((row) => {
    const balance = coins.read(row.balance);
    const floor = eligibility.bufferFloor(
      balance,
      start,
      rational(text(params.buffer_share)),
      rational(text(params.min_profit_pct ?? '0')),
    );
    const gross = cents(Math.max(0, balance - floor));
    return { max: traderShare(gross, split, ZERO), post: subtractCents(balance, gross), floor };
  });
  return {
    max_withdraw: answers.map(({ max }) => coins.print(max)),
    post_balance: answers.map(({ post }) => coins.print(post)),
    floor: answers.map(({ floor }) => coins.print(floor)),
  };
};

const targets: Part = ({ params, rows, coins }) => {
  if (!has(params, 'targets')) return {};
  const payouts = rows.map((row) => ({ balance: coins.read(row.payout_after), gross: coins.read(row.amount) }));
  const wanted = list(params.targets).map((target) => rational(text(target)));
  return { required_balances: eligibility.requiredBalances(coins.read(params.initial), wanted, payouts).map(coins.print) };
};

const days: Part = ({ params, rows, coins }) => {
  const nets = rows.filter((row) => row.type === 'day').map((row) => coins.read(row.net));
  if (nets.length === 0 && !has(params, 'min_days') && !has(params, 'min_winning_days')) return {};
  const winning = eligibility.winningDays(nets, coins.readOr(params.winning_day_min, '0'));
  const eligible = nets.length >= count(params.min_days ?? 0) && winning >= count(params.min_winning_days ?? 0);
  return { winning_days: winning, eligible };
};

const shareOfBalance: Part = ({ params, rows, coins, split }) => {
  const wanted = rows.filter((row) => has(row, 'balance', 'request') && row.t === undefined);
  if (!has(params, 'max_share_of_balance') || wanted.length === 0) return {};
  const share = rational(text(params.max_share_of_balance));
  return { accepted: wanted.map((row) => eligibility.isWithinShareOfBalance(grossOf(row, coins, split), coins.read(row.balance), share)) };
};

const smallOrOpen: Part = ({ params, rows, coins }) => {
  const wanted = rows.filter((row) => has(row, 'request', 'open_positions'));
  if (wanted.length === 0) return {};
  const minimum = coins.readOr(params.min_amount, '0');
  return {
    results: wanted.map((row) => {
      if (params.require_flat === true && count(row.open_positions) > 0) return 'open_positions';
      return coins.read(row.request) < minimum ? 'below_minimum' : 'ok';
    }),
  };
};

const route: Part = ({ params, rows, coins }) => {
  if (!has(params, 'auto_below')) return {};
  const below = coins.read(params.auto_below);
  return { route: rows.map((row) => (eligibility.releasesItself(coins.read(row.amount), below) ? 'auto' : 'manual')) };
};

const safetyNet: Part = ({ params, rows, coins }) => {
  if (!has(params, 'start', 'drawdown')) return {};
  const [start, drawdown, extra] = [coins.read(params.start), coins.read(params.drawdown), coins.readOr(params.extra, '0')];
  return { eligible: rows.map((row) => eligibility.reachesSafetyNet(coins.read(row.balance), start, drawdown, extra)) };
};

const afterBreach: Part = ({ params, rows, coins }) => {
  const row = rows.find((item) => has(item, 'balance_after_breach'));
  if (!has(params, 'breach_share') || row === undefined) return {};
  const profit = subtractCents(coins.read(row.balance_after_breach), coins.read(row.initial));
  const isCareful = row.all_trades_have_sl === true && eligibility.isSmallLoss(rational(text(row.max_single_loss_pct)));
  const claimed = withdrawable(profit, at(ZERO), plainSplit(rational(text(params.breach_share))));
  return { payable: coins.print(isCareful ? claimed : ZERO) };
};

const balanceAfter: Part = ({ params, rows, coins, split }) => {
  const asked = rows.find((row) => has(row, 'request'));
  if (!has(params, 'min_balance_after') || asked === undefined) return {};
  const gross = grossOf(asked, coins, split);
  const minimum = coins.read(params.min_balance_after);
  const keeps = rows
    .filter((row) => has(row, 'balance'))
    .every((row) => eligibility.keepsMinimumBalance(coins.read(row.balance), gross, minimum));
  return { decision: keeps ? 'approved' : 'denied_min_balance' };
};

const PARTS: readonly Part[] = [
  ...[fromBalance, fromProfit, shares, grosses, caps, probation, dates, buffer, targets],
  ...[days, shareOfBalance, smallOrOpen, route, safetyNet, afterBreach, balanceAfter],
];

/** Where a case names no split it is 1. */
function splitOf(params: Row, coins: Purse): Split {
  if (!has(params, 'tiers')) return plainSplit(rational(text(params.split ?? '1')));
  const tiers = list(params.tiers).map((tier) => {
    const [bound, share] = list(tier);
    return { upTo: bound === null || bound === undefined ? null : coins.read(bound), share: rational(text(share)) as Rational };
  });
  return { tiers };
}

function grossOf(row: Row, coins: Purse, split: Split): Cents {
  const gross = grossFor(coins.read(row.request), split, coins.readOr(row.lifetime_paid_base, '0'));
  if (gross === null) throw new Error('no tier pays this request');
  return gross;
}
