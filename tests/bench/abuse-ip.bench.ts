// How many people with several names the search for shared access asks about, how many honest ones with them, and how long it takes. The
// table is kept beside this file, so that a change of the weights shows what it costs.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { measureAccess, type Measured } from '../ip/measure-access';
import { plantAccess } from '../ip/planted-access';
import { machine } from './bench-table';

/** Seeds the weights were not tuned on come last. */
const SEEDS = [1, 2, 3, 101, 102, 103, 104, 105];
const HONEST = 5_000;
const RINGS = 30;

function main(): void {
  const runs = SEEDS.map((seed) => {
    const book = plantAccess(seed, HONEST, RINGS);
    const started = performance.now();
    const measured = measureAccess(book);
    return { seed, measured, ms: Math.round(performance.now() - started) };
  });
  const total = (of: (run: (typeof runs)[number]) => number) => runs.reduce((sum, run) => sum + of(run), 0);
  const lines = [
    '# Shared access: planted among honest people',
    '',
    `Written by \`npm run bench -- abuse-ip\`. ${machine().join(': ')}. Each seed plants ${RINGS} of each kind among ${HONEST} honest people: families (2 % of them at`,
    'one machine), offices that stand on no list, cafes, carriers, VPNs, rented servers, lines that change hands, followers of one public signal.',
    'Seeds below 100 were looked at while the weights were chosen, the others were not.',
    '',
    '| Seed | Planted pairs | Asked about | Found | Honest people | Asked about | Share | Of them a family at one machine | Pairs listed | Silent pairs listed | Compared | Time |',
    '|---|---|---|---|---|---|---|---|---|---|---|---|',
    ...runs.map(({ seed, measured: m, ms }) =>
      row([
        seed,
        m.planted,
        m.found,
        share(m.found, m.planted),
        m.honest,
        m.honestAsked,
        share(m.honestAsked, m.honest),
        m.families,
        m.listed,
        `${m.silentListed} of ${m.silent}`,
        m.pairs,
        `${ms} ms`,
      ]),
    ),
    '',
    `Over all seeds ${share(
      total(({ measured }) => measured.found),
      total(({ measured }) => measured.planted),
    )} of the planted pairs and ${share(
      total(({ measured }) => measured.honestAsked),
      total(({ measured }) => measured.honest),
    )} of the honest people. A family at one machine cannot be told from one person by these means, so`,
    'somebody asks; nothing else follows by itself. Silent pairs are one person at one home with two machines who trades differently under each name: they look like a family, so they are listed and nobody is asked.',
    '',
    '| How they go about it | Found | Of |',
    '|---|---|---|',
    ...byKind(runs.map(({ measured }) => measured)),
    '',
  ];
  const text = lines.join('\n');
  writeFileSync(fileURLToPath(new URL('./abuse-ip-table.md', import.meta.url)), text);
  process.stdout.write(text);
}

function byKind(all: Measured[]): string[] {
  const sums = new Map<string, [number, number]>();
  for (const { byKind: kinds } of all) {
    for (const [how, [found, of]] of kinds) {
      const [f, o] = sums.get(how) ?? [0, 0];
      sums.set(how, [f + found, o + of]);
    }
  }
  return [...sums].map(([how, [found, of]]) => row([how, found, of]));
}

const row = (cells: (string | number)[]) => `| ${cells.join(' | ')} |`;
const share = (part: number, whole: number) => `${((100 * part) / whole).toFixed(2)} %`;

main();
