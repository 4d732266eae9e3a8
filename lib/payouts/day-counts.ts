// Days that have to pass or to be traded before something opens: how many are done, how many are left, and what waits for them.
import type { Reset } from '@/lib/day';
import type { Check } from '@/lib/payouts/check';
import { probationState, type Probation } from '@/lib/payouts/probation';
import type { RuleState } from '@/lib/rules/types';

export interface DayCount {
  kind: 'probation' | 'trading-days' | 'winning-days';
  /** Null where it is not known. */
  done: number | null;
  of: number;
  /** What is withheld until then. */
  gates: string[];
  /** Of probation: what it counts from. */
  starts: Probation['starts'] | null;
}

interface ProbationGrounds {
  /** When the account was funded; null while it is not open. */
  fundedAt: number | null;
  softBreaches: readonly number[];
  openings: readonly number[];
}

/** Null where there is none, or where nothing has started it yet. */
export function probationCount(probation: Probation | null, grounds: ProbationGrounds, now: number, reset: Reset): DayCount | null {
  if (probation === null) return null;
  const { fundedAt, softBreaches, openings } = grounds;
  const starts = probation.starts === 'funded' ? (fundedAt === null ? [] : [fundedAt]) : softBreaches;
  if (!starts.some((at) => at <= now)) return null;
  const { days_done } = probationState(probation, starts, openings, now, reset);
  return { kind: 'probation', done: days_done, of: probation.trading_days, gates: [...probation.gates], starts: probation.starts };
}

const COUNTED = { 'too-few-days': 'trading-days', 'too-few-winning-days': 'winning-days' } as const;

/** The days a payout asks for, as its own checks measured them. */
export function payoutDayCounts(checks: Check[]): DayCount[] {
  return Object.entries(COUNTED).flatMap(([name, kind]) => {
    const found = checks.find(({ check }) => check === name);
    if (!found || found.required === null) return [];
    const done = found.measured === null ? null : Number.parseInt(found.measured, 10);
    return [{ kind, done, of: Number.parseInt(found.required, 10), gates: ['payout'], starts: null }];
  });
}

const GATES: Record<string, string> = { payout_gate: 'pass' };

/** The days its rules ask for before a phase is passed, as the judge last saw them. */
export function ruleDayCounts(states: RuleState[], isLive: boolean): DayCount[] {
  return states.flatMap((state) => {
    if (state.rule !== 'min-trading-days' || state.limit === null) return [];
    const gate = isLive ? 'payout' : (GATES[state.consequence] ?? 'pass');
    return [{ kind: 'trading-days' as const, done: state.measured, of: state.limit, gates: [gate], starts: null }];
  });
}

const NAMES: Record<DayCount['kind'], string> = { probation: 'Probation', 'trading-days': 'Trading days', 'winning-days': 'Winning days' };
const OPENS: Record<string, string> = { payout: 'payouts', scaling: 'scaling', pass: 'the pass' };
const isOne = (gates: string[]): boolean => gates.length === 1 && gates[0] !== 'payout';
const STARTS = { funded: 'Counted from funding.', soft_breach: 'Counted from the last soft breach; another begins it anew.' };

export const dayCountName = (count: DayCount): string => NAMES[count.kind];

/** "3 of 10 trading days done; 7 left until payouts and scaling open." */
export function dayCountText({ kind, done, of, gates, starts }: DayCount): string {
  const days = kind === 'winning-days' ? 'winning days' : 'trading days';
  const opens = gates.map((gate) => OPENS[gate] ?? gate).join(' and ');
  const origin = starts === null ? '' : ` ${STARTS[starts]}`;
  if (done === null) return `${of} ${days} are asked for before ${opens}; how many are done is not known.${origin}`;
  if (done >= of) return `All ${of} ${days} are done; ${opens} no longer ${isOne(gates) ? 'waits' : 'wait'} for them.${origin}`;
  return `${done} of ${of} ${days} done; ${of - done} left until ${opens} ${isOne(gates) ? 'opens' : 'open'}.${origin}`;
}
