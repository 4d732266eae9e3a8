// Measures the way of a trade on this machine: `npm run bench`. Figures are printed, never asserted; ratios travel better than times.
import { cpus, totalmem } from 'node:os';
import { ACCOUNT, batch, trade } from '../trades/wire-samples';
import { post } from '../flow/firm';
import { startBench, type BenchStack } from './bench-stack';
import { judgeNaively, NAIVE_STATEMENTS } from './naive-judge';

const SINGLES = 300;
const BATCH_EVENTS = 3_000;
/** load_connection, receive_inbox and record_assessment, however many accounts a message names. */
const OUR_CALLS = 3;

let clock = Date.parse('2026-11-01T00:00:00Z');
let ids = 0;
/** The next trade of a login, a second after the last one anywhere, so that everything comes in order. */
function next(login: string) {
  ids += 1;
  clock += 1000;
  const gross = ids % 2 === 0 ? '-20.00' : '21.00';
  return trade(String(ids), gross, new Date(clock).toISOString(), { account: { ...ACCOUNT, login } });
}

const logins = (n: number, from: number) => Array.from({ length: n }, (_, i) => String(from + i));

function percentile(times: number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

async function sendAll(bench: BenchStack, events: ReturnType<typeof next>[]): Promise<void> {
  const answer = await post(bench.base, events.length === 1 ? events[0] : batch(...events), {});
  const bad = answer.json.results?.filter((one) => one.outcome !== 'recorded') ?? [answer.text];
  if (answer.status !== 200 || bad.length > 0) throw new Error(`Not recorded: ${JSON.stringify(bad[0])}`);
}

async function singles(bench: BenchStack): Promise<number[]> {
  const accounts = logins(20, 1000);
  for (const login of accounts) await bench.open(login);
  for (const login of accounts) await sendAll(bench, [next(login)]);
  const times: number[] = [];
  for (let i = 0; i < SINGLES; i += 1) times.push(await timed(() => sendAll(bench, [next(accounts[i % accounts.length] ?? '')])));
  return times;
}

async function batches(bench: BenchStack, size: number, from: number): Promise<number> {
  const accounts = logins(Math.min(size, 50), from);
  for (const login of accounts) await bench.open(login);
  const total = size === 1 ? SINGLES : BATCH_EVENTS;
  let spent = 0;
  for (let sent = 0; sent < total; sent += size) {
    const events = Array.from({ length: size }, (_, i) => next(accounts[i % accounts.length] ?? ''));
    spent += await timed(() => sendAll(bench, events));
  }
  return (total / spent) * 1000;
}

async function naive(bench: BenchStack): Promise<number[]> {
  const login = '9000';
  const account = await bench.open(login);
  await bench.sql.query(
    'grant select, insert on public.trades to service_role; grant select on public.positions, public.daily_stats, public.rule_sets to service_role',
  );
  const times: number[] = [];
  for (let i = 0; i < SINGLES; i += 1) times.push(await timed(() => judgeNaively(bench.service, account, next(login).data)));
  return times;
}

function table(rows: [string, string][]): void {
  const width = Math.max(...rows.map(([name]) => name.length));
  for (const [name, value] of rows) process.stdout.write(`${name.padEnd(width)}  ${value}\n`);
}

async function main(): Promise<void> {
  const bench = await startBench();
  try {
    const single = await singles(bench);
    const perSecond: [string, string][] = [];
    for (const [place, size] of [1, 50, 500].entries()) {
      const rate = await batches(bench, size, 2000 + place * 100);
      perSecond.push([`events a second, batch of ${size}`, rate.toFixed(0)]);
    }
    const plain = await naive(bench);
    const machine = `${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.versions.node}`;
    const ratio = (accounts: number) =>
      `${OUR_CALLS} : ${NAIVE_STATEMENTS * accounts}  (1 : ${((NAIVE_STATEMENTS * accounts) / OUR_CALLS).toFixed(1)})`;
    table([
      ['machine', machine],
      ['webhook, one trade, p50', `${percentile(single, 0.5).toFixed(1)} ms`],
      ['webhook, one trade, p99', `${percentile(single, 0.99).toFixed(1)} ms`],
      ...perSecond,
      ['the naive way, one trade, p50 (no proof, no raw copy, no audit)', `${percentile(plain, 0.5).toFixed(1)} ms`],
      ['database calls, ours to naive, 1 account', ratio(1)],
      ['database calls, ours to naive, 50 accounts', ratio(50)],
    ]);
  } finally {
    await bench.close();
  }
}

await main();
