// R33: a corpus of histories whose verdicts were written down. A build of the judge that finds anything else about them must say so: by a
// new rule set version, or by writing the corpus anew (CORPUS=write) in the same change, where a reader sees how much moved.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect } from 'vitest';
import { fileSchema } from '@/lib/rules/worked/format';
import { assess } from '@/lib/rules/assess';
import { fold, openFacts } from '@/lib/rules/evolve';
import { runCase } from '../golden/dispatch';
import { foldsOf, openingOf } from '../properties/fold-of';
import { lives, type Life } from '../properties/lives';
import { scoreRow } from './row';

interface Entry {
  events: number;
  /** Of the rules and of what was told: when this moves, the corpus itself is another one. */
  told: string;
  verdicts: string;
}

const SEED = 33;
const STORIES = 780;
const FILE = fileURLToPath(new URL('./r33-corpus.json', import.meta.url));
const CASES = fileURLToPath(new URL('../golden/cases/', import.meta.url));

const digest = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);

function entryOf(life: Life): Entry {
  const { ruleSet, document } = life.book;
  const events = foldsOf(life);
  const { facts, raised, days } = fold(openFacts(openingOf(life, events), ruleSet), events, ruleSet);
  const verdicts = raised.map(({ rule, instance, subject, outcome, consequence, breached_at, measured, limit, until }) => [
    ...[rule, instance, subject, outcome, consequence, breached_at, measured, limit, until],
  ]);
  const states = assess(facts, ruleSet).map(({ rule, instance, outcome, status, measured, limit, headroom }) => [
    ...[rule, instance, outcome, status, measured, limit, headroom],
  ]);
  const told = digest([document, life.activated_at, life.told.map(({ draft }) => draft), life.booked]);
  return {
    events: events.length,
    told,
    verdicts: digest([verdicts, states, days.map(({ trading_day, pnl_cents }) => [trading_day, pnl_cents])]),
  };
}

function corpus(stories: number): Entry[] {
  return fc.sample(lives(30, 8), { seed: SEED, numRuns: stories }).map(entryOf);
}

scoreRow(
  {
    row: 'R33',
    what: 'the golden corpus on this build of the judge',
    target: '0 verdict differences',
    short: { events: 500, stories: 80 },
    full: { events: Infinity, stories: STORIES },
    faults: ['golden cases', 'events', 'stories'],
  },
  ({ volume, met }) => {
    for (const file of readdirSync(CASES).filter((name) => name.endsWith('.json'))) {
      for (const golden of fileSchema.parse(JSON.parse(readFileSync(CASES + file, 'utf8')))) {
        expect([golden.id, runCase(golden)]).toEqual([golden.id, []]);
        met('golden cases');
      }
    }
    const isWriting = process.env.CORPUS === 'write';
    const found = corpus(isWriting ? STORIES : volume.stories);
    if (isWriting) writeFileSync(FILE, `${JSON.stringify(found, null, 2)}\n`);
    const kept = JSON.parse(readFileSync(FILE, 'utf8')) as Entry[];
    let events = 0;
    const differing: string[] = [];
    for (const [place, entry] of kept.entries()) {
      if (events >= volume.events) break;
      events += entry.events;
      met('events', entry.events);
      met('stories');
      if (found[place]?.told !== entry.told) differing.push(`story ${place} is told otherwise`);
      else if (found[place].verdicts !== entry.verdicts) differing.push(`story ${place} is judged otherwise`);
    }
    expect(differing).toEqual([]);
    expect(kept.length).toBe(STORIES);
  },
);
