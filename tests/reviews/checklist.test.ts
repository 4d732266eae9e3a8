// The evidence of a decision: unknown is never passed, a floor at its limit is said as the judge said it, and each kind asks what bears on it.
import { describe, expect, test } from 'vitest';
import type { RuleState } from '@/lib/rules/types';
import { checklist, type Check, type Grounds } from '@/lib/reviews/checklist';
import { placeInQueue, queueHref, readQueueAddress, refusedOfQueue } from '@/lib/reviews/address';
import { blockerWords, changeWords } from '@/lib/reviews/decision-words';

const standsInTheWay = (checks: Check[]): boolean => checks.some(({ state }) => state === 'failed');

const state = (more: Partial<RuleState>): RuleState =>
  ({
    rule: 'profit-target',
    instance: 0,
    consequence: 'payout_gate',
    outcome: 'met',
    status: 'safe',
    message: 'Met.',
    ...more,
  }) as RuleState;
const grounds = (more: Partial<Grounds> = {}): Grounds => ({
  kind: 'phase_pass',
  rule: '',
  status: 'active',
  states: [state({}), state({ rule: 'max-daily-loss', consequence: 'fail', outcome: 'pass', message: 'Holds.' })],
  verdicts: { standing: 0, inQuestion: 0 },
  doubts: [],
  otherReviews: [],
  kyc: 'approved',
  isTraderActive: true,
  ...more,
});
const found = (key: string, more: Partial<Grounds>) => checklist(grounds(more)).find((check) => check.key === key)?.state;

describe('a phase pass', () => {
  test('with everything in order has every check passed', () => {
    expect(checklist(grounds()).map((check) => check.state)).toEqual(Array.from({ length: 7 }, () => 'passed'));
    expect(standsInTheWay(checklist(grounds()))).toBe(false);
  });
  test.each([
    ['a gate not met', 'gate-profit-target-0', { states: [state({ outcome: 'not_met' })] }],
    ['a floor that is broken', 'floors', { states: [state({ consequence: 'fail', status: 'violated' })] }],
    ['a breach in question', 'verdicts', { verdicts: { standing: 0, inQuestion: 1 } }],
    ['another open question', 'reviews', { otherReviews: ['kyc'] }],
    ['a refused identity', 'kyc', { kyc: 'rejected' }],
    ['a disabled trader', 'trader', { isTraderActive: false }],
    ['an account that is blocked', 'status', { status: 'blocked' }],
  ] as [string, string, Partial<Grounds>][])('%s fails its check', (_name, key, more) => {
    expect(found(key, more)).toBe('failed');
    expect(standsInTheWay(checklist(grounds(more)))).toBe(true);
  });
  test.each([
    ['an account never judged', 'gates', { states: [] }],
    ['a gate without data', 'gate-profit-target-0', { states: [state({ outcome: 'no_data' as RuleState['outcome'] })] }],
    ['a floor nobody can say', 'floors', { states: [state({ consequence: 'fail', status: 'unknown' })] }],
    [
      'a pausing rule nobody can say',
      'unknown-max-daily-loss-0',
      { states: [state({ rule: 'max-daily-loss', consequence: 'pause', status: 'unknown' })] },
    ],
    [
      'a flag nobody can say',
      'unknown-news-window-0',
      { states: [state({ rule: 'news-window', consequence: 'flag', status: 'unknown' })] },
    ],
    ['a doubt on record', 'doubts', { doubts: ['news-window'] }],
    ['doubts that were not read', 'doubts', { doubts: null }],
    ['no floors at all', 'floors', { states: [state({})] }],
    ['verdicts that were not read', 'verdicts', { verdicts: null }],
    ['questions that were not read', 'reviews', { otherReviews: null }],
    ['an identity not asked yet', 'kyc', { kyc: 'none' }],
    ['an unknown trader', 'trader', { isTraderActive: null }],
  ] as [string, string, Partial<Grounds>][])('%s is unknown, not passed', (_name, key, more) => expect(found(key, more)).toBe('unknown'));
});

describe('the queue', () => {
  const ids = ['a', 'b', 'c'].map((id) => ({ id, mine: id !== 'a' }));
  test('opens the first one this person may decide, and goes on from there', () => {
    expect(placeInQueue(ids, null)).toEqual({ open: 'b', next: 'c', previous: 'a' });
    expect(placeInQueue(ids, 'c')).toEqual({ open: 'c', next: null, previous: 'b' });
    expect(placeInQueue(ids, 'gone')).toEqual({ open: 'gone', next: 'a', previous: null });
    expect(placeInQueue([], null)).toEqual({ open: null, next: null, previous: null });
  });
  test('has an address that can be sent, and ignores what is none', () => {
    const id = '00000000-0000-4000-8000-000000000001';
    const address = { kind: 'phase_pass' as const, review: id };
    expect(readQueueAddress(Object.fromEntries(new URL(`http://x${queueHref(address)}`).searchParams))).toEqual(address);
    const narrowed = { ...address, events: 'trade', due: 'overdue' as const };
    expect(readQueueAddress(Object.fromEntries(new URL(`http://x${queueHref(narrowed)}`).searchParams))).toEqual(narrowed);
    expect(readQueueAddress({ kind: 'nonsense', review: '../x', events: 'money' })).toStrictEqual({ kind: null, review: null });
    expect(refusedOfQueue({ kind: 'nonsense', due: 'soon' })).toEqual([
      'Kind: \u201cnonsense\u201d is no kind of review.',
      'Due: \u201csoon\u201d is not \u201coverdue\u201d.',
    ]);
    expect(refusedOfQueue({ kind: 'kyc', due: 'overdue', review: '../x' })).toEqual([]);
  });
});

describe('answers of the database in words', () => {
  test('name what stands in the way', () => {
    expect(blockerWords('account-is-blocked,gate-min-trading-days,review-open-verdict-changed')).toBe(
      'the account is blocked, min trading days is not met, a question about verdict changed is open',
    );
  });
  test('name who did what meanwhile', () => {
    const at = '2026-02-01T00:00:00Z';
    expect(changeWords('rejected', [{ kind: 'review.rejected', at, by: 'A. Osei', reason: 'Two people.' }])).toBe(
      'A. Osei rejected it: \u201cTwo people.\u201d.',
    );
    expect(changeWords('claimed', [])).toBe('Somebody else has claimed it.');
  });
});
