// What a deed on many comes to, in words: said before, and told afterwards.
import { describe, expect, test } from 'vitest';
import { driftText, prospectText, reasonOf, resultText, type DeedGroup, type Weighed } from '@/lib/accounts/bulk';

describe('in words', () => {
  const group = (code: string | null, count: number): DeedGroup => ({ code, count, logins: [] });
  const seen = (can: number, matching: number, ...groups: DeedGroup[]): Weighed => ({ can, matching, digest: '', groups });

  test('the dry run counts and says why not', () => {
    expect(prospectText('block', seen(41, 43, group(null, 41), group('is-passed', 2)))).toBe('41 of 43 can be blocked; 2 have passed.');
    expect(prospectText('block', seen(3, 3, group(null, 3)))).toBe('All 3 can be blocked.');
    expect(prospectText('unblock', seen(0, 1, group('is-active', 1)))).toBe('0 of 1 can be unblocked; 1 is active and not blocked.');
    expect(prospectText('resync', seen(0, 0))).toBe('No account matches.');
    expect(prospectText('confirm', seen(1, 2, group(null, 1), group('is-withdrawn', 1)))).toBe(
      '1 of 2 can be confirmed; 1 is withdrawn already.',
    );
    expect(resultText('withdraw', [group('done', 2)])).toBe('2 verdicts withdrawn.');
  });

  test('the result says done, left out and not reached', () => {
    expect(resultText('block', [group('done', 1), group('busy', 2), group(null, 3)])).toBe(
      '1 account blocked; 2 were being judged at that moment; 3 not reached yet.',
    );
  });

  test('a changed set is named in numbers, or as changed where the number is the same', () => {
    expect(driftText('block', 43, 45)).toBe('Matching changed from 43 to 45: look again. Nothing was done.');
    expect(driftText('block', 43, 43)).toMatch(/^The 43 accounts that match are not in the state/);
  });

  test('a reason is its kind and own words', () => {
    expect(reasonOf('Payment disputed', 'Order 12')).toBe('Payment disputed: Order 12');
    expect(reasonOf('Another reason', 'Order 12')).toBe('Order 12');
  });
});
