// The grids of desktop programs, after their documented format: the same slices as the platform's own report, on a clock and in numbers that
// follow the settings of whoever exported them.
import { describe, expect, it } from 'vitest';
import { sample } from './read-file';
import { moved, plainPrice, problems, read, SLICES, told, trades } from './read-platform';

const EXECUTIONS = sample('ninjatrader-executions.csv');
const ORDERS = sample('rithmic-completed-orders.csv');
const CHICAGO = { tz: 'America/Chicago' };

describe('NinjaTrader Executions', () => {
  it('are the same slices, newest first, on the clock of whoever exported them', () => {
    const file = read('ninjatrader', EXECUTIONS, CHICAGO);
    expect(told(file).map(plainPrice)).toEqual(SLICES.map(plainPrice));
    expect(trades(file)[1]?.closed_at).toBe('2026-03-04T15:30:00.000Z');
    expect(moved(file)).toBe(10_576);
  });

  it('need a zone, and an order of dates where both could be meant', () => {
    expect(problems('ninjatrader', EXECUTIONS)).toEqual(['the file: its times are of no zone that is known: say it with --tz']);
    const bare = EXECUTIONS.replace(
      /(\d+):(\d\d):(\d\d) (AM|PM)/g,
      (_all, hour, minute, second, half) => `${String(half === 'PM' && hour !== '12' ? +hour + 12 : hour)}:${minute}:${second}`,
    );
    expect(problems('ninjatrader', bare, CHICAGO)).toEqual([
      'the file: its dates could begin with the day or with the month: say which with --dates dmy or mdy',
    ]);
    expect(trades(read('ninjatrader', bare, { ...CHICAGO, dates: 'dmy' }))[0]?.opened_at).toBe('2026-04-03T13:03:11.000Z');
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
    expect(trades(file)[0]?.closed_at).toBe('2026-03-04T15:02:10.000Z');
  });

  it('ask for the zone where the letters of the heading stand for two', () => {
    expect(problems('rithmic', ORDERS.replaceAll('(EST)', '(CST)'))).toEqual([
      'the file: its times are of no zone that is known ("(CST)"): say it with --tz',
    ]);
    expect(trades(read('rithmic', ORDERS.replaceAll('(EST)', '(CST)'), CHICAGO))[0]?.closed_at).toBe('2026-03-04T16:02:10.000Z');
  });
});
