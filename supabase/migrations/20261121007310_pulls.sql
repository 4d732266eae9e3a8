-- Asking a feed for what it may have failed to post. What is pulled goes through the same door as what is posted; a clean pull says how far the feed is complete.

-- One feed, or one account of it. The window begins a day before the end of the last clean one: late bookings are dated back.
create function private.pull_account(p_account uuid, p_now timestamptz) returns void language sql security definer set search_path = '' as $$
  select private.add_job('pull-feed', jsonb_build_object('connection_id', a.connection_id, 'account_id', a.id), p_now, 'pull:' || a.connection_id || ':' || a.id, 'pull:' || a.connection_id)
  from public.accounts a where a.id = p_account $$;

-- Adds the pull of every feed that can be pulled; one that is still under way is not added twice.
create function public.pull_feeds(p_now timestamptz) returns int language plpgsql security definer set search_path = '' as $$
declare c public.connections; total int := 0;
begin
  for c in select * from public.connections x where x.resync_url is not null and x.status = 'active' and x.kind in ('neutral', 'broker') order by x.id loop
    perform private.add_job('pull-feed', jsonb_build_object('connection_id', c.id), p_now, 'pull:' || c.id, 'pull:' || c.id);
    total := total + 1;
  end loop;
  return total;
end $$;

create function public.load_pull(p_connection_id uuid, p_account_id uuid) returns jsonb language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('connection', jsonb_build_object('id', c.id, 'slug', c.slug, 'kind', c.kind, 'platform', c.platform, 'orders_url', c.orders_url, 'signing_secrets', c.signing_secrets),
    'resync_url', c.resync_url, 'complete_through', c.complete_through, 'account', (select jsonb_build_object('account_id', a.id, 'platform', a.platform, 'server', a.server, 'login', a.login,
      'activated_at', a.activated_at) from public.accounts a where a.id = p_account_id and a.connection_id = c.id))
  from public.connections c where c.id = p_connection_id and c.resync_url is not null and c.status = 'active' $$;

-- p = { connection_id, account_id|null, from, to, messages, recorded, duplicates, parked, quarantined, refused, failed: null | { code, message }, now }.
-- Only a whole window of the whole feed moves what is complete. A pull is news when it found something, failed, recovered or was asked for.
create function public.settle_pull(p jsonb) returns void language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare c public.connections; now_at timestamptz := (p ->> 'now')::timestamptz; is_clean boolean := coalesce(p -> 'failed', 'null') = 'null'; was_clean boolean; summary jsonb := p - 'connection_id' - 'now';
begin
  select * into strict c from public.connections where id = (p ->> 'connection_id')::uuid for update;
  was_clean := coalesce(c.last_pull -> 'failed', 'null') = 'null';
  update public.connections set last_pull = summary || jsonb_build_object('at', now_at),
    complete_through = case when is_clean and p ->> 'account_id' is null then greatest(complete_through, (p ->> 'to')::timestamptz) else complete_through end where id = c.id;
  if not is_clean or not was_clean or p ->> 'account_id' is not null or (p ->> 'recorded')::int > 0 then
    perform private.append_events(case when p ->> 'account_id' is null then 'staff:firm' else 'account:' || (p ->> 'account_id') end, jsonb_build_array(jsonb_build_object('kind',
      case when is_clean then 'connection.pulled' else 'connection.pull-failed' end, 'reason', p #>> '{failed,message}', 'data', summary || jsonb_build_object('connection_id', c.id, 'slug', c.slug))), now_at);
  end if;
  -- Verdicts that waited for the feed to be complete through their breach wait no longer.
  if is_clean then
    perform private.add_job('confirm-violation', jsonb_build_object('violation_id', v.id), greatest(now_at, v.confirm_after), 'confirm:' || v.id, null)
      from public.risk_violations v join public.accounts a on a.id = v.account_id where a.connection_id = c.id and v.state = 'provisional' and v.outcome = 'breach';
  end if;
end $$;

insert into private.declared_grants (privilege, object, roles) values ('select (last_pull)', 'public.connections', '{authenticated}');
insert into private.declared_grants (privilege, object, roles)
select 'execute', 'public.' || f, '{service_role}' from unnest(array['pull_feeds(timestamptz)', 'load_pull(uuid, uuid)', 'settle_pull(jsonb)']) f;
select private.apply_grants();
