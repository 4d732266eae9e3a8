// Statements of each provider, read to the cent, and held against our payouts: whatever the two sums differ by is named, in every case.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cents } from '@/lib/money';
import { reconcile, summarise, unexplained, type LedgerLine, type StatementLine } from '@/lib/payouts/reconcile';
import { exactSum, instantOf, payoutIn } from '@/lib/payouts/statements/cells';
import { coverOf, parseStatement, type StatementProvider } from '@/lib/payouts/statements/parse';

const A = '0b7c1c1e-1111-4111-8111-111111111111';
const B = '0b7c1c1e-2222-4222-8222-222222222222';
const bytes = (text: string) => new TextEncoder().encode(text);
function read(provider: StatementProvider, text: string) {
  const made = parseStatement(provider, bytes(text));
  if (!made.ok) throw new Error(`${made.refusal.code}: ${made.refusal.message}`);
  return made.value;
}

test('Stripe’s export: transfers left, a reversal takes one back, and charges are about no payout', () => {
  const { lines, others } = read(
    'stripe',
    [
      'id,Type,Source,Amount,Fee,Net,Currency,Created (UTC),Description,Transfer Group',
      `txn_1,transfer,tr_1,"-1,250.00",0.00,"-1,250.00",usd,2026-11-03 01:13,,${A}`,
      'txn_2,charge,ch_1,30.00,1.17,28.83,usd,2026-11-03 21:56,Invoice,',
      `txn_3,transfer,tr_2,-80.10,0.25,-80.35,usd,2026-11-04 01:13,,${B}`,
      `txn_4,transfer_reversal,trr_2,80.10,0.00,80.10,usd,2026-11-05 01:13,REVERSAL,${B}`,
    ].join('\n'),
  );
  expect(lines).toMatchObject([
    {
      key: A,
      reference: 'tr_1',
      amount_cents: 125_000,
      currency: 'USD',
      state: 'left',
      fee_cents: 0,
      occurred_at: '2026-11-03T01:13:00.000Z',
    },
    { key: B, reference: 'tr_2', amount_cents: 8010, state: 'returned', fee_cents: 25 },
  ]);
  expect(others).toMatchObject([{ line: 3, words: expect.stringContaining('Invoice') }]);
});

test('Stripe’s itemised report names the same by other columns', () => {
  const head = 'balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,transfer_metadata[payout_id]';
  const { lines } = read('stripe', `${head}\ntxn_1,2026-11-03 10:00:00,eur,-12.50,0.00,-12.50,transfer,tr_1,${A}`);
  expect(lines).toMatchObject([{ key: A, reference: 'tr_1', amount_cents: 1250, currency: 'EUR', state: 'left' }]);
});

test('a bank’s statement: our remittance is found though the bank broke it, an income is nobody’s payout, a debit without a name is', () => {
  const rows = [
    'Date;Amount;Currency;Description;Reference',
    `03.11.2026;-1.250,00;USD;PAYOUT ${A.replaceAll('-', '').toUpperCase()};N1`,
    `2026-11-04;-99.10;USD;"Payout ${B.slice(0, 20)} ${B.slice(20)}";N2`,
    '2026-11-05;5000.00;USD;Funding;N3',
    '2026-11-06;-12.00;USD;Service charge;N4',
    `2026-11-07;40.00;USD;Payout ${B} part returned;N5`,
  ];
  const made = read('bank', rows.join('\r\n'));
  expect(made.lines).toMatchObject([
    { key: A, reference: 'N1', amount_cents: 125_000, state: 'left' },
    { key: B, reference: 'N2', amount_cents: 5910, state: 'left' },
    { key: 'N4', amount_cents: 1200, state: 'left' },
  ]);
  expect(made.others).toHaveLength(1);
  expect(coverOf(made)).toEqual({ from: '2026-11-03', until: '2026-11-07' });
});

test('debits and credits in two columns, and letters of older banks', () => {
  const text = `date,debit,credit,currency,remittance\n2026-11-04,10.00,,USD,"M\u00fcller Payout ${A}"`;
  const latin = Uint8Array.from([...text].map((sign) => sign.charCodeAt(0)));
  const made = parseStatement('bank', latin);
  expect(made).toMatchObject({ ok: true, value: { lines: [{ key: A, amount_cents: 1000, state: 'left', words: `Müller Payout ${A}` }] } });
});

test('NOWPayments and Rise: one row each with a status; a coin that we do not pay in is kept aside', () => {
  const now = read(
    'nowpayments',
    [
      'id,batch_withdrawal_id,currency,amount,status,unique_external_id,created_at,fee',
      `501,9,usdttrc20,1250.270000,FINISHED,payout:${A}:1,2026-11-03T10:00:00.000Z,1.20`,
      `502,9,usdttrc20,20,REJECTED,payout:${B}:1,2026-11-03T10:00:00.000Z,`,
      '503,9,btc,0.01,FINISHED,,2026-11-03T10:00:00.000Z,',
    ].join('\n'),
  );
  expect(now.lines).toMatchObject([
    { key: A, reference: '501', amount_cents: 125_027, currency: 'USD', state: 'paid', fee_cents: 120 },
    { key: B, state: 'failed' },
  ]);
  expect(now.others).toMatchObject([{ line: 4, words: '0.01 btc FINISHED' }]);
  const rise = read(
    'rise',
    `payout_id,id,amount,currency,status,date\n${A},pay_1,10.00,USD,Completed,2026-11-03\n${B},pay_2,20.00,USD,Returned,2026-11-03`,
  );
  expect(rise.lines).toMatchObject([
    { key: A, reference: 'pay_1', state: 'paid' },
    { key: B, state: 'returned' },
  ]);
});

test.each([
  ['column-missing', 'bank', 'date,amount\n2026-11-04,1.00'],
  ['line-unreadable', 'bank', 'date,amount,currency\n2026-11-04,1.005,USD'],
  ['line-unreadable', 'bank', 'date,amount,currency\n04/11/2026,1.00,USD'],
  ['line-unreadable', 'bank', 'date,amount,currency\n2026-11-04,=1+1,USD'],
  ['line-unreadable', 'rise', 'amount,currency,status\n1.00,USD,strange'],
  ['empty', 'bank', ''],
] as [string, StatementProvider, string][])('%s is refused, and by its line', (code, provider, text) => {
  expect(parseStatement(provider, bytes(text))).toMatchObject({ ok: false, refusal: { code } });
});

test('no more than a megabyte', () => {
  expect(parseStatement('bank', new Uint8Array(1_048_577))).toMatchObject({ ok: false, refusal: { code: 'too-large' } });
});

test('sums are read exactly or not at all', () => {
  const of = (text: string, currency = 'USD') => exactSum(text, currency);
  expect([of('1,250.00'), of('-824.08'), of('(824.08)'), of('1.250,00'), of('1250.270000'), of('1,250'), of('+7'), of('−7.10')]).toEqual([
    ...[125_000, -82_408, -82_408, 125_000, 125_027, 125_000, 700, -710],
  ]);
  expect([of('1.005'), of('1e3'), of(''), of('12,34,5'), of('NaN'), of('1.5', 'JPY')]).toEqual([null, null, null, null, null, null]);
  expect([of('1500', 'JPY'), instantOf('2026-02-30 10:00'), payoutIn('no id'), instantOf('2026-11-03T10:00:00+02:00')]).toEqual([
    ...[1500, null, null, '2026-11-03T08:00:00.000Z'],
  ]);
});

const currency = fc.constantFrom('USD', 'EUR');
const amount = fc.constantFrom(100, 101, 250, 99_999).map(cents);
const lines = fc.array(
  fc.record<StatementLine>({
    key: fc.constantFrom('k1', 'k2', 'k3', 'x'),
    reference: fc.constantFrom('r1', 'r2', 'r9', 'r10'),
    amount_cents: amount,
    currency,
    state: fc.constantFrom('left', 'sent', 'paid', 'failed', 'returned'),
    fee_cents: fc.constantFrom(0, 0, 7).map(cents),
  }),
  { maxLength: 8 },
);
test('a first line of commas alone is refused before a row is read under each of its names', () => {
  const wide = `date,amount,currency${','.repeat(100_000)}\n${'2026-11-18,-1.00,USD\n'.repeat(4_000)}`;
  expect(parseStatement('bank', bytes(wide))).toMatchObject({ ok: false, refusal: { code: 'too-long' } });
});

const STATES = ['requested', 'held', 'approved', 'sending', 'unknown', 'sent', 'paid', 'failed', 'returned', 'rejected', 'cancelled'];
const owns = fc.uniqueArray(
  fc.record<LedgerLine>({
    payout_id: fc.constantFrom('p1', 'p2', 'p3', 'p4'),
    key: fc.constant(''),
    reference: fc.constant(null),
    amount_cents: amount,
    currency,
    state: fc.constantFrom(...STATES),
  }),
  { selector: ({ payout_id }) => payout_id },
);
const withNames = owns.map((list) =>
  list.map((own) => ({
    ...own,
    key: own.payout_id.replace('p', 'k'),
    reference: own.payout_id === 'p1' ? null : own.payout_id.replace('p', 'r'),
  })),
);

test('whatever two books say, the differences named add up to what their sums differ by', () => {
  fc.assert(
    fc.property(lines, withNames, (theirs, ours) => {
      const differences = reconcile(theirs, ours);
      for (const summary of summarise(theirs, ours)) expect(unexplained(summary, differences)).toBe(0);
    }),
    { numRuns: 500 },
  );
});
