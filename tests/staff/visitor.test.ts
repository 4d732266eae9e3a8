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
});

describe('the limiters of a sign-in', () => {
  test('strangers from many addresses share one budget per account', () => {
    const one = signInLimits('a@b.test', { address: '203.0.113.1', device: null });
    const two = signInLimits('a@b.test', { address: '203.0.113.2', device: null });
    expect(one[0]).toBe(two[0]);
    expect(one[1]).not.toBe(two[1]);
  });
  test('a device that signed in before has a budget of its own', () => {
    expect(signInLimits('a@b.test', { address: '203.0.113.1', device: 'd1' })).toEqual(['sign-in:device:d1']);
  });
});
