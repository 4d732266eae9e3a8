// Two values are the same exactly when their canonical texts are.
import { expect, test } from 'vitest';
import { canonicalJson } from '@/lib/canonical-json';

test('the order of keys does not matter, the order of a list does', () => {
  expect(canonicalJson({ b: 1, a: { d: [2, 1], c: null } })).toBe('{"a":{"c":null,"d":[2,1]},"b":1}');
  expect(canonicalJson({ a: 1, b: 2 })).toBe(canonicalJson({ b: 2, a: 1 }));
  expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]));
});

test('a field that is undefined is a field that is not there, and null is one that is', () => {
  expect(canonicalJson({ a: undefined })).toBe(canonicalJson({}));
  expect(canonicalJson({ a: null })).not.toBe(canonicalJson({}));
});
