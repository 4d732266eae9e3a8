// Presets: each compiles at every size and phase, says where its numbers were read, agrees with its worked cases, and carries the
// numbers of the table that the firms' pages gave.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CASES } from '@/lib/rules/presets/cases';
import { checkPreset, checkRules } from '@/lib/rules/presets/check-preset';
import { isStale } from '@/lib/rules/presets/preset';
import { findPreset, PRESETS } from '@/lib/rules/presets/register';
import { compileRuleSet } from '@/lib/rules/rule-set';
import { fileSchema } from '@/lib/rules/worked/format';

const PHASES = ['evaluation', 'verification', 'funded'] as const;
const make = (code: string, size: string, phase: (typeof PHASES)[number] = 'evaluation') => {
  const preset = findPreset(code);
  if (preset === undefined) throw new Error(code);
  return preset.make({ size, phase });
};
const all = PRESETS.map((preset) => [preset.code, preset] as const);

/** Preset, size, path of the number, and the number as it was read. */
const TABLE: [string, string, string, unknown][] = [
  ['ftmo-style-2-step', '100000.00', 'max-daily-loss.limit.pct', '0.05'],
  ['ftmo-style-2-step', '100000.00', 'max-drawdown.amount.pct', '0.10'],
  ['ftmo-style-2-step', '100000.00', 'min-trading-days.min_days', 4],
  ['ftmo-style-1-step', '100000.00', 'max-daily-loss.limit.pct', '0.03'],
  ['ftmo-style-1-step', '100000.00', 'consistency.threshold', '0.50'],
  ['topstep-style-combine', '50000.00', 'max-drawdown.amount.abs', '2000.00'],
  ['topstep-style-combine', '100000.00', 'max-drawdown.amount.abs', '3000.00'],
  ['topstep-style-combine', '150000.00', 'max-drawdown.amount.abs', '4500.00'],
  ['topstep-style-combine', '150000.00', 'max-daily-loss.limit.abs', '3000.00'],
  ['topstep-style-combine', '50000.00', 'consistency.op', 'lt'],
  ['apex-style-intraday', '150000.00', 'max-drawdown.amount.abs', '4000.00'],
  ['apex-style-eod', '25000.00', 'max-daily-loss.limit.abs', '500.00'],
  ['apex-style-funded', '50000.00', 'max-drawdown.lock.offset', '100.00'],
  ['the5ers-style-high-stakes', '100000.00', 'max-daily-loss.reference', 'max_balance_equity'],
  ['the5ers-style-high-stakes', '100000.00', 'min-trading-days.min_profit_pct', '0.005'],
  ['fundednext-style-stellar', '100000.00', 'inactivity.days', 60],
  ['e8-style-one', '100000.00', 'max-daily-loss.measure', 'min'],
  ['oanda-style-classic', '100000.00', 'max-daily-loss.reference', 'equity'],
  ['oanda-style-boost', '100000.00', 'max-drawdown.touch_is_breach', true],
  ['breakout-style', '100000.00', 'max-daily-loss.limit.pct', '0.04'],
  ['breakout-style', '100000.00', 'max-drawdown.payout_effect', 'hwm_minus_payout'],
  ['fundingpips-style-zero', '100000.00', 'max-drawdown.lock.trigger_profit_pct', '0.05'],
  ['alpha-style', '100000.00', 'tick-scalping.max_short_profit_share', '0.50'],
  ['blue-guardian-style', '100000.00', 'max-daily-loss.limit.pct', '0.04'],
  ['pipfarm-style', '100000.00', 'max-drawdown.payout_effect', 'allowance_minus_trader_share'],
  ['tx3-style', '100000.00', 'risk-per-trade.limit_pct', '0.03'],
  ['house-default', '200000.00', 'max-drawdown.amount.of', 'hwm'],
  ['house-funded', '200000.00', 'max-drawdown.amount.pct', '0.12'],
  ['shark-style', '100000.00', 'consistency.running.consequence', 'fail'],
];

function at(rules: Record<string, unknown[]>, path: string): unknown {
  const [rule = '', ...keys] = path.split('.');
  return keys.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], rules[rule]?.[0]);
}

/** Paths of every number, also of those written as text: money, shares, lots, times of day. */
function numbersOf(value: unknown, path: string): string[] {
  if (typeof value === 'number' || (typeof value === 'string' && /^-?\d/.test(value))) return [path];
  if (typeof value !== 'object' || value === null) return [];
  const name = (key: string) => (Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`);
  return Object.entries(value).flatMap(([key, inner]) => numbersOf(inner, name(key)));
}
const isUnder = (path: string, source: string) => path === source || path.startsWith(`${source}.`) || path.startsWith(`${source}[`);

describe('presets', () => {
  it('are many, and each has its own code', () => {
    expect(new Set(PRESETS.map(({ code }) => code)).size).toBe(23);
  });

  it.each(all)('%s compiles at every size and in every phase', (code, preset) => {
    for (const size of preset.sizes) {
      for (const phase of PHASES) {
        const compiled = compileRuleSet(preset.make({ size, phase }));
        expect(compiled.ok ? compiled.value.header.code : compiled.refusal).toBe(code);
      }
    }
  });

  it.each(all)('%s says of every number where and when it was read, or that nobody could confirm it and why', (_code, preset) => {
    for (const phase of PHASES) {
      const { sources, rules, payout, reset, bands } = preset.make({ size: preset.sizes[0] ?? '', phase });
      const unsaid = numbersOf({ rules, payout, reset, bands }, '').filter((path) => !sources.some((source) => isUnder(path, source.path)));
      expect(unsaid).toEqual([]);
      // Nothing is said twice.
      expect(new Set(sources.map(({ path }) => path)).size).toBe(sources.length);
      for (const { confirmed, url, note, read_on } of sources) {
        expect(read_on).toBe('2026-11-20');
        expect(confirmed ? url === 'house' || /^https?:\/\/\S+$/.test(url) : (note ?? '').length > 5).toBe(true);
        if (!confirmed) expect(url === '' || /^https?:\/\/\S+$/.test(url)).toBe(true);
      }
    }
  });

  it.each(TABLE)('%s of %s: %s is %s', (code, size, path, number) => {
    expect(at(make(code, size).rules, path)).toBe(number);
  });

  it('a size a preset was not written for is refused', () => {
    expect(() => make('topstep-style-combine', '25000.00')).toThrow('25000.00');
  });

  it('are stale after ninety days, not on the ninetieth', () => {
    expect([isStale('2026-11-20', '2027-02-18'), isStale('2026-11-20', '2027-02-19')]).toEqual([false, true]);
  });
});

describe('checkPreset', () => {
  it.each(all)('%s passes its own worked cases at every size', (code, preset) => {
    for (const size of preset.sizes) expect(checkPreset(preset.make({ size, phase: 'funded' }), code)).toEqual([]);
  });

  it.each(all)('%s has a worked case of its own', (_code, preset) => expect(preset.cases.length).toBeGreaterThan(0));

  it('runs the worked cases of every rule a document holds, and names the one that this judge fails', () => {
    const document = make('ftmo-style-2-step', '100000.00');
    expect(checkRules(document)).toMatchObject({ cases: expect.arrayContaining(['DLL-001', 'TDD-001']) as string[], failed: [] });
    const golden = CASES.get('RPT-006');
    if (golden === undefined) throw new Error('RPT-006');
    const { expected } = golden;
    golden.expected = { ...expected, findings: ['no-such-finding'] };
    expect(checkRules({ ...document, rules: { 'stop-loss-required': [{}] } }).failed.map(({ id }) => id)).toEqual(['RPT-006']);
    golden.expected = expected;
  });

  it('names the cases that a changed limit fails', () => {
    const document = make('ftmo-style-2-step', '100000.00');
    const daily = { ...document.rules['max-daily-loss']?.[0], limit: { pct: '0.04', of: 'initial' } };
    const failed = checkPreset({ ...document, rules: { ...document.rules, 'max-daily-loss': [daily] } }, 'ftmo-style-2-step');
    expect(failed.map(({ id }) => id)).toContain('DLL-001');
    expect(failed.every(({ rule }) => rule === 'max-daily-loss')).toBe(true);
    expect(checkPreset({ ...document, reset: { tz: 'UTC', time: '00:00' } }, 'ftmo-style-2-step').map(({ id }) => id)).toContain('DLL-023');
  });

  it('names the cases of a rule that was taken out, and passes a second instance beside the first', () => {
    const document = make('alpha-style', '100000.00');
    const { 'tick-scalping': _gone, ...rest } = document.rules;
    expect(checkPreset({ ...document, rules: rest }, 'alpha-style').map(({ id }) => id)).toEqual(['SCL-001', 'SCL-002']);
    const pause = { limit: { pct: '0.02', of: 'initial' }, consequence: 'pause' };
    const both = { ...document.rules, 'max-daily-loss': [pause, ...(document.rules['max-daily-loss'] ?? [])] };
    expect(checkPreset({ ...document, rules: both }, 'alpha-style')).toEqual([]);
  });

  it('keeps copies that are the golden cases themselves', () => {
    const folder = fileURLToPath(new URL('../golden/cases/', import.meta.url));
    const golden = new Map(
      readdirSync(folder)
        .flatMap((name) => fileSchema.parse(JSON.parse(readFileSync(folder + name, 'utf8'))))
        .map((one) => [one.id, one]),
    );
    for (const [id, { rule, params, events, expected }] of CASES)
      expect(golden.get(id)).toMatchObject({ id, rule, params, events, expected });
  });
});
