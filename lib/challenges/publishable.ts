// Whether a draft may be published: it compiles, it fits what the challenge sells, and it keeps what its preset promises.
import { accept, refuse, type Result } from '@/lib/refusal';
import { checkPreset } from '@/lib/rules/presets/check-preset';
import { isStale } from '@/lib/rules/presets/preset';
import { findPreset } from '@/lib/rules/presets/register';
import { compileRuleSet } from '@/lib/rules/rule-set';
import type { RuleSet } from '@/lib/rules/types';

export interface SoldAs {
  currency: string;
  initial_balance_cents: number;
}
export interface Publishable {
  ruleSet: RuleSet;
  /** What the publisher should know; none of it forbids publishing. */
  warnings: string[];
}

export function checkPublishable(document: unknown, sold: SoldAs, today: string): Result<Publishable> {
  const compiled = compileRuleSet(document);
  if (!compiled.ok) return compiled;
  const { header } = compiled.value;
  if (header.currency !== sold.currency || header.initial_cents !== sold.initial_balance_cents) {
    return refuse('invalid', 'The currency and the initial balance must be those the challenge is sold with.', { path: 'initial_balance' });
  }
  const broken = brokenCases(document, header.code);
  if (broken.length > 0) {
    const cases = broken.map(({ id, rule }) => `${id} (${rule})`).join(', ');
    const words = `It no longer passes the worked cases of the preset ${header.code}: ${cases}. Give the rule set a name of its own, or mend it.`;
    return refuse('preset-not-kept', words, { path: 'code' });
  }
  return accept({ ruleSet: compiled.value, warnings: [...runningShareWarnings(compiled.value), ...staleWarnings(document, today)] });
}

function brokenCases(document: unknown, code: string) {
  return findPreset(code) === undefined ? [] : checkPreset(document, code);
}

function runningShareWarnings({ instances }: RuleSet): string[] {
  const failing = instances.filter(({ rule, params }) => {
    const { running } = params as { running?: { consequence?: string; min_winning_trades?: number } };
    return rule === 'consistency' && running?.consequence === 'fail' && (running.min_winning_trades ?? 1) <= 1;
  });
  return failing.map(() => 'The running share may fail an account at its first win, which is all of its profit.');
}

function staleWarnings(document: unknown, today: string): string[] {
  const stale = staleSources((document as { sources?: unknown }).sources, today);
  return stale === 0 ? [] : [`${stale} of its numbers were read more than 90 days ago: look whether the firm still says so.`];
}

/** How many sources of a document were read too long ago to rely on. */
export function staleSources(sources: unknown, today: string): number {
  if (!Array.isArray(sources)) return 0;
  return sources.filter((one: { read_on?: unknown }) => typeof one.read_on === 'string' && isStale(one.read_on, today)).length;
}
