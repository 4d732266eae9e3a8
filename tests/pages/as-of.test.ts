// An account at a past instant: what came later has no say, and the last instant is the present.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LoadedAccount, StoredEvent } from '@/lib/accounts/loaded';
import { cents } from '@/lib/money';
import { compileRuleSet } from '@/lib/rules/rule-set';
import { orderKey } from '@/lib/rules/order';
import { asOf, readInstant } from '@/lib/stats/as-of';
import { ruleDocument } from '../db/stage';

const START = Date.UTC(2026, 1, 2);
const HOUR = 3_600_000;
const compiled = compileRuleSet(JSON.parse(ruleDocument(1)));
if (!compiled.ok) throw new Error(compiled.refusal.message);
const rules = compiled.value;

type Plan = { hour: number; profit: number }[];

function closed({ hour, profit }: Plan[number], place: number): StoredEvent {
  const at = START + hour * HOUR;
  const occurred_at = new Date(at).toISOString();
  const id = `t${place}`;
  const data = {
    ...{ kind: 'trade', external_id: id, occurred_at, opened_at: occurred_at, position_id: id, symbol: 'EURUSD', side: 'buy', volume: '1' },
    ...{
      volume_unit: 'lot',
      open_price: '1.1',
      close_price: '1.1',
      stop_loss: null,
      take_profit: null,
      gross_cents: profit,
      booked_cents: profit,
    },
    ...{ commission_cents: 0, swap_cents: 0, fee_cents: 0, net_cents: profit, is_final_slice: true, is_final: true },
  };
  return {
    kind: 'trade',
    external_id: id,
    order_key: orderKey(BigInt(at) * 1000n, 1, id),
    occurred_at,
    data,
    booked_cents: null,
    net_cents: null,
  };
}

function account(plan: Plan): LoadedAccount {
  const events = plan.map(closed).sort((a, b) => (a.order_key < b.order_key ? -1 : 1));
  return {
    ...{ account_id: 'a', platform: 'mt5', server: 'Demo', login: '1', connection_id: 'c', grace_seconds: 0, complete_through: null },
    ...{
      status: 'active',
      version: 1,
      rule_set_id: 'r',
      currency: 'USD',
      initial_balance_cents: cents(10_000_000),
      profit_split_bps: 8000,
    },
    ...{
      activated_at: new Date(START).toISOString(),
      trading_off_reason: null,
      trading_off_until: null,
      blocked_from: null,
      trader_id: 't',
    },
    ...{ facts: null, last_event_key: null, known: [], reversed: [], late: true, checkpoint: null, events, violations: [] },
  } as LoadedAccount;
}

const plans = fc.array(fc.record({ hour: fc.integer({ min: 1, max: 200 }), profit: fc.integer({ min: -300_000, max: 300_000 }) }), {
  maxLength: 8,
});

describe('an account as of an instant', () => {
  it('holds the money of what had been closed by then, and none of what came later', () => {
    fc.assert(
      fc.property(plans, fc.integer({ min: 0, max: 210 }), (plan, hour) => {
        const stood = asOf(account(plan), rules, START + hour * HOUR);
        const closedByThen = plan.filter((one) => one.hour <= hour);
        expect(stood?.events).toBe(closedByThen.length);
        expect(stood?.figures.balance_cents).toBe(10_000_000 + closedByThen.reduce((sum, one) => sum + one.profit, 0));
      }),
    );
  });

  it('counts what happened at that very instant', () => {
    const stood = (at: number) => asOf(account([{ hour: 5, profit: 700 }]), rules, START + at)?.events;
    expect([stood(5 * HOUR - 1), stood(5 * HOUR)]).toEqual([0, 1]);
  });

  it('is the same whether or not the future is known', () => {
    fc.assert(
      fc.property(plans, plans, fc.integer({ min: 0, max: 200 }), (plan, later, hour) => {
        const at = START + hour * HOUR;
        const known = plan.filter((one) => one.hour <= hour);
        const more = [...known, ...later.map((one) => ({ ...one, hour: one.hour + hour }))];
        const { next_at: _next, ...alone } = asOf(account(known), rules, at) ?? { next_at: null };
        const { next_at: _other, ...beside } = asOf(account(more), rules, at) ?? { next_at: null };
        expect(beside).toEqual(alone);
      }),
    );
  });

  it('carries out the resets that lie between the last event and the instant', () => {
    const plan = [{ hour: 2, profit: -200_000 }];
    const sameDay = asOf(account(plan), rules, START + 3 * HOUR);
    const nextDay = asOf(account(plan), rules, START + 30 * HOUR);
    expect(sameDay?.figures.day_start_balance_cents).toBe(10_000_000);
    expect(nextDay?.figures.day_start_balance_cents).toBe(9_800_000);
    expect(nextDay?.figures.trading_day).not.toBe(sameDay?.figures.trading_day);
  });

  it('steps from event to event, and knows where the account began', () => {
    const loaded = account([
      { hour: 2, profit: 1 },
      { hour: 5, profit: 1 },
    ]);
    const stood = asOf(loaded, rules, START + 3 * HOUR);
    expect([stood?.previous_at, stood?.next_at]).toEqual([START + 2 * HOUR, START + 5 * HOUR].map((at) => new Date(at).toISOString()));
    expect(asOf(loaded, rules, START - 1)).toBeNull();
  });
});

describe('the instant an address names', () => {
  const now = Date.UTC(2026, 10, 21);
  it('is read in UTC, with or without its zone', () => {
    expect(readInstant('2026-02-02T10:00', now)).toBe(Date.UTC(2026, 1, 2, 10));
    expect(readInstant('2026-02-02T10:00:05.250Z', now)).toBe(Date.UTC(2026, 1, 2, 10, 0, 5, 250));
  });
  it('is none where it is still to come, or no instant at all', () => {
    for (const text of ['', '2027-01-01T00:00:00Z', '2026-13-01T00:00', '2026-02-02', '2026-02-02T10:00+05:00'])
      expect(readInstant(text, now)).toBeNull();
  });
});
