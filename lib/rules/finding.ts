// What a conduct rule found, in few words: a breach of one trade or of the account, or missing data.
import type { Tested } from '@/lib/rules/rule';
import type { Consequence, Evidence, Verdict } from '@/lib/rules/types';

interface Breach {
  /** The trade, symbol or group judged; absent for the account. */
  subject?: string;
  consequence?: Consequence;
  unit: Verdict['unit'];
  measured: number | null;
  limit: number | null;
  message: string;
  evidence: Evidence[];
}

export function breachOf(breach: Breach): Tested {
  const { measured, limit } = breach;
  return { outcome: 'breach', headroom: measured === null || limit === null ? null : limit - measured, ...breach };
}

/** Missing data concerns the account, so that it is told once a day and not once a trade. */
export function unknownOf(unit: Verdict['unit'], message: string, evidence: Evidence[] = []): Tested {
  return { outcome: 'unknown', unit, measured: null, limit: null, headroom: null, evidence, message };
}
