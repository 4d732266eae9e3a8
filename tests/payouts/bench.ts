// A funded account in memory: facts from deals, and everything else a payout is judged from, each part to be varied by one test.
import { cents, type Cents } from '@/lib/money';
import type { PayoutBasis, PayoutLine } from '@/lib/payouts/basis';
import { entitlement, type Asked } from '@/lib/payouts/entitlement';
import { payoutSettings } from '@/lib/payouts/terms';
import { fold, openFacts } from '@/lib/rules/evolve';
import { EVENT_CLASS, orderKey } from '@/lib/rules/order';
import { compileRuleSet } from '@/lib/rules/rule-set';
import type { DealEvent, Facts, FoldEvent, RuleSet } from '@/lib/rules/types';

export const NOW = Date.parse('2026-11-20T09:00:00Z');
const START = Date.parse('2026-10-01T00:00:00Z');

export interface Terms {
  payout?: Record<string, unknown>;
  rules?: Record<string, unknown>;
  initial?: string;
}

export function rulesOf({ payout = {}, rules = {}, initial = '100000.00' }: Terms = {}): RuleSet {
  const compiled = compileRuleSet({
    format: 'rule-set/1',
    code: 'funded',
    version: 1,
    phase: 'funded',
    currency: 'USD',
    initial_balance: initial,
    reset: { tz: 'UTC', time: '00:00' },
    rules: { 'max-drawdown': [floor('none')], ...rules },
    payout: { split: '0.80', tz: 'UTC', ...payout },
  });
  if (!compiled.ok) throw new Error(compiled.refusal.message);
  return compiled.value;
}
export const floor = (payout_effect: string, mode = 'static') => ({
  ...{ mode, amount: { pct: '0.10', of: 'initial' }, lock: null, measure: 'equity', touch_is_breach: true, payout_effect },
});

/** A deal that earned `net` minor units at an instant. */
export function deal(id: string, net: number, at: string): DealEvent {
  const ms = Date.parse(at);
  return {
    ...{
      key: orderKey(BigInt(ms) * 1000n, EVENT_CLASS.deal, id),
      at: ms,
      id,
      kind: 'deal',
      booked_cents: cents(net),
      net_cents: cents(net),
    },
    ...{ position_id: id, symbol: 'EURUSD', side: 'buy', volume: '1.00', opened_at: ms - 600_000, is_final: true },
  };
}
export function factsOf(ruleSet: RuleSet, events: FoldEvent[]): Facts {
  return fold(openFacts({ at: START, balance_cents: ruleSet.header.initial_cents }, ruleSet), events, ruleSet).facts;
}

export function line(state: PayoutLine['state'], requested: number, gross: number, more: Partial<PayoutLine> = {}): PayoutLine {
  return {
    ...{ id: `p-${state}-${requested}`, state, route: 'person', version: 1, provider: 'simulated', provider_ref: null, attempt_group: 1 },
    ...{
      beneficiary_id: 'b',
      requested_by: 'u',
      requested_cents: cents(requested),
      gross_cents: cents(gross),
      entitled_cents: cents(requested),
    },
    ...{ checks: [], hold_reason: null, requested_at: NOW - 86_400_000, approved_at: null, hold_until: NOW, sent_at: null },
    ...{ settled_at: null, repays_id: null },
    balance_after_cents: null,
    ...more,
  };
}

export function basisOf(more: Partial<PayoutBasis> = {}): PayoutBasis {
  const held = { account_id: 'a', status: 'live', version: 1, initial_balance_cents: 10_000_000, profit_split_bps: 8000 };
  const account = { ...held, activated_at: new Date(START).toISOString() };
  return {
    account: account as PayoutBasis['account'],
    market_version: 0,
    trader: { id: 't', user_id: 'u', full_name: 'Zoë Müller', kyc_status: 'approved', is_active: true },
    is_booked: false,
    payout: null,
    known: null,
    beneficiary: { id: 'b', provider: 'simulated', name: 'MULLER, Zoe', masked: '****1', is_active: true, confirmed_at: START },
    payouts: [],
    questions: [],
    soft_breaches: [],
    first_trade_at: START,
    openings: [],
    days: [],
    claim: null,
    scaling: null,
    feed: { status: 'active', heard_at: NOW - 60_000 },
    settings: payoutSettings.parse({ auto_release_below_cents: 100_000, limit_per_trader_cents: 300_000 }),
    settings_version: 1,
    released_lately_cents: cents(0),
    asked_beside_cents: cents(0),
    ...more,
  };
}

export interface Case extends Terms {
  events?: FoldEvent[];
  basis?: Partial<PayoutBasis>;
  request?: number | null;
  now?: number;
}

/** $60,000 earned unless the case says otherwise. */
export function judgement({
  events = [deal('1', 6_000_000, '2026-11-10T10:00:00Z')],
  basis = {},
  request = null,
  now = NOW,
  ...terms
}: Case = {}) {
  const ruleSet = rulesOf(terms);
  const asked: Asked = { basis: basisOf(basis), facts: factsOf(ruleSet, events), ruleSet, now, request: request as Cents | null };
  return { basis: asked.basis, facts: asked.facts, ruleSet, entitlement: entitlement(asked) };
}
export const judge = (one: Case = {}) => judgement(one).entitlement;
