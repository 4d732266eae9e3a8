// Which limiters a sign-in counts against: guessing is bounded, and its victim keeps their own door.
import { describe, expect, test } from 'vitest';
import { clientAddress, signInLimits } from '@/lib/staff/visitor';

describe('the address of a visitor', () => {
  test('is the entry our own proxy appended, not what the visitor wrote before it', () => {
    expect(clientAddress('1.1.1.1, 203.0.113.9', false)).toBe('203.0.113.9');
    expect(clientAddress('2001:db8::7', false)).toBe('2001:db8::7');
  });
  test('is unknown without a proxy, under the embedded stack, and when it is no address', () => {
    expect(clientAddress(null, false)).toBeNull();
    expect(clientAddress('203.0.113.9', true)).toBeNull();
    expect(clientAddress('unknown<script>', false)).toBeNull();
  });
  test.each([
    ['203.0.113.9:51234', '203.0.113.9'],
    ['1.1.1.1, 203.0.113.9:51234', '203.0.113.9'],
    ['[2001:db8::7]:443', '2001:db8::7'],
    ['[2001:db8::7]', '2001:db8::7'],
    ['::ffff:203.0.113.9', '::ffff:203.0.113.9'],
    ['203.0.113.999', null],
    ['203.0.113', null],
    ['1.2.3.4.5', null],
    ['2001:db8::7::1', null],
    ['fe80::1%eth0', null],
    ['abcdef', null],
    [':443', null],
    ['....', null],
  ])('%s is read as the database would read it', (forwarded, address) => {
    expect(clientAddress(forwarded, false)).toBe(address);
  });
});

describe('the limiters of a sign-in', () => {
  test('strangers from many addresses share one budget per account', () => {
    const one = signInLimits('a@b.test', { address: '203.0.113.1', device: null });
    const two = signInLimits('a@b.test', { address: '203.0.113.2', device: null });
    expect(one[1]).toBe(two[1]);
    expect(one[0]).not.toBe(two[0]);
  });
  test('the address is asked before the account, so that one that is refused uses up nobody’s tries', () => {
    expect(signInLimits('a@b.test', { address: '203.0.113.1', device: null })).toEqual([
      'sign-in:address:203.0.113.1',
      'sign-in:account:a@b.test',
    ]);
  });
  test('a device that signed in before has a budget of its own', () => {
    expect(signInLimits('a@b.test', { address: '203.0.113.1', device: 'd1' })).toEqual(['sign-in:device:d1']);
  });
});
