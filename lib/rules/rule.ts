// What a rule is: a file that opens a memory, learns from events, tests moments and says where the account stands.
import type { z } from 'zod';
import type { Cents } from '@/lib/money';
import type { MarketData } from '@/lib/rules/market';
import type {
  Change,
  Consequence,
  Evidence,
  Facts,
  FoldEvent,
  Instant,
  Opening,
  RuleInstance,
  RuleSetHeader,
  RuleState,
  Verdict,
} from '@/lib/rules/types';

/** A rule: what it forbids is told by its file. Functions are pure; `memory` is the rule's own plain data inside the facts. */
export interface Rule<P = unknown, M = unknown> {
  code: string;
  defaultConsequence: Consequence;
  /** Parameters as the document writes them, output scaled: money in minor units, shares as rationals. */
  params: (header: RuleSetHeader) => z.ZodType<P>;
  open(judged: Judged<P>, facts: Facts, opening: Opening): M;
  /** The instance's trading day turned at `at`: take the new reference, raise the end-of-day peak. Changes `memory` in place. */
  turn?(judged: Judged<P>, memory: M, facts: Facts, at: Instant): void;
  /** The facts have just taken in `event`. Changes `memory` in place. */
  learn?(judged: Judged<P>, memory: M, facts: Facts, event: FoldEvent, change: Change): void;
  /** Tests of this moment, in order; empty when nothing is broken and nothing is in doubt. */
  test?(judged: Judged<P>, memory: M, facts: Facts, moment: TestMoment): readonly Tested[];
  /** Where the account stands now. */
  stand(judged: Judged<P>, memory: M, facts: Facts): Standing;
  floor?(memory: M): Cents | null;
  /** Whether the rule, with these parameters, reads market data: what nobody needs is not loaded. */
  readsMarket?(params: P): boolean;
  /** Room and allowance in the rule's unit, cheap enough to ask after every event; null where they cannot be told. */
  gauge?(judged: Judged<P>, memory: M, facts: Facts): { headroom: number; allowance: number } | null;
}
export interface Judged<P> {
  header: RuleSetHeader;
  instance: RuleInstance;
  params: P;
  /** Instruments, news, rates and holidays; absent where whoever folds has none, or the rule does not say that it reads them. */
  market?: MarketData;
}

/** What a rule is handed. One that never said it reads the market is not shown it, so what is loaded can change no other verdict. */
export function judgedOf(rule: Rule, instance: RuleInstance, header: RuleSetHeader, market: MarketData | undefined): Judged<unknown> {
  const shown = market !== undefined && rule.readsMarket?.(instance.params) === true;
  return { header, instance, params: instance.params, ...(shown ? { market } : {}) };
}

/** A reset (carried equity is tested), or an event just folded in. */
export type TestMoment =
  { kind: 'reset'; at: Instant; key: string } | { kind: 'event'; at: Instant; key: string; event: FoldEvent; change: Change };
export interface Tested {
  subject?: string;
  outcome: 'breach' | 'unknown';
  /** Where a part of a rule has a consequence of its own, such as the running share. */
  consequence?: Consequence;
  unit: Verdict['unit'];
  measured: number | null;
  limit: number | null;
  headroom: number | null;
  evidence: Evidence[];
  message: string;
}
export type Standing = Pick<RuleState, 'outcome' | 'unit' | 'measured' | 'limit' | 'headroom' | 'allowance' | 'evidence' | 'message'> & {
  /** True when the rule's own test says broken now. */
  broken: boolean;
  after_reset?: RuleState['after_reset'];
};
