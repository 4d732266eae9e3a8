// Why an account was judged so, as data: reference, amount, floor and what was measured, the rule as it was written, the events it rests
// on, and which rules and which engine said so. It is made from the verdict as it is told again, never from what is stored beside it.
import { asPlain } from '@/lib/challenges/draft-fields';
import { instantText } from '@/lib/day';
import { parseMoney, type Cents } from '@/lib/money';
import { ENGINE_VERSION } from '@/lib/rules/engine-version';
import type { Evidence, RuleSet, Verdict } from '@/lib/rules/types';
import type { StoredEvent } from '@/lib/accounts/loaded';

export interface Derivation {
  format: 'derivation/1';
  engine: string;
  account: { id: string; login: string; platform: string; server: string; currency: string; initial_balance_cents: number };
  rule_set: { id: string; code: string; version: number };
  /** The instance as its document writes it. */
  rule: { code: string; instance: number; subject: string; written: unknown; reset: { tz: string; time: string } | null };
  verdict: { outcome: string; consequence: string; breached_at: string; raised_key: string; until: string | null; message: string };
  /** In the rule's unit, money in minor units; what a rule does not have is null. */
  figures: {
    unit: string;
    reference: number | null;
    amount: number | null;
    limit: number | null;
    measured: number | null;
    headroom: number | null;
  };
  /** The arithmetic in words, in order. */
  steps: Evidence[];
  /** What raised it and what its evidence names, as it was kept. */
  events: Pick<StoredEvent, 'kind' | 'external_id' | 'order_key' | 'occurred_at' | 'data'>[];
}
export interface ToldAgain {
  account: Derivation['account'];
  rule_set_id: string;
  ruleSet: RuleSet;
  document: unknown;
  verdict: Verdict;
  events: readonly StoredEvent[];
}

export function derivationOf({ account, rule_set_id, ruleSet, document, verdict, events }: ToldAgain): Derivation {
  const { header, instances } = ruleSet;
  const written = asPlain(asPlain(document).rules)[verdict.rule];
  const instance = instances.find((one) => one.rule === verdict.rule && one.instance === verdict.instance);
  const named = new Set(verdict.evidence.flatMap(({ event_id }) => event_id ?? []));
  const resting = events.filter(
    (one) => one.order_key === verdict.raised_key || named.has(one.external_id) || one.external_id === verdict.subject,
  );
  const money = (label: RegExp) => (verdict.unit === 'cents' ? amountOf(verdict.evidence, label, header.minor_digits) : null);
  return {
    format: 'derivation/1',
    engine: ENGINE_VERSION,
    account,
    rule_set: { id: rule_set_id, code: header.code, version: header.version },
    rule: {
      code: verdict.rule,
      instance: verdict.instance,
      subject: verdict.subject,
      written: Array.isArray(written) ? (written[verdict.instance] as unknown) : null,
      reset: instance?.reset ?? null,
    },
    verdict: {
      outcome: verdict.outcome,
      consequence: verdict.consequence,
      breached_at: instantText(verdict.breached_at),
      raised_key: verdict.raised_key,
      until: verdict.until === null ? null : instantText(verdict.until),
      message: verdict.message,
    },
    figures: {
      unit: verdict.unit,
      reference: money(/^(Reference|Initial balance|Peak)\b/),
      amount: money(/allowance/i),
      limit: verdict.limit,
      measured: verdict.measured,
      headroom: verdict.headroom,
    },
    steps: verdict.evidence,
    events: resting.map(({ kind, external_id, order_key, occurred_at, data }) => ({ kind, external_id, order_key, occurred_at, data })),
  };
}

/** A floor's own words are its figures: they are spelled once, by the rule that used them. */
function amountOf(steps: readonly Evidence[], label: RegExp, digits: number): Cents | null {
  const step = steps.find((one) => label.test(one.label));
  return step ? parseMoney(step.value.replaceAll(',', ''), digits) : null;
}
