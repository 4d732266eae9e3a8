// A row in every relation of mail that nothing else fills, so that a permission that leaks has something to leak.
import type { Pool } from 'pg';

/** `staff` is somebody of the staff who wrote the notice. */
export async function stageMail(sql: Pool, staff: string): Promise<void> {
  await sql.query(
    `insert into public.legal_notices (title, statement, holds_from, audience, readers, proposed_by, proposed_at)
     values ('New terms', 'Section 4 changes.', '2026-04-01', 'everybody', 2, $1, now())`,
    [staff],
  );
  await sql.query(
    `with told as (insert into private.mail_notices (provider_id, kind, is_final, occurred_at) values ('staged', 'bounced', true, now())),
       addresses as (insert into private.mail_addresses (email, state, since) values ('gone@mail.test', 'bounced', now())),
       off as (insert into private.mail_unsubscribes (trader_id) select t.id from public.traders t)
     insert into private.mail_warnings (account_id, rule, day, warned_at) select a.id, 'max-daily-loss', '2026-02-01', now() from public.accounts a`,
  );
}
