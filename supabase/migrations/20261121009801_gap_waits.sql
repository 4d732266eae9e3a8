-- Where the broker's own balance differs from what its deals add up to, a deal is missing: while it does, a breach of that account is confirmed by no machine.
-- It waits as it waits for a feed that is not complete, at most a day, and then a person looks. It is the only check for a source that cannot be asked.
create function private.balance_differs(p_account uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select coalesce((select abs((f.facts ->> 'balance_gap_cents')::bigint) > 1 from public.account_facts f where f.account_id = p_account), false) $$;

do $$
declare was text := pg_catalog.pg_get_functiondef('private.confirm_violation(uuid, timestamptz)'::regprocedure); becomes text;
begin
  becomes := replace(was, 'if c.stale_since is not null or (', 'if c.stale_since is not null or (c.confirm_grace_seconds > 0 and private.balance_differs(v.account_id)) or (');
  if becomes = was then raise exception 'confirm_violation does not read as expected'; end if;
  execute becomes;
end $$;
