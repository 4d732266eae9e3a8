// A row in every relation about addresses and behaviour, of each trader, so that a permission that leaks has something to leak.
import type { Pool } from 'pg';

/** `staff` is somebody of the staff who allowed a network. */
export async function stageIp(sql: Pool, staff: string): Promise<void> {
  await sql.query(
    `insert into public.ip_events (trader_id, ip, origin_id, kind, external_id, occurred_at, received_at)
     select t.id, '203.0.113.5', private.keep_origin('203.0.113.5'), 'portal', 'stage:' || t.id, now(), now() from public.traders t`,
  );
  await sql.query(`insert into public.ip_networks (cidr, kind, source, read_on) values ('203.0.113.0/24', 'hosting', 'stage', now())`);
  await sql.query(
    `insert into public.ip_allowances (network, reason, expires_at, allowed_by) values ('203.0.113.0/28', 'Staged.', now() + interval '1 day', $1)`,
    [staff],
  );
  await sql.query(
    `insert into public.abuse_signals (kind, trader_a, trader_b, "window", score, seen_at)
     select 'shared_ip', a.id, b.id, 'rolling-30d', 30, now() from public.traders a join public.traders b on a.id < b.id limit 1`,
  );
  await sql.query(
    `insert into private.account_behaviour (account_id, challenge_type_id, positions, features, through) select a.id, a.challenge_type_id, 1, '{}', now() from public.accounts a`,
  );
}
