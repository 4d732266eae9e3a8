// The answer of a load test: what was measured, and every account that was not judged or judged otherwise than expected.
import type { BatchMetrics, BatchResult } from '@/lib/engine/batch-options';
import { expectationOf, type Expectation } from '@/lib/engine/synthetic-expectation';
import { storyOf } from '@/lib/engine/synthetic-stories';

export interface ScaleReport {
  success: boolean;
  results: { total_accounts: number; success_count: number; failure_count: number; processing_time_seconds: number };
  metrics: BatchMetrics;
  status: 'PASS' | 'FAIL';
  failed?: { account_id: string; code: string }[];
}
/** What the run left in the database about one account. */
export interface Found {
  account_id: string;
  number: number;
  risk_state: string;
  headroom_cents: number | null;
  breaches: string[];
  unknown: string[];
}

export function scaleReport(total: number, result: BatchResult, seconds: number, found: Found[]): ScaleReport {
  const errors = new Map(result.errors.map((one) => [one.accountId, one.code]));
  const failed: { account_id: string; code: string }[] = [];
  const known = new Map<number, Expectation>();
  for (const one of found) {
    const expected = known.get(one.number) ?? expectationOf(storyOf(one.number));
    known.set(one.number, expected);
    const code = errors.get(one.account_id) ?? differenceOf(one, expected);
    if (code) failed.push({ account_id: one.account_id, code });
  }
  // An account that vanished was not judged either.
  const failure_count = failed.length + (total - found.length);
  const success = failure_count === 0 && result.successCount === total;
  return {
    success,
    results: {
      total_accounts: total,
      success_count: total - failure_count,
      failure_count,
      processing_time_seconds: Math.round(seconds * 1000) / 1000,
    },
    metrics: result.metrics,
    status: success ? 'PASS' : 'FAIL',
    ...(success ? {} : { failed }),
  };
}

function differenceOf(found: Found, expected: Expectation): string | null {
  if (expected.risk_state !== null && found.risk_state !== expected.risk_state) return 'wrong-state';
  if (found.headroom_cents !== expected.headroom_cents) return 'wrong-headroom';
  if (found.unknown.join() !== expected.unknown.join()) return 'wrong-doubt';
  return found.breaches.join() === expected.breaches.join() ? null : 'wrong-verdict';
}
