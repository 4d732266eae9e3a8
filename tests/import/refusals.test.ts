// A row that cannot be read, or a balance that does not add up, is named with its line, and nothing of the file is taken.
import { expect, it } from 'vitest';
import { HTML, TEXT, problemsOf, sample } from './read-file';

const text = sample(TEXT);

it('names the line whose running balance is not what the rows add up to', () => {
  expect(problemsOf(text.replace('100107.90', '100107.91'))).toEqual([
    'line 6: deal 504: the Balance column says 100107.91, but the rows up to here add up to 100107.90',
  ]);
});

it('notices an amount changed by one cent', () => {
  expect(problemsOf(text.replace('\t105.00\t', '\t105.01\t'))[0]).toMatch(/^line 4: deal 502/);
});

it('notices a row that was taken out', () => {
  expect(
    problemsOf(
      text
        .split('\n')
        .filter((line) => !line.includes('\t503\t'))
        .join('\n'),
    )[0],
  ).toMatch(/^line 5: deal 504/);
});

it('names the row of a report that is one long line', () => {
  expect(problemsOf(sample(HTML).replaceAll('100107.90', '100107.91'))).toEqual([
    'line 1 (Deals, row 5): deal 504: the Balance column says 100107.91, but the rows up to here add up to 100107.90',
  ]);
});

it.each([
  ['2026.03.02 15:00:00', '2026.02.30 15:00:00', 'line 4: the time "2026.02.30 15:00:00" is not a date and time'],
  ['\t502\t', '\tfive\t', 'line 4: the deal number "five" is not a number'],
  ['sell\tout\t0.10\t2331.00', 'sell\tsideways\t0.10\t2331.00', 'line 4: the direction "sideways" is not in, out, in/out or out by'],
  ['sell\tout\t0.10\t2331.00', 'sell\tout\tmuch\t2331.00', 'line 4: the volume "much" is not a volume'],
  ['sell\tout\t0.10\t2331.00', 'sell\tout\t0.10\t2331,00', 'line 4: the price "2331,00" is not a price'],
  ['\t105.00\t', '\t105,00\t', 'line 4: the profit "105,00" is not an amount'],
  ['502\tXAUUSD\tsell', '502\tXAUUSD\tlent', 'line 4: the type "lent" is not one we know'],
  ['502\tXAUUSD\tsell', '501\tXAUUSD\tsell', 'line 4: deal 501 stands on line 3 already'],
])('names what it cannot read: %j becomes %j', (good, bad, expected) => {
  expect(text).toContain(good);
  expect(problemsOf(text.replace(good, bad))).toEqual([expected]);
});

it('names every unreadable row, not only the first', () => {
  expect(problemsOf(text.replace('105.00', 'x').replace('25.00', 'y'))).toHaveLength(2);
});

it('names an unreadable row of the Positions section', () => {
  expect(problemsOf(sample(HTML).replace('<td>2026.03.02 10:00:00</td><td>301</td>', '<td>yesterday</td><td>301</td>'))[0]).toContain(
    '(Positions, row 1)',
  );
});
