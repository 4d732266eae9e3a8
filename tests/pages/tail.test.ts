// The stream's tail against transactions that commit in any order: nothing skipped, nothing twice, nothing held for ever.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, type TailState } from '@/lib/events/tail';
import { mayHear, streamMessage, streamTopic } from '@/lib/events/topic';

const start: TailState = { cursor: 0n, holes: new Map() };
const rows = (...ids: number[]) => ids.map((id) => ({ id: String(id) }));

describe('the tail', () => {
  it('holds what lies above a hole while a transaction that may fill it is running', () => {
    const first = advance(start, rows(1, 3), { xmin: 10n, xmax: 12n });
    expect(first.ready).toEqual(rows(1));
    const second = advance(first.state, rows(2, 3), { xmin: 12n, xmax: 12n });
    expect(second.ready).toEqual(rows(2, 3));
  });

  it('gives a hole up once everybody who could fill it has ended, even if newer transactions run on', () => {
    const first = advance(start, rows(1, 3), { xmin: 10n, xmax: 12n });
    const second = advance(first.state, rows(3), { xmin: 12n, xmax: 50n });
    expect(second.ready).toEqual(rows(3));
  });

  it('hands every committed event on exactly once, in order, whatever order transactions commit in', () => {
    const plan = fc.array(fc.record({ ids: fc.integer({ min: 1, max: 3 }), length: fc.integer({ min: 1, max: 6 }), fails: fc.boolean() }), {
      minLength: 1,
      maxLength: 25,
    });
    fc.assert(
      fc.property(plan, (transactions) => {
        const { committed, handed } = simulate(transactions);
        expect(handed).toEqual([...committed].sort((a, b) => a - b));
      }),
      { numRuns: 300 },
    );
  });
});

// One transaction starts per tick and draws its ids at once; it commits or rolls back `length` ticks later.
function simulate(transactions: { ids: number; length: number; fails: boolean }[]) {
  const visible: number[] = [];
  const running = new Map<number, { ids: number[]; ends: number; fails: boolean }>();
  const handed: number[] = [];
  let state: TailState = start;
  let next = 1;
  for (let tick = 0; tick < transactions.length + 10; tick += 1) {
    const begun = transactions[tick];
    if (begun) {
      const ids = Array.from({ length: begun.ids }, () => next++);
      running.set(tick, { ids, ends: tick + begun.length, fails: begun.fails });
    }
    for (const [xid, transaction] of running) {
      if (transaction.ends > tick) continue;
      running.delete(xid);
      if (!transaction.fails) visible.push(...transaction.ids);
    }
    const xmax = BigInt(Math.min(tick + 1, transactions.length));
    const xmin = running.size > 0 ? BigInt(Math.min(...running.keys())) : xmax;
    const above = visible.filter((id) => BigInt(id) > state.cursor).sort((a, b) => a - b);
    const advanced = advance(state, rows(...above), { xmin, xmax });
    state = advanced.state;
    handed.push(...advanced.ready.map((row) => Number.parseInt(row.id, 10)));
  }
  return { committed: visible, handed };
}

describe('who hears what', () => {
  const event = {
    id: '7',
    stream: 'account:a',
    kind: 'rule.violation-detected',
    account_id: 'a',
    trader_id: 't',
    occurred_at: '2026-01-01T00:00:00Z',
    data: { x: '\n\n' },
  };
  const staff = { isStaff: true, hearsAll: false, accountIds: null, accountId: null };
  const trader = { isStaff: false, hearsAll: false, accountIds: new Set(['a']), accountId: null };

  it('tells a trader of their own accounts only', () => {
    expect(mayHear(event, trader)).toBe(true);
    expect(mayHear({ ...event, account_id: 'b' }, trader)).toBe(false);
    expect(mayHear({ ...event, account_id: null }, trader)).toBe(false);
  });

  it('keeps what staff wrote among themselves from traders', () => {
    expect(mayHear({ ...event, kind: 'account.note-added' }, trader)).toBe(false);
    expect(mayHear({ ...event, kind: 'review.opened' }, trader)).toBe(false);
    expect(mayHear({ ...event, kind: 'account.note-added' }, staff)).toBe(true);
    expect(streamMessage(event, trader)).not.toContain('"data"');
  });

  it("keeps the firm's own affairs for those who audit it", () => {
    const affair = { ...event, stream: 'staff:firm', account_id: null, trader_id: null };
    expect(mayHear(affair, staff)).toBe(false);
    expect(mayHear(affair, { ...staff, hearsAll: true })).toBe(true);
  });

  it('narrows to the account asked for', () => {
    expect(mayHear(event, { ...staff, accountId: 'b' })).toBe(false);
  });

  it('writes a message no text inside can end early', () => {
    const message = streamMessage(event, staff);
    expect(message.split('\n\n')).toHaveLength(2);
    expect(message).toMatch(/^id: 7\nevent: violation\ndata: \{.*\}\n\n$/);
  });

  it('sorts kinds into four topics', () => {
    expect(['trade.recorded', 'review.opened', 'payout.requested', 'rule.violation-confirmed'].map(streamTopic)).toEqual([
      'account',
      'review',
      'payout',
      'violation',
    ]);
  });
});
