// Reports of fills, each after its documented format: paired first in, first out, to the cent, under the same ids however the lines stand; a
// bad line named and nothing else lost.
import { describe, expect, it } from 'vitest';
import type { HistoryFile } from '@/lib/trades/sources/history-file';
import { sample } from './read-file';
import { future, problems, read, trades } from './read-platform';

const told = (file: HistoryFile) =>
  trades(file).map((one) => [
    one.symbol,
    one.side,
    one.volume,
    one.open_price,
    one.close_price,
    one.gross_cents,
    one.commission_cents,
    one.net_cents,
  ]);
const moved = (file: HistoryFile): number =>
  file.events.reduce((sum, one) => sum + (one.kind === 'trade' ? one.booked_cents : one.kind === 'balance' ? one.amount_cents : 0), 0);
const net = (file: HistoryFile): number => trades(file).reduce((sum, one) => sum + one.net_cents, 0);

const FILLS = sample('tradovate-fills.csv');
const EXECUTIONS = sample('ninjatrader-executions.csv');
const ORDERS = sample('rithmic-completed-orders.csv');
const CHICAGO = { tz: 'America/Chicago' };
/** First in, first out; 12.25 x 2 x 2.00 a point is 49.00; a commission of 1.00 for three is 0.33 and 0.67. */
const SLICES = [
  ['MNQ', 'buy', '2', '21500.0', '21512.25', 4900, -208, 4692],
  ['MNQ', 'buy', '1', '21504.5', '21510.0', 1100, -104, 996],
  ['MNQ', 'sell', '1', '21510.0', '21520.25', -2050, -104, -2154],
  ['ES', 'sell', '1', '6050.25', '6048.75', 7500, -258, 7242],
  ['MNQ', 'buy', '1', '21600.0', '21601.0', 200, -68, 132],
  ['MNQ', 'buy', '2', '21600.0', '21599.5', -200, -132, -332],
];
const plainPrice = (row: unknown[]) =>
  row.map((value, index) =>
    index === 3 || index === 4
      ? String(value)
          .replace(/(\.\d*?)0+$/, '$1')
          .replace(/\.$/, '')
      : value,
  );

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
      opened_at: '2026-11-18T23:30:00.000Z',
      session_date: '2026-11-19',
      broker_symbol: 'MNQZ6',
      volume_unit: 'contract',
      contract_size: '2',
      is_final_slice: false,
    });
  });

  it('book the charge of an opening when it was charged, and the slice without it', () => {
    const costs = file.events.flatMap((one) => (one.kind === 'balance' ? [[one.external_id, one.occurred_at, one.amount_cents]] : []));
    expect(costs).toContainEqual(['54321', '2026-11-18T14:03:11.412Z', -104]);
    expect(costs).toContainEqual(['67901', '2026-11-18T15:30:00.500Z', -52]);
    expect(trades(file)[0]).toMatchObject({ booked_cents: 4796, net_cents: 4692 });
  });

  it('tell one position from flat to flat, enlarged and turned round', () => {
    expect(trades(file).map((one) => [one.position_id, one.is_final_slice])).toEqual([
      ['54321', false],
      ['54321', true],
      ['67901', true],
      ['68001', true],
      ['68100', false],
      ['68100', true],
    ]);
    const openings = file.events.flatMap((one) =>
      one.kind === 'position-opened' || one.kind === 'position-changed' ? [[one.kind, one.position_id, one.volume, one.open_price]] : [],
    );
    expect(openings.slice(0, 3)).toEqual([
      ['position-opened', '54321', '2', '21500.0'],
      ['position-changed', '54321', '3', '21501.5'],
      ['position-opened', '67901', '1', '21510.0'],
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
      '67901,67898,4399654,2026-11-18 15:30:00.500Z,2026-11-18,1,2,21510.0',
      '67901,67898,4399654,2026-11-18 15:30:00.500Z,2026-11-18,1,2,n/a',
    );
    const kept = read('tradovate', bad);
    expect(problems('tradovate', bad)).toEqual([
      'line 5: the price "n/a" is not a price',
      'MNQZ6: 4 fills wait for the lines named above: without them it is not known what they close',
    ]);
    expect(told(kept)).toEqual([SLICES[0], SLICES[3]]);
    expect(read('tradovate', FILLS).events).toEqual(expect.arrayContaining(kept.events));
  });

  it.each([
    [',0,2,21500.0', ',7,2,21500.0', 'line 2: the side "7" is neither buy nor sell'],
    ['2026-11-18 14:03:11.412Z', '2026-02-30 14:03:11.412Z', 'line 2: the time "2026-02-30 14:03:11.412Z" is not a date and time'],
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
      'line 7: the contract ESZ6 is not in the table of symbols: add ES under Rules, Market, with its value per unit',
    );
    expect(trades(read('tradovate', FILLS, { symbols }))).toHaveLength(5);
    expect(problems('tradovate', FILLS, { symbols: [...symbols, { ...future('ES', '50'), quote_currency: 'EUR' }] })[0]).toBe(
      'line 7: ES is quoted in EUR, but the account is kept in USD',
    );
  });

  it('are asked for by name where another report is given', () => {
    expect(problems('tradovate', 'Account,Transaction ID,Timestamp,Date,Delta,Amount,Cash Change Type,Currency,Contract\n')[0]).toContain(
      'it is a report of Tradovate Cash History, and it moves money without saying at which prices: export the report "Fills" instead',
    );
    expect(problems('tradovate', EXECUTIONS)[0]).toContain('no line of it names the columns that are needed');
  });
});

describe('NinjaTrader Executions', () => {
  it('are the same slices, newest first, on the clock of whoever exported them', () => {
    const file = read('ninjatrader', EXECUTIONS, CHICAGO);
    expect(told(file).map(plainPrice)).toEqual(SLICES.map(plainPrice));
    expect(trades(file)[1]?.closed_at).toBe('2026-11-18T15:30:00.000Z');
    expect(moved(file)).toBe(10_576);
  });

  it('need a zone, and an order of dates where both could be meant', () => {
    expect(problems('ninjatrader', EXECUTIONS)).toEqual(['the file: its times are of no zone that is known: say it with --tz']);
    const bare = EXECUTIONS.replaceAll('11/18/2026', '11/8/2026').replace(
      /(\d+):(\d\d):(\d\d) (AM|PM)/g,
      (_all, hour, minute, second, half) => `${String(half === 'PM' && hour !== '12' ? +hour + 12 : hour)}:${minute}:${second}`,
    );
    expect(problems('ninjatrader', bare, CHICAGO)).toEqual([
      'the file: its dates could begin with the day or with the month: say which with --dates dmy or mdy',
    ]);
    expect(trades(read('ninjatrader', bare, { ...CHICAGO, dates: 'dmy' }))[0]?.opened_at).toBe('2026-08-11T13:03:11.000Z');
  });

  it('take semicolons and decimal commas, and two lines of one fill that turned a position round', () => {
    const semicolons = EXECUTIONS.replaceAll(',', ';').replaceAll('.', ',');
    expect(told(read('ninjatrader', semicolons, CHICAGO)).map(plainPrice)).toEqual(SLICES.map(plainPrice));
    const turned = EXECUTIONS.split('\r\n')
      .flatMap((line) =>
        line.includes('Exit,1 S')
          ? [
              line.replace(',Sell,2,', ',Sell,1,').replace('$1.04', '$0.52').replace('Exit,1 S', 'Entry,1 S'),
              line.replace(',Sell,2,', ',Sell,1,').replace('$1.04', '$0.52').replace('1 S', '-'),
            ]
          : [line],
      )
      .join('\r\n');
    expect(told(read('ninjatrader', turned, CHICAGO)).map(plainPrice)).toEqual(SLICES.map(plainPrice));
  });

  it('say themselves that something was opened before the file begins', () => {
    const lines = EXECUTIONS.trimEnd().split('\r\n');
    expect(problems('ninjatrader', [lines[0], ...lines.slice(1, 3)].join('\n'), CHICAGO)[0]).toMatch(
      /^line 3: fill \w+ closes what was opened before the file begins/,
    );
  });

  it('take what a contract costs from whoever imports them, where they do not say it', () => {
    const without = EXECUTIONS.replace('Commission', 'Comm');
    expect(problems('ninjatrader', without, CHICAGO)[0]).toContain('say what a contract costs on each side with --per-contract');
    expect(told(read('ninjatrader', without, { ...CHICAGO, per_contract: '0.52' }))[0]?.slice(5)).toEqual([4900, -208, 4692]);
  });

  it('are asked for where the grid of trades, or one without ids, is given', () => {
    expect(
      problems('ninjatrader', 'Trade number,Instrument,Account,Strategy,Market pos.,Qty,Entry price,Exit price,Profit\n', CHICAGO)[0],
    ).toContain('set Display to Executions');
    expect(problems('ninjatrader', 'Instrument,Action,Time,Price,E/X,Quantity\n', CHICAGO)[0]).toContain('show the columns ID');
  });
});

describe('Rithmic Completed Orders', () => {
  it('are the same slices, charged by the contract, on the clock of their heading', () => {
    const file = read('rithmic', ORDERS);
    expect(told(file).map((row) => plainPrice(row).slice(0, 6))).toEqual(SLICES.map((row) => plainPrice(row).slice(0, 6)));
    expect(told(file).map((row) => row[6])).toEqual([-208, -104, -104, -258, -104, -208]);
    expect(trades(file)[0]?.closed_at).toBe('2026-11-18T15:02:10.000Z');
  });

  it('ask for the zone where the letters of the heading stand for two', () => {
    expect(problems('rithmic', ORDERS.replaceAll('(EST)', '(CST)'))).toEqual([
      'the file: its times are of no zone that is known ("(CST)"): say it with --tz',
    ]);
    expect(trades(read('rithmic', ORDERS.replaceAll('(EST)', '(CST)'), CHICAGO))[0]?.closed_at).toBe('2026-11-18T16:02:10.000Z');
  });
});
