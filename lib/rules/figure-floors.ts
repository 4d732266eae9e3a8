// Figures of the rules about money: the two floors, the target, the open loss and the best share.
import { wholeOf } from '@/lib/decimal';
import { shareOf, ZERO, type Cents } from '@/lib/money';
import { wholeQuotient } from '@/lib/rules/bands';
import type { ConsistencyMemory, ConsistencyParams } from '@/lib/rules/consistency';
import type { DrawdownMemory, DrawdownParams } from '@/lib/rules/drawdown-floor';
import { isFlat } from '@/lib/rules/facts';
import { MOST, ratioOf, tell, type Bind, type Reading } from '@/lib/rules/figure-reading';
import type { FloorMemory, FloorParams } from '@/lib/rules/floor-test';
import type { DailyLossMemory, DailyLossParams } from '@/lib/rules/max-daily-loss';
import { allowanceOf } from '@/lib/rules/params';
import { targetProfit, type ProfitTargetParams } from '@/lib/rules/profit-target';
import type { RiskMemory, RiskPerTradeParams } from '@/lib/rules/risk-memory';
import type { Facts } from '@/lib/rules/types';

const BPS = 10_000;

function readFloor(
  { measure: by, touch_is_breach: touch }: FloorParams,
  memory: FloorMemory,
  facts: Facts,
  allowance: Cents,
  into: Reading,
): true {
  const { balance_cents: balance, floating_cents: floating } = facts;
  const floor = memory.floor_cents;
  const equity = floating === null ? null : balance + floating;
  const measured = by === 'balance' ? balance : by === 'min' && equity !== null && equity > balance ? balance : equity;
  if (measured === null || memory.doubt === 'both') return tell(into, 'unknown', measured, floor, null, allowance, false);
  const headroom = measured - floor;
  const broken = touch ? headroom <= 0 : headroom < 0;
  return tell(into, broken ? 'breach' : memory.doubt === 'low' ? 'unknown' : 'pass', measured, floor, headroom, allowance, broken);
}

/** An allowance of the initial balance is the same for every account of the rule set, so it is worked out once. */
export const dailyLossFigures: Bind<DailyLossParams, DailyLossMemory> = ({ params, header }) => {
  const { limit } = params;
  const fixed = 'abs' in limit || limit.of === 'initial' ? allowanceOf(limit, () => header.initial_cents) : null;
  return (memory, facts, into) => readFloor(params, memory, facts, fixed ?? allowanceOf(limit, () => memory.reference_cents), into);
};

export const drawdownFigures: Bind<DrawdownParams, DrawdownMemory> = ({ params, header }) => {
  const { amount, stop_trailing_at_peak: cap } = params;
  const fixed = 'abs' in amount || amount.of === 'initial' ? allowanceOf(amount, () => header.initial_cents) : null;
  const peakOf = (peak: Cents) => (cap !== null && cap < peak ? cap : peak);
  return (memory, facts, into) => readFloor(params, memory, facts, fixed ?? allowanceOf(amount, () => peakOf(memory.peak_cents)), into);
};

export const targetFigures: Bind<ProfitTargetParams, null> = ({ params, header }) => {
  const { initial_cents: initial } = header;
  // The target is rounded up, so a whole profit reaches the exact share when it reaches the rounded one.
  const target = targetProfit(params.target_pct, initial);
  return (_memory, facts, into) => {
    const profit = facts.balance_cents - initial;
    const missing = target > profit ? target - profit : 0;
    return tell(into, missing === 0 && isFlat(facts) ? 'met' : 'not_met', profit, target, missing, target, false);
  };
};

/** With several positions open, groups have to be formed: the rule does that. */
export const riskFigures: Bind<RiskPerTradeParams, RiskMemory> = ({ params, header }) => {
  const { initial_cents: initial } = header;
  const { basis, limit_pct: share, touch_is_breach: touch, gross_losses_only: gross, max_loss_per_closed_trade_pct: closed } = params;
  const ratio = ratioOf(share);
  if (basis !== 'open_loss' || ratio === null || initial * ratio.num > MOST) return () => false;
  const limit = shareOf(initial, closed ?? share, 'floor');
  const most = initial * ratio.num;
  return (_memory, facts, into) => {
    if (closed !== undefined) return tell(into, 'pass', ZERO, limit, limit, limit, false);
    let lost = 0;
    let isOne = false;
    for (const id in facts.positions) {
      const floating = facts.positions[id]?.floating_cents ?? null;
      if (isOne || floating === null || (facts.unlisted_open !== 0 && !gross)) return false;
      isOne = true;
      lost = floating < 0 ? -floating : 0;
    }
    if (lost * ratio.den > MOST) return false;
    const broken = lost > 0 && (touch ? lost * ratio.den >= most : lost * ratio.den > most);
    // Positions that nobody listed may have lost as well, so only a breach that is known can be told.
    if (!broken && facts.unlisted_open !== 0) return tell(into, 'unknown', null, limit, null, limit, broken);
    return tell(into, broken ? 'breach' : 'pass', lost, limit, limit - lost, limit, broken);
  };
};

export const consistencyFigures: Bind<ConsistencyParams, ConsistencyMemory> = ({ params, header }, row) => {
  const { threshold, op, denominator, unit } = params;
  row.unit = 'bps';
  const ratio = ratioOf(threshold);
  if (ratio === null) return () => false;
  const limit = wholeOf((threshold.num * 10_000n) / threshold.den);
  const target = header.profit_target_cents ?? 0;
  return (memory, _facts, into) => {
    const today = unit === 'day' ? memory.today_cents : null;
    if (memory.rows === 0 && today === null) return tell(into, 'no_data', null, limit, null, limit, false);
    const won = today ?? 0;
    const best = today !== null && (memory.rows === 0 || won > memory.best_cents) ? won : memory.best_cents;
    const net = memory.net_cents + won;
    const positive = memory.positive_cents + (won > 0 ? won : 0);
    const total = denominator === 'net_total' ? net : denominator === 'sum_positive' ? positive : target;
    if (best <= 0 || total <= 0) return tell(into, 'not_met', null, limit, null, limit, false);
    const [part, whole, scaled] = [best * ratio.den, total * ratio.num, best * BPS];
    if (part > MOST || whole > MOST || scaled > MOST) return false;
    const measured = wholeQuotient(scaled, total);
    return tell(into, (op === 'lt' ? part < whole : part <= whole) ? 'met' : 'not_met', measured, limit, limit - measured, limit, false);
  };
};
