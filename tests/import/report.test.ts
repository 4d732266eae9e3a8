// A report in the full dress MetaTrader gives it: headings in bold, a section of orders between, totals under the deals, open positions and
// results after them, thousands grouped, and twin positions that only the Positions section can tell apart.
import { expect, it } from 'vitest';
import { problemsOf, readWell, tradesOf } from './read-file';

const cells = (tag: string, values: string[]): string => values.map((value) => `<${tag} nowrap><b>${value}</b></${tag}>`).join('');
const heading = (title: string): string => `<tr align="center"><th colspan="14" style="height: 25px"><div><b>${title}</b></div></th></tr>`;
const row = (...values: string[]): string => `<tr bgcolor="#FFFFFF" align="right">${cells('td', values)}</tr>`;
const HIDDEN = '<td class="hidden" colspan="8">layout</td>';

function position(...values: string[]): string {
  return `<tr align="right">${cells('td', values.slice(0, 10))}${HIDDEN}${cells('td', values.slice(10))}</tr>`;
}

const REPORT = [
  '<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd">',
  '<html><head><title>500123: Report</title><style type="text/css">.hidden { display: none; }</style></head><body><div align="center"><table cellspacing="1">',
  '<tr><th colspan="3">Name:</th><th colspan="10"><b>A. Trader</b></th></tr>',
  '<tr><th colspan="3">Account:</th><th colspan="10"><b>500123&nbsp;(USD, Example-Server, real, Hedge)</b></th></tr>',
  heading('Positions'),
  `<tr>${cells('td', ['Time', 'Position', 'Symbol', 'Type', 'Volume', 'Price', 'S / L', 'T / P', 'Time', 'Price', 'Commission', 'Swap', 'Profit'])}</tr>`,
  position(
    '2026.03.02 10:00:00',
    '901',
    'EURUSD',
    'buy',
    '1.00',
    '1.10000',
    '',
    '',
    '2026.03.02 12:00:00',
    '1.10100',
    '-7.00',
    '0.00',
    '100.00',
  ),
  position(
    '2026.03.02 10:00:00',
    '902',
    'EURUSD',
    'buy',
    '1.00',
    '1.10010',
    '1.09000',
    '',
    '2026.03.02 11:00:00',
    '1.10110',
    '-7.00',
    '0.00',
    '100.00',
  ),
  heading('Orders'),
  `<tr>${cells('td', ['Open Time', 'Order', 'Symbol', 'Type', 'Volume', 'Price', 'S / L', 'T / P', 'Time', 'State', 'Comment'])}</tr>`,
  row('2026.03.02 10:00:00', '901', 'EURUSD', 'buy', '1.00 / 1.00', 'market', '', '', '2026.03.02 10:00:00', 'filled', ''),
  heading('Deals'),
  `<tr>${cells('td', ['Time', 'Deal', 'Symbol', 'Type', 'Direction', 'Volume', 'Price', 'Order', 'Cost', 'Commission', 'Fee', 'Swap', 'Profit', 'Balance', 'Comment'])}</tr>`,
  row('2026.03.01 22:00:00', '1', '', 'balance', '', '', '', '', '', '0.00', '0.00', '0.00', '1 000 000.00', '1 000 000.00', 'D'),
  row(
    '2026.03.02 10:00:00',
    '2',
    'EURUSD',
    'buy',
    'in',
    '1.00',
    '1.10000',
    '901',
    '-2.00',
    '-3.50',
    '0.00',
    '0.00',
    '0.00',
    '999 996.50',
    '',
  ),
  row(
    '2026.03.02 10:00:00',
    '3',
    'EURUSD',
    'buy',
    'in',
    '1.00',
    '1.10010',
    '902',
    '-2.00',
    '-3.50',
    '0.00',
    '0.00',
    '0.00',
    '999 993.00',
    '',
  ),
  row(
    '2026.03.02 11:00:00',
    '4',
    'EURUSD',
    'sell',
    'out',
    '1.00',
    '1.10110',
    '903',
    '-2.00',
    '-3.50',
    '0.00',
    '0.00',
    '100.00',
    '1 000 089.50',
    '',
  ),
  row(
    '2026.03.02 12:00:00',
    '5',
    'EURUSD',
    'sell',
    'out',
    '1.00',
    '1.10100',
    '904',
    '-2.00',
    '-3.50',
    '0.00',
    '0.00',
    '100.00',
    '1 000 186.00',
    '[tp 1.10100]',
  ),
  '<tr align="right"><td nowrap colspan="8" style="height: 30px"></td><td></td><td><b>-14.00</b></td><td><b>0.00</b></td><td><b>0.00</b></td><td><b>1 000 200.00</b></td><td><b>1 000 186.00</b></td></tr>',
  '<tr><td colspan="14" style="height: 10px"></td></tr>',
  heading('Open Positions'),
  row('2026.03.02 13:00:00', '905', 'EURUSD', 'buy', '1.00', '1.10000'),
  '<tr><td colspan="3">Balance:</td><td colspan="2"><b>1 000 186.00</b></td><td>Free Margin:</td><td>1 000 186.00</td></tr>',
  heading('Results'),
  row('Total Net Profit:', '186.00'),
  '</table></div></body></html>',
].join('\r\n');

it('reads it, tells the twins apart, and takes nothing of the other sections', () => {
  const file = readWell(new Uint8Array(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(REPORT, 'utf16le')])));
  expect(file.header).toEqual({ login: '500123', currency: 'USD', server: 'Example-Server', mode: 'hedging' });
  expect(
    tradesOf(file).map((trade) => [trade.external_id, trade.position_id, trade.open_price, trade.stop_loss, trade.close_reason]),
  ).toEqual([
    ['4', '902', '1.10010', '1.09000', undefined],
    ['5', '901', '1.10000', undefined, 'take-profit'],
  ]);
  expect(file.closing_cents).toBe(100_018_600);
  expect(file.notes).toEqual([]);
});

it('names the very line of a deal whose time was lost', () => {
  expect(problemsOf(REPORT.replace('<b>2026.03.02 11:00:00</b></td><td nowrap><b>4</b>', '<b></b></td><td nowrap><b>4</b>'))).toEqual([
    'line 17 (Deals, row 4): the time "" is not a date and time',
  ]);
});
