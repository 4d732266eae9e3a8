// Openings per trading day: the one after the last allowed, and the reset.
import { describe, expect, it } from 'vitest';
import { opened, play, position, ruleSet } from './account';

describe('max-trades-per-day', () => {
  it('flags the trade after the last allowed one, and starts again at the reset', () => {
    const rules = ruleSet({ 'max-trades-per-day': [{ max: 2 }] });
    const open = (when: string, id: string) => opened(when, position(id, '0.00'));
    const two = [open('2026-01-12T10:00', '1'), open('2026-01-12T10:01', '2')];
    expect(play(rules, [...two, open('2026-01-13T10:00', '3')]).raised).toEqual([]);
    expect(play(rules, [...two, open('2026-01-12T10:02', '3'), open('2026-01-12T10:03', '4')]).raised).toHaveLength(1);
  });
});
