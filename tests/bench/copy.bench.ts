// Measures the search for accounts that trade as one: how it grows with the trades, and whom it finds among 5,000 honest accounts. Writes
// what it measured to abuse-table.md beside it. With --database it also reads the two million trades from Postgres.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findAlike } from '@/lib/abuse/copy-trading';
import { bookOf, drained } from '../abuse/crowd';
import { firm, type Firm } from '../abuse/planted';
import { machine, table } from './bench-table';
import { load, searchOfDatabase } from './copy-database';

const TRADES_EACH = 100;
/** Accounts grow along with the trades; accounts stay and trade more. */
const GROWING: [accounts: number, each: number][] = [2_450, 4_900, 9_800, 19_600].map((size) => [size, TRADES_EACH]);
const STAYING: [accounts: number, each: number][] = [6, 20, 47, TRADES_EACH].map((each) => [19_600, each]);
const HONEST = 5_000;
const SEEDS = [101, 102, 103];

const spent = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
const percent = (part: number, whole: number): string => `${whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 100} %`;
const seconds = (value: number): string => `${Math.round(value * 10) / 10} s`;

function timed([size, each]: [accounts: number, each: number]): [string, string] {
  const { accounts } = firm(7, size, each, 10);
  const from = spent();
  const book = bookOf(accounts);
  const gathered = spent();
  const { weighed, alike } = drained(findAlike(book));
  const took = spent() - from;
  const perMillion = Math.round((took / book.openings) * 1e7) / 10;
  return [
    `${book.openings.toLocaleString('en')} openings of ${accounts.length.toLocaleString('en')} accounts, load ${load()}`,
    `${seconds(took)} of processor time, ${perMillion} s per million (${seconds(gathered - from)} to put in columns); ${weighed.toLocaleString('en')} pairs weighed, ${alike.length} alike`,
  ];
}

interface Tally {
  found: number;
  planted: number;
}

function tallied({ accounts, planted, honest }: Firm, ways: Map<string, Tally>): { accused: number; honest: number; trades: number } {
  const { alike } = drained(findAlike(bookOf(accounts)));
  const pairs = new Set(alike.map(({ a, b }) => `${a}-${b}`));
  for (const { a, b, how } of planted) {
    const tally = ways.get(how) ?? { found: 0, planted: 0 };
    ways.set(how, { found: tally.found + (pairs.has(`${a}-${b}`) ? 1 : 0), planted: tally.planted + 1 });
  }
  const accused = new Set(alike.flatMap(({ a, b }) => [a, b]).filter((account) => account < honest));
  return { accused: accused.size, honest, trades: accounts.reduce((sum, opens) => sum + opens.length, 0) };
}

function quality(): [string, string][] {
  const ways = new Map<string, Tally>();
  const books = SEEDS.map((seed) => tallied(firm(seed, HONEST, 90, 20), ways));
  const sum = (of: (book: (typeof books)[number]) => number): number => books.reduce((total, book) => total + of(book), 0);
  const all = [...ways.values()].reduce((a, b) => ({ found: a.found + b.found, planted: a.planted + b.planted }));
  return [
    [
      'books',
      `${books.length} of ${HONEST.toLocaleString('en')} honest accounts, ${sum(({ trades }) => trades).toLocaleString('en')} trades in all`,
    ],
    ...[...ways].map(([how, { found, planted }]): [string, string] => [
      `planted: ${how}`,
      `${found} of ${planted} pairs found, ${percent(found, planted)}`,
    ]),
    ['planted in all', `${all.found} of ${all.planted} pairs found, ${percent(all.found, all.planted)}`],
    [
      'honest accounts told of',
      `${sum(({ accused }) => accused)} of ${sum(({ honest }) => honest)}, ${percent(
        sum(({ accused }) => accused),
        sum(({ honest }) => honest),
      )}`,
    ],
  ];
}

const rows: [string, string][] = [
  ...quality(),
  ['**accounts grow along**', ''],
  ...GROWING.map(timed),
  ['**accounts stay**', ''],
  ...STAYING.map(timed),
  ...(process.argv.includes('--database') ? await searchOfDatabase(19_600, TRADES_EACH) : []),
];
table(rows);
const lines = [machine(), ...rows].map(([name, value]) => `| ${name} | ${value} |`);
const head = `# Who trades as one: what the search finds and what it costs

Written by \`tests/bench/copy.bench.ts\` from books made by a seed. Honest accounts trade in sessions, at news, at the opening of bars and after public
signals that a few or many follow; planted ones copy at once, late, a part, by hand or in rings, or take the other side.

| What | Measured |
|---|---|
`;
writeFileSync(join(import.meta.dirname, 'abuse-table.md'), `${head}${lines.join('\n')}\n`);
