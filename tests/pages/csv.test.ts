// Exports that no spreadsheet can be tricked by, and that lose no cent.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sendSheet } from '@/app/(office)/accounts/export/send-export';
import { cell, textCell } from '@/lib/csv';
import { PRODUCTS, RUNS } from '@/lib/lists/sheets';

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

  it('of winners are figures once they can be measured; sums name their currency', () => {
    const share = { percent: 28.5714, wins: 3, needs: 3, allowed: 50, over: false };
    expect(cell(share, 'win-share', 2)).toBe('28.5714');
    expect(cell({ ...share, needs: 4 }, 'win-share', 2)).toBe('"not yet measurable"');
    const sums = [
      { currency: 'JPY', cents: 300 },
      { currency: 'USD', cents: 125_000 },
    ];
    expect([cell(sums, 'sums', 2), cell([], 'sums', 2), cell(null, 'sums', 2)]).toEqual([
      '"300 JPY, 1250.00 USD"',
      '"nothing"',
      '"not yours to see"',
    ]);
  });

  it('that nobody knows are empty, not zero', () => {
    expect(cell(null, 'money', 2)).toBe('');
  });
});

describe('the file of a page whose rows are no list', () => {
  const now = new Date('2026-02-01T10:00:00Z');

  it('holds every page of them under a head that says what it is and when, and no cent is lost', async () => {
    const pages = [
      [{ title: '=Classic', currency: 'USD', price_cents: 9_900, account_size_cents: '1000000', profit_split_bps: 8_000 }],
      [{ title: 'Yen', currency: 'JPY', price_cents: 9_900 }],
    ];
    const read = async (page: number) => pages[page - 1] ?? [];
    const answer = await sendSheet({ name: 'challenges', told: 'products, filter: none', columns: PRODUCTS, read }, now);
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="challenges-2026-02-01T100000Z.csv"');
    const lines = (await answer.text()).replace('\ufeff', '').split('\r\n');
    expect(lines.slice(0, 2)).toEqual(['"# products, filter: none"', '"# times in UTC; taken 2026-02-01T10:00:00.000Z"']);
    expect(lines[2]).toMatch(/^"product","product id"/);
    expect(lines[3]).toBe(`"'=Classic",,,,"USD",10000.00,99.00,80.00,,,,,,,`);
    expect(lines[4]).toMatch(/^"Yen",,,,"JPY",,9900,/);
    expect(lines).toHaveLength(6);
  });

  it('is an answer and no half file where the first page cannot be read', async () => {
    const read = async () => Promise.reject(new Error('batch_runs: gone'));
    await expect(sendSheet({ name: 'batches', told: 'runs', columns: RUNS, read }, now)).rejects.toThrow('gone');
  });
});
