// What a judge would hand to record_assessment, in the smallest form, with whatever a test wants changed.
import type { Pool } from 'pg';
import { NOW } from './stage';

export const fail = (at = '2026-02-01T10:00:00.000Z', more: Record<string, unknown> = {}) => ({
  rule: 'max-daily-loss',
  instance: 0,
  subject: '',
  outcome: 'breach',
  consequence: 'fail',
  severity: 'breach',
  measured_value: 9400000,
  threshold_value: 9500000,
  unit: 'cents',
  percentage_bps: 12000,
  breached_at: at,
  raised_key: '0002',
  until: null,
  evidence: [{ label: 'Equity', value: '94,000.00' }],
  message: 'Equity fell below the daily floor.',
  trade_ticket: 't1',
  ...more,
});

export const trade = (id: string, cents: number, more: Record<string, unknown> = {}) => ({
  external_id: id,
  ticket_number: id,
  position_id: `p-${id}`,
  symbol: 'EURUSD',
  type: 'buy',
  lots: '1.00',
  open_price: '1.1000',
  close_price: '1.1010',
  open_time: '2026-02-01T09:00:00Z',
  close_time: '2026-02-01T10:00:00Z',
  profit_loss_cents: cents,
  booked_cents: cents,
  ...more,
});

export const event = (kind: string, id: string, key: string, data: unknown = {}) => ({
  kind,
  external_id: id,
  order_key: key,
  occurred_at: '2026-02-01T10:00:00Z',
  received_at: '2026-02-01T10:00:01Z',
  source: 'webhook',
  inbox_id: null,
  content_sha256: id,
  data,
  outcome: { outcome: 'recorded' },
});

export const assessment = (accountId: string, version: number, more: Record<string, unknown> = {}) => ({
  account_id: accountId,
  version,
  facts: { format: 'facts/1', balance_cents: 10000000, positions: {} },
  last_event_key: '0009',
  last_event_at: NOW,
  balance_cents: 10000000,
  equity_cents: 10000000,
  high_water_cents: 10000000,
  cumulative_profit_cents: 0,
  day_start_balance_cents: 10000000,
  day_start_equity_cents: 10000000,
  trading_day: '2026-02-01',
  headroom_cents: 500000,
  allowance_cents: 500000,
  used_bps: 0,
  risk_state: 'safe',
  nearest_rule: 'max-daily-loss',
  rule_states: [],
  events: [],
  trades: [],
  operations: [],
  positions: null,
  marks: [],
  checkpoints: [],
  drop_checkpoints_after: null,
  violations: [],
  withdrawn: [],
  days: [],
  trading_off: null,
  conflicts: [],
  reviews: [],
  spine: [],
  ...more,
});

interface Answer {
  accounts: { account_id: string; outcome: string; version: number; code: string | null; message?: string }[];
  settled: string[];
}
export async function record(sql: Pool, accounts: unknown[], messages: unknown[] = [], now = NOW): Promise<Answer> {
  const { rows } = await sql.query('select public.record_assessment($1::jsonb) as answer', [JSON.stringify({ now, accounts, messages })]);
  return rows[0].answer;
}

export async function one(sql: Pool, text: string, values: unknown[] = []) {
  const { rows } = await sql.query(text, values);
  return rows[0];
}
