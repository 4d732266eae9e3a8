// Tradovate's reports of fills, after their documented format: paired first in, first out, to the cent, under the same ids however the lines
// stand; a bad line named and nothing else lost.
import { describe, expect, it } from 'vitest';
import type { HistoryFile } from '@/lib/trades/sources/history-file';
import { sample } from './read-file';
import { future, moved, plainPrice, problems, read, SLICES, told, trades } from './read-platform';

const FILLS = sample('tradovate-fills.csv');
const EXECUTIONS = sample('ninjatrader-executions.csv');
const net = (file: HistoryFile): number => trades(file).reduce((sum, one) => sum + one.net_cents, 0);

describe('Tradovate Fills', () => {
  const file = read('tradovate', FILLS);

  it('become slices first in, first out, to the cent', () => {
    expect(told(file)).toEqual(SLICES);
    expect(net(file)).toBe(10_576);
    expect(moved(file)).toBe(10_576);
    expect(file.refused).toEqual([]);
  });

  it('carry the platform’s own instants, its trading day and the contract’s name', () => {
    expect(trades(file)[4]).toMatchObject({
      external_id: '68100:68110',
      opened_at: '2026-03-04T23:30:00.000Z',
      session_date: '2026-03-05',
      broker_symbol: 'MNQH6',
      volume_unit: 'contract',
      contract_size: '2',
      is_final_slice: false,
    });
  });

  it('book the charge of an opening when it was charged, and the slice without it', () => {
    const costs = file.events.flatMap((one) => (one.kind === 'balance' ? [[one.external_id, one.occurred_at, one.amount_cents]] : []));
    expect(costs).toContainEqual(['54321', '2026-03-04T14:03:11.412Z', -104]);
    expect(costs).toContainEqual(['67901', '2026-03-04T15:30:00.500Z', -52]);
    expect(trades(file)[0]).toMatchObject({ booked_cents: 4796, net_cents: 4692 });
  });

  it('tell what each opening fill opened as a position of its own, and a fill that turns round as the opening of what it leaves', () => {
    expect(trades(file).map((one) => [one.position_id, one.is_final_slice])).toEqual([
      ['54321', true],
      ['54340', true],
      ['67901', true],
      ['68001', true],
      ['68100', false],
      ['68100', true],
    ]);
    const openings = file.events.flatMap((one) =>
      one.kind === 'position-opened' ? [[one.position_id, one.side, one.volume, one.open_price]] : [],
    );
    expect(openings.slice(0, 3)).toEqual([
      ['54321', 'buy', '2', '21500.0'],
      ['54340', 'buy', '1', '21504.5'],
      ['67901', 'sell', '1', '21510.0'],
    ]);
  });

  it('give the same slices from any order of lines, and from two exports put together', () => {
    const [heading = '', ...lines] = FILLS.trimEnd().split('\r\n');
    expect(read('tradovate', [heading, ...lines.reverse()].join('\n')).events).toEqual(file.events);
    expect(read('tradovate', [heading, ...lines, ...lines].join('\n')).events).toEqual(file.events);
  });

  it('give the same slices from a file that begins later, at a time the account held nothing', () => {
    const lines = FILLS.trimEnd().split('\r\n');
    const later = read('tradovate', [lines[0], ...lines.slice(8)].join('\n'));
    expect(trades(later)).toEqual(trades(file).slice(4));
    expect(later.beginsFlat).toBe(true);
  });

  it('name a bad line, hold back what would be paired wrong without it, and lose nothing else', () => {
    const bad = FILLS.replace(
      '67901,67898,4399654,2026-03-04 15:30:00.500Z,2026-03-04,1,2,21510.0',
      '67901,67898,4399654,2026-03-04 15:30:00.500Z,2026-03-04,1,2,n/a',
    );
    const kept = read('tradovate', bad);
    expect(problems('tradovate', bad)).toEqual([
      'line 5: the price "n/a" is not a price',
      'MNQH6: 4 fills wait for the lines named above: without them it is not known what they close',
    ]);
    expect(told(kept)).toEqual([SLICES[0], SLICES[3]]);
    expect(read('tradovate', FILLS).events).toEqual(expect.arrayContaining(kept.events));
  });

  it.each([
    [',0,2,21500.0', ',7,2,21500.0', 'line 2: the side "7" is neither buy nor sell'],
    ['2026-03-04 14:03:11.412Z', '2026-02-30 14:03:11.412Z', 'line 2: the time "2026-02-30 14:03:11.412Z" is not a date and time'],
    [',0,2,21500.0', ',0,two,21500.0', 'line 2: the quantity "two" is not a quantity'],
    [
      'MNQ,Micro E-mini NASDAQ-100,1.04',
      'MNQ,Micro E-mini NASDAQ-100,-1.04',
      'line 2: the commission "-1.04" is not an amount of zero or more',
    ],
    ['54340,54337,4399654', '54321,54337,4399654', 'line 3: fill 54321 stands on line 2 already, and differs there'],
  ])('names what it cannot read: %j becomes %j', (good, bad, expected) => {
    expect(FILLS).toContain(good);
    expect(problems('tradovate', FILLS.replace(good, bad))[0]).toBe(expected);
  });

  it('pass over other accounts, and refuse a file that has none of ours', () => {
    const other = FILLS.replaceAll(',DEMO0000001, Sell,1,6050', ',DEMO0000002, Sell,1,6050').replaceAll(',1000001,68001', ',1000002,68001');
    expect(read('tradovate', other).notes).toEqual(['lines of other accounts were passed over: DEMO0000002 (1)']);
    const account = { platform: 'tradovate' as const, server: 'demo', login: 'X' };
    expect(problems('tradovate', FILLS, { account })).toEqual(['the file: it holds no fill of account X, only of DEMO0000001']);
    expect(read('tradovate', FILLS, { account: { ...account, login: '1000001' } }).events).toHaveLength(file.events.length);
  });

  it('wait for a contract whose worth nobody wrote down, and take the others', () => {
    const symbols = [future('MNQ', '2')];
    expect(problems('tradovate', FILLS, { symbols })[0]).toBe(
      'line 7: the contract ESH6 is not in the table of symbols: add ES under Rules, Market, with its value per unit',
    );
    expect(trades(read('tradovate', FILLS, { symbols }))).toHaveLength(5);
    expect(problems('tradovate', FILLS, { symbols: [...symbols, { ...future('ES', '50'), quote_currency: 'EUR' }] })[0]).toBe(
      'line 7: ES is quoted in EUR, but the account is kept in USD',
    );
  });

  it('are asked for by name where another report is given', () => {
    const orders = 'orderId,Account,Order ID,B/S,Contract,Status,Avg Fill Price\n';
    expect(problems('tradovate', orders)[0]).toContain('it has one line an order');
    expect(problems('tradovate', EXECUTIONS)[0]).toContain('no line of it names the columns that are needed');
  });
});

describe('Tradovate Performance', () => {
  const PAIRS = sample('tradovate-performance.csv');
  const told_by = { tz: 'America/New_York', per_contract: '0.52' };

  it('is the same slices under the same ids, with costs the importer names', () => {
    const file = read('tradovate', PAIRS, told_by);
    expect(told(file).map((row) => plainPrice(row).slice(0, 6))).toEqual(SLICES.map((row) => plainPrice(row).slice(0, 6)));
    expect(trades(file).map((one) => one.external_id)).toEqual(trades(read('tradovate', FILLS)).map((one) => one.external_id));
    expect(trades(file).map((one) => one.position_id)).toEqual(trades(read('tradovate', FILLS)).map((one) => one.position_id));
    expect(trades(file)[0]).toMatchObject({
      commission_cents: -208,
      net_cents: 4692,
      booked_cents: 4692,
      closed_at: '2026-03-04T15:02:10.000Z',
    });
  });

  it('needs to be told what a contract costs, and does not believe a result its prices do not come to', () => {
    expect(problems('tradovate', PAIRS, { tz: 'America/New_York' })[0]).toContain(
      'say what a contract costs on each side with --per-contract',
    );
    const bad = PAIRS.replace('$(20.50)', '$20.50');
    expect(problems('tradovate', bad, told_by)).toEqual([
      'line 4: the result "$20.50" is not what the prices come to with 2 a point of MNQ',
    ]);
    expect(trades(read('tradovate', bad, told_by))).toHaveLength(5);
  });
});

describe('Tradovate Cash History', () => {
  const CASH = sample('tradovate-cash-history.csv');
  const zone = { tz: 'America/New_York' };
  const rows = (text: string) =>
    read('tradovate', text, zone).events.flatMap((one) =>
      one.kind === 'balance' ? [[one.operation, one.amount_cents, one.affects_profit, one.occurred_at]] : [],
    );

  it('brings what the fills leave out, and together they come to its balance', () => {
    expect(rows(CASH)).toEqual([
      ['deposit', 10_000_000, false, '2026-03-03T12:00:00.000Z'],
      ['fee', -138, true, '2026-03-04T16:00:00.000Z'],
      ['fee', -138, true, '2026-03-04T16:10:30.000Z'],
    ]);
    const file = read('tradovate', CASH, zone);
    expect(file.balance).toEqual({ opening_cents: 0, closing_cents: 10_010_300, first_deposit_cents: 10_000_000 });
    expect(moved(file) + moved(read('tradovate', FILLS))).toBe(file.balance?.closing_cents);
    expect(file.notes).toEqual(['16 lines are of fills: import the report "Fills" for them']);
  });

  it('is refused whole where a line is missing, and but for a line nobody can read', () => {
    const missing = CASH.split('\r\n').filter((_line, index) => index !== 5);
    expect(problems('tradovate', missing.join('\n'), zone)[0]).toMatch(
      /^line 6: the running balance says .*, but the lines up to here come to/,
    );
    const strange = CASH.replace(' Exchange Fee', ' Moon Fee');
    expect(problems('tradovate', strange, zone)).toEqual([expect.stringContaining('the type "Moon Fee" is not one we know')]);
    expect(rows(strange)).toHaveLength(2);
    expect(problems('tradovate', CASH)).toEqual(['the file: its times are of no zone that is known: say it with --tz']);
  });
});
