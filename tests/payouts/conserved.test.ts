// Whatever happens to an account and however often its trader asks: what is paid never passes the share of what was earned, and every
// payout is the trader's part and the firm's to the last minor unit. The other sum is kept in fractions and shares no code with the product.
import fc from 'fast-check';
import { expect } from 'vitest';
import { cents } from '@/lib/money';
import type { PayoutLine } from '@/lib/payouts/basis';
import { entitlement } from '@/lib/payouts/entitlement';
import { EVENT_CLASS, orderKey } from '@/lib/rules/order';
import { compileRuleSet } from '@/lib/rules/rule-set';
import type { FoldEvent } from '@/lib/rules/types';
import { basisOf, deal, factsOf, line } from './bench';
import { atVolume, scoreRow } from '../scorecard/row';

const act = fc.oneof(
  fc.record({ kind: fc.constant('trade' as const), net: fc.integer({ min: -2_000_000, max: 3_000_000 }) }),
  fc.record({
    kind: fc.constant('ask' as const),
    share: fc.integer({ min: 1, max: 1200 }),
    ends: fc.constantFrom('paid', 'paid', 'sent', 'unknown', 'failed', 'returned', 'rejected'),
  }),
);
const split = fc.oneof(
  fc.integer({ min: 1, max: 100 }).map((pct) => [[null, pct]]),
  fc
    .tuple(fc.integer({ min: 100, max: 4_000_000 }), fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 100 }))
    .map(([bound, a, b]) => [
      [bound, a],
      [null, b],
    ]),
) as fc.Arbitrary<[number | null, number][]>;

const START = Date.parse('2026-11-18T00:00:00Z');

/** Hundredths of a minor unit that a gross is worth to the trader, the tiers taken in order and nothing rounded. */
function exactShare(gross: bigint, tiers: [number | null, number][]): bigint {
  let [left, from, sum] = [gross, 0n, 0n];
  for (const [bound, pct] of tiers) {
    const room = bound === null ? left : BigInt(bound) - from;
    const taken = left < room ? left : room;
    sum += taken * BigInt(pct);
    left -= taken;
    from = bound === null ? from : BigInt(bound);
  }
  return sum;
}

const text = (minor: number, digits: number) =>
  digits === 0 ? String(minor) : `${Math.floor(minor / 10 ** digits)}.${String(minor % 10 ** digits).padStart(digits, '0')}`;

scoreRow(
  {
    row: 'R13',
    what: 'paid is at most the share of the profit, at every payout of every history',
    target: '0 histories in which more was paid, and every payout the sum of its two parts',
    short: { runs: 120 },
    full: { runs: atVolume(100_000, 120) },
    faults: ['histories', 'granted'],
  },
  ({ volume, seed, met }) => fc.assert(histories(met), { numRuns: volume.runs, seed }),
);

type Met = (fault: string) => void;
const histories = (met: Met) =>
  fc.property(fc.array(act, { minLength: 3, maxLength: 14 }), split, fc.constantFrom(0, 2, 3), (acts, tiers, digits) => {
    const shares = tiers.map(([bound, pct]) => [bound === null ? null : text(bound, digits), (pct / 100).toString()]);
    met('histories');
    const compiled = compileRuleSet({
      ...{
        format: 'rule-set/1',
        code: 'held',
        version: 1,
        currency: 'USD',
        minor_digits: digits,
        initial_balance: text(900_000_000, digits),
      },
      ...{ rules: {}, payout: { tiers: shares, tz: 'UTC', min_amount: '0', require_flat: false } },
    });
    if (!compiled.ok) throw new Error(compiled.refusal.message);
    const events: FoldEvent[] = [];
    const payouts: PayoutLine[] = [];
    let [profit, paid, gross] = [0n, 0n, 0n];
    acts.forEach((one, index) => {
      const at = START + index * 3_600_000;
      if (one.kind === 'trade') {
        profit += BigInt(one.net);
        events.push(deal(`t${index}`, one.net, new Date(at).toISOString()));
        return;
      }
      const facts = factsOf(compiled.value, events);
      const given = { basis: basisOf({ payouts: [...payouts] }), facts, ruleSet: compiled.value, now: at };
      const most = entitlement({ ...given, request: null });
      const request = cents(Math.max(1, Math.floor((most.withdrawable_cents * one.share) / 1000)));
      const judged = entitlement({ ...given, request });
      if (judged.refusal === 'above-withdrawable') expect(request > most.withdrawable_cents).toBe(true);
      if (judged.refusal !== null) return;
      met('granted');
      expect(judged.gross_cents).toBe(request + judged.firm_cents);
      payouts.push(line(one.ends, request, judged.gross_cents, { requested_at: at }));
      if (!['paid', 'sent', 'unknown'].includes(one.ends)) return;
      paid += BigInt(request);
      gross += BigInt(judged.gross_cents);
      const key = orderKey(BigInt(at) * 1000n, EVENT_CLASS.payout, `p${index}`);
      events.push({ kind: 'payout', key, at, id: `p${index}`, amount_cents: judged.gross_cents });
      expect(gross <= profit).toBe(true);
      expect(paid * 100n <= exactShare(profit, tiers)).toBe(true);
      // 'unknown' is still open, so nothing more may be asked for until it is known.
      if (one.ends === 'unknown') payouts.push({ ...(payouts.pop() as PayoutLine), state: 'sent' });
    });
  });
