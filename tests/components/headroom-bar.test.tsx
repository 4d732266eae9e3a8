// @vitest-environment jsdom
// The house's mark says in words what it draws, and never prints a share as fuller than it is.
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { HeadroomBar } from '@/components/ui/headroom-bar';
import { rateText, shareText } from '@/components/ui/share-text';

afterEach(cleanup);

const used = (container: HTMLElement) => container.querySelector('[data-part="used"]')?.getAttribute('width');

describe('the sentence of the bar', () => {
  test('names the rule, the share, the money left and the state', () => {
    render(<HeadroomBar usedBps={8400} state="caution" label="Daily loss" left="$800.00" />);
    expect(screen.getByRole('img', { name: 'Daily loss: 84 % used, $800.00 left, caution' })).toBeTruthy();
  });

  test('an unknown share is said to be unknown and draws no level', () => {
    const { container } = render(<HeadroomBar usedBps={null} state="unknown" label="Daily loss" />);
    expect(screen.getByRole('img', { name: 'Daily loss: not known, unknown' })).toBeTruthy();
    expect(used(container)).toBeUndefined();
  });
});

describe('the level of the bar', () => {
  test('is the share of 96 pixels', () => {
    const { container } = render(<HeadroomBar usedBps={5000} state="safe" label="Daily loss" />);
    expect(used(container)).toBe('48');
  });

  test('stays inside the bar when more than everything is used, and when nothing is', () => {
    const over = render(<HeadroomBar usedBps={12_345} state="violated" label="Daily loss" />);
    expect(used(over.container)).toBe('96');
    const under = render(<HeadroomBar usedBps={-200} state="safe" label="Daily loss" />);
    expect(used(under.container)).toBe('0');
  });
});

describe('a share in percent', () => {
  test.each([
    [9998, '99.9\u00a0%'],
    [9999, '99.9\u00a0%'],
    [10_000, '100.0\u00a0%'],
    [0, '0.0\u00a0%'],
    [9, '0.0\u00a0%'],
    [10_430, '104.3\u00a0%'],
    [-125, '\u22121.2\u00a0%'],
    [-5, '0.0\u00a0%'],
  ])('%i basis points are truncated to %s', (bps, text) => {
    expect(shareText(bps)).toBe(text);
  });

  test.each([
    [1389, 10_000, '13.9\u00a0%'],
    [9996, 10_000, '99.9\u00a0%'],
    [1_999_999, 2_000_000, '99.9\u00a0%'],
    [4, 10_000, '<0.1\u00a0%'],
    [1, 1_000_000, '<0.1\u00a0%'],
    [0, 7, '0.0\u00a0%'],
    [7, 7, '100.0\u00a0%'],
    [2, 3, '66.7\u00a0%'],
    [1, 80, '1.2\u00a0%'],
    [3, 80, '3.8\u00a0%'],
  ])('%i of %i counted are %s', (count, of, text) => {
    expect(rateText(count, of)).toBe(text);
  });
});
