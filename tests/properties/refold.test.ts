// One fold, many ways to it: from any checkpoint, event by event through what is stored, twice, and beside another version of the rules.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assess } from '@/lib/rules/assess';
import { fold, openFacts } from '@/lib/rules/evolve';
import { compareKeys } from '@/lib/rules/order';
import type { Facts, FoldEvent, RuleSet } from '@/lib/rules/types';
import { compileRuleSet } from '@/lib/rules/rule-set';
import { foldsOf, openingOf } from './fold-of';
import { lives, type Life } from './lives';
import { count, hold } from './replay';
import { books } from './rule-books';

const bytes = (value: unknown): string => JSON.stringify(value);
const asStored = (facts: Facts): Facts => JSON.parse(bytes(facts)) as Facts;

function whole(life: Life, ruleSet: RuleSet, events: FoldEvent[]) {
  return fold(openFacts(openingOf(life, events), ruleSet), events, ruleSet);
}

describe('a fold', () => {
  it('goes on from any of its checkpoints, and event by event, to the same facts, verdicts and days', () => {
    hold(
      'from any checkpoint',
      120,
      [lives(30)],
      (seen, life) => {
        const { ruleSet } = life.book;
        const events = foldsOf(life);
        const all = whole(life, ruleSet, events);
        for (const checkpoint of all.checkpoints) {
          const later = events.filter(({ key }) => compareKeys(key, checkpoint.key) > 0);
          const rest = fold(asStored(checkpoint.facts), later, ruleSet);
          const isLater = ({ raised_key: key }: { raised_key: string }) => compareKeys(key, checkpoint.key) > 0;
          expect(bytes(rest.facts)).toBe(bytes(all.facts));
          expect(bytes(rest.raised)).toBe(bytes(all.raised.filter(isLater)));
          expect(bytes(rest.warned)).toBe(bytes(all.warned.filter(isLater)));
          expect(bytes(rest.days)).toBe(bytes(all.days.slice(all.days.length - rest.days.length)));
          count(seen, 'checkpoints');
        }
        let facts = openFacts(openingOf(life, events), ruleSet);
        const told = events.flatMap((event) => {
          const one = fold(asStored(facts), [event], ruleSet);
          facts = one.facts;
          return one.raised;
        });
        expect(bytes(asStored(facts))).toBe(bytes(asStored(all.facts)));
        expect(bytes(told)).toBe(bytes(all.raised));
        if (all.raised.length > 0) count(seen, 'verdicts', all.raised.length);
      },
      ['checkpoints', 'verdicts'],
    );
  });

  it('judged twice is the same to the byte, from a document compiled twice', () => {
    hold(
      'judged twice',
      150,
      [lives(30)],
      (seen, life) => {
        const again = compileRuleSet(JSON.parse(bytes(life.book.document)));
        if (!again.ok) throw new Error(again.refusal.message);
        const events = foldsOf(life);
        const answers = [life.book.ruleSet, again.value].map((ruleSet) => {
          const folded = whole(life, ruleSet, events);
          return bytes({ ...folded, states: assess(folded.facts, ruleSet) });
        });
        expect(answers[1]).toBe(answers[0]);
        if (answers[0]?.includes('"outcome":"breach"')) count(seen, 'breached');
      },
      ['breached'],
    );
  });

  it('under one version is not moved by another that judges the same history in between', () => {
    hold(
      'two versions never mix',
      100,
      [lives(20), books(6)],
      (seen, life, other) => {
        const events = foldsOf(life);
        const alone = bytes(whole(life, life.book.ruleSet, events));
        let mine = openFacts(openingOf(life, events), life.book.ruleSet);
        let theirs = openFacts(openingOf(life, events), other.ruleSet);
        for (const event of events) {
          mine = fold(mine, [event], life.book.ruleSet).facts;
          theirs = fold(theirs, [event], other.ruleSet).facts;
        }
        expect(bytes(mine)).toBe(bytes((JSON.parse(alone) as { facts: unknown }).facts));
        expect(Object.keys(mine.rules).sort()).toEqual(namesOf(life.book.ruleSet));
        expect(Object.keys(theirs.rules).sort()).toEqual(namesOf(other.ruleSet));
        if (bytes(mine.rules) !== bytes(theirs.rules)) count(seen, 'different memories');
      },
      ['different memories'],
    );
  });

  it('refuses facts that were opened under other rules', () => {
    const [life] = fc.sample(lives(6), { numRuns: 1, seed: 7 });
    if (!life) throw new Error('no life');
    const other = compileRuleSet({ ...life.book.document, rules: { inactivity: [{ days: 3 }] } });
    if (!other.ok) throw new Error(other.refusal.message);
    const events = foldsOf(life);
    expect(() => fold(openFacts(openingOf(life, events), life.book.ruleSet), events, other.value)).toThrow(/another rule set/);
  });
});

function namesOf({ instances }: RuleSet): string[] {
  return instances.map(({ rule, instance }) => `${rule}#${instance}`).sort();
}
