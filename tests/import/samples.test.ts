// The two sample exports give exactly the result their author wrote down, from either format and either encoding.
import { describe, expect, it } from 'vitest';
import { HTML, TEXT, read, readWell, sample, tradesOf } from './read-file';

describe.each([HTML, TEXT])('%s', (name) => {
  const file = readWell(sample(name));
  const trades = tradesOf(file);

  it('gives three closing slices with gross and net as written down', () => {
    expect(trades.map((trade) => trade.external_id)).toEqual(['502', '504', '505']);
    expect(trades.map((trade) => trade.gross_cents)).toEqual([10500, 500, 2500]);
    expect(trades.map((trade) => trade.net_cents)).toEqual([10430, 430, 2275]);
  });

  it('groups them in two positions', () => {
    expect(new Set(trades.map((trade) => trade.position_id)).size).toBe(2);
    expect(trades[1]?.position_id).toBe(trades[2]?.position_id);
    expect(trades.map((trade) => trade.is_final_slice)).toEqual([true, false, true]);
  });

  it('gives one deposit and one withdrawal, and the entry costs, as operations', () => {
    const operations = file.events.filter((event) => event.kind === 'balance');
    expect(operations.map((event) => [event.operation, event.amount_cents, event.affects_profit])).toEqual([
      ['deposit', 10000000, false],
      ['commission', -35, true],
      ['commission', -105, true],
      ['withdrawal', -13135, false],
    ]);
  });

  it('moves the balance by what was booked, to the cent', () => {
    const moved = file.events.reduce(
      (sum, event) => sum + (event.kind === 'trade' ? event.booked_cents : event.kind === 'balance' ? event.amount_cents : 0),
      0,
    );
    expect(moved).toBe(10000000);
    expect(file.closing_cents).toBe(10000000);
    expect(file.first_deposit_cents).toBe(10000000);
  });

  it('reads server time of Athens, in winter two hours ahead of UTC', () => {
    expect(trades[0]?.opened_at).toBe('2026-03-02T08:00:00.000Z');
    expect(trades[0]?.closed_at).toBe('2026-03-02T13:00:00.000Z');
  });

  it('keeps swap and commission apart', () => {
    expect(trades[2]).toMatchObject({
      commission_cents: -140,
      swap_cents: -85,
      fee_cents: 0,
      booked_cents: 2345,
      volume: '0.20',
      side: 'sell',
    });
  });
});

it('names the positions as the report does, and takes their stops', () => {
  const trades = tradesOf(readWell(sample(HTML)));
  expect(trades.map((trade) => trade.position_id)).toEqual(['301', '302', '302']);
  expect(trades.map((trade) => trade.stop_loss)).toEqual(['2310.00', '1.09000', '1.09000']);
  expect(trades.every((trade) => trade.take_profit === undefined)).toBe(true);
});

it('reads the report as MetaTrader writes it: UTF-16 with a byte order mark', () => {
  const bytes = new Uint8Array(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(sample(HTML), 'utf16le')]));
  expect(readWell(bytes).events).toEqual(readWell(sample(HTML)).events);
});

it('reads amounts grouped by spaces of any kind, and a table copied newest first', () => {
  const [heading, ...rows] = sample(TEXT).trimEnd().split('\n');
  const grouped = [heading, ...rows.reverse()]
    .join('\r\n')
    .replaceAll('100000.00', '100 000.00')
    .replaceAll('100104.30', '100\u00a0104.30');
  expect(readWell(grouped).events).toEqual(readWell(sample(TEXT)).events);
});

it('reads a table without its heading row by the order the terminal shows', () => {
  expect(readWell(sample(TEXT).split('\n').slice(1).join('\n')).events).toEqual(readWell(sample(TEXT)).events);
});

it('refuses a file that holds no deals', () => {
  expect(read('hello').ok).toBe(false);
});
