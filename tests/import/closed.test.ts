// Reports of closed positions, each after its documented format, and what the command refuses before it reads any.
import { describe, expect, it } from 'vitest';
import { historyHeader, isFilePlatform, type FilePlatform } from '@/lib/trades/sources/file-readers';
import type { HistoryFile } from '@/lib/trades/sources/history-file';
import { readOptions } from '@/supabase/local/import/options';
import { sample } from './read-file';
import { config, problems, read, trades } from './read-platform';

/** Gross 48.00, -30.00 and 105.00 after costs; the first two are parts of one position. */
const CLOSED = [
  ['EURUSD', 'buy', 4800, -280, -55, 4465],
  ['EURUSD', 'buy', -3000, -420, -126, -3546],
  ['XAUUSD', 'sell', 10_500, -70, 0, 10_430],
];
const closed = (file: HistoryFile) =>
  trades(file).map((one) => [one.symbol, one.side, one.gross_cents, one.commission_cents, one.swap_cents, one.net_cents]);

describe.each<[FilePlatform, string, Parameters<typeof config>[1]]>([
  ['match-trader', 'match-trader-closed-positions.csv', { tz: 'UTC' }],
  ['match-trader', 'match-trader-closed-positions.json', {}],
  ['ctrader', 'ctrader-history.csv', {}],
  ['mt4', 'mt4-statement.html', { tz: 'Europe/Athens' }],
])('%s: %s', (platform, name, more) => {
  const text = sample(name);
  const file = read(platform, text, more);

  it('gives three slices of two positions, to the cent', () => {
    expect(closed(file)).toEqual(CLOSED);
    expect(new Set(trades(file).map((one) => one.position_id)).size).toBe(2);
    expect(trades(file)[1]?.position_id).toBe(trades(file)[0]?.position_id);
    expect(new Set(trades(file).map((one) => one.external_id)).size).toBe(3);
    expect(trades(file).map((one) => one.closed_at.slice(0, 19))).toEqual([
      '2026-03-04T14:40:00',
      '2026-03-05T14:00:00',
      '2026-03-05T16:20:30',
    ]);
    expect(trades(file).map((one) => one.opened_at?.slice(0, 19))).toEqual([
      '2026-03-04T14:03:11',
      '2026-03-04T14:03:11',
      '2026-03-05T15:10:00',
    ]);
  });

  it('names a bad line and loses nothing else', () => {
    const bad = text.replace('2320.5', name.endsWith('json') ? '"what"' : 'what');
    expect(problems(platform, bad, more)).toEqual([expect.stringMatching(/: the closing price "what0?" is not a price$/)]);
    expect(closed(read(platform, bad, more))).toEqual(CLOSED.slice(0, 2));
  });
});

describe('Match-Trader', () => {
  const payload = sample('match-trader-closed-positions.json');

  it('reads numbers and text alike, a stop of zero as none, and says which row is wrong', () => {
    const text = payload.replace('"volume":0.4', '"volume":"0.4"');
    expect(closed(read('match-trader', text))).toEqual(CLOSED);
    expect(trades(read('match-trader', text))[0]).toMatchObject({ external_id: 'W5893211:O9921733', take_profit: '1.0862' });
    expect(trades(read('match-trader', text))[0]).not.toHaveProperty('stop_loss');
    expect(problems('match-trader', payload.replace('"netProfit":44.65', '"netProfit":44.6'))).toEqual([
      'closedPositions[0]: the net profit "44.6" is not profit, commission and swap together',
    ]);
    expect(problems('match-trader', '{"positions":[]}')).toEqual(['the file: it has no list "closedPositions"']);
    expect(problems('match-trader', '{"closedPositions":[')[0]).toMatch(/^the file: it is not JSON/);
  });
});

describe('Match-Trader’s file', () => {
  const [heading = '', first = '', ...rest] = sample('match-trader-closed-positions.csv').split('\n');
  const zone = { tz: 'UTC' };

  it('tells parts apart that were closed in one second, and takes the same line once', () => {
    const twin = first.replace(',0.4,', ',0.2,').replace(',48.00,', ',24.00,');
    const ids = trades(read('match-trader', [heading, first, twin].join('\n'), zone)).map((one) => one.external_id);
    expect(ids).toEqual(['W5893211@2026-03-04T14:40:00.000Z', 'W5893211@2026-03-04T14:40:00.000Z#2']);
    expect(problems('match-trader', [heading, first, first, ...rest].join('\n'), zone)).toEqual([
      'line 3: W5893211@2026-03-04T14:40:00.000Z stands on line 2 already',
    ]);
  });
});

describe('cTrader', () => {
  const text = sample('ctrader-history.csv');

  it('tells where the running balance moved by itself', () => {
    expect(read('ctrader', text).notes).toEqual([]);
    expect(read('ctrader', text.replace('100 113.49', '95 113.49')).notes).toEqual([
      'before line 4 the balance moved by -5000.00 that no closed position explains: money in or out, or a line that is missing',
    ]);
  });

  it('refuses another currency, a unit that is no lot and a file with too few columns', () => {
    expect(problems('ctrader', text.replace('Net USD', 'Net EUR'))).toEqual([
      'the file: its amounts are in EUR, but the account is kept in USD',
    ]);
    expect(problems('ctrader', text.replace('0.40 Lots', '40 Oz'))).toEqual(['line 2: the volume "40 Oz" is not a number of lots']);
    expect(problems('ctrader', 'Symbol,Opening direction,Closing time (UTC+0),Net USD\n')[0]).toContain('it lacks a column');
  });
});

describe('MetaTrader 4', () => {
  const text = sample('mt4-statement.html');
  const zone = { tz: 'Europe/Athens' };

  it('takes deposit and withdrawal, proves the page’s own totals and leaves what was cancelled', () => {
    const file = read('mt4', text, zone);
    const operations = file.events.flatMap((one) => (one.kind === 'balance' ? [[one.operation, one.amount_cents, one.comment]] : []));
    expect(operations).toEqual([
      ['deposit', 10_000_000, 'Initial account balance'],
      ['withdrawal', -11_349, 'Payout'],
    ]);
    expect(file.balance).toEqual({ opening_cents: 0, closing_cents: 10_000_000, first_deposit_cents: 10_000_000 });
    expect(trades(file)[0]).toMatchObject({ close_reason: 'take-profit', symbol: 'EURUSD', position_id: '44469036' });
    expect(historyHeader('mt4', new TextEncoder().encode(text))).toMatchObject({ login: '431037290', currency: 'USD' });
  });

  it('refuses a page whose lines do not add up to its totals', () => {
    expect(problems('mt4', text.replace('<td>48.00</td>', '<td>48.01</td>'), zone)).toEqual([
      'the file: it says a closed profit of 113.49, but its lines add up to 113.50',
    ]);
    expect(problems('mt4', text)).toEqual(['the file: its times are of the trade server: say the zone with --tz']);
    expect(problems('mt4', 'hello', zone)[0]).toContain('it has no table of closed transactions');
  });
});

describe('the command', () => {
  const options =
    (...args: string[]) =>
    () =>
      readOptions([...args, '--account', '1', 'file.csv']);

  it('refuses a platform whose files nobody can read, naming those it can', () => {
    expect(isFilePlatform('dxtrade')).toBe(false);
    expect(options('--platform', 'dxtrade')).toThrow(
      'There is no reader for files of "dxtrade": --platform may be mt5, mt4, match-trader, ctrader, tradovate, ninjatrader, rithmic.',
    );
    expect(options('--platform', 'other')).toThrow('There is no reader for files of "other"');
    expect(options('--platform', 'tradovate')()).toMatchObject({ platform: 'tradovate', zone: null });
  });

  it('asks for a zone only where no file of the platform could say it, and for costs and dates it understands', () => {
    expect(options('--platform', 'mt4')).toThrow('--tz is missing');
    expect(options('--platform', 'rithmic', '--per-contract=-1')).toThrow('--per-contract must be an amount of zero or more');
    expect(options('--platform', 'rithmic', '--dates', 'ymd')).toThrow('--dates must be dmy or mdy');
  });
});
