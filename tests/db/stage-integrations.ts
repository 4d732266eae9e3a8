// A row in every relation of integrations: something kept back and decided about, a listener with what it was sent, and an alert.
import type { Pool } from 'pg';

/** `staff` is somebody of the staff who decided. */
export async function stageIntegrations(sql: Pool, staff: string): Promise<void> {
  await sql.query(
    `with kept as (insert into public.inbox (connection_id, webhook_id, body, body_sha256, auth, state, answer, received_at)
       select c.id, 'kept-back', '{}', 'x', 'signature', 'parked', '{"status": 200, "body": "{}"}', now() from public.connections c order by c.slug limit 1 returning id),
       waits as (insert into private.inbox_waits (inbox_id, platform, server, login) select kept.id, 'mt5', 'Demo', 'staged' from kept)
     insert into public.inbox_deeds (inbox_id, deed, staff_id, reason) select kept.id, 'set-aside', $1, 'staged' from kept`,
    [staff],
  );
  await sql.query(
    `with listener as (insert into public.outbound_endpoints (name, url, topics, secrets) values ('Staged', 'https://listener.test', '{withdrawal.paid}', '[{"sealed": "and-never-read"}]') returning id),
       sent as (insert into public.outbound_deliveries (endpoint_id, event_id, topic, lane, body, next_at)
         select listener.id, (select min(e.id) from public.events e), 'withdrawal.paid', 'x', '{}', now() from listener returning id)
     insert into public.outbound_attempts (delivery_id, attempted_at, status, duration_ms) select sent.id, now(), 503, 1 from sent`,
  );
  await sql.query(
    `insert into public.staff_alerts (kind, subject, roles, title, address, opened_at) values ('feed-stale', 'x', '{risk,config,admin}', 'Staged', '/integrations', now()),
       ('payout-unknown', 'x', '{finance,admin}', 'Staged', '/payouts', now())`,
  );
}
