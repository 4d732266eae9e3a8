// The checks of the rule set, in the order every page names them: what was earned, how, and what stays in the account afterwards.
import { localDate, tradingDay } from '@/lib/day';
import { fixedText, ratioText } from '@/lib/decimal';
import { addCents, cents, subtractCents, type Cents } from '@/lib/money';
import { check, moneyCheck, moneyIn, type Bench, type Check } from '@/lib/payouts/check';
import * as eligibility from '@/lib/payouts/eligibility';
import { isSettled } from '@/lib/payouts/split';
import { probationState } from '@/lib/payouts/probation';
import type { RuleState } from '@/lib/rules/types';

export function sumChecks(bench: Bench): Check[] {
  const { request, entitled, gross, terms, basis, now } = bench;
  const caps = eligibility.capsLeft(terms.caps, capsHistory(bench), now);
  const least = terms.caps.min_amount_cents;
  return [
    moneyCheck(bench, 'below-minimum', request >= least, request, least),
    moneyCheck(bench, 'above-withdrawable', request <= entitled && (gross !== null || request === 0), request, entitled),
    ...grossCheck(bench),
    ...caps.map(({ cap, left }) => moneyCheck(bench, cap, request <= left, request, left)),
    ...firstPayout(bench, basis.first_trade_at),
  ];
}

/** An earlier payout that failed or came back gives its place in the tiers back, and the same sum then costs another gross than was booked. */
function grossCheck({ basis: { payout }, gross, ...bench }: Bench): Check[] {
  if (payout === null || !['requested', 'held', 'approved'].includes(payout.state)) return [];
  return [moneyCheck(bench, 'gross-moved', gross === payout.gross_cents, gross, payout.gross_cents)];
}

export function capsHistory({ basis }: Bench): eligibility.EarlierPayout[] {
  return basis.payouts.map(({ requested_at, requested_cents, state }) => ({ requested_at, request_cents: requested_cents, state }));
}

function firstPayout({ terms, now }: Bench, firstTrade: number | null): Check[] {
  if (terms.first_after_days === null) return [];
  if (firstTrade === null) return [check('too-early', false, null, null)];
  const from = eligibility.eligibleFromDate(firstTrade, terms.first_after_days, terms.tz);
  const today = localDate(now, terms.tz);
  return [check('too-early', today >= from, today, from)];
}

export function conductChecks(bench: Bench): Check[] {
  const { terms, basis, now, ruleSet, states } = bench;
  const days = endedDays(bench);
  const traded = days.filter(({ trades }) => trades > 0).length;
  const won = eligibility.winningDays(
    days.map(({ pnl_cents }) => pnl_cents),
    terms.winning_day_min_cents,
  );
  const least = (name: string, measured: number, required: number | null) =>
    required === null ? [] : [check(name, measured >= required, String(measured), String(required))];
  const gates = states.filter((state) => state.consequence === 'payout_gate').sort((a, b) => rank(a) - rank(b));
  const probation = terms.probation;
  const starts = probation?.starts === 'funded' ? activation(bench) : basis.soft_breaches;
  const state = probation === null ? null : probationState(probation, starts, basis.openings, now, ruleSet.header.reset);
  return [
    ...least('too-few-days', traded, terms.min_days),
    ...least('too-few-winning-days', won, terms.min_winning_days),
    ...(state === null || probation === null || !probation.gates.includes('payout')
      ? []
      : [check('probation', !state.withheld.includes('payout'), String(state.days_done), String(probation.trading_days))]),
    ...gates.map((gate) => gateCheck(bench, gate)),
  ];
}

const rank = ({ rule }: RuleState) => (rule === 'consistency' ? 0 : 1);
const activation = ({ basis }: Bench) => (basis.account.activated_at === null ? [] : [Date.parse(basis.account.activated_at)]);

/** Days of the present cycle that are over: a day that runs can still be lost. */
function endedDays({ basis, facts, ruleSet }: Bench) {
  const last = basis.payouts.filter(({ state }) => isSettled(state)).at(-1);
  const after = last === undefined ? '' : tradingDay(last.requested_at, ruleSet.header.reset).label;
  return basis.days.filter(({ trading_day: day }) => day > after && day < facts.day.trading_day);
}

function gateCheck(bench: Bench, { rule, outcome, unit, measured, limit }: RuleState): Check {
  const passed = outcome === 'unknown' ? null : outcome === 'met' || outcome === 'pass';
  const told = check(rule === 'consistency' ? rule : `gate-${rule}`, passed, spell(bench, unit, measured), spell(bench, unit, limit));
  return unit === 'cents' ? { ...told, unit: 'money' } : unit === 'bps' ? { ...told, unit: 'share' } : told;
}

function spell(bench: Bench, unit: RuleState['unit'], value: number | null): string | null {
  if (value === null) return null;
  if (unit === 'cents') return moneyIn(bench, cents(value));
  return unit === 'bps' ? ratioText(BigInt(value), 10_000n, 4) : String(value);
}

export function balanceChecks(bench: Bench): Check[] {
  const { terms, facts, gross } = bench;
  const balance = facts.balance_cents;
  const start = bench.ruleSet.header.initial_cents;
  const taken = gross ?? balance;
  const after = subtractCents(balance, taken);
  const checks: Check[] = [...targetCheck(bench)];
  if (terms.max_share_of_balance !== null) {
    const { num, den } = terms.max_share_of_balance;
    const limit = cents(shareFloor(balance, num, den));
    const isWithin = eligibility.isWithinShareOfBalance(taken, balance, terms.max_share_of_balance);
    checks.push(moneyCheck(bench, 'max-share-of-balance', isWithin, taken, limit));
  }
  if (terms.buffer !== null) {
    const floor = eligibility.bufferFloor(balance, start, terms.buffer.share, terms.buffer.min_profit);
    checks.push(moneyCheck(bench, 'buffer', after >= floor, after, floor));
  }
  if (terms.safety_net !== null) {
    const { drawdown, extra } = terms.safety_net;
    const reached = eligibility.reachesSafetyNet(balance, start, drawdown, extra);
    checks.push(moneyCheck(bench, 'safety-net', reached, balance, addCents(start, drawdown, extra)));
  }
  if (terms.min_balance_after_cents !== null) {
    const keeps = eligibility.keepsMinimumBalance(balance, taken, terms.min_balance_after_cents);
    checks.push(moneyCheck(bench, 'denied-min-balance', keeps, after, terms.min_balance_after_cents));
  }
  return checks;
}

function targetCheck(bench: Bench): Check[] {
  const { terms, basis, facts, ruleSet } = bench;
  if (terms.targets.length === 0) return [];
  const paid = basis.payouts.filter(({ state }) => isSettled(state));
  const steps = paid.map(({ gross_cents: gross, balance_after_cents: after }) => ({
    gross,
    balance: addCents(after ?? ruleSet.header.initial_cents, gross),
  }));
  const required = eligibility.requiredBalances(ruleSet.header.initial_cents, terms.targets, steps).at(-1);
  if (required === undefined) return [];
  return [moneyCheck(bench, 'target-not-met', facts.balance_cents >= required, facts.balance_cents, required)];
}

/** The most that may leave the account in gross, by what has to stay in it; null where nothing has to. */
export function grossRoom({ terms, facts, ruleSet }: Pick<Bench, 'terms' | 'facts' | 'ruleSet'>): Cents | null {
  const balance = facts.balance_cents;
  const rooms: number[] = [];
  if (terms.max_share_of_balance !== null) rooms.push(shareFloor(balance, terms.max_share_of_balance.num, terms.max_share_of_balance.den));
  if (terms.buffer !== null)
    rooms.push(balance - eligibility.bufferFloor(balance, ruleSet.header.initial_cents, terms.buffer.share, terms.buffer.min_profit));
  if (terms.min_balance_after_cents !== null) rooms.push(balance - terms.min_balance_after_cents);
  return rooms.length === 0 ? null : cents(Math.max(0, Math.min(...rooms)));
}

const shareFloor = (balance: Cents, num: bigint, den: bigint): number => parseInt(fixedText((BigInt(balance) * num) / den, 0), 10);
