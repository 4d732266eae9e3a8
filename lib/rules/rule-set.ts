// Reads a `rule-set/1` document once: validates, scales and sorts it into the register's order.
// Everything that publishing must refuse is refused here, so a published document always compiles.
import { z } from 'zod';
import { rational } from '@/lib/decimal';
import type { Cents } from '@/lib/money';
import { accept, refuse, type Result } from '@/lib/refusal';
import { moneyText, resetSchema, shareText, wholeCount } from '@/lib/rules/params';
import { payoutPolicySchema } from '@/lib/rules/payout-policy';
import { targetProfit } from '@/lib/rules/profit-target';
import { findRule, RULES } from '@/lib/rules/register';
import type { Rule } from '@/lib/rules/rule';
import type { Consequence, RuleInstance, RuleSet, RuleSetHeader } from '@/lib/rules/types';

const DEFAULT_RESET = { tz: 'Europe/Prague', time: '00:00' };
const NEEDS_RESET: readonly Consequence[] = ['pause', 'flag', 'block'];

const code = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be kebab-case');
const source = z.strictObject({
  path: z.string(),
  url: z.string(),
  read_on: z.iso.date(),
  confirmed: z.boolean(),
  note: z.string().optional(),
});
const documentSchema = z.strictObject({
  format: z.literal('rule-set/1'),
  code,
  version: z.int().min(1),
  phase: z.string().min(1).default('evaluation'),
  account_type: z.string().min(1).default('standard'),
  currency: z.string().regex(/^[A-Z0-9]{3,10}$/, 'must be a currency code'),
  minor_digits: wholeCount.max(8).default(2),
  initial_balance: z.string(),
  pass_mode: z.enum(['review', 'automatic']).default('review'),
  reset: resetSchema.optional(),
  bands: z.strictObject({ caution_at: shareText, critical_at: shareText }).prefault({ caution_at: '0.80', critical_at: '0.90' }),
  rules: z.record(z.string(), z.array(z.record(z.string(), z.unknown())).min(1)),
  payout: z.record(z.string(), z.unknown()).nullable().default(null),
  sources: z.array(source).default([]),
  note: z.string().optional(),
});
type Document = z.output<typeof documentSchema>;

/** A compiled rule set, or the first thing that forbids publishing the document, with its path. */
export function compileRuleSet(input: unknown): Result<RuleSet> {
  const parsed = documentSchema.safeParse(input);
  if (!parsed.success) return refuseIssue(parsed.error, '');
  const document = parsed.data;
  const initial = moneyText(document.minor_digits)
    .refine((value) => value >= 0, 'must not be negative')
    .safeParse(document.initial_balance);
  if (!initial.success) return refuseIssue(initial.error, 'initial_balance');
  const unknown = Object.keys(document.rules).find((name) => findRule(name) === undefined);
  if (unknown !== undefined) return refuse('invalid', `There is no rule named ${unknown}.`, { path: `rules.${unknown}` });
  const header = headerOf(document, initial.data);
  const instances: RuleInstance[] = [];
  for (const rule of RULES) {
    for (const [index, written] of (document.rules[rule.code] ?? []).entries()) {
      const instance = compileInstance(rule, written, index, header, document.reset !== undefined);
      if (!instance.ok) return instance;
      instances.push(instance.value);
    }
  }
  const payout = document.payout === null ? null : payoutPolicySchema(document.minor_digits).safeParse(document.payout);
  if (payout !== null && !payout.success) return refuseIssue(payout.error, 'payout');
  return accept({ header: withTarget(header, instances), instances, payout: document.payout });
}

function headerOf(document: Document, initial: Cents): RuleSetHeader {
  return {
    code: document.code,
    version: document.version,
    phase: document.phase,
    account_type: document.account_type,
    currency: document.currency,
    minor_digits: document.minor_digits,
    initial_cents: initial,
    reset: document.reset ?? DEFAULT_RESET,
    caution_at: document.bands.caution_at,
    critical_at: document.bands.critical_at,
    pass_mode: document.pass_mode,
    profit_target_cents: null,
  };
}

function compileInstance(
  rule: Rule,
  written: Record<string, unknown>,
  index: number,
  header: RuleSetHeader,
  hasReset: boolean,
): Result<RuleInstance> {
  const path = `rules.${rule.code}[${index}]`;
  const parsed = rule.params(header).safeParse(written);
  if (!parsed.success) return refuseIssue(parsed.error, path);
  const consequence = (written.consequence as Consequence | undefined) ?? rule.defaultConsequence;
  const own = written.reset as RuleInstance['reset'] | undefined;
  if (NEEDS_RESET.includes(consequence) && own === undefined && !hasReset) {
    return refuse('invalid', `A rule that may ${consequence} needs a reset, its own or the rule set's.`, { path });
  }
  const reset = own === undefined ? header.reset : { tz: own.tz, time: own.time };
  return accept({ rule: rule.code, instance: index, consequence, reset, params: parsed.data });
}

/** The target is not written in the header: it is the profit-target rule's share of the initial balance, rounded up. */
export function withTarget(header: RuleSetHeader, instances: RuleInstance[]): RuleSetHeader {
  const target = instances.find((instance) => instance.rule === 'profit-target');
  if (target === undefined) return header;
  const { target_pct: share } = target.params as { target_pct: ReturnType<typeof rational> };
  return { ...header, profit_target_cents: targetProfit(share, header.initial_cents) };
}

function refuseIssue(error: z.ZodError, base: string): { ok: false; refusal: { code: string; message: string; path?: string } } {
  const issue = deepest(error.issues[0]);
  const path = (issue?.path ?? []).reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`),
    base,
  );
  return refuse('invalid', `${path === '' ? 'The rule set' : path}: ${issue?.message ?? 'is not valid'}.`, path === '' ? {} : { path });
}

/** Of a choice that fails in every branch, the issue that came furthest tells the most. */
function deepest(issue: z.core.$ZodIssue | undefined): z.core.$ZodIssue | undefined {
  if (issue?.code !== 'invalid_union') return issue;
  const inner = issue.errors.map((branch) => branch[0]).filter((found) => found !== undefined);
  const best =
    inner.find((found) => found.code !== 'unrecognized_keys' && found.path.length > 0 && found.code !== 'invalid_type') ?? inner[0];
  return best === undefined ? issue : { ...best, path: [...issue.path, ...best.path] };
}
