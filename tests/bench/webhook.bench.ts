// Measures the way of a trade on this machine: `npm run bench`. Figures are printed, never asserted; ratios travel better than times.
import { ACCOUNT, batch, trade } from '../trades/wire-samples';
import { post } from '../flow/firm';
import { startBench, type BenchStack } from './bench-stack';
import { table } from './bench-table';
import { judgeNaively, NAIVE_STATEMENTS } from './naive-judge';

const SINGLES = 300;
const BATCH_EVENTS = 10_000;
const WARM_CALLS = 4;
/** What the record of 500 trades weighs on its way to the database. */
const RECORD_BYTES = 1_200_000;
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

interface Load {
  size: number;
  senders: number;
  /** First login: no two loads share an account. */
  from: number;
}

/** Every sender speaks for accounts of its own, one message after the other. */
async function batches(bench: BenchStack, { size, senders, from }: Load): Promise<{ rate: number; times: number[] }> {
  const lists = Array.from({ length: senders }, (_, one) => logins(Math.min(size, 50), from + one * 50));
  for (const login of lists.flat()) await bench.open(login);
  const calls = Math.ceil((size === 1 ? SINGLES : BATCH_EVENTS) / size / senders);
  const times: number[] = [];
  const send = async (accounts: string[], count: number, into: number[]) => {
    for (let call = 0; call < count; call += 1) {
      const events = Array.from({ length: size }, (_, i) => next(accounts[i % accounts.length] ?? ''));
      into.push(await timed(() => sendAll(bench, events)));
    }
  };
  await Promise.all(lists.map((accounts) => send(accounts, WARM_CALLS, [])));
  const spent = await timed(() => Promise.all(lists.map((accounts) => send(accounts, calls, times))));
  return { rate: ((calls * size * senders) / spent) * 1000, times };
}

/** As many bytes as a record has, sent to a function that does nothing with them. */
async function floorOfBytes(bench: BenchStack): Promise<number[]> {
  const p_slug = 'x'.repeat(RECORD_BYTES);
  const times: number[] = [];
  for (let i = 0; i < 20; i += 1) times.push(await timed(() => Promise.resolve(bench.service.rpc('load_connection', { p_slug }))));
  return times.slice(5);
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

const ms = (times: number[], share: number) => `${percentile(times, share).toFixed(1)} ms`;

async function main(): Promise<void> {
  const bench = await startBench();
  try {
    const single = await singles(bench);
    const loads: Load[] = [1, 50, 500, 500].map((size, place) => ({ size, senders: place === 3 ? 4 : 1, from: 2000 + place * 200 }));
    const perSecond: [string, string][] = [];
    for (const load of loads) {
      const { rate, times } = await batches(bench, load);
      const what = `${load.size} a call, ${load.senders === 1 ? 'one sender' : `${load.senders} senders at once`}`;
      perSecond.push([`events a second, ${what} (p50 / p99 of a call)`, `${rate.toFixed(0)} (${ms(times, 0.5)} / ${ms(times, 0.99)})`]);
    }
    const floor = await floorOfBytes(bench);
    const plain = await naive(bench);
    const ratio = (accounts: number) =>
      `${OUR_CALLS} : ${NAIVE_STATEMENTS * accounts}  (1 : ${((NAIVE_STATEMENTS * accounts) / OUR_CALLS).toFixed(1)})`;
    table([
      ['webhook, one trade, p50 / p99', `${ms(single, 0.5)} / ${ms(single, 0.99)}`],
      ...perSecond,
      [`the API alone, a call of ${RECORD_BYTES / 1e6} MB that does nothing, p50`, ms(floor, 0.5)],
      ['the naive way, one trade, p50 / p99 (no proof, no raw copy, no audit)', `${ms(plain, 0.5)} / ${ms(plain, 0.99)}`],
      ['database calls, ours to naive, 1 account', ratio(1)],
      ['database calls, ours to naive, 50 accounts', ratio(50)],
    ]);
  } finally {
    await bench.close();
  }
}

await main();
