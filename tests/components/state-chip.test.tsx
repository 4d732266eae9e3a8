// @vitest-environment jsdom
// A state is shape and word and colour together, so that no one of them is needed to read it.
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { cn } from '@/components/ui/cn';
import { StateChip, StatusChip, type RiskState } from '@/components/ui/state-chip';

afterEach(cleanup);

const STATES: RiskState[] = ['safe', 'caution', 'critical', 'violated', 'unknown'];

test('every state has a shape and a word of its own', () => {
  const drawn = STATES.map((state) => render(<StateChip state={state} />).container);
  const shapes = drawn.map((chip) => chip.querySelector('svg')?.innerHTML);
  const words = drawn.map((chip) => chip.textContent);
  expect(new Set(shapes).size).toBe(5);
  expect(words).toEqual(['Safe', 'Caution', 'Critical', 'Violated', 'Unknown']);
});

test('unknown is dashed and never wears the ground of safe', () => {
  const chip = render(<StateChip state="unknown" />).container.firstElementChild;
  expect(chip?.className).toContain('border-dashed');
  expect(chip?.className).not.toContain('bg-safe');
});

test('only violated is filled, because it is final', () => {
  const filled = STATES.filter((state) => render(<StateChip state={state} />).container.innerHTML.includes('bg-violated-fill'));
  expect(filled).toEqual(['violated']);
});

test('a lifecycle status is a word without a colour of state', () => {
  render(<StatusChip status="blocked" />);
  expect(screen.getByText('Blocked').className).not.toMatch(/safe|caution|critical|violated/);
});

test('a type size survives beside a colour when classes are joined', () => {
  expect(cn('text-body', 'text-ink')).toBe('text-body text-ink');
  expect(cn('text-body', 'text-label')).toBe('text-label');
});
