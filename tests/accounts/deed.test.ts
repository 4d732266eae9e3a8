// Which deeds an account offers, and whether what is said about them beforehand names what the database will do.
import { describe, expect, test } from 'vitest';
import { DEEDS, deedsFor, mayDo, type DeedGrounds } from '@/lib/accounts/deed';
import { STATUSES, TRANSITIONS } from '@/lib/accounts/lifecycle';

const grounds = (more: Partial<DeedGrounds>): DeedGrounds => ({
  status: 'active',
  blockedFrom: null,
  isLive: false,
  next: { name: 'Phase 2', isLive: false },
  isContinued: false,
  openGates: [],
  canBePulled: false,
  staleSince: null,
  ...more,
});
const keys = (more: Partial<DeedGrounds>) => deedsFor(grounds(more)).map((deed) => deed.key);
const words = (key: string, more: Partial<DeedGrounds>) =>
  deedsFor(grounds(more))
    .find((deed) => deed.key === key)
    ?.consequences.join(' ') ?? '';

test('every deed that moves an account follows an edge that staff may take', () => {
  for (const status of STATUSES) {
    for (const deed of deedsFor(
      grounds({ status, isLive: status === 'live' || status === 'closed', blockedFrom: status === 'blocked' ? 'active' : null }),
    )) {
      if (deed.to === null) continue;
      const edge = TRANSITIONS.find((one) => one.from === status && one.to === deed.to && one.by === 'staff');
      expect({ status, to: deed.to, second: edge?.needsSecondPerson }).toEqual({ status, to: deed.to, second: deed.needsSecondPerson });
    }
  }
});

describe('what is offered', () => {
  test('by status', () => {
    expect(keys({})).toEqual(['pass', 'fail', 'block', 'close', 'resync']);
    expect(keys({ status: 'live', isLive: true })).toEqual(['block', 'close', 'resync']);
    expect(keys({ status: 'pending' })).toEqual([]);
    expect(keys({ status: 'failed' })).toEqual(['reinstate']);
  });
  test('to support only that the account is told again, to those who only look nothing', () => {
    expect(DEEDS.filter((key) => mayDo('support', key))).toEqual(['resync']);
    expect(DEEDS.filter((key) => mayDo('risk', key))).toEqual([...DEEDS]);
    for (const role of ['viewer', 'finance', 'config', 'auditor'] as const) expect(DEEDS.filter((key) => mayDo(role, key))).toEqual([]);
  });
  test('a blocked account goes back only to where it stood', () => {
    expect(deedsFor(grounds({ status: 'blocked', blockedFrom: 'active' })).find((deed) => deed.key === 'unblock')?.to).toBe('active');
    expect(deedsFor(grounds({ status: 'blocked', blockedFrom: 'live' })).filter((deed) => deed.key === 'unblock')).toHaveLength(1);
  });
  test('a closed account is reinstated only where it was live', () => {
    expect(keys({ status: 'closed', isLive: true })).toEqual(['reinstate']);
    expect(keys({ status: 'closed' })).toEqual([]);
  });
  test('the funded account is asked for once, and only where the next phase is live', () => {
    const live = { name: 'Funded', isLive: true };
    expect(keys({ status: 'passed', next: live })).toEqual(['upgrade']);
    expect(keys({ status: 'passed', next: live, isContinued: true })).toEqual([]);
    expect(keys({ status: 'passed' })).toEqual([]);
  });
});

describe('what is said beforehand', () => {
  test('a pass names the gates it overrides and what comes next', () => {
    expect(words('pass', { openGates: ['Trading days'] })).toContain('overridden by your name: Trading days');
    expect(words('pass', {})).toContain('Phase 2, is opened');
    expect(words('pass', { next: { name: 'Funded', isLive: true } })).toContain('Another person is asked');
    expect(words('pass', { next: null })).toContain('no phase after');
  });
  test('a reinstatement changes nothing until somebody else agrees', () => {
    expect(words('reinstate', { status: 'failed' })).toContain('another person decides');
  });
});
