// A deed on many accounts, groups of two people, one of them kept to oneself, and an ending of each account, so that a permission that leaks has something to leak.
import type { Pool } from 'pg';

/** `one` and `other` are of the staff; the second keeps a group to themselves. */
export async function stageDeeds(sql: Pool, one: string, other: string): Promise<void> {
  await sql.query(
    `with made as (insert into public.bulk_deeds (id, deed, reason, asked_by, asked_at, matching, address)
       values (gen_random_uuid(), 'block', 'Staged.', $1, now(), 2, '/accounts') returning id)
     insert into public.bulk_deed_accounts (deed_id, account_id) select made.id, a.id from made, public.accounts a`,
    [one],
  );
  await sql.query(
    `with made as (insert into public.account_groups (name, made_by, is_shared) values ('Shared', $1, true), ('Kept', $2, false) returning id)
     insert into public.account_group_members (group_id, account_id, added_by) select made.id, a.id, $1 from made, public.accounts a`,
    [one, other],
  );
  await sql.query(`select private.append_events('account:' || a.id, '[{"kind": "account.failed"}]', now()) from public.accounts a`);
}
