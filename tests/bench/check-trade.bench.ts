// Measures one trade through the engine, call by call, beside the naive way and the floor of the API under it. Printed, never asserted.
import { closePool } from '@/lib/db/pool';
import { RiskEngine } from '@/lib/risk-engine';
import { ACCOUNT, trade } from '../trades/wire-samples';
import { startBench, type BenchStack } from './bench-stack';
import { table } from './bench-table';
import { judgeNaively, NAIVE_STATEMENTS } from './naive-judge';

const CHECKS = 500;
/** Connections, plans and compiled code settle before anything is counted. */
const WARM = 60;
const ACCOUNTS = 20;
/** load_assessment, receive_inbox and record_assessment, which also tells what stands afterwards. */
const OUR_CALLS = 3;

function percentiles(times: number[]): string {
  const sorted = times.slice(WARM).sort((a, b) => a - b);
  const at = (share: number) => (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1);
  return `${at(0.5)} / ${at(0.99)} ms`;
}

async function measure(work: (i: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < WARM + CHECKS; i += 1) {
    const from = performance.now();
    await work(i);
    times.push(performance.now() - from);
  }
  return times;
}

async function checks(bench: BenchStack): Promise<number[]> {
  const engine = new RiskEngine(bench.service);
  const opened = [];
  for (let i = 0; i < ACCOUNTS; i += 1) opened.push(await bench.open(String(7_000 + i)));
  const found = await bench.sql.query<{ id: string; trader_id: string }>('select id, trader_id from public.accounts where id = any ($1)', [
    opened,
  ]);
  return measure((i) => {
    const account = found.rows[i % found.rows.length];
    const closed = Date.parse('2026-11-15T00:00:00Z') + i * 1_000;
    return engine.checkTrade({
      challenge_id: account?.id ?? '',
      user_id: account?.trader_id ?? '',
      ticket_number: String(i),
      symbol: 'EURUSD',
      type: 'buy',
      lots: 1,
      open_price: 1.085,
      close_price: 1.0862,
      open_time: new Date(closed - 600_000),
      close_time: new Date(closed),
      profit_loss: i % 2 === 0 ? -20 : 21,
    });
  });
}

async function naively(bench: BenchStack): Promise<number[]> {
  const account = await bench.open('9000');
  await bench.sql.query(
    'grant select, insert on public.trades to service_role; grant select on public.positions, public.daily_stats, public.rule_sets to service_role',
  );
  const from = Date.parse('2026-11-15T00:00:00Z');
  const next = (i: number) =>
    trade(String(i), '21.00', new Date(from + i * 1_000).toISOString(), { account: { ...ACCOUNT, login: '9000' } });
  return measure((i) => judgeNaively(bench.service, account, next(i).data));
}

async function main(): Promise<void> {
  const bench = await startBench();
  try {
    const ours = await checks(bench);
    const plain = await naively(bench);
    const floor = await measure(async () => bench.service.rpc('may_judge'));
    table([
      [`checkTrade, ${CHECKS} trades, p50 / p99 (${OUR_CALLS} calls: proven, stored raw, judged, audited)`, percentiles(ours)],
      [`the naive way, p50 / p99 (${NAIVE_STATEMENTS} calls: no proof, no raw copy, no lock, no audit)`, percentiles(plain)],
      ['one call that does nothing, p50 / p99', percentiles(floor)],
    ]);
  } finally {
    await closePool();
    await bench.close();
  }
}

await main();
