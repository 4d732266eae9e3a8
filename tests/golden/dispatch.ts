// Which runner answers for which rule. An unknown rule is a failure, never a silent pass.
import { compare, type GoldenCase, type Mismatch, type Outputs } from './format';
import { runFloors } from './run-floors';

type Runner = (golden: GoldenCase) => Outputs;
const RUNNERS: Record<string, Runner> = {
  'max-daily-loss': runFloors,
  'max-drawdown': runFloors,
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
