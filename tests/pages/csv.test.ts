// Exports that no spreadsheet can be tricked by, and that lose no cent.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cell, textCell } from '@/lib/csv';

const HOSTILE = [
  '=1+1',
  '+1',
  '-1',
  '@x',
  '\t=1',
  '\r=1',
  ' =1',
  '\n=1',
  '\u00a0=1',
  '\uff1d1',
  '\u200b=1',
  '"=1',
  "'=1",
  '\u0000=1',
  '\ufeff=1',
  '\uff0b1',
];

describe('a text cell', () => {
  it.each(HOSTILE)('neutralises %j', (value) => {
    const inside = textCell(value).slice(1, -1).replaceAll('""', '"').trim();
    expect(inside).not.toMatch(/^[=+\-@\t\r\uff1d\uff0b]/u);
    expect(inside).toMatch(/^'/);
  });

  it('never starts a formula nor a new line, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (value) => {
        const written = textCell(value);
        const inside = written.slice(1, -1);
        expect(inside.replaceAll('""', '')).not.toContain('"');
        expect(inside).not.toMatch(/[\r\n]/);
        expect(inside.normalize('NFKC').trim()).not.toMatch(/^[=+\-@]/);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves an honest text as it is', () => {
    expect(textCell('EURUSD "spot", 2-step')).toBe('"EURUSD ""spot"", 2-step"');
  });
});

describe('figures', () => {
  it('are numbers, negative ones too', () => {
    expect(cell('-1230', 'money', 2)).toBe('-12.30');
    expect(cell(-5, 'money', 2)).toBe('-0.05');
    expect(cell('9007199254740993', 'money', 2)).toBe('90071992547409.93');
    expect(cell(1500, 'money', 0)).toBe('1500');
    expect(cell(9998, 'bps', 2)).toBe('99.98');
    expect(cell('-0.50', 'number', 2)).toBe('-0.50');
  });

  it('that are none are written as text', () => {
    expect(cell('=cmd', 'number', 2)).toBe(`"'=cmd"`);
    expect(cell('=cmd', 'money', 2)).toBe(`"'=cmd"`);
  });

  it('that nobody knows are empty, not zero', () => {
    expect(cell(null, 'money', 2)).toBe('');
  });
});
