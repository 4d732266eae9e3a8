-- Accounts first, then what is known of them, each in the order of their ids: a batch that writes what time alone has moved takes only the
-- second, in the same order, so it and a message about the same accounts wait for each other instead of blocking each other for good.
create or replace function private.lock_accounts(p_rows jsonb) returns table (id uuid, version bigint, told bigint) language plpgsql security definer set search_path = '' as $$
begin
  return query with asked as materialized (select r.account_id, r.version from jsonb_to_recordset(p_rows) as r(account_id uuid, version bigint)),
    held as materialized (select a.id, a.version from public.accounts a where a.id in (select x.account_id from asked x) order by a.id for update)
    select x.account_id, h.version, x.version from asked x left join held h on h.id = x.account_id order by x.account_id;
  perform from public.account_facts f where f.account_id in (select r.account_id from jsonb_to_recordset(p_rows) as r(account_id uuid)) order by f.account_id
    for no key update;
end $$;
