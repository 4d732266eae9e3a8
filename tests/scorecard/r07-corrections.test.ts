// R7: a dealer takes a deal back, or takes it back and books it anew, delivered in any order to the real database: the old row stays as it
// was, the cancellation stands beside it, and the verdicts are those of an oracle that has never seen the judge.
import fc from 'fast-check';
import { afterAll, beforeAll, expect } from 'vitest';
import { oracle, type OracleEvent, type OracleRules } from '../oracle/oracle';
import { openShop, SqlOffice, type Shop } from '../properties/sql-office';
import { compileRuleSet } from '@/lib/rules/rule-set';
import { parseNeutral } from '@/lib/trades/sources/neutral';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { batch, bytes, reversal, trade, type WireEvent } from '../trades/wire-samples';
import { textOf } from '../properties/rule-books';
import { atVolume, scoreRow } from './row';

const START = Date.parse('2026-11-02T00:00:00Z');
const INITIAL = 10_000_000n;
const DAILY = 500n;
const TOTAL = 1_000n;
const DOCUMENT = {
  format: 'rule-set/1',
  code: 'corrected',
  version: 1,
  currency: 'USD',
  initial_balance: '100000.00',
  reset: { tz: 'UTC', time: '00:00' },
  rules: {
    'max-daily-loss': [{ limit: { pct: '0.05', of: 'initial' }, reference: 'balance' }],
    'max-drawdown': [{ mode: 'trailing_closed_balance', amount: { pct: '0.10', of: 'initial' } }],
  },
};
const RULES: OracleRules = {
  initial: INITIAL,
  dailyBps: DAILY,
  dailyReference: 'balance',
  dailyOf: 'initial',
  totalBps: TOTAL,
  totalOf: 'initial',
  mode: 'trailing_closed_balance',
  lockOffset: null,
  triggerBps: null,
  payoutEffect: 'none',
  touch: false,
};

const step = fc.record({
  minutes: fc.integer({ min: 1, max: 700 }),
  net: fc.integer({ min: -420_000, max: 380_000 }),
  kind: fc.constantFrom('deal', 'deal', 'cancel', 'correct'),
  which: fc.nat(9),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface Story {
  wires: WireEvent[];
  /** What the oracle reads: a cancellation is a deal of the opposite result at its own time. */
  truth: OracleEvent[];
  rows: Map<string, string>;
  cancelled: [id: string, of: string, net: bigint][];
}

function storyOf(steps: readonly Step[]): Story {
  const story: Story = { wires: [], truth: [], rows: new Map(), cancelled: [] };
  const standing: { id: string; net: bigint }[] = [];
  let at = START;
  const deal = (id: string, net: bigint) => {
    story.wires.push(trade(id, textOf(net, 2), new Date(at).toISOString()));
    story.truth.push({ at, kind: 'deal', amount: net });
    story.rows.set(id, String(net));
    standing.push({ id, net });
  };
  steps.forEach(({ minutes, net, kind, which }, index) => {
    at += minutes * 60_000;
    const [target] = kind === 'deal' ? [] : standing.splice(which % Math.max(1, standing.length), 1);
    if (!target) return deal(`d${index}`, BigInt(net));
    story.wires.push(reversal(`r${index}`, target.id, new Date(at).toISOString()));
    story.truth.push({ at, kind: 'deal', amount: -target.net });
    story.cancelled.push([`r${index}`, target.id, target.net]);
    at += 1_000;
    if (kind === 'correct') deal(`c${index}`, BigInt(net));
  });
  return story;
}

let db: TestDatabase;
let shop: Shop;
const compiled = compileRuleSet(DOCUMENT);
beforeAll(async () => {
  db = await createTestDatabase();
  shop = await openShop(db.sql, { document: DOCUMENT, initial: INITIAL, currency: 'USD' }, 900);
});
afterAll(async () => {
  await db?.close();
});

async function live(story: Story, order: readonly number[]) {
  if (!compiled.ok) throw new Error(compiled.refusal.message);
  const parsed = parseNeutral(bytes(batch(...story.wires)));
  if (!parsed.ok) throw new Error(parsed.message);
  const office = await SqlOffice.open(shop, compiled.value, new Date(START).toISOString());
  for (const place of order) {
    const event = parsed.events[place];
    if (event?.outcome === 'read') await office.deliver([{ index: 0, draft: event.draft }], '2027-06-01T00:00:00.000Z');
  }
  return office.standing();
}

interface Standing {
  trades: { external_id: string; booked_cents: string; reverses: string | null }[];
  verdicts: { rule: string; outcome: string; breached_at: Date; figures: [number, number] | null }[];
}

function firstBreach({ verdicts }: Standing, rule: string) {
  const found = verdicts.filter((one) => one.outcome === 'breach' && one.rule === rule).sort((a, b) => +a.breached_at - +b.breached_at)[0];
  return found ? { at: +found.breached_at, measured: BigInt(found.figures?.[0] ?? 0), floor: BigInt(found.figures?.[1] ?? 0) } : null;
}

scoreRow(
  {
    row: 'R7',
    what: 'corrections and deletions of deals',
    target: 'old row intact, new verdict = oracle',
    short: { stories: 50 },
    full: { stories: atVolume(5_000, 50) },
    faults: ['stories', 'cancelled', 'corrected', 'late', 'breached', 'breaches taken back'],
  },
  async ({ volume, seed, met }) => {
    const drawn = fc.array(step, { minLength: 2, maxLength: 12 }).chain((steps) => {
      const story = storyOf(steps);
      const places = story.wires.map((_, place) => place);
      return fc.tuple(fc.constant(story), fc.shuffledSubarray(places, { minLength: places.length, maxLength: places.length }));
    });
    const check = fc.asyncProperty(drawn, async ([story, order]) => {
      const standing = (await live(story, order)) as unknown as Standing;
      const expected = oracle(RULES, START, story.truth);
      // The first failing rule ends the judging of the other, so only what came first is compared where both broke.
      const [daily, total] = [expected.daily, expected.total];
      const first = Math.min(daily?.at ?? Infinity, total?.at ?? Infinity);
      expect(firstBreach(standing, 'max-daily-loss')).toEqual(daily?.at === first ? daily : null);
      expect(firstBreach(standing, 'max-drawdown')).toEqual(total?.at === first ? total : null);
      for (const [id, net] of story.rows)
        expect(standing.trades.find((one) => one.external_id === id && one.reverses === null)?.booked_cents).toBe(net);
      for (const [id, of, net] of story.cancelled)
        expect(standing.trades).toContainEqual(
          expect.objectContaining({ external_id: `reversal:${id}`, reverses: of, booked_cents: String(-net) }),
        );
      met('stories');
      met('cancelled', story.cancelled.length);
      met('corrected', [...story.rows.keys()].filter((id) => id.startsWith('c')).length);
      if (order.some((place, index) => index > 0 && place < (order[index - 1] ?? 0))) met('late');
      if (first !== Infinity) met('breached');
    });
    await fc.assert(check, { seed, numRuns: volume.stories, endOnFailure: true });
    const { rows } = await db.sql.query<{ n: number }>(
      `select count(*)::int as n from public.risk_violations where state = 'withdrawn' and outcome = 'breach'`,
    );
    met('breaches taken back', rows[0]?.n ?? 0);
    expect((await db.sql.query('select * from private.check_all()')).rows).toEqual([]);
  },
);
