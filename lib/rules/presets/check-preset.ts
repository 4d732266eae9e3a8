// Whether a rule set still does what the worked cases say. Publishing refuses one that does not. The cases of its preset are run with the
// numbers of the document, so a changed limit shows as a case that comes out differently; those of its rules with their own.
import { z } from 'zod';
import { CASES } from '@/lib/rules/presets/cases';
import { findPreset } from '@/lib/rules/presets/register';
import { compare, type GoldenCase, type Mismatch, type Row } from '@/lib/rules/worked/format';
import { JUDGE_RUNNERS } from '@/lib/rules/worked/judge-case';

interface FailedCase {
  id: string;
  rule: string;
  mismatches: Mismatch[];
}

/** State of a case that no rule set writes: it stays the case's own. */
const GIVEN = ['initial_balance', 'minor_digits', 'profit_target', 'balance', 'now'];
const DEFAULT_RESET = { tz: 'Europe/Prague', time: '00:00' };

const written = z.object({
  initial_balance: z.string(),
  reset: z.object({ tz: z.string(), time: z.string() }).default(DEFAULT_RESET),
  rules: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))),
});

/**
 * The cases of the preset that the document fails, empty when it passes all. The document is one that compiles. An amount in money
 * holds for one size of account, so a case of another size is left out. Throws for a preset nobody knows.
 */
export function checkPreset(document: unknown, presetCode: string): FailedCase[] {
  const preset = findPreset(presetCode);
  if (preset === undefined) throw new Error(`no such preset: ${presetCode}`);
  const { initial_balance: initial, reset, rules } = written.parse(document);
  return preset.cases.flatMap((id) => {
    const golden = CASES.get(id);
    if (golden === undefined) throw new Error(`the preset ${presetCode} names the case ${id}, which is not kept`);
    const instances = rules[golden.rule] ?? [];
    if (instances.length > 0 && instances.every((instance) => isOfOtherSize(golden, instance, initial))) return [];
    const tried = instances.map((instance) => run(golden, { ...given(golden), reset, ...instance }));
    // Instances stand side by side, each with its own limit: one of them has to be the preset's.
    if (tried.some((mismatches) => mismatches.length === 0)) return [];
    return [{ id, rule: golden.rule, mismatches: tried[0] ?? [{ key: 'rule', expected: golden.rule, got: undefined }] }];
  });
}

/**
 * The worked cases of every rule that the document holds, whatever it is called. They are worked with numbers of their own, so none fails by
 * what the document writes: they say that this judge still judges those rules as they were worked by hand.
 */
export function checkRules(document: unknown): { cases: string[]; failed: FailedCase[] } {
  const checked = Object.keys(written.parse(document).rules).map(casesOfRule);
  return { cases: checked.flatMap(({ cases }) => cases), failed: checked.flatMap(({ failed }) => failed) };
}

type Checked = ReturnType<typeof checkRules>;
/** Cases and judge are the same for as long as the process runs, so each rule is worked through once. */
const known = new Map<string, Checked>();

function casesOfRule(rule: string): Checked {
  const before = known.get(rule);
  if (before !== undefined) return before;
  const own = [...CASES.values()].filter((golden) => golden.rule === rule);
  const failed = own.map((golden) => ({ id: golden.id, rule, mismatches: run(golden, golden.params) }));
  const checked = { cases: own.map(({ id }) => id), failed: failed.filter(({ mismatches }) => mismatches.length > 0) };
  known.set(rule, checked);
  return checked;
}

function isOfOtherSize(golden: GoldenCase, instance: Row, initial: string): boolean {
  const size = golden.params.initial_balance;
  return size !== undefined && size !== initial && /"(abs|offset|levels)":/.test(JSON.stringify(instance));
}

function given(golden: GoldenCase): Row {
  return Object.fromEntries(Object.entries(golden.params).filter(([key]) => GIVEN.includes(key)));
}

function run(golden: GoldenCase, params: Row): Mismatch[] {
  const runner = JUDGE_RUNNERS[golden.rule];
  if (runner === undefined) throw new Error(`no worked case can be run for ${golden.rule}`);
  try {
    return compare(golden.expected, runner({ ...golden, params }));
  } catch (error) {
    return [{ key: 'error', expected: 'outputs', got: error instanceof Error ? error.message : String(error) }];
  }
}
