// Rows in every relation, of two traders, so that a permission that leaks has something to leak.
import type { Pool } from 'pg';
import { assessment, event, fail, record, trade } from './assessment';
import { stageAbuse } from './stage-abuse';
import { stageMail } from './stage-mail';
import { stageIp } from './stage-ip';
import { stageIntegrations } from './stage-integrations';
import { stageDeeds } from './stage-deeds';
import { stageMoney } from './stage-money';
import { FAST, NOW, openAccount, PHASE, ruleDocument, SLOW, staffId, traderUser } from './stage';

async function trading(sql: Pool, trader: number): Promise<string> {
  const id = await openAccount(sql, `10${trader}`, { trader, connection: SLOW });
  await openAccount(sql, `20${trader}`, { trader, phase: 2 });
  const at = { open_cents: 1, high_cents: 2, high_at: NOW, low_cents: 1, low_at: NOW, close_cents: 1, close_at: NOW };
  const answer = await record(sql, [
    assessment(id, 2, {
      events: [event('trade', 't1', '0001')],
      trades: [trade('t1', 5000)],
      operations: [{ external_id: 'b1', kind: 'deposit', amount_cents: 100, affects_profit: false, occurred_at: NOW }],
      positions: [{ position_id: '9', symbol: 'EURUSD', side: 'buy', lots: '0.5', open_price: '1.1', reported_at: NOW }],
      marks: [{ minute: '2026-02-01T10:00:00Z', ...at }],
      checkpoints: [{ trading_day: '2026-02-01', order_key: '0001', facts: { balance_cents: 1 } }],
      days: [{ trading_day: '2026-02-01', start_balance_cents: 10000000, start_equity_cents: 10000000 }],
      violations: [fail()],
      conflicts: [{ kind: 'trade', external_id: 't1', stored_sha256: 'a', received_sha256: 'b', received: {} }],
    }),
  ]);
  if (answer.accounts[0]?.outcome !== 'recorded') throw new Error(JSON.stringify(answer));
  return id;
}

/** An anchor, and what somebody explained about it. */
const ANCHORED = `with a as (insert into public.anchors (up_to_event, events, streams, head, is_intact, anchored_at) values (0, 0, 0, 'x', true, now()) returning id)
  insert into public.anchor_acknowledgements (anchor_id, acknowledged_by, reason, acknowledged_at) select id, $2, 'r', now() from a`;

/** A note, an invitation, a hold, a request to erase, and what an erasure leaves beside the events; the row of a transaction that is long over erases nothing. */
async function stagePeople(sql: Pool): Promise<void> {
  const risk = [staffId('risk')];
  await sql.query(`insert into public.trader_notes (trader_id, staff_id, body) select id, $1, 'note' from public.traders`, risk);
  await sql.query('insert into public.trader_invites (trader_id, expires_at) select id, now() from public.traders');
  await sql.query(`insert into public.legal_holds (trader_id, reason, set_by, set_at) select id, 'r', $1, now() from public.traders`, risk);
  await sql.query(
    `insert into public.trader_erasures (trader_id, reason, asked_by, asked_at) select id, 'r', $1, now() from public.traders`,
    risk,
  );
  await sql.query(
    `insert into private.forgotten_events (event_id, erasure_id, left_hash) select (select min(id) from public.events), id, '\\x00' from public.trader_erasures`,
  );
  await sql.query('insert into private.erasing (xid) values (pg_current_xact_id())');
}

export async function stageRows(sql: Pool): Promise<{ mine: string; theirs: string }> {
  const [mine, theirs] = [await trading(sql, 1), await trading(sql, 2)];
  const values = [mine, staffId('risk'), staffId('viewer'), traderUser(1), PHASE, ruleDocument(2), FAST];
  const bound = (text: string) =>
    sql.query(text.replace(/\$(\d)/g, (_, n: string) => `'${values[parseInt(n, 10) - 1]?.replaceAll("'", "''")}'`));
  await bound(`insert into public.account_notes (account_id, staff_id, body) values ($1, $2, 'note')`);
  await stagePeople(sql);
  await bound(ANCHORED);
  await bound(
    `insert into public.account_decisions (account_id, from_status, to_status, reason, requested_by, requested_at) values ($1, 'failed', 'active', 'r', $2, now())`,
  );
  await bound(
    `insert into public.login_events (actor_id, email, succeeded, occurred_at) values ($4, 'a', true, now()), (gen_random_uuid(), 'b', false, now())`,
  );
  await bound(`insert into public.staff_invites (email, role, token_hash, expires_at) values ('n@firm.test', 'risk', 'h', now())`);
  await bound(
    `insert into public.rule_sets (phase_id, code, version, initial_balance_cents, rules) values ($5, 'house', 2, 10000000, $6::jsonb)`,
  );
  await bound(`insert into public.settings (key, version, value) values ('registration', 1, '{"open": true}')`);
  await bound(`insert into public.symbols (code, class) values ('EURUSD', 'forex')`);
  await bound(
    `insert into public.news_events (source, key, at, currency, impact, title) values ('desk', 'k', now(), 'USD', 'high', 'CPI')`,
  );
  await bound(`insert into public.fx_rates (source, base, quote, rate, at) values ('desk', 'USD', 'JPY', 150, now())`);
  await bound(`insert into public.market_holidays (source, calendar, day) values ('desk', 'us', '2026-02-16')`);
  await bound(`insert into public.market_imports (kind, source, added, changed, withdrawn) values ('rates', 'desk', 1, 0, 0)`);
  await bound(`insert into public.mail_templates (message, subject, body, version) values ('welcome', 's', 'b', 1)`);
  await bound(`insert into public.idempotency_keys (actor_id, key, request_sha256, taken_at) values ($2, 'k', 'x', now())`);
  await bound(
    `insert into public.saved_views (staff_id, page, name, is_shared) values ($2, '/a', 'mine', false), ($3, '/a', 'shared', true); insert into public.list_columns (staff_id, page, columns) values ($2, 'accounts', '2:login'), ($3, 'accounts', '0:login')`,
  );
  await bound(`insert into public.reviews (kind, subject_id) values ('kyc', '1'), ('payout', '2'), ('data', '3'), ('abuse', '4')`);
  await bound(
    `insert into public.inbox (connection_id, webhook_id, body, body_sha256, auth, received_at) values ($7, 'w', '{}', 's', 'signature', now())`,
  );
  await sql.query(
    `insert into public.inbox_conflicts (inbox_id, body, body_sha256, received_at) select id, 'x', 'y', now() from public.inbox; insert into private.worker_beats (worker_id, beat_at) values ('stage', now())`,
  );
  await sql.query(
    `select public.take_rate('stage', 1, 60, now()), public.note_refusal('fast', 'not-authentic'), public.start_batch('rejudge', 1, now())`,
  );
  await sql.query(
    `insert into private.rule_set_certificates (rule_set_id, staff_id, checksum, certificate, certified_at) select r.id, s.id, r.checksum, '{"engine": "judge/1", "cases": []}', now() from public.rule_sets r, public.staff s limit 1`,
  );
  await sql.query(
    `insert into private.batch_progress (run_id, judged, skipped, breached, unknown) select id, '{}', '{}', '{}', '{}' from public.batch_runs limit 1`,
  );
  await sql.query('insert into private.issued_logins (account_id) values ($1)', [mine]);
  await sql.query(`insert into private.scaling_weighings values ($1, 1, '{}', 1, now())`, [mine]);
  await sql.query(
    `insert into public.orders (provider, order_id, line_item, unit, payment_ref, quantity, trader_id, amount_cents, currency)
     select 'stage', t.id, '1', 1, 'p', 1, t.id, 100, 'USD' from public.traders t`,
  );
  await sql.query(
    `insert into public.order_returns (provider, external_id, payment_ref, kind, amount_cents, currency, is_full, occurred_at)
     values ('stage', 'r', 'p', 'refund', 100, 'USD', true, now())`,
  );
  await sql.query(
    `insert into public.kyc_reports (trader_id, provider, external_id, reference, status, is_applied, occurred_at)
     select t.id, 'stage', t.id, 'r', 'pending', true, now() from public.traders t`,
  );
  await stageIntegrations(sql, staffId('risk'));
  await stageDeeds(sql, staffId('risk'), staffId('support'));
  await stageMoney(sql, staffId('risk'));
  await stageMail(sql, staffId('config'));
  await stageAbuse(sql, staffId('risk'));
  await stageIp(sql, staffId('risk'));
  await sql.query('select public.refresh_consistency_view(), public.refresh_statistics()');
  return { mine, theirs };
}
