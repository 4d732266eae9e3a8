// Money is conserved: whatever was told, in whatever currency, the account's balance is the sum of what was booked, to the minor unit,
// and every figure that rests on it is whole. The second sum is taken in bigint from the wire's own text.
import { describe, expect, it } from 'vitest';
import { fold, openFacts } from '@/lib/rules/evolve';
import type { Facts } from '@/lib/rules/types';
import { foldsOf, openingOf } from './fold-of';
import { lives, type Life } from './lives';
import { count, hold, type Counts } from './replay';

/** Whole minor units of decimal text that has no more digits than the currency. */
function minor(text: string, digits: number): bigint {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const size = BigInt(whole + fraction.padEnd(digits, '0'));
  return text.startsWith('-') ? -size : size;
}

interface Sums {
  balance: bigint;
  profit: bigint;
  credit: bigint;
}

/** The account's books, kept without the product: a payout leaves at once and the broker's withdrawal of it moves only the difference. */
function booksOf(life: Life, seen: Counts): Sums {
  const { digits, initial } = life.book;
  const sums: Sums = { balance: initial, profit: 0n, credit: 0n };
  const slices = new Map<string, bigint>();
  const payouts = life.booked.filter(({ kind }) => kind === 'payout');
  for (const { data } of payouts) sums.balance -= BigInt((data as { amount_cents: number }).amount_cents);
  for (const { draft } of life.told) {
    if (draft.kind !== 'trade') continue;
    const { gross, commission, swap, fee } = draft.data;
    const net = [gross, commission, swap, fee].reduce((sum, part) => sum + minor(part, digits), 0n);
    slices.set(draft.data.external_id, net);
    earn(sums, net);
  }
  for (const { draft } of life.told) {
    if (draft.kind === 'reversal') {
      earn(sums, -(slices.get(draft.data.reverses_external_id) ?? 0n));
      count(seen, 'reversals');
    }
    if (draft.kind !== 'balance') continue;
    const amount = minor(draft.data.amount, digits);
    if (draft.data.operation === 'credit') sums.credit += amount;
    else if (draft.data.affects_profit) earn(sums, amount);
    else sums.balance += amount;
  }
  return sums;
}

function earn(sums: Sums, amount: bigint): void {
  sums.balance += amount;
  sums.profit += amount;
}

function wholeNumbers(value: unknown, path: string): string[] {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? [] : [`${path} ${value}`];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => wholeNumbers(item, `${path}.${key}`));
}

/** What payouts that were withdrawn took twice in the plain sum: the payout itself is already gone. */
function matched(life: Life, facts: Facts): bigint {
  const open = new Set(facts.expected_payouts.map(({ id }) => id));
  const paid = life.booked.filter(({ kind, external_id }) => kind === 'payout' && !open.has(external_id));
  return paid.reduce((sum, { data }) => sum + BigInt((data as { amount_cents: number }).amount_cents), 0n);
}

describe('money', () => {
  it('is neither made nor lost, in currencies of no, two and three digits', () => {
    hold(
      'money is conserved',
      300,
      [lives(30)],
      (seen, life) => {
        const events = foldsOf(life);
        const { facts, days, raised } = fold(openFacts(openingOf(life, events), life.book.ruleSet), events, life.book.ruleSet);
        const sums = booksOf(life, seen);
        const paid = matched(life, facts);
        if (paid > 0n) count(seen, 'payouts withdrawn');
        // The opening deposit of a platform's ledger is the initial balance itself, which the facts already hold.
        expect(BigInt(facts.balance_cents)).toBe(sums.balance + paid);
        expect(BigInt(facts.cumulative_profit_cents)).toBe(sums.profit);
        const dayProfit = [...days, facts.day].reduce((sum, day) => sum + BigInt(day.pnl_cents), 0n);
        expect(dayProfit).toBe(sums.profit);
        expect(
          wholeNumbers({ facts, days, measured: raised.map(({ measured, limit, headroom }) => [measured, limit, headroom]) }, ''),
        ).toEqual([]);
        count(seen, `${life.book.digits} digits`);
      },
      ['reversals', 'payouts withdrawn', '0 digits', '2 digits', '3 digits'],
    );
  });
});
