-- Products and their phases as staff write them. Terms somebody bought never change under them, and every save leaves what was and what is.
create function private.changed_keys(p_before jsonb, p_after jsonb) returns jsonb language sql immutable set search_path = '' as $$
  select jsonb_build_object('before', coalesce(jsonb_object_agg(k.key, p_before -> k.key), '{}'), 'after', coalesce(jsonb_object_agg(k.key, k.value), '{}'))
  from jsonb_each(p_after) k where k.value is distinct from p_before -> k.key and k.key not in ('version', 'created_at') $$;

create function private.catalogue_event(p_kind text, p_reason text, p_id uuid, p_before jsonb, p_after jsonb) returns void language sql security definer set search_path = '' as $$
  select private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', p_kind, 'reason', nullif(p_reason, ''), 'data',
    jsonb_build_object('id', p_id, 'title', p_after ->> 'title') || private.changed_keys(coalesce(p_before, '{}'), p_after))), clock_timestamp()) $$;

create function private.need_active_source(p_connection uuid) returns void language plpgsql stable security definer set search_path = '' as $$
begin
  if exists (select from public.connections c where c.id = p_connection and c.status <> 'active') then raise exception 'source-off' using errcode = '22023'; end if;
end $$;

-- p = { id?, version?, title, steps, kind, product_id|null, account_size_cents, currency, price_cents, profit_split_bps, connection_id|null, reason? }
create function public.save_challenge_type(p jsonb) returns uuid language plpgsql security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['config', 'admin']); held public.challenge_types; made public.challenge_types;
begin
  if p ->> 'connection_id' is not null and not exists (select from public.connections c where c.id = (p ->> 'connection_id')::uuid and c.kind in ('neutral', 'broker')) then
    raise exception 'unknown-connection' using errcode = '22023'; end if;
  if p ->> 'id' is null then
    perform private.need_active_source((p ->> 'connection_id')::uuid);
    insert into public.challenge_types (title, steps, kind, product_id, account_size_cents, currency, price_cents, profit_split_bps, connection_id)
      values (trim(p ->> 'title'), (p ->> 'steps')::int, p ->> 'kind', nullif(trim(p ->> 'product_id'), ''), (p ->> 'account_size_cents')::bigint, upper(p ->> 'currency'),
        (p ->> 'price_cents')::bigint, (p ->> 'profit_split_bps')::int, (p ->> 'connection_id')::uuid) returning * into made;
    perform private.catalogue_event('challenge.created', p ->> 'reason', made.id, null, to_jsonb(made));
    return made.id;
  end if;
  select * into held from public.challenge_types where id = (p ->> 'id')::uuid for update;
  if held.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  if held.version <> (p ->> 'version')::bigint then raise exception 'stale' using errcode = '55000'; end if;
  -- What it lives on already may have been switched off since; its other terms can still be changed.
  if held.connection_id is distinct from (p ->> 'connection_id')::uuid then perform private.need_active_source((p ->> 'connection_id')::uuid); end if;
  if (held.steps, held.kind, held.account_size_cents::bigint, held.currency) is distinct from
     ((p ->> 'steps')::int, p ->> 'kind', (p ->> 'account_size_cents')::bigint, upper(p ->> 'currency'))
     and (exists (select from public.accounts a where a.challenge_type_id = held.id) or exists (select from public.rule_sets r join public.phases x on x.id = r.phase_id
       where x.challenge_type_id = held.id and r.state <> 'draft')) then raise exception 'terms-fixed' using errcode = '55000'; end if;
  update public.challenge_types set title = trim(p ->> 'title'), steps = (p ->> 'steps')::int, kind = p ->> 'kind', product_id = nullif(trim(p ->> 'product_id'), ''),
    account_size_cents = (p ->> 'account_size_cents')::bigint, currency = upper(p ->> 'currency'), price_cents = (p ->> 'price_cents')::bigint,
    profit_split_bps = (p ->> 'profit_split_bps')::int, connection_id = (p ->> 'connection_id')::uuid, version = version + 1 where id = held.id returning * into made;
  perform private.catalogue_event('challenge.changed', p ->> 'reason', made.id, to_jsonb(held), to_jsonb(made));
  return made.id;
end $$;

create function public.archive_challenge_type(p_id uuid, p_version bigint, p_is_archived boolean, p_reason text) returns boolean language plpgsql security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['config', 'admin']); why text := private.need_reason(p_reason); held public.challenge_types; made public.challenge_types; now_at timestamptz := clock_timestamp();
begin
  select * into held from public.challenge_types where id = p_id for update;
  if held.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  if held.version <> p_version then raise exception 'stale' using errcode = '55000'; end if;
  if held.is_archived = p_is_archived then raise exception 'already-decided' using errcode = '55000'; end if;
  update public.challenge_types set is_archived = p_is_archived, archived_at = case when p_is_archived then now_at end,
    version = version + 1 where id = p_id returning * into made;
  perform private.catalogue_event(case when p_is_archived then 'challenge.archived' else 'challenge.restored' end, why, p_id, to_jsonb(held), to_jsonb(made));
  return made.is_archived;
end $$;

-- p = { id?, version?, challenge_type_id, position, name, is_live, reason? }. The live phase is the last one; where accounts stand, only the name may change.
create function public.save_phase(p jsonb) returns uuid language plpgsql security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['config', 'admin']); ct public.challenge_types; held public.phases; made public.phases; place int := (p ->> 'position')::int; live boolean := (p ->> 'is_live')::boolean;
begin
  -- The product's row is locked, so two phases written at once are seen by each other.
  select * into ct from public.challenge_types where id = (p ->> 'challenge_type_id')::uuid for update;
  if ct.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  if p ->> 'id' is not null then
    select * into held from public.phases where id = (p ->> 'id')::uuid and challenge_type_id = ct.id for update;
    if held.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
    if held.version <> (p ->> 'version')::bigint then raise exception 'stale' using errcode = '55000'; end if;
    if (held.position, held.is_live) is distinct from (place, live) and exists (select from public.accounts a where a.phase_id = held.id) then
      raise exception 'terms-fixed' using errcode = '55000'; end if;
  end if;
  if exists (select from public.phases x where x.challenge_type_id = ct.id and x.id is distinct from held.id and ((live and (x.is_live or x.position > place)) or (not live and x.is_live and x.position < place))) then
    raise exception 'live-is-last' using errcode = '22023'; end if;
  if held.id is null then
    insert into public.phases (challenge_type_id, position, name, is_live) values (ct.id, place, trim(p ->> 'name'), live) returning * into made;
    perform private.catalogue_event('phase.created', p ->> 'reason', made.id, null, to_jsonb(made) || jsonb_build_object('title', ct.title));
  else
    update public.phases set position = place, name = trim(p ->> 'name'), is_live = live, version = version + 1 where id = held.id returning * into made;
    perform private.catalogue_event('phase.changed', p ->> 'reason', made.id, to_jsonb(held) || jsonb_build_object('title', ct.title), to_jsonb(made) || jsonb_build_object('title', ct.title));
  end if;
  return made.id;
end $$;

-- What each product sold, took in, gave back, and how many of its buyers came how far. Counted over the whole book, so the role is asked first.
create function public.catalogue_figures() returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['viewer', 'support', 'risk', 'finance', 'config', 'admin', 'auditor']);
begin
  return coalesce((select jsonb_agg(jsonb_build_object('challenge_type_id', c.id, 'sold', s.sold, 'revenue_cents', s.revenue, 'returned', s.returned, 'returned_cents', s.returned_cents,
      'waiting', s.waiting, 'opened', a.opened, 'running', a.running, 'failed', a.failed, 'passed', a.passed, 'funded', a.funded) order by c.id)
    from public.challenge_types c
    cross join lateral (select count(*) filter (where o.state in ('paid', 'delivered', 'disputed')) as sold,
      coalesce(sum(o.amount_cents::bigint) filter (where o.state in ('paid', 'delivered', 'disputed')), 0) as revenue, count(*) filter (where o.state = 'refunded') as returned,
      coalesce(sum(o.amount_cents::bigint) filter (where o.state = 'refunded'), 0) as returned_cents, count(*) filter (where o.state = 'paid') as waiting
      from public.orders o where o.challenge_type_id = c.id) s
    cross join lateral (select count(*) filter (where x.opened_from_account_id is null) as opened, count(*) filter (where x.status in ('active', 'blocked', 'live')) as running,
      count(*) filter (where x.status = 'failed') as failed, count(*) filter (where x.status = 'passed' and x.opened_from_account_id is null) as passed,
      count(*) filter (where p.is_live and x.status <> 'pending') as funded
      from public.accounts x join public.phases p on p.id = x.phase_id where x.challenge_type_id = c.id and x.server not like 'scale:%') a), '[]');
end $$;

insert into private.declared_grants (privilege, object, roles)
select 'execute', 'public.' || f, '{authenticated}' from unnest(array['save_challenge_type(jsonb)', 'archive_challenge_type(uuid, bigint, boolean, text)', 'save_phase(jsonb)', 'catalogue_figures()']) f;
select private.apply_grants();
