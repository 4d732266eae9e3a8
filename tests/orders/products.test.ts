// A product's form: amounts read exactly, and the first rules of a phase from the figures it is sold with.
import { describe, expect, test } from 'vitest';
import { codeOf, phaseDocument, phaseFigures } from '@/lib/challenges/phase-document';
import { productForm, sourceWarnings, wiringWarnings } from '@/lib/challenges/products';
import { compileRuleSet } from '@/lib/rules/rule-set';

const form = {
  title: 'Classic 100k',
  steps: '2',
  kind: 'classic',
  product_id: 'price_1',
  currency: 'usd',
  account_size: '100,000.00',
  price: '155',
  profit_split: '80.5',
  connection_id: '',
};

describe('the form of a product', () => {
  test('reads amounts in the currency’s own digits and the split in basis points', () => {
    expect(productForm.parse(form)).toMatchObject({
      currency: 'USD',
      account_size_cents: 10_000_000,
      price_cents: 15_500,
      profit_split_bps: 8_050,
      connection_id: null,
    });
    expect(productForm.parse({ ...form, currency: 'JPY', account_size: '1000000', price: '9900' })).toMatchObject({
      account_size_cents: 1_000_000,
      price_cents: 9_900,
    });
  });

  test.each([
    ['account_size', '0'],
    ['price', '-1'],
    ['price', 'cheap'],
    ['profit_split', '101'],
    ['steps', '4'],
    ['kind', 'golden'],
    ['currency', 'dollars'],
    ['title', ' x '],
  ])('%s %s is refused by name', (name, value) => {
    const read = productForm.safeParse({ ...form, [name]: value });
    expect(read.success ? null : read.error.issues[0]?.path).toEqual([name]);
  });
});

describe('the figures of a phase', () => {
  const figures = {
    target: '10',
    daily: '5',
    max: '10.5',
    drawdown: 'static',
    period: '30',
    min_days: '',
    pass_mode: 'review',
    tz: 'Europe/Prague',
  };
  const phase = {
    id: '',
    name: 'Phase 1',
    position: 1,
    is_live: false,
    challenge_title: 'Classic',
    currency: 'USD',
    account_size_cents: 10_000_000,
  };
  const rulesOf = (change: Record<string, string>, sold = phase) =>
    phaseDocument('classic-phase-1', phaseFigures.parse({ ...figures, ...change }), sold).rules;

  test('become rules that compile, each figure where it belongs', () => {
    const document = phaseDocument('classic-phase-1', phaseFigures.parse(figures), phase);
    expect(compileRuleSet(document)).toMatchObject({ ok: true });
    expect(document.rules).toMatchObject({
      'max-daily-loss': [{ limit: { pct: '0.05', of: 'initial' } }],
      'max-drawdown': [{ mode: 'static', amount: { pct: '0.105', of: 'initial' } }],
      'profit-target': [{ target_pct: '0.1' }],
      'max-period': [{ days: 30 }],
    });
    for (const drawdown of ['static', 'trailing_eod_balance', 'trailing_intraday_equity'])
      expect(compileRuleSet(phaseDocument('c', phaseFigures.parse({ ...figures, drawdown, min_days: '4' }), phase))).toMatchObject({
        ok: true,
      });
  });

  test('left empty leave their rules out: no time limit never expires', () => {
    expect(Object.keys(rulesOf({ period: '', daily: '', target: '' }) as object)).toEqual(['max-drawdown']);
    expect(Object.keys(rulesOf({}, { ...phase, is_live: true }) as object)).toEqual(['max-daily-loss', 'max-drawdown']);
  });

  test('of nothing are refused', () => {
    for (const change of [{ max: '' }, { max: '0' }, { daily: '0.0' }, { target: '-1' }, { period: '0' }]) {
      expect(phaseFigures.safeParse({ ...figures, ...change }).success).toBe(false);
    }
  });

  test('bear the product’s name', () => {
    expect(codeOf('GOAT — 100k, 2-step', 'Phase 1')).toBe('goat-100k-2-step-phase-1');
    expect(codeOf('…', '…')).toBe('rules');
  });
});

describe('what is wired wrong', () => {
  const product = { price_cents: 100 } as Parameters<typeof wiringWarnings>[0];
  const phase = (is_live: boolean) => ({ is_live }) as Parameters<typeof wiringWarnings>[1][number];

  test('is said before it costs a sale', () => {
    expect(wiringWarnings(product, [], 0)).toHaveLength(1);
    expect(wiringWarnings(product, [phase(false), phase(true)], 0)).toEqual([]);
    expect(wiringWarnings(product, [phase(false)], 0)).toEqual([expect.stringMatching(/no live phase/)]);
    expect(wiringWarnings(product, [phase(true)], 2)).toEqual([
      expect.stringMatching(/funded at once/),
      expect.stringMatching(/2 paid orders wait/),
    ]);
  });

  test('so is a source that was switched off', () => {
    const platform = (value: string, isOff: boolean) => ({ value, label: value, isOff });
    const both = [platform('a', true), platform('b', false)];
    expect(sourceWarnings({ connection_id: 'a' }, both)).toEqual([expect.stringMatching(/^Its source is a: no order/)]);
    expect(sourceWarnings({ connection_id: 'b' }, both)).toEqual([]);
    expect(sourceWarnings({ connection_id: null }, both)).toEqual([]);
    expect(sourceWarnings({ connection_id: null }, [platform('a', true)])).toHaveLength(1);
    expect(sourceWarnings({ connection_id: 'a' }, null)).toEqual([]);
  });
});
