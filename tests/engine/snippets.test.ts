// The calls that earlier documents promised, word for word: they are type-checked as they stand, under the names they import, and run.
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BatchRiskProcessor } from '@/lib/batch-risk-processor';
import { RiskEngine } from '@/lib/risk-engine';
import { projectRoot } from '@/supabase/local/settings';
import { startFlow, type Flow } from '../flow/flow-stack';

const CHECK = `import { RiskEngine } from '@/lib/risk-engine';
import { BatchRiskProcessor } from '@/lib/batch-risk-processor';
import { createClient } from '@/utils/supabase/server';

const supabase = await createClient();
const engine = new RiskEngine(supabase);
const result = await engine.checkTrade({
  challenge_id: 'uuid', user_id: 'uuid', ticket_number: '12345', symbol: 'EURUSD', type: 'buy', lots: 1.0,
  open_price: 1.0850, close_price: 1.0875, open_time: new Date(), close_time: new Date(), profit_loss: 250 });
`;
const BATCH = `const processor = new BatchRiskProcessor(supabase, { batchSize: 100, maxConcurrent: 10, timeoutMs: 30000, retryAttempts: 3 });
const r = await processor.processAccounts(challengeIds, { onProgress });
r.successCount; r.totalAccounts; r.metrics.accountsPerSecond; processor.getStats();
`;
/** What the page says of the shapes: a field that is missing or of another type does not compile. */
const PROMISED = `
declare const challengeIds: string[];
declare const onProgress: (p: { runId: string; done: number; total: number; successCount: number; failureCount: number; skippedCount: number; accountsPerSecond: number }) => void;
const verdict: 'ok' | 'warning' | 'breach' | 'unknown' = result.verdict;
const flags: boolean[] = [result.is_breached, result.provisional];
const outcome: 'recorded' | 'duplicate' = result.outcome;
interface Finding { rule: string; instance: number; subject: string; severity: 'info'|'warning'|'critical'|'breach'; message: string;
  measured: string; threshold: string; unit: string; breached_at: string; rule_set_version: number; evidence: string[] }
const findings: Finding[] = [...result.violations, ...result.warnings];
interface State { rule: string; instance: number; status: 'safe'|'warning'|'danger'|'violation'|'unknown'; used_percent: string|null; left: string|null }
const m: { latencyMs: number; balance: string; equity: string; high_water_mark: string; daily_pnl: string; cumulative_profit: string;
  total_winning_trades: number; largest_win: string; trade_percentage: string | null; rules: State[] } = result.metrics;
const keys: Record<'accountsPerSecond'|'averageLatencyMs'|'p95LatencyMs'|'cacheHitRate'|'circuitBreakerTrips'|'retries'|'timeouts'|'errorRate'|'statements'|'peakRssMb', number> = r.metrics;
const stats: typeof keys & Record<'runs'|'totalAccounts'|'successCount'|'failureCount'|'skippedCount', number> & { circuitState: 'closed'|'open'|'half-open' } = processor.getStats();
const errors: { accountId: string; code: string; message: string; attempts: number }[] = r.errors;
const counts: number[] = [r.breachedCount, r.unknownCount, r.failureCount, r.skippedCount, result.account_version];
await processor.processAccounts(challengeIds, { runId: r.runId, signal: AbortSignal.timeout(1) });
export { verdict, flags, outcome, findings, m, keys, stats, errors, counts };
`;

/** Every complaint of the compiler about this text, under the project's own settings. */
function compile(text: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'tideline-snippet-'));
  try {
    symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'));
    const file = join(folder, 'snippet.ts');
    writeFileSync(file, text);
    const read = ts.readConfigFile(join(projectRoot, 'tsconfig.json'), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent(read.config, ts.sys, projectRoot);
    const program = ts.createProgram([file], { ...options, noEmit: true, incremental: false, skipLibCheck: true });
    const source = program.getSourceFile(file);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map((one) => ts.flattenDiagnosticMessageText(one.messageText, '\n'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

let flow: Flow;
beforeAll(async () => {
  flow = await startFlow({ web: false });
});
afterAll(() => flow.close());

test('they compile as they stand', () => {
  expect(compile(CHECK + PROMISED.split('const verdict')[0] + BATCH + 'const verdict' + PROMISED.split('const verdict')[1])).toEqual([]);
  expect(compile(CHECK.replace('profit_loss: 250', 'profit: 250') + 'export {};')).not.toEqual([]);
}, 60_000);

test('they run as they stand, with a client that proves itself', async () => {
  const account = await flow.openAccount();
  const trader = await flow.rows<{ trader_id: string }>('select trader_id from public.accounts where id = $1', account);
  const told: number[] = [];
  const lines = (CHECK + BATCH)
    .replace(/^import .*$/gm, '')
    .replace('await createClient()', 'client')
    .replace("challenge_id: 'uuid', user_id: 'uuid'", 'challenge_id, user_id');
  const names = ['RiskEngine', 'BatchRiskProcessor', 'client', 'challenge_id', 'user_id', 'challengeIds', 'onProgress'];
  const run = new Function(...names, `return (async () => { ${lines}; return { result, r, stats: processor.getStats() }; })()`);
  const onProgress = ({ done }: { done: number }) => told.push(done);
  const { result, r, stats } = await run(
    RiskEngine,
    BatchRiskProcessor,
    flow.stack.service,
    account,
    trader[0]?.trader_id,
    [account],
    onProgress,
  );
  expect(result).toMatchObject({ is_breached: false, verdict: 'ok', outcome: 'recorded', provisional: false });
  expect(r).toMatchObject({
    totalAccounts: 1,
    successCount: 1,
    failureCount: 0,
    skippedCount: 0,
    breachedCount: 0,
    unknownCount: 0,
    errors: [],
  });
  expect(stats).toMatchObject({ runs: 1, totalAccounts: 1, circuitState: 'closed', cacheHitRate: 0, statements: 5 });
  expect(told.at(-1)).toBe(1);
});
