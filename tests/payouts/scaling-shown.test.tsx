// What staff and the trader read of an account that may grow.
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Scaling } from '@/components/payouts/scaling';
import { check } from '@/lib/payouts/check';

test('the line says how far it is, and each condition what was measured', () => {
  const conditions = [check('too-few-months', false, '2', '4'), check('profit-too-small', true, '10.00 %', '10 %')];
  const text = '2 of 4 months; profit 10.00 % of 10 %; next size 125000.00 USD';
  const standing = { conditions, refusals: ['too-few-months'], next_cents: 12_500_000, text } as Parameters<typeof Scaling>[0]['standing'];
  const html = renderToStaticMarkup(<Scaling standing={standing} currency="USD" />);
  expect(html).toContain(`Scaling: ${text}.`);
  expect(html).toContain('Enough months have passed since it was funded');
  expect(html).toContain('2, at least 4');
  expect(html).not.toContain('Every condition is met');
  expect(renderToStaticMarkup(<Scaling standing={{ ...standing, refusals: [] }} currency="USD" />)).toContain('Every condition is met');
});
