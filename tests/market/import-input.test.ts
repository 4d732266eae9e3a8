// A pasted table becomes an import, or one sentence that points at the line in trouble.
import { describe, expect, it } from 'vitest';
import { readImport, type ImportForm } from '@/lib/market/import-input';

const NEWS = 'at,currency,impact,title,event\n2026-11-27T14:30:00+01:00,usd,High,"Prices, core",us_cpi\n';
const news = (text = NEWS, more: Partial<ImportForm> = {}) =>
  readImport({ kind: 'news', source: 'Desk', from: '2026-11-01', to: '2026-11-30', text, ...more });
const codeOf = (said: ReturnType<typeof readImport>) => (said.ok ? 'ok' : said.refusal.code);
const wordsOf = (said: ReturnType<typeof readImport>) => (said.ok ? '' : said.refusal.message);

describe('an import', () => {
  it('is read with its span, its instants in UTC and a key that outlives a new hour', () => {
    expect(news()).toEqual({
      ok: true,
      value: {
        kind: 'news',
        p: {
          source: 'desk',
          covers_from: '2026-11-01T00:00:00Z',
          covers_to: '2026-12-01T00:00:00Z',
          rows: [
            {
              at: '2026-11-27T13:30:00.000Z',
              currency: 'USD',
              impact: 'high',
              title: 'Prices, core',
              event: 'US_CPI',
              key: 'US_CPI USD 2026-11-27',
            },
          ],
        },
      },
    });
  });

  it.each([';', '\t'])('is read with %j between the cells, in any order of columns', (mark) => {
    const text = ['title', 'at', 'impact', 'currency'].join(mark) + '\r\n' + ['CPI', '2026-11-27T13:30:00Z', 'low', 'EUR'].join(mark);
    expect(news(text)).toMatchObject({ value: { p: { rows: [{ title: 'CPI', event: null, currency: 'EUR' }] } } });
  });

  it('reads rates without a span and holidays of a calendar', () => {
    const text = 'base,quote,rate,at\nUSD,JPY,150.25,2026-11-20T16:00:00Z';
    expect(readImport({ kind: 'rates', source: 'ecb', text })).toMatchObject({ value: { p: { rows: [{ rate: '150.25' }] } } });
    const days = readImport({
      kind: 'holidays',
      source: 'desk',
      calendar: 'us',
      from: '2026-11-01',
      to: '2026-12-31',
      text: 'day,closes_at\n2026-11-27,13:00',
    });
    expect(days).toMatchObject({ value: { p: { calendar: 'us', rows: [{ day: '2026-11-27', closes_at: '13:00' }] } } });
  });

  it('points at the line in trouble', () => {
    expect(wordsOf(news(NEWS + 'tomorrow,USD,high,CPI,'))).toBe('Line 3: at must be an instant with its zone, as 2026-11-27T13:30:00Z.');
    expect(wordsOf(news(NEWS + '2026-11-27T15:00:00Z,USD,high,Again,US_CPI'))).toBe('Line 3 says again what line 2 says.');
    expect(wordsOf(news(NEWS + '2026-12-01T15:00:00Z,USD,high,Later,'))).toBe('Line 3 lies outside the days you named.');
    expect(wordsOf(news('at,currency,impact,title\n"a\nb",USD,high,CPI\n'))).toMatch(/^Line 2: at/);
  });

  it.each([
    ['column-missing', { text: 'at,currency\n' }],
    ['column-unknown', { text: 'at,currency,impact,title,actual\n' }],
    ['column-unknown', { text: 'at,at,currency,impact,title\n' }],
    ['too-many-cells', { text: 'at,currency,impact,title\n1,2,3,4,5\n' }],
    ['empty', { text: ' \n' }],
    ['row-invalid', { text: 'at,currency,impact,title\n2026-02-30T10:00:00Z,USD,high,CPI' }],
    ['row-invalid', { text: 'at,currency,impact,title\n2026-11-20T10:00:00Z,USD,huge,CPI' }],
    ['span-missing', { to: '' }],
    ['span-missing', { from: '2026-12-01' }],
    ['invalid-input', { from: '2026-02-30' }],
    ['invalid-input', { source: 'the desk!' }],
  ] as [string, Partial<ImportForm>][])('is refused as %s', (code, more) => {
    expect(codeOf(news(NEWS, more))).toBe(code);
  });

  it.each(['0', '-1', '1e3', 'abc', ''])('refuses the rate %j', (text) => {
    expect(codeOf(readImport({ kind: 'rates', source: 'ecb', text: `base,quote,rate,at\nUSD,JPY,${text},2026-11-20T16:00:00Z` }))).toBe(
      'row-invalid',
    );
  });

  it('refuses holidays of no calendar', () => {
    const said = { kind: 'holidays', source: 'desk', from: '2026-11-01', to: '2026-12-31', text: 'day\n2026-11-27' } as const;
    expect([codeOf(readImport(said)), codeOf(readImport({ ...said, calendar: 'none' }))]).toEqual(['calendar-missing', 'calendar-missing']);
  });
});
