// The promise of the whole system: whatever the order, the grouping and the repetition of delivery, an account ends in the same facts,
// held to the same verdicts, with the same days.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deliveries, inOrder, lives, type Life } from './lives';
import { Office } from './office';
import { hold, type Counts } from './replay';
import { DRAWN, EVERY_RULE } from './rule-books';

const straight = (life: Life, counts: Counts) => {
  const office = new Office(life, counts);
  for (const { delivery } of inOrder(life)) office.take(delivery);
  return office;
};

describe('a history', () => {
  it('is drawn over every rule there is', () => {
    expect([...DRAWN].sort()).toEqual([...EVERY_RULE].sort());
  });

  it('ends the same in every order of delivery', () => {
    const arrived = lives().chain((life) => fc.tuple(fc.constant(life), deliveries(life)));
    const counts = hold(
      'any order of delivery',
      250,
      [arrived],
      (seen, [life, order]) => {
        const expected = straight(life, {});
        const office = new Office(life, seen);
        for (const delivery of order) office.take(delivery);
        expect(Object.fromEntries(office.results)).toEqual(Object.fromEntries(expected.results));
        expect(office.standing()).toEqual(expected.standing());
      },
      ['late', 'duplicates', 'from a checkpoint', 'withdrawn', 'payout', 'unblock'],
    );
    expect(counts.runs).toBeGreaterThan(0);
  });
});
