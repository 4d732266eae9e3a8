// Measures the batch on this machine: accounts a second, what a check costs, statements against the naive way, memory. Printed, never asserted.
// The judging process is one of its own, as the worker is, so its memory is what judging takes and not what the database's APIs take.
import { BatchRiskProcessor } from '@/lib/batch-risk-processor';
import { closePool } from '@/lib/db/pool';
import { RiskEngine } from '@/lib/risk-engine';
import type { Judged, JudgePart, JudgeTask } from './bench-judge';
import { table } from './bench-table';
import { startBench, type BenchStack } from './bench-stack';
import { NAIVE_STATEMENTS } from './naive-judge';
import { endOwn, processorSeconds, startOwn } from './own-process';

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

type Spent = Record<'judge' | 'api' | 'database', number>;
type Measured = Judged & Record<'first' | 'second', Spent>;

/** In a fresh process, after a small run that warms it and the database. */
async function judged(bench: BenchStack, { accounts, batch, again }: JudgeTask): Promise<Measured> {
  const child = startOwn('bench-judge');
  const now = (): Spent => ({ judge: processorSeconds(child.pid ?? 0), ...bench.spent() });
  const at = new Map<JudgePart, Spent>();
  const run = (task: JudgeTask) =>
    new Promise<Judged>((done, fail) => {
      child.removeAllListeners();
      child.once('exit', () => fail(new Error('The judging process ended early.')));
      child.on('message', (told: { part?: JudgePart; judged?: Judged }) => {
        if (told.part) at.set(told.part, now());
        if (told.judged) done(told.judged);
      });
      child.send(task);
    });
  const { memory } = await run({ accounts: 200, batch, again: false });
  const found = await run({ accounts, batch, again });
  child.removeAllListeners();
  await endOwn(child);
  const between = (from: JudgePart, to: JudgePart): Spent => {
    const [a, b] = [at.get(from), at.get(to)];
    const each = (name: keyof Spent) => (((b?.[name] ?? 0) - (a?.[name] ?? 0)) * 1e6) / accounts;
    return { judge: each('judge'), api: each('api'), database: each('database') };
  };
  return {
    ...found,
    memory: { before: memory.before, peak: found.memory.peak },
    first: between('judging', 'judged'),
    second: between('again', 'judged-again'),
  };
}

const speed = ({ accountsPerSecond }: { accountsPerSecond: number }, { judge, api, database }: Spent) =>
  `${accountsPerSecond} accounts a second; of the processors ${judge.toFixed(0)} + ${api.toFixed(0)} + ${database.toFixed(0)} µs an account`;

async function main(): Promise<void> {
  const accounts = parseInt(process.argv[2] ?? `${ACCOUNTS}`, 10);
  const bench = await startBench();
  try {
    const times = await checks(bench);
    const naive = await naively(bench);
    const plain = await judged(bench, { accounts, batch: {}, again: true });
    const best = await judged(bench, { accounts, batch: { batchSize: 1_000, maxConcurrent: 4 }, again: true });
    const ids = (await bench.sql.query<{ id: string }>('select id from public.accounts')).rows.map((row) => row.id);
    const again = await new BatchRiskProcessor(bench.service).processAccounts(ids);
    const ours = plain.metrics.statements / accounts;
    table([
      [`checkTrade, ${CHECKS} trades, p50 / p99`, `${percentile(times, 0.5).toFixed(1)} / ${percentile(times, 0.99).toFixed(1)} ms`],
      ['batch: processor time is that of judging, of the APIs and of the database', ''],
      [`batch, ${accounts} accounts, default options, ${plain.unjudged} unjudged`, speed(plain.metrics, plain.first)],
      ['batch, the same again at once', plain.again ? speed(plain.again, plain.second) : ''],
      [`batch, ${accounts} accounts, 1,000 a batch, 4 at once, ${best.unjudged} unjudged`, speed(best.metrics, best.first)],
      ['batch, the same again at once', best.again ? speed(best.again, best.second) : ''],
      ['batch, latency per account, average / p95', `${plain.metrics.averageLatencyMs} / ${plain.metrics.p95LatencyMs} ms`],
      ['memory of the judging process, when it began / at its highest', `${plain.memory.before} / ${plain.memory.peak} MB`],
      ['the same with 1,000 a batch, 4 at once', `${best.memory.before} / ${best.memory.peak} MB`],
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
