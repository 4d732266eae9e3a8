// R5: every order of a story's events, and long random histories with equal instants in random orders of delivery: the same verdicts,
// breaching trade, shares and day buckets, with late refolds from checkpoints between.
import fc from 'fast-check';
import { expect } from 'vitest';
import { deliveries, inOrder, lives, type Delivery, type Life } from '../properties/lives';
import { Office } from '../properties/office';
import type { Counts } from '../properties/replay';
import { atVolume, scoreRow } from './row';

function* orders<T>(items: readonly T[]): Generator<T[]> {
  if (items.length < 2) return yield [...items];
  for (const [index, item] of items.entries()) {
    for (const rest of orders(items.filter((_, place) => place !== index))) yield [item, ...rest];
  }
}

function standing(life: Life, order: readonly Delivery[], counts: Counts) {
  const office = new Office(life, counts);
  for (const delivery of order) office.take(delivery);
  return JSON.stringify(office.standing());
}

/** A life whose events are exactly so many, told by the broker alone, and which breaks a rule. */
function story(seed: number, events: number): Life {
  const broken = (life: Life) =>
    standing(
      life,
      inOrder(life).map(({ delivery }) => delivery),
      {},
    ).includes('"outcome":"breach"');
  const drawn = lives(events + 3).filter((life) => life.booked.length === 0 && life.told.length === events && broken(life));
  const [life] = fc.sample(drawn, { numRuns: 1, seed });
  if (!life) throw new Error('no story');
  return life;
}

scoreRow(
  {
    row: 'R5',
    what: 'every order of a story, long random ones with equal instants',
    target: 'same verdict, breaching trade, consistency share and day buckets',
    short: { events: 5, stories: 1, long: 200 },
    full: { events: 7, stories: 1, long: atVolume(10_000) },
    faults: ['orders', 'histories', 'late', 'from a checkpoint', 'duplicates', 'withdrawn', 'equal instants'],
  },
  ({ volume, seed, counts, met }) => {
    for (let place = 0; place < volume.stories; place += 1) {
      const life = story(seed + place, volume.events);
      const all = inOrder(life).map(({ delivery }) => delivery);
      const expected = standing(life, all, {});
      for (const order of orders(all)) {
        expect(standing(life, order, counts)).toBe(expected);
        met('orders');
      }
    }
    const drawn = lives(24).chain((life) => fc.tuple(fc.constant(life), deliveries(life)));
    const check = fc.property(drawn, ([life, order]) => {
      const happened = inOrder(life);
      const instants = happened.map(({ key }) => key.slice(0, 16));
      if (new Set(instants).size < instants.length) met('equal instants');
      expect(standing(life, order, counts)).toBe(
        standing(
          life,
          happened.map(({ delivery }) => delivery),
          {},
        ),
      );
      met('histories');
    });
    fc.assert(check, { seed, numRuns: volume.long });
  },
);
