// The form of a symbol: what nobody said stays unsaid, and every other name is one name.
import { describe, expect, it } from 'vitest';
import { readSymbol } from '@/lib/market/symbol-input';

const said = { symbol: 'MES', class: 'future', contract_size: '5', is_micro: 'on', aliases: 'MESZ6, MES.c\nMES.c', version: '3' };

describe('a symbol', () => {
  it('is read with its names one by one and nothing where nothing was said', () => {
    expect(readSymbol({ ...said, calendar: '', quote_currency: 'USD' })).toEqual({
      ok: true,
      value: {
        code: 'MES',
        class: 'future',
        contract_size: '5',
        value_per_unit: null,
        quote_currency: 'USD',
        is_micro: true,
        calendar: null,
        symbol_group: null,
        aliases: ['MESZ6', 'MES.c'],
        version: 3,
      },
    });
    expect(readSymbol({ symbol: 'X', class: 'forex' })).toMatchObject({ value: { is_micro: false, aliases: [], version: 0 } });
  });

  it.each([
    ['symbol', { symbol: 'no good' }],
    ['class', { class: 'rumour' }],
    ['contract_size', { contract_size: '0.0' }],
    ['contract_size', { contract_size: '1e5' }],
    ['quote_currency', { quote_currency: 'usd' }],
    ['calendar', { calendar: 'New York' }],
  ])('is refused at %s', (path, wrong) => {
    expect(readSymbol({ ...said, ...wrong })).toMatchObject({ ok: false, refusal: { code: 'invalid-input', path } });
  });
});
