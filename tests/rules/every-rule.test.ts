// What holds for every rule at once: any delivery of a history ends in the same facts and verdicts, a refold from a checkpoint is a
// refold from the start, and what an account remembers does not grow with its history. A failing run prints its seed.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assess } from '@/lib/rules/assess';
import { fold, openFacts } from '@/lib/rules/evolve';
import { compareKeys } from '@/lib/rules/order';
import { RULES } from '@/lib/rules/register';
import type { FoldEvent } from '@/lib/rules/types';
import { market, ruleSet } from './account';
import { ALL, histories, historyOf, opening, step } from './every-history';

const chosen = fc
  .subarray(Object.keys(ALL), { minLength: 1 })
  .map((codes) => ruleSet(Object.fromEntries(codes.map((code) => [code, ALL[code] ?? []]))));
const data = fc.constantFrom(market, undefined);
const bytes = (value: unknown) => JSON.stringify(value);

describe('every rule', () => {
  it('is among those tested here', () => {
    expect(Object.keys(ALL).sort()).toEqual(RULES.map(({ code }) => code).sort());
  });

  it('any delivery of a history ends in the same facts, verdicts and states', () => {
    fc.assert(
      fc.property(chosen, histories, data, fc.infiniteStream(fc.nat()), (rules, events, given, random) => {
        const options = given === undefined ? {} : { market: given };
        const run = (list: FoldEvent[]) => {
          const folded = fold(openFacts(opening, rules), list, rules, options);
          return bytes({ ...folded, states: assess(folded.facts, rules, given) });
        };
        const shuffled = [...events, ...events]
          .map((event) => ({ event, rank: random.next().value as number }))
          .sort((a, b) => a.rank - b.rank);
        const once = [...new Map(shuffled.map(({ event }) => [event.id, event])).values()].sort((a, b) => compareKeys(a.key, b.key));
        expect(run(once)).toBe(run(events));
      }),
      { numRuns: 150 },
    );
  });

  it('from any checkpoint, and event by event through stored facts, is the fold from the start', () => {
    fc.assert(
      fc.property(chosen, histories, data, (rules, events, given) => {
        const options = given === undefined ? {} : { market: given };
        const whole = fold(openFacts(opening, rules), events, rules, options);
        for (const { facts, key } of whole.checkpoints.slice(-3)) {
          const later = events.filter((event) => compareKeys(event.key, key) > 0);
          const rest = fold(JSON.parse(bytes(facts)) as typeof facts, later, rules, options);
          expect(rest.facts).toEqual(whole.facts);
          expect(rest.raised).toEqual(whole.raised.filter((verdict) => compareKeys(verdict.raised_key, key) > 0));
        }
        let facts = openFacts(opening, rules);
        const raised = events.flatMap((event) => {
          const one = fold(JSON.parse(bytes(facts)) as typeof facts, [event], rules, options);
          facts = one.facts;
          return one.raised;
        });
        expect(facts).toEqual(JSON.parse(bytes(whole.facts)));
        expect(bytes(raised)).toBe(bytes(whole.raised));
      }),
      { numRuns: 100 },
    );
  });

  it('remembers no more after a long life than after a short one', () => {
    const rules = ruleSet(ALL);
    const steps = fc.sample(step, { numRuns: 1500, seed: 7 });
    const sizeAfter = (count: number) => {
      const folded = fold(openFacts(opening, rules), historyOf(steps.slice(0, count)), rules, { market, moments: false });
      // Days are told by name up to a year, and expected payouts wait for their withdrawals: neither is a rule's memory of trades.
      return Object.entries(folded.facts.rules)
        .filter(([key]) => !key.startsWith('min-trading-days'))
        .reduce((sum, [, memory]) => sum + bytes(memory).length, 0);
    };
    expect(sizeAfter(1500)).toBeLessThan(sizeAfter(500) * 1.25 + 2000);
  });
});
