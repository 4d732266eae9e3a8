-- A message that waited for an account nobody knew says who feeds the account once it is there, or moved: whoever looks at what was kept back sees why it still waits.
create or replace function private.unpark(p_accounts uuid[], p_now timestamptz) returns int language plpgsql security definer set search_path = '' as $$
declare total int;
begin
  perform private.take_names((select coalesce(jsonb_agg(jsonb_build_object('platform', a.platform, 'server', a.server, 'login', a.login)), '[]') from public.accounts a where a.id = any (p_accounts)));
  with waiting as materialized (select distinct i.id from public.accounts a join private.inbox_waits w on w.platform = a.platform and w.server = a.server and w.login = a.login
      join public.inbox i on i.id = w.inbox_id where a.id = any (p_accounts) and i.state = 'parked' and i.connection_id = a.connection_id),
    added as (select private.add_job('settle-message', jsonb_build_object('inbox_id', x.id), p_now, 'settle:' || x.id, null) from waiting x)
  select count(*)::int into total from added;
  -- One that is just being parked anew is left to whoever parks it: they hold its row, wait for these names and then see the account.
  with others as materialized (select i.id from public.inbox i where i.state = 'parked' and i.id in (select w.inbox_id from public.accounts a
      join private.inbox_waits w on w.platform = a.platform and w.server = a.server and w.login = a.login where a.id = any (p_accounts)) for update skip locked)
    update public.inbox i set last_error = private.fed_elsewhere(i) from others o where i.id = o.id;
  return total;
end $$;
