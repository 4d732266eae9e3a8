// What the properties once found, each kept as the smallest story that shows it.
import { describe, expect, it } from 'vitest';
import { judgeNow, type StandingAccount } from '@/lib/engine/judge-now';
import { openFacts } from '@/lib/rules/evolve';
import { compareKeys } from '@/lib/rules/order';
import { eventKey } from '@/lib/trades/event-key';
import { at, ruleSet } from '../rules/account';
import { Memory } from '../trades/account-memory';
import { reversal, snapshot, trade, type WireEvent } from '../trades/wire-samples';

const T = (time: string, day = '18') => `2026-11-${day}T${time}:00.000Z`;
const told = (...events: WireEvent[]) => {
  const memory = new Memory();
  const records = events.map((event) => memory.deliver(event).record);
  return { memory, last: records.at(-1) ?? null };
};
const balance = (memory: Memory) => memory.facts?.balance_cents;

describe('delivered in another order', () => {
  it('no deal is lost whose name lies beyond what one UTF-16 unit holds', () => {
    // Code points order the tilde before the face; UTF-16 units order it after.
    const [face, tilde] = [trade('\u{1F600}', '10.00', T('10:00')), trade('\uff5e', '20.00', T('10:00'))];
    expect(balance(told(tilde, face, trade('9', '1.00', T('10:01'))).memory)).toBe(10_003_100);
    expect(balance(told(face, tilde, trade('9', '1.00', T('10:01'))).memory)).toBe(10_003_100);
  });

  it('a cancellation that stands before its deal in the order takes it back when it comes', () => {
    const [deal, cancel] = [trade('1001', '-500.00', T('10:00')), reversal('1000', '1001', T('10:00'))];
    for (const order of [
      [deal, cancel],
      [cancel, deal],
    ]) {
      const { memory } = told(...order, trade('1002', '1.00', T('10:01')));
      expect(balance(memory)).toBe(10_000_100);
      expect(memory.facts?.reversed_ahead).toBeUndefined();
    }
  });

  it('events of several kinds may share an id and an instant and still have one order', () => {
    const at = T('10:00');
    const kinds = ['trade', 'position-opened', 'position-changed', 'reversal'] as const;
    const keys = kinds.map((kind) => eventKey({ kind, external_id: '7', occurred_at: at }));
    expect(new Set(keys).size).toBe(kinds.length);
    expect(keys.every((key) => compareKeys(key, eventKey({ kind: 'trade', external_id: '8', occurred_at: at })) < 0)).toBe(true);
  });

  it('the day of a breach at its reset stays marked when a late deal of that day is folded in', () => {
    // Closed profit lifts the next day's reference over what the open position is worth.
    const before = [trade('1', '3000.00', T('10:00', '16')), snapshot('s', { balance: '103000.00', equity: '97500.00' }, T('11:00', '16'))];
    const day = [trade('3', '1.00', T('12:00', '17'))];
    const { memory, last } = told(...before, ...day, trade('2', '2.00', T('09:00', '17')));
    expect([...memory.violations.values()].filter(({ outcome }) => outcome === 'breach')).toMatchObject([
      { breached_at: '2026-11-17T00:00:00Z' },
    ]);
    expect(last?.days.find(({ trading_day }) => trading_day === '2026-11-17')?.is_breached).toBe(true);
  });

  it('a verdict names its deal, and the share used at its moment, whatever came in the same message or late', () => {
    const [win, loss, rest] = [trade('1', '100.00', T('09:00')), trade('2', '-5200.00', T('10:00')), trade('3', '-300.00', T('11:00'))];
    const breach = (memory: Memory) => [...memory.violations.values()].find(({ outcome }) => outcome === 'breach');
    const late = new Memory();
    late.deliver(loss, rest);
    const { record } = late.deliver(win);
    const restated = record?.restated.find(({ outcome }) => outcome === 'breach');
    expect(restated).toMatchObject({ trade_ticket: '2', percentage_bps: 10_200 });
    const straight = told(win, loss, rest);
    expect(breach(straight.memory)).toMatchObject({ trade_ticket: '2', percentage_bps: 10_200 });
  });

  it('a doubt and a breach of one rule in one millisecond are two rows', () => {
    // The ledger and the broker disagree at first, so the deal leaves a doubt; the next report settles it and is a breach.
    const gapped = snapshot('s1', { balance: '99000.00', equity: '99000.00' }, T('09:00'));
    const deal = trade('1', '-4900.00', T('10:00'));
    const settled = snapshot('s2', { balance: '95100.00', equity: '94000.00' }, T('10:00'));
    const rows = [...told(gapped, deal, settled).memory.violations.values()].filter(({ outcome }) => outcome !== 'warn');
    const daily = rows
      .filter(({ rule }) => rule === 'max-daily-loss')
      .map(({ outcome, subject, breached_at }) => [outcome, subject, breached_at]);
    expect(daily).toEqual([
      ['unknown', 'unknown', '2026-11-18T10:00:00Z'],
      ['breach', '', '2026-11-18T10:00:00Z'],
    ]);
  });
});

describe('looked at between two events', () => {
  it('a deadline that has just passed is shown, and marks the day of the reset that finds it and no other', () => {
    const rules = ruleSet({ inactivity: [{ days: 3 }] });
    const facts = openFacts({ at: at('2026-11-16T10:00'), balance_cents: rules.header.initial_cents }, rules);
    const account = {
      facts,
      facts_version: 1,
      judged_day: '2026-11-16',
      rule_set_id: 'r',
      status: 'active',
      activated_at: T('10:00', '16'),
    };
    const found = (now: string) => {
      const loaded = { ...account, events: [], violations: [], trading_off_reason: null, trading_off_until: null };
      const { isBreached, standing, record } = judgeNow(loaded as unknown as StandingAccount, rules, at(now));
      return [isBreached, (record ?? standing)?.days.filter((day) => day.is_breached).map((day) => day.trading_day)];
    };
    // A deal later that day is the close the account was waiting for, and then nothing was ever broken.
    expect(found('2026-11-19T11:00')).toEqual([true, []]);
    expect(found('2026-11-20T11:00')).toEqual([true, ['2026-11-20']]);
  });
});
