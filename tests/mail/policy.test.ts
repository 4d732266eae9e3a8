// When letters that only help are written, in words, and what is read from a setting that somebody wrote badly.
import { expect, test } from 'vitest';
import { mailPolicy, policyWords } from '@/lib/mail/policy';

test('nothing published is as usual, and what cannot be read falls back alone', () => {
  expect(mailPolicy.parse({})).toEqual({ warn_from_bps: 9_000, inactivity_days: 5 });
  expect(mailPolicy.parse({ warn_from_bps: 'much', inactivity_days: 3 })).toEqual({ warn_from_bps: 9_000, inactivity_days: 3 });
  expect(mailPolicy.parse({ warn_from_bps: 10_000 })).toMatchObject({ warn_from_bps: 9_000 });
});

test('nought says that nobody is written to', () => {
  expect(policyWords({ warn_from_bps: 8_550, inactivity_days: 1 })).toBe(
    'Traders are warned of a floor from 85 % used on; they are reminded a day before inactivity ends an account.',
  );
  expect(policyWords({ warn_from_bps: 0, inactivity_days: 0 })).toBe('No trader is warned of a floor; nobody is reminded of inactivity.');
});
