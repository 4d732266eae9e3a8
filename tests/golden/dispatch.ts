// Which runner answers for which rule. An unknown rule is a failure, never a silent pass.
import { compare, type GoldenCase, type Mismatch } from '@/lib/rules/worked/format';
import { JUDGE_RUNNERS, type Runner } from '@/lib/rules/worked/judge-case';
import { runPayout } from './run-payout';
import { runBar, runHeadroom, runLifecycle, runPnl, runProfitTarget } from './run-phase';
import { runScalingPlan } from './run-scaling';

const RUNNERS: Record<string, Runner> = {
  ...JUDGE_RUNNERS,
  'bar-ordering': runBar,
  'profit-target': runProfitTarget,
  lifecycle: runLifecycle,
  headroom: runHeadroom,
  pnl: runPnl,
  'scaling-plan': runScalingPlan,
  payout: runPayout,
};

export function runCase(golden: GoldenCase): Mismatch[] {
  const runner = Object.hasOwn(RUNNERS, golden.rule) ? RUNNERS[golden.rule] : undefined;
  if (runner === undefined) return [{ key: 'rule', expected: 'a rule with a runner', got: golden.rule }];
  try {
    return compare(golden.expected, runner(golden));
  } catch (error) {
    return [{ key: 'error', expected: 'outputs', got: error instanceof Error ? error.message : String(error) }];
  }
}
