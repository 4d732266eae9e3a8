// A floor never depends on floating point: for whatever amount, share and precision, it is the exact rational rounded toward minus
// infinity, once; and a share is never pushed over its threshold by the way it is printed.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cents, parseMoney } from '@/lib/money';
import { isWithin } from '@/lib/rules/consistency-share';
import { parseDecimal, toRational } from '@/lib/decimal';
import { fold, openFacts, openingMoment } from '@/lib/rules/evolve';
import { compileRuleSet } from '@/lib/rules/rule-set';
import { assess } from '@/lib/rules/assess';
import { EVENT_CLASS, orderKey } from '@/lib/rules/order';
import { count, hold } from './replay';
import { textOf } from './rule-books';

const AT = Date.parse('2026-03-02T08:00:00Z');
/** Amounts up to the end of what money may be, where a double has no half units left. */
const amount = fc.oneof(fc.bigInt({ min: 1n, max: 10_000_000n }), fc.bigInt({ min: 1n, max: 9_000_000_000_000_000n }));
/** Shares with up to twelve digits, thirds and sevenths among them. */
const share = fc.oneof(
  fc.constantFrom('0.1', '0.005', '0.333333333333', '0.142857142857', '0.07', '1'),
  fc.bigInt({ min: 1n, max: 10n ** 12n }).map((n) => `0.${n.toString().padStart(13, '0')}`),
);

function exact(text: string): { num: bigint; den: bigint } {
  const [whole = '0', fraction = ''] = text.split('.');
  return { num: BigInt(whole + fraction), den: 10n ** BigInt(fraction.length) };
}

function floorDivide(num: bigint, den: bigint): bigint {
  const quotient = num / den;
  return num % den < 0n ? quotient - 1n : quotient;
}

function compile(initial: bigint, digits: number, pct: string) {
  const rules = {
    'max-daily-loss': [{ limit: { pct, of: 'reference' }, reference: 'balance' }],
    'max-drawdown': [{ mode: 'trailing_closed_balance', amount: { pct, of: 'hwm' } }],
  };
  const document = {
    format: 'rule-set/1',
    code: 'exact',
    version: 1,
    currency: 'XTS',
    minor_digits: digits,
    initial_balance: textOf(initial, digits),
    rules,
  };
  const compiled = compileRuleSet(document);
  if (!compiled.ok) throw new Error(compiled.refusal.message);
  return compiled.value;
}

describe('a floor', () => {
  it('is the exact rational, rounded down to the minor unit', () => {
    hold(
      'floors are exact',
      1500,
      [amount, fc.constantFrom(0, 2, 3, 8), share, fc.integer({ min: -3, max: 3 })],
      (seen, initial, digits, pct, profit) => {
        if (initial + BigInt(profit) > 9_000_000_000_000_000n || initial + BigInt(profit) < 1n) return;
        const ruleSet = compile(initial, digits, pct);
        const opened = openFacts({ at: AT, balance_cents: cents(Number(initial)), is_funded: true }, ruleSet);
        const key = orderKey(BigInt(AT + 1000) * 1000n, EVENT_CLASS.deal, '1');
        const trade = { position_id: '1', symbol: 'X', side: 'buy' as const, volume: '1', opened_at: null, is_final: true };
        const deal = {
          key,
          at: AT + 1000,
          id: '1',
          kind: 'deal' as const,
          booked_cents: cents(profit),
          net_cents: cents(profit),
          ...trade,
        };
        const { facts, moments } = fold(opened, [deal], ruleSet);
        const { num, den } = exact(pct);
        const under = (base: bigint) => floorDivide(base * (den - num), den);
        expect(BigInt(openingMoment(opened, ruleSet).floors['max-daily-loss#0'] ?? 0)).toBe(under(initial));
        const peak = profit > 0 ? initial + BigInt(profit) : initial;
        expect(BigInt(moments[0]?.floors['max-drawdown#0'] ?? 0)).toBe(under(peak));
        const float = Number(initial) - Number(initial) * Number(pct);
        if (Math.floor(float) !== Number(under(initial))) count(seen, 'where a double is wrong');
        const daily = assess(facts, ruleSet)[0];
        expect(BigInt(daily?.headroom ?? 0)).toBe(initial + BigInt(profit) - under(initial));
      },
      ['where a double is wrong'],
    );
  });

  it('and a share of a profit are compared exactly, however they are printed', () => {
    hold(
      'shares are exact',
      5000,
      [amount, share, fc.integer({ min: -1, max: 1 }), fc.constantFrom('lt', 'lte')],
      (seen, total, threshold, beside, op) => {
        const { num, den } = exact(threshold);
        const part = (total * num) / den + BigInt(beside);
        const decimal = parseDecimal(threshold);
        if (part < 0n || decimal === null) return;
        const wanted = op === 'lt' ? part * den < total * num : part * den <= total * num;
        expect(isWithin(cents(Number(part)), cents(Number(total)), toRational(decimal), op as 'lt' | 'lte')).toBe(wanted);
        if ((op === 'lt' ? Number(part) / Number(total) < Number(threshold) : Number(part) / Number(total) <= Number(threshold)) !== wanted)
          count(seen, 'where a double is wrong');
      },
      ['where a double is wrong'],
    );
  });

  it('and money is read from text half to even, never through a double', () => {
    hold(
      'money is read exactly',
      2000,
      [fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 3 })],
      (seen, units, scale, digits) => {
        const text = textOf(units, scale);
        const shift = scale - digits;
        const half = (n: bigint, by: bigint): bigint => {
          const low = floorDivide(n, by);
          const twice = 2n * (n - low * by);
          return twice > by || (twice === by && low % 2n !== 0n) ? low + 1n : low;
        };
        const wanted = shift <= 0 ? units * 10n ** BigInt(-shift) : half(units, 10n ** BigInt(shift));
        if (wanted > 9_000_000_000_000_000n || wanted < -9_000_000_000_000_000n) return;
        expect(BigInt(parseMoney(text, digits) ?? 0)).toBe(wanted);
        if (Math.round(Number(text) * 10 ** digits) !== Number(wanted)) count(seen, 'where a double is wrong');
      },
      ['where a double is wrong'],
    );
  });
});
