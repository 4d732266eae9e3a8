// What the next sum is worth once an earlier one came back from under it, and what has left beyond what is earned by now.
import { describe, expect, test } from 'vitest';
import { deal, judge, line, type Case } from './bench';

describe('tiers that were given back', () => {
  const at = (day: number) => Date.parse(`2026-11-${day}T10:00:00Z`);
  const tiers = (bound: string, first: string) => ({
    tiers: [
      [bound, first],
      [null, '0.90'],
    ],
  });
  /** The first left, then the second; the first came back afterwards. */
  const moved = (first: [number, number], second: [number, number], backAt = at(13)) => [
    line('returned', ...first, { requested_at: at(11), settled_at: backAt }),
    line('paid', ...second, { requested_at: at(12), settled_at: at(12) }),
  ];
  const earned = (net: number) => [deal('1', net, '2026-11-10T10:00:00Z')];

  test('a lower tier that is free again is not paid at the higher share', () => {
    const payouts = moved([800_000, 1_000_000], [900_000, 1_000_000]);
    const given: Case = { payout: tiers('10000.00', '0.80'), events: earned(2_000_000), basis: { payouts } };
    expect(judge(given)).toMatchObject({ entitled_cents: 800_000, gross_cents: 1_000_000, firm_cents: 200_000 });
  });

  test('a generous tier that is free again is paid in full', () => {
    const payouts = moved([2_500_000, 2_500_000], [900_000, 1_000_000]);
    const given: Case = { payout: tiers('25000.00', '1.00'), events: earned(3_500_000), basis: { payouts } };
    expect(judge(given)).toMatchObject({ entitled_cents: 2_500_000, gross_cents: 2_500_000, firm_cents: 0 });
  });

  test('one that came back before the next was asked for moved nothing, and fractions of a cent stay with the firm', () => {
    const payouts = moved([800_000, 1_000_000], [1, 2], at(11) + 1);
    const given: Case = { payout: tiers('10000.00', '0.80'), events: earned(4), basis: { payouts } };
    expect(judge(given).entitled_cents).toBe(1);
    const shaken: Case = { ...given, basis: { payouts: moved([800_000, 1_000_000], [1, 2]) } };
    expect(judge(shaken).entitled_cents).toBe(2);
  });
});

describe('what left beyond what is earned now', () => {
  const left = (state: 'sending' | 'paid' | 'approved' | 'returned') => [line(state, 4_800_000, 6_000_000)];
  const after = (loss: number, state: Parameters<typeof left>[0], payout: Record<string, unknown> = {}) =>
    judge({ events: [deal('1', 6_000_000 - loss, '2026-11-10T10:00:00Z')], basis: { payouts: left(state) }, payout }).overpaid_cents;
  test('is its sum less the share of the profit', () => {
    expect(after(0, 'paid')).toBe(0);
    expect(after(100_000, 'paid')).toBe(80_000);
    expect(after(100_000, 'sending')).toBe(80_000);
    expect(after(9_000_000, 'paid')).toBe(4_800_000);
  });
  test('is nothing where it has not left, or came back', () => {
    expect(after(100_000, 'approved')).toBe(0);
    expect(after(100_000, 'returned')).toBe(0);
  });
  test('terms that were lowered since make no debt', () => expect(after(0, 'paid', { split: '0.70' })).toBe(0));
});
