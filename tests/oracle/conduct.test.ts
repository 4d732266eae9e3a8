// The judge of conduct and slow judges that share no code with it: over random trades, told when they open or only when they close, held
// over each other and over midnight, they have to name the same trades and the same days.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { close, market, opened, play, position, ruleSet, type Rules } from '../rules/account';
import { count, hold } from '../properties/replay';
import { dayOf, heldOver, machineDays, newsActs, outOfHours, revengeSteps, type OracleTrade } from './conduct-oracle';

const START = Date.parse('2026-01-12T00:00:00Z');
const UTC = { reset: { tz: 'UTC', time: '00:00' } };

/** Openings at even milliseconds and closes at odd ones, so that no two events of one instant have to be put in order. */
const tradesOf = (most: number, gaps: fc.Arbitrary<number>, holds: fc.Arbitrary<number>, least = 2): fc.Arbitrary<OracleTrade[]> =>
  fc
    .array(
      fc.record({
        gap: gaps,
        hold: holds,
        lots: fc.constantFrom(10, 20, 30, 100),
        net: fc.integer({ min: -300, max: 200 }),
        symbol: fc.constantFrom('EURUSD', 'XAUUSD'),
        side: fc.constantFrom('buy' as const, 'sell' as const),
        isTold: fc.boolean(),
      }),
      { minLength: least, maxLength: most },
    )
    .map((list) => {
      let at = START;
      return list.map(({ gap, hold: held, ...one }, index) => {
        at += gap * 2;
        return { ...one, id: `t${String(index).padStart(3, '0')}`, open: at, close: at + held * 2 + 1 };
      });
    })
    .filter((list) => new Set(list.flatMap((one) => [one.open, one.close])).size === list.length * 2);

const text = (at: number) => new Date(at).toISOString();
function eventsOf(trades: readonly OracleTrade[], signature: object) {
  return trades.flatMap(({ id, open, close: shut, lots, net, symbol, side, isTold }) => {
    const volume = (lots / 100).toFixed(2);
    const told = opened(text(open), position(id, '0.00', volume, { symbol, side, ...signature }));
    const closed = close(text(shut), (net / 100).toFixed(2), { position: id, volume, openedAt: text(open), symbol, side, signature });
    return isTold ? [told, closed] : [closed];
  });
}
function found(rules: Rules, trades: readonly OracleTrade[], header = {}, signature: object = {}) {
  const { raised } = play(ruleSet(rules, { ...UTC, ...header }), eventsOf(trades, signature), { at: START - 1 }, market);
  const breaches = raised.filter(({ outcome }) => outcome === 'breach');
  return { breaches, subjects: breaches.map(({ subject }) => subject), isUnknown: raised.some(({ outcome }) => outcome === 'unknown') };
}
const second = 500;
const soon = fc.oneof(fc.integer({ min: 0, max: 400 * second }), fc.integer({ min: 1, max: 4 * 3600 * second }));
const any = fc.oneof(soon, fc.integer({ min: 1, max: 60 * second }), fc.integer({ min: 3600 * second, max: 20 * 3600 * second }));

it('revenge: a step is found wherever there is one, and nothing else is', () => {
  hold(
    'revenge against the oracle',
    100,
    [tradesOf(40, soon, any)],
    (seen, trades) => {
      const one = trades.map((trade) => ({ ...trade, symbol: 'EURUSD' }));
      const steps = revengeSteps(one, 15_000, 300_000);
      const { subjects, isUnknown } = found({ 'revenge-trading': [{}] }, one);
      for (const subject of subjects) expect(steps).toContain(subject);
      if (isUnknown) count(seen, 'not known');
      else expect(subjects.length > 0).toBe(steps.length > 0);
      if (subjects.length > 0) count(seen, 'found');
      else count(seen, 'none');
    },
    ['found', 'none'],
  );
});

it('revenge: what was closed too long ago to be remembered is not known, never no step', () => {
  // Held from a minute after a loss until so much was closed that nobody remembers the loss.
  const at = (minutes: number) => START + minutes * 60_000;
  const trade = (id: string, open: number, shut: number, lots: number, net: number): OracleTrade => {
    return { id, open: at(open), close: at(shut) + 1, lots, net, symbol: 'EURUSD', side: 'buy', isTold: false };
  };
  const others = Array.from({ length: 40 }, (_, index) => trade(`o${index}`, 100 + index * 10, 105 + index * 10, 10, 5));
  const trades = [trade('lost', 0, 10, 10, -50), trade('late', 11, 900, 100, 20), ...others];
  expect(revengeSteps(trades, 15_000, 300_000)).toEqual(['late']);
  expect(found({ 'revenge-trading': [{}] }, trades)).toMatchObject({ subjects: [], isUnknown: true });
});

it('news: every act around a release of its instrument, and no other', () => {
  const release = Date.parse('2026-01-13T13:30:00Z');
  const near = fc.oneof(any, fc.integer({ min: 12 * 3600 * second, max: 14 * 3600 * second }));
  hold(
    'news against the oracle',
    100,
    [tradesOf(24, near, near), fc.integer({ min: 0, max: 7200 }), fc.integer({ min: 0, max: 7200 })],
    (seen, trades, before_s, after_s) => {
      const rule = { before_s, after_s, instruments_by_event: { CPI: ['EURUSD'] } };
      const told = found({ 'news-window': [rule] }, trades, { phase: 'funded' }).subjects;
      const expected = newsActs(trades, [release], 'EURUSD', before_s * 1000, after_s * 1000);
      expect([...told].sort()).toEqual(expected.sort());
      count(seen, expected.length > 0 ? 'found' : 'none');
    },
    ['found', 'none'],
  );
});

it('hours: every act outside them, each trade once', () => {
  const clock = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  hold(
    'hours against the oracle',
    100,
    [tradesOf(24, any, any), fc.nat(1439), fc.nat(1439), fc.boolean()],
    (seen, trades, from, to, closesToo) => {
      if (from === to) return;
      const windows = [{ days: [1, 2, 3, 4, 5], from: clock(from), to: clock(to) }];
      const told = found({ 'trading-hours': [{ tz: 'UTC', windows, applies_to: closesToo ? 'open_and_close' : 'open' }] }, trades).subjects;
      const expected = outOfHours(trades, from, to, closesToo);
      expect([...told].sort()).toEqual(expected.sort());
      count(seen, expected.length > 0 ? 'found' : 'none');
    },
    ['found', 'none'],
  );
});

it('held over a weekend or a night: every trade open at the deadline or opened before the market opens again, once', () => {
  const long = fc.oneof(any, fc.integer({ min: 1, max: 70 * 3600 * second }));
  hold(
    'held over against the oracle',
    100,
    [tradesOf(20, long, long), fc.integer({ min: 0, max: 1439 }), fc.boolean()],
    (seen, trades, minute, isWeekend) => {
      const one = trades.map((trade) => ({ ...trade, symbol: trade.symbol === 'XAUUSD' ? 'BTCUSD' : 'EURUSD' }));
      const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
      const weekend = { tz: 'UTC', dow: 5, time, reopens: { dow: 7, time: '22:00', tz: 'UTC' } };
      const rules: Rules = isWeekend ? { 'weekend-holding': [weekend] } : { 'overnight-holding': [{ tz: 'UTC', time, days: [1, 3, 4] }] };
      const told = found(rules, one).subjects;
      const reopensAfter = isWeekend ? (2 * 1440 + 22 * 60 - minute) * 60_000 : 0;
      // Crypto is never asked to be flat.
      const bound = one.filter(({ symbol }) => symbol === 'EURUSD');
      const expected = heldOver(bound, isWeekend ? [5] : [1, 3, 4], minute, reopensAfter);
      expect([...told].sort()).toEqual(expected.sort());
      count(seen, expected.length > 0 ? 'found' : 'none');
    },
    ['found', 'none'],
  );
});

it('machines: the days whose openings look like a program, in whatever order they become known', () => {
  const brief = fc.oneof(fc.integer({ min: 0, max: 3 * second }), fc.integer({ min: 0, max: 3600 * second }), any);
  const quick = fc
    .integer({ min: 1, max: 20 })
    .chain((most) => tradesOf(30, fc.oneof(fc.integer({ min: 0, max: most * second }), soon), brief, 12));
  const paced = fc
    .tuple(fc.integer({ min: 20, max: 900 }), fc.integer({ min: 1, max: 200 }))
    .chain(([pace, wobble]) => tradesOf(30, fc.integer({ min: pace * second, max: pace * (second + wobble) }), brief, 18));
  hold(
    'machines against the oracle',
    100,
    [fc.oneof(quick, paced), fc.constantFrom(30, 40, 70)],
    (seen, trades, flag_at) => {
      const { breaches } = found({ 'ea-trading': [{ allowed: false, flag_at }] }, trades, {}, { magic: '0' });
      const days = [...new Set(breaches.map(({ breached_at }) => dayOf(breached_at)))];
      const expected = machineDays(trades, flag_at);
      expect(days.sort((a, b) => a - b)).toEqual(expected.sort((a, b) => a - b));
      count(seen, expected.length > 0 ? 'found' : 'none');
    },
    ['found', 'none'],
  );
});
