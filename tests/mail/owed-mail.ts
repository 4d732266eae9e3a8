// One delivery owed to a trader, with the violation, account and event behind it: the least the mail job can be tried on.
// Rows are put in without the guards of the tables, because how they come about is tested elsewhere.
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { TestDatabase } from '../support/database';

export interface Owed {
  delivery: string;
  violation: string;
  event: string;
  login: string;
}

const ACCOUNT = `insert into public.accounts (id, connection_id, platform, server, login, trader_id, challenge_type_id, phase_id, rule_set_id, status,
    initial_balance_cents, currency, profit_split_bps, data_source)
  values ($1, gen_random_uuid(), 'mt5', 'Demo-Live', $2, $3, $4, $5, gen_random_uuid(), 'failed', 10000000, 'USD', 8000, 'webhook')`;
const CHALLENGE = `insert into public.challenge_types (id, title, steps, kind, product_id, account_size_cents, currency, price_cents, profit_split_bps)
  values ($1, 'Classic 2-step 100k', 2, 'classic', $2, 10000000, 'USD', 50000, 8000)`;
const PHASE = `insert into public.phases (id, challenge_type_id, position, name, is_live) values ($1, $2, 1, 'Phase 1', false)`;
const VIOLATION = `insert into public.risk_violations (id, account_id, rule, outcome, consequence, severity, state, measured_value, threshold_value, unit,
    breached_at, detected_at, rule_set_id, evidence, message)
  values ($1, $2, 'max-daily-loss', 'breach', 'fail', 'breach', $3, 9480000, 9500000, 'cents', '2026-03-02T14:32:05Z', '2026-03-02T14:32:06Z',
    gen_random_uuid(), '[{"label": "Daily allowance", "value": "5,000.00", "event_id": "7001"}]', 'Equity 94,800.00 fell below the daily floor of 95,000.00.')`;
const EVENT = `insert into public.events (stream, seq, kind, account_id, actor_kind, data, occurred_at, created_at, prev_hash, hash)
  values ($1, 1, 'rule.violation-confirmed', $2, 'system', '{}', now(), now(), '', '') returning id::text`;

export async function owe(
  database: TestDatabase,
  state: 'confirmed' | 'provisional' | 'withdrawn' = 'confirmed',
  name = 'Ada Example',
): Promise<Owed> {
  const [account, trader, violation, challenge, phase] = [randomUUID(), randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const login = account.slice(0, 8);
  const client = await database.admin.connect();
  try {
    await client.query('begin');
    await client.query("set local session_replication_role = 'replica'");
    await client.query('insert into public.traders (id, email, full_name) values ($1, $2, $3)', [trader, `${login}@trader.test`, name]);
    await client.query(CHALLENGE, [challenge, login]);
    await client.query(PHASE, [phase, challenge]);
    await client.query(ACCOUNT, [account, login, trader, challenge, phase]);
    await client.query(VIOLATION, [violation, account, state]);
    const event = (await client.query<{ id: string }>(EVENT, [`account:${account}`, account])).rows[0]?.id ?? '';
    const delivery = await client.query<{ id: string }>(
      `insert into public.mail_deliveries (event_id, message, to_email, account_id, trader_id, violation_id, state, run_at)
       values ($1, 'rule-violation', $2, $3, $4, $5, 'queued', now()) returning id`,
      [event, `${login}@trader.test`, account, trader, violation],
    );
    await client.query('commit');
    return { delivery: delivery.rows[0]?.id ?? '', violation, event, login };
  } finally {
    client.release();
  }
}

export interface Kept {
  state: string;
  state_reason: string | null;
  provider_id: string | null;
  template_version: number | null;
  template_trouble: string | null;
}

export async function kept(database: TestDatabase, owed: Owed): Promise<Kept | undefined> {
  const found = await database.sql.query<Kept>(
    'select state, state_reason, provider_id, template_version, template_trouble from public.mail_deliveries where id = $1',
    [owed.delivery],
  );
  return found.rows[0];
}

/** A letter of that message about an account of the small firm, queued as the database queues it. Answers its id. */
export async function owed(sql: Pool, account: string, message: string): Promise<string> {
  const { rows } = await sql.query<{ id: string }>(
    `select private.queue_mail(private.append_events('account:' || $1::text, '[{"kind": "account.told"}]', now()), $2, $1::uuid, null, now(), now()) as id`,
    [account, message],
  );
  return rows[0]?.id ?? '';
}
