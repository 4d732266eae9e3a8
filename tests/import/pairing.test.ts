// Hedging and netting, reversals, positions that close each other, and where the cost of an opening goes.
import { expect, it } from 'vitest';
import { deals, problemsOf, readWell, tradesOf } from './read-file';

const DEPOSIT = '2026.03.01T22:00:00 1 - balance - - - - 0.00 0.00 0.00 100000.00';

it('turns a netting position round in one deal: a final slice, then a new leg under the same id', () => {
  const file = readWell(
    deals(
      DEPOSIT,
      '2026.03.02T10:00:00 2 EURUSD buy in 1.00 1.10000 11 -3.00 0.00 0.00 0.00',
      '2026.03.02T11:00:00 3 EURUSD sell in/out 1.50 1.10100 12 -4.50 0.00 0.00 100.00',
      '2026.03.02T12:00:00 4 EURUSD buy out 0.50 1.10000 13 -1.50 0.00 0.00 50.00',
    ),
  );
  const [first, second] = tradesOf(file);
  expect(first).toMatchObject({
    side: 'buy',
    volume: '1.00',
    position_id: '11',
    is_final_slice: true,
    commission_cents: -600,
    net_cents: 9400,
    booked_cents: 9700,
  });
  expect(second).toMatchObject({
    side: 'sell',
    volume: '0.50',
    position_id: '11',
    is_final_slice: true,
    commission_cents: -300,
    net_cents: 4700,
    booked_cents: 4850,
  });
  expect(second?.opened_at).toBe('2026-03-02T09:00:00.000Z');
  const costs = file.events.filter((event) => event.kind === 'balance' && event.operation === 'commission');
  expect(costs.map((event) => (event.kind === 'balance' ? [event.external_id, event.amount_cents] : []))).toEqual([
    ['2', -300],
    ['3', -150],
  ]);
});

it('averages a netting position that was enlarged, and cuts its entry costs by volume with the rest on the last slice', () => {
  const file = readWell(
    deals(
      DEPOSIT,
      '2026.03.02T10:00:00 2 EURUSD buy in 1.00 1.10000 11 -1.00 0.00 0.00 0.00',
      '2026.03.02T10:30:00 3 EURUSD buy in 2.00 1.10030 12 -1.00 0.00 0.00 0.00',
      '2026.03.02T11:00:00 4 EURUSD sell out 2.50 1.10100 13 0.00 0.00 0.00 200.00',
      '2026.03.02T12:00:00 5 EURUSD sell out 0.50 1.10100 14 0.00 0.00 0.00 40.00',
    ),
  );
  const trades = tradesOf(file);
  expect(trades.map((trade) => trade.open_price)).toEqual(['1.10020', '1.10020']);
  expect(trades.map((trade) => trade.commission_cents)).toEqual([-166, -34]);
  expect(trades.map((trade) => trade.open_deal_ids)).toEqual([
    ['2', '3'],
    ['2', '3'],
  ]);
  expect(file.events.find((event) => event.kind === 'position-changed')).toMatchObject({
    volume: '3.00',
    open_price: '1.10020',
    position_id: '11',
  });
});

it('closes the hedged position of exactly that volume before the older one', () => {
  const trades = tradesOf(
    readWell(
      deals(
        DEPOSIT,
        '2026.03.02T10:00:00 2 EURUSD buy in 1.00 1.10000 11 0.00 0.00 0.00 0.00',
        '2026.03.02T10:30:00 3 EURUSD buy in 0.30 1.10050 12 0.00 0.00 0.00 0.00',
        '2026.03.02T11:00:00 4 EURUSD sell out 0.30 1.10100 13 0.00 0.00 0.00 15.00',
        '2026.03.02T12:00:00 5 EURUSD sell out 1.00 1.10100 14 0.00 0.00 0.00 100.00',
      ),
    ),
  );
  expect(trades.map((trade) => trade.position_id)).toEqual(['12', '11']);
});

it('closes two hedged positions against each other', () => {
  const trades = tradesOf(
    readWell(
      deals(
        DEPOSIT,
        '2026.03.02T10:00:00 2 EURUSD buy in 1.00 1.10000 11 0.00 0.00 0.00 0.00',
        '2026.03.02T10:30:00 3 EURUSD sell in 1.00 1.10100 12 0.00 0.00 0.00 0.00',
        '2026.03.02T11:00:00 4 EURUSD sell out_by 1.00 1.10100 13 0.00 0.00 0.00 100.00'.replace('out_by', 'out/by'),
        '2026.03.02T11:00:00 5 EURUSD buy out/by 1.00 1.10100 13 0.00 0.00 0.00 0.00',
      ),
    ),
  );
  expect(trades.map((trade) => [trade.position_id, trade.side, trade.gross_cents])).toEqual([
    ['11', 'buy', 10000],
    ['12', 'sell', 0],
  ]);
});

it('keeps a fee of the opening apart from its commission', () => {
  const file = readWell(
    deals(
      DEPOSIT,
      '2026.03.02T10:00:00 2 XAUUSD buy in 0.10 2300.00 11 -0.35 -0.10 0.00 0.00',
      '2026.03.02T11:00:00 3 XAUUSD sell out 0.10 2301.00 12 -0.35 -0.20 -0.05 10.00',
    ),
  );
  expect(tradesOf(file)[0]).toMatchObject({ commission_cents: -70, fee_cents: -30, swap_cents: -5, net_cents: 895, booked_cents: 940 });
  expect(file.events.flatMap((event) => (event.kind === 'balance' ? [event.operation] : []))).toEqual(['deposit', 'commission', 'fee']);
});

it('keeps a closing whose opening is not in the file, with no opening time', () => {
  const file = readWell(deals('2026.03.02T11:00:00 3 XAUUSD sell out 0.10 2301.00 12 -0.35 0.00 0.00 10.00'));
  expect(tradesOf(file)[0]).toMatchObject({ opened_at: null, side: 'buy', is_final_slice: true });
  expect(file.notes[0]).toContain('deal 3');
});

it('never counts credit, bonus or correction as profit, nor credit as balance', () => {
  const file = readWell(
    deals(
      DEPOSIT,
      '2026.03.02T10:00:00 2 - credit - - - - 0.00 0.00 0.00 500.00',
      '2026.03.02T10:00:01 3 - correction - - - - 0.00 0.00 0.00 -12.00',
      '2026.03.02T10:00:02 4 - bonus - - - - 0.00 0.00 0.00 5.00',
    ),
  );
  const operations = file.events.flatMap((event) => (event.kind === 'balance' ? [[event.operation, event.affects_profit]] : []));
  expect(operations).toEqual([
    ['deposit', false],
    ['credit', false],
    ['correction', false],
    ['bonus', false],
  ]);
  expect(file.closing_cents).toBe(9999300);
});

it('says why a position was closed where the comment says it', () => {
  const text = deals(
    DEPOSIT,
    '2026.03.02T10:00:00 2 XAUUSD buy in 0.10 2300.00 11 0.00 0.00 0.00 0.00',
    '2026.03.02T11:00:00 3 XAUUSD sell out 0.10 2299.00 12 0.00 0.00 0.00 -10.00',
  );
  expect(tradesOf(readWell(text.replace('row 2', '[sl 2299.00]')))[0]?.close_reason).toBe('stop-loss');
});

it('refuses an opening that carries a profit', () => {
  expect(problemsOf(deals(DEPOSIT, '2026.03.02T10:00:00 2 XAUUSD buy in 0.10 2300.00 11 0.00 0.00 0.00 5.00'))[0]).toContain(
    'line 3: deal 2 opens a position',
  );
});
