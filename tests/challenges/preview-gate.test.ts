// The proof that a preview came to its end: one person's, of one document.
import { beforeAll, expect, test } from 'vitest';
import { previewProof, provesPreview } from '@/lib/challenges/preview-gate';

const seen = { rule_set_id: 'r1', checksum: 'c1', staff_id: 's1' };
beforeAll(() => {
  process.env.CREDENTIALS_KEY = Buffer.alloc(32, 7).toString('base64');
});

test('a proof holds for the document and the person it was made for', () => {
  expect(provesPreview(previewProof(seen), seen)).toBe(true);
});

test.each([{ checksum: 'c2' }, { rule_set_id: 'r2' }, { staff_id: 's2' }])('it does not hold with %o', (other) => {
  expect(provesPreview(previewProof(seen), { ...seen, ...other })).toBe(false);
});

test('nothing, and a made-up text, prove nothing', () => {
  expect([provesPreview('', seen), provesPreview('x'.repeat(43), seen)]).toEqual([false, false]);
});
