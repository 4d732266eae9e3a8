// @vitest-environment jsdom
// What the drawer of a verdict says beside the figures: the rule in its own words, both judges, and whether the two agree.
import { cleanup, render } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { AsJudged } from '@/components/violations/as-judged';
import { rulesInWords } from '@/lib/challenges/rule-sentences';

afterEach(cleanup);

const [rule] = rulesInWords({
  reset: { tz: 'UTC', time: '00:00' },
  rules: { 'max-daily-loss': [{ limit: { pct: '0.05', of: 'initial' }, consequence: 'fail' }] },
});

test.each([
  ['same', 'Same'],
  ['differs', 'Differs: the figures'],
  ['gone', 'no such verdict'],
  ['unread', 'Could not be told again'],
] as const)('told again: %s', (told, words) => {
  const { container } = render(<AsJudged rule={rule ?? null} judgedBy="judge/1" toldBy="judge/2" told={told} />);
  expect(container.textContent).toContain('5');
  expect(container.textContent).toMatch(/judge\/1.*judge\/2/);
  expect(container.textContent).toContain(words);
});

test('a verdict from before its judge was kept says so, and a rule set that cannot be read is no blank', () => {
  const { container } = render(<AsJudged rule={null} judgedBy={null} toldBy="judge/2" told="same" />);
  expect(container.textContent).toContain('not kept at the time');
  expect(container.textContent).toContain('could not be read');
});
