// Measures the batch on this machine: accounts a second, what a check costs, statements against the naive way, memory. Printed, never asserted.
import { BatchRiskProcessor } from '@/lib/batch-risk-processor';
import { closePool } from '@/lib/db/pool';
import type { BatchMetrics } from '@/lib/engine/batch-options';
import { runScaleTest } from '@/lib/engine/scale-scan';
import { RiskEngine } from '@/lib/risk-engine';
import { table } from './bench-table';
import { startBench, type BenchStack } from './bench-stack';
import { NAIVE_STATEMENTS } from './naive-judge';

const ACCOUNTS = 20_000;
const CHECKS = 300;
const NAIVE = 300;

function percentile(times: number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

async function checks(bench: BenchStack): Promise<number[]> {
  const engine = new RiskEngine(bench.service);
  const accounts = [];
  for (let i = 0; i < 20; i += 1) accounts.push(await bench.open(String(7_000 + i)));
  const { rows } = await bench.sql.query<{ id: string; trader_id: string }>(
    'select id, trader_id from public.accounts where id = any ($1)',
    [accounts],
  );
  const times: number[] = [];
  for (let i = 0; i < CHECKS + 20; i += 1) {
    const account = rows[i % rows.length];
    const close_time = new Date(Date.parse('2026-11-15T00:00:00Z') + i * 1_000);
    const open_time = new Date(close_time.getTime() - 600_000);
    const from = performance.now();
    await engine.checkTrade({
      challenge_id: account?.id ?? '',
      user_id: account?.trader_id ?? '',
      ticket_number: String(i),
      symbol: 'EURUSD',
      type: 'buy',
      lots: 1,
      open_price: 1.085,
      close_price: 1.0862,
      open_time,
      close_time,
      profit_loss: i % 2 === 0 ? -20 : 21,
    });
    if (i >= 20) times.push(performance.now() - from);
  }
  return times;
}

/** Per account: rules, trades, statistics, open trades, then a write. */
async function naively(bench: BenchStack): Promise<number> {
  await bench.sql.query(
    'grant select, update on public.account_facts to service_role; grant select on public.positions, public.daily_stats, public.rule_sets, public.trades to service_role',
  );
  const { data } = await bench.service.from('accounts').select('id, rule_set_id').limit(20);
  const accounts = data as { id: string; rule_set_id: string }[];
  const from = performance.now();
  for (let i = 0; i < NAIVE; i += 1) {
    const { id, rule_set_id } = accounts[i % accounts.length] ?? { id: '', rule_set_id: '' };
    await bench.service.from('rule_sets').select('rules').eq('id', rule_set_id);
    await bench.service.from('trades').select('net_profit_cents').eq('account_id', id);
    await bench.service.from('daily_stats').select('pnl_cents').eq('account_id', id);
    await bench.service.from('positions').select('floating_cents').eq('account_id', id);
    await bench.service.from('account_facts').update({ risk_state: 'safe' }).eq('account_id', id);
  }
  return (NAIVE / (performance.now() - from)) * 1000;
}

async function rate(batchSize: number, maxConcurrent: number, accounts: number, onJudged?: (ids: string[]) => Promise<void>) {
  const report = await runScaleTest({ accounts, batch: { batchSize, maxConcurrent }, ...(onJudged ? { onJudged } : {}) });
  if (report?.status !== 'PASS') throw new Error(`The load test did not pass: ${JSON.stringify(report).slice(0, 500)}`);
  return report;
}

async function main(): Promise<void> {
  const accounts = parseInt(process.argv[2] ?? `${ACCOUNTS}`, 10);
  const bench = await startBench();
  try {
    const times = await checks(bench);
    const naive = await naively(bench);
    await rate(100, 10, 200);
    const plain = await rate(100, 10, accounts);
    let later: BatchMetrics | undefined;
    const best = await rate(1_000, 4, accounts, async (ids) => {
      later = (await new BatchRiskProcessor(bench.service).processAccounts(ids)).metrics;
    });
    const ids = (await bench.sql.query<{ id: string }>('select id from public.accounts')).rows.map((row) => row.id);
    const again = await new BatchRiskProcessor(bench.service).processAccounts(ids);
    const ours = plain.metrics.statements / accounts;
    table([
      [`checkTrade, ${CHECKS} trades, p50 / p99`, `${percentile(times, 0.5).toFixed(1)} / ${percentile(times, 0.99).toFixed(1)} ms`],
      [
        `batch, ${accounts} accounts, default options`,
        `${plain.metrics.accountsPerSecond} accounts a second, ${plain.results.failure_count} unjudged`,
      ],
      [`batch, ${accounts} accounts, 1,000 a batch, 4 at once`, `${best.metrics.accountsPerSecond} accounts a second`],
      [`batch, the same ${accounts} accounts again at once, default options`, `${later?.accountsPerSecond} accounts a second`],
      ['batch, latency per account, average / p95', `${plain.metrics.averageLatencyMs} / ${plain.metrics.p95LatencyMs} ms`],
      ['process memory at its highest', `${plain.metrics.peakRssMb} MB`],
      [
        'statements per account, ours to naive',
        `${ours.toFixed(3)} : ${NAIVE_STATEMENTS} (${((1 - ours / NAIVE_STATEMENTS) * 100).toFixed(1)} % fewer)`,
      ],
      ['the naive way', `${naive.toFixed(0)} accounts a second (1 : ${(plain.metrics.accountsPerSecond / naive).toFixed(1)})`],
      ['a small firm again', `${again.successCount} of ${again.totalAccounts} judged`],
    ]);
  } finally {
    await closePool();
    await bench.close();
  }
}

await main();
