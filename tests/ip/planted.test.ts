// Among thousands of honest people, with their families, offices and carriers, those who are several names are asked about and few others are.
import { expect, test } from 'vitest';
import { measureAccess } from './measure-access';
import { plantAccess, RINGS } from './planted-access';

test.each([1, 2, 3])('of the planted pairs at least 95 % are asked about, of the honest fewer than 0.5 % (seed %i)', (seed) => {
  const { found, planted, honestAsked, honest, byKind, silent, silentListed } = measureAccess(plantAccess(seed, 5_000, 30));
  expect(byKind.size).toBe(Object.keys(RINGS).length);
  expect(found / planted).toBeGreaterThanOrEqual(0.95);
  expect(honestAsked / honest).toBeLessThan(0.005);
  expect(silentListed).toBe(silent);
});
