// Measures a preview over a whole book: a draft against every closed trade of a phase, streamed. Printed, never asserted.
// The number of accounts may be given; each has a hundred trades.
import { closePool } from '@/lib/db/pool';
import { previewDraft } from '@/lib/challenges/scan';
import { compileRuleSet } from '@/lib/rules/rule-set';
import { RULES } from '../flow/firm';
import { LIMITS } from '../support/rule-documents';
import { startBench, type BenchStack } from './bench-stack';
import { table } from './bench-table';

const ACCOUNTS = 20_000;
const TRADES = 100;
const MADE_AT_ONCE = 500;
const accounts = parseInt(process.argv[2] ?? `${ACCOUNTS}`, 10);

const ACCOUNT_ROWS = `insert into public.accounts (connection_id, platform, server, login, trader_id, challenge_type_id, phase_id, rule_set_id, initial_balance_cents, currency, profit_split_bps)
  select connection_id, platform, server, 'book-' || n, trader_id, challenge_type_id, phase_id, rule_set_id, initial_balance_cents, currency, profit_split_bps
  from public.accounts, generate_series($2::int, $3::int) n where id = $1`;
/** Four trades a day, as the door keeps them. */
const EVENT_ROWS = `insert into public.account_events (account_id, kind, external_id, order_key, occurred_at, received_at, source, content_sha256, data)
  select a.id, 'trade', t.id, lpad(t.micros::text, 16, '0') || '10' || lpad(t.id, 20, '0'), to_timestamp(t.micros / 1e6), to_timestamp(t.micros / 1e6), 'webhook', repeat('0', 64),
    jsonb_build_object('kind', 'trade', 'external_id', t.id, 'account', jsonb_build_object('platform', 'neutral', 'server', 'bench', 'login', a.login), 'source', 'webhook',
      'occurred_at', t.at, 'received_at', t.at, 'message_id', 'bench', 'position_id', 'p' || t.id, 'open_deal_ids', '[]'::jsonb, 'close_deal_id', t.id, 'symbol', 'EURUSD',
      'broker_symbol', 'EURUSD', 'side', 'buy', 'volume', '1.00', 'volume_unit', 'lot', 'opened_at', to_char(to_timestamp((t.micros - 600000000) / 1e6) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'closed_at', t.at, 'open_price', '1.10000', 'close_price', '1.10110', 'gross_cents', t.net, 'commission_cents', 0, 'swap_cents', 0, 'fee_cents', 0,
      'net_cents', t.net, 'booked_cents', t.net, 'currency', 'USD', 'is_final_slice', true)
  from public.accounts a cross join lateral (
    select k::text as id, x.micros, to_char(to_timestamp(x.micros / 1e6) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
      ((k * 104729 + substr(a.login, 6)::bigint * 7919) % 180001) - 87000 as net
    from generate_series(1, ${TRADES}) k cross join lateral (select (extract(epoch from timestamptz '2026-01-05 08:00:00Z') + (k / 4) * 86400 + (k % 4) * 3600)::bigint * 1000000 as micros) x) t
  where a.login in (select 'book-' || n from generate_series($1::int, $2::int) n)`;

async function makeBook(bench: BenchStack): Promise<string> {
  const template = await bench.open('6000');
  for (let from = 0; from < accounts; from += MADE_AT_ONCE) {
    const to = Math.min(accounts, from + MADE_AT_ONCE) - 1;
    await bench.sql.query(ACCOUNT_ROWS, [template, from, to]);
    await bench.sql.query(EVENT_ROWS, [from, to]);
  }
  await bench.sql.query('analyze public.accounts; analyze public.account_events');
  const { rows } = await bench.sql.query<{ phase_id: string }>('select phase_id from public.accounts where id = $1', [template]);
  return rows[0]?.phase_id ?? '';
}

async function main(): Promise<void> {
  const bench = await startBench();
  try {
    const phase = await makeBook(bench);
    const [daily] = LIMITS['max-daily-loss'];
    const tighter = { ...RULES.rules, 'max-daily-loss': [{ ...daily, limit: { pct: '0.01', of: 'initial' } }] };
    const draft = compileRuleSet({ ...RULES, rules: tighter });
    if (!draft.ok) throw new Error(draft.refusal.message);
    const cpu = process.cpuUsage();
    let peak = 0;
    for await (const step of previewDraft(draft.value, phase, new AbortController().signal)) {
      peak = Math.max(peak, process.memoryUsage.rss());
      if (step.kind !== 'end') continue;
      const { user, system } = process.cpuUsage(cpu);
      table([
        [
          `what-if, ${step.events} trades of ${step.done} accounts`,
          `${step.seconds.toFixed(1)} s, ${Math.round(step.events / step.seconds).toLocaleString('en')} trades a second`,
        ],
        ['what-if, processor time of this process', `${((user + system) / 1e6).toFixed(1)} s`],
        ['what-if, process memory at its highest', `${Math.round(peak / 1_048_576)} MB`],
        ['what-if, accounts with a verdict that differs', `${step.differing} of ${step.total}, ${step.verdicts} verdicts`],
      ]);
    }
  } finally {
    await closePool();
    await bench.close();
  }
}

await main();
