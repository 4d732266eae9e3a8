// Whether a draft may be published: it compiles, it fits what the challenge sells, and it keeps what its preset promises.
import type { RuleSetRow } from '@/lib/challenges/read';
import type { Neighbour } from '@/lib/challenges/stricter';
import { publishingWarnings } from '@/lib/challenges/warnings';
import { accept, refuse, type Result } from '@/lib/refusal';
import { checkPreset, checkRules } from '@/lib/rules/presets/check-preset';
import { findPreset } from '@/lib/rules/presets/register';
import { compileRuleSet } from '@/lib/rules/rule-set';
import type { RuleSet } from '@/lib/rules/types';

interface SoldAs {
  currency: string;
  /** What the challenge is sold as. A live phase may begin at zero instead. */
  initial_balance_cents: number;
  /** Of the product: what is sold without a time limit never expires. */
  kind: string;
  phase: string;
  is_live: boolean;
  /** The other phases of the challenge, as they are judged now. */
  neighbours: readonly Neighbour[];
}
export interface Publishable {
  ruleSet: RuleSet;
  /** Worked cases that were run and passed: those of its preset, where it bears the name of one, and those of its rules. */
  cases: string[];
  /** What the publisher should know; none of it forbids publishing. */
  warnings: string[];
}

/** How the phase of a version is sold. */
export function soldAs(held: RuleSetRow, neighbours: readonly Neighbour[]): SoldAs {
  const { currency, account_size_cents, challenge_kind: kind, phase_name: phase, is_live } = held;
  return { currency, initial_balance_cents: account_size_cents, kind, phase, is_live, neighbours };
}

export function checkPublishable(document: unknown, sold: SoldAs, today: string): Result<Publishable> {
  const compiled = compileRuleSet(document);
  if (!compiled.ok) return compiled;
  const { header } = compiled.value;
  const isFromZero = header.initial_cents === 0 && sold.is_live;
  if (header.currency !== sold.currency || (header.initial_cents !== sold.initial_balance_cents && !isFromZero)) {
    return refuse('invalid', 'The currency and the initial balance must be those the challenge is sold with.', { path: 'initial_balance' });
  }
  const nothing = header.initial_cents === 0 ? shareOfInitial((document as { rules?: unknown }).rules, 'rules') : null;
  if (nothing !== null) {
    return refuse('share-of-nothing', 'The account begins at zero, and a share of that is no limit: write an amount.', { path: nothing });
  }
  if (sold.kind === 'no_time_limit' && compiled.value.instances.some(({ rule }) => rule === 'max-period')) {
    const words = 'This product is sold without a time limit, so its phases cannot end by one: leave the longest period out.';
    return refuse('no-time-limit', words, { path: 'rules.max-period[0].days' });
  }
  const promised = unkeptClosing(compiled.value);
  if (promised !== null) {
    const words =
      'Nothing closes single positions at the deadline: what is exempt may stay open, and the platform is only ever told to close everything. Leave the action out, or take the consequence pause, which closes everything.';
    return refuse('not-carried-out', words, { path: promised });
  }
  const scaled = unkeptScaling(compiled.value);
  if (scaled !== null) return refuse(...scaled);
  const broken = brokenCases(document, header.code);
  if (broken.length > 0) {
    const cases = broken.map(({ id, rule }) => `${id} (${rule})`).join(', ');
    const words = `It no longer passes the worked cases of the preset ${header.code}: ${cases}. Give the rule set a name of its own, or mend it.`;
    return refuse('preset-not-kept', words, { path: 'code' });
  }
  const judged = checkRules(document);
  if (judged.failed.length > 0) {
    const cases = judged.failed.map(({ id, rule }) => `${id} (${rule})`).join(', ');
    return refuse('judge-not-kept', `This judge no longer passes worked cases of these rules: ${cases}. Nothing is published by it.`, {
      path: 'rules',
    });
  }
  const { phase, is_live, neighbours } = sold;
  const draft = { phase, is_live, ruleSet: compiled.value, sources: (document as { sources?: unknown }).sources };
  const warnings = publishingWarnings(draft, neighbours, today);
  return accept({ ruleSet: compiled.value, cases: [...new Set([...(findPreset(header.code)?.cases ?? []), ...judged.cases])], warnings });
}

/** A published rule must do what it says, so an action that nobody carries out is not sold. */
function unkeptClosing({ instances }: RuleSet): string | null {
  const found = instances.find(({ params }) => (params as { action?: unknown }).action === 'auto_close');
  return found === undefined ? null : `rules.${found.rule}[${found.instance}].action`;
}

/** An account that grows keeps its rules, with every share one of its new size; there is no second set of limits for it, and nothing to grow from zero. */
function unkeptScaling({ header, payout }: RuleSet): Parameters<typeof refuse> | null {
  const scaling = payout?.scaling as Record<string, unknown> | undefined;
  if (scaling === undefined) return null;
  const limit = ['mdl_pct', 'ml_pct'].find((name) => scaling[name] !== undefined);
  if (limit !== undefined) {
    const words = 'An account that grows keeps its rules, so other limits afterwards are not carried out: leave them out.';
    return ['not-carried-out', words, { path: `payout.scaling.${limit}` }];
  }
  if (header.initial_cents > 0) return null;
  return [
    'share-of-nothing',
    'The account begins at zero, and a share of that is no growth: leave the scaling out.',
    { path: 'payout.scaling' },
  ];
}

function brokenCases(document: unknown, code: string) {
  return findPreset(code) === undefined ? [] : checkPreset(document, code);
}

/** Where a document writes a share of the initial balance: `{ pct, of: initial }`, or a target, which is always one. */
function shareOfInitial(value: unknown, path: string): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const one = value as Record<string, unknown>;
  if (one.pct !== undefined && one.of === 'initial') return `${path}.pct`;
  if (one.target_pct !== undefined) return `${path}.target_pct`;
  for (const [key, inner] of Object.entries(one)) {
    const found = shareOfInitial(inner, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}
