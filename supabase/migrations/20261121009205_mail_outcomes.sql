-- What becomes of a letter: sent in which words, what the provider said of it in whatever order, and whom letters that only help no longer reach.
create table private.mail_addresses (
  email text primary key check (email = lower(email)), state text not null check (state in ('bounced', 'complained')), reason text, delivery_id uuid references public.mail_deliveries,
  since timestamptz not null, cleared_at timestamptz, cleared_by uuid references public.staff, cleared_reason text, created_at timestamptz not null default now());
create index mail_addresses_delivery on private.mail_addresses (delivery_id);
create index mail_addresses_cleared_by on private.mail_addresses (cleared_by);
comment on table private.mail_addresses is 'Addresses that bounced for good or complained: they get only the letters the firm owes, until somebody clears them.';
alter table private.mail_addresses enable row level security;

create table private.mail_unsubscribes (trader_id uuid primary key references public.traders, created_at timestamptz not null default now());
comment on table private.mail_unsubscribes is 'Traders who switched off the letters that only help.';
alter table private.mail_unsubscribes enable row level security;

-- The provider's own id may be told of before we have written it down, so what is said is kept by that id and applied whenever both are known.
create table private.mail_notices (
  provider_id text not null, kind text not null check (kind in ('delayed', 'delivered', 'failed', 'bounced', 'complained')), reason text, is_final boolean not null,
  occurred_at timestamptz not null, inbox_id uuid references public.inbox, created_at timestamptz not null default now(), primary key (provider_id, kind));
create index mail_notices_inbox on private.mail_notices (inbox_id);
comment on table private.mail_notices is 'What the mail provider said of each letter, once per kind.';
alter table private.mail_notices enable row level security;

create function private.mail_rank(p_state text) returns int language sql immutable set search_path = '' as
$$ select coalesce(array_position(array['sent', 'delivered', 'failed', 'bounced', 'complained'], p_state), 0) $$;

create function private.mail_event_of(m public.mail_deliveries, p_kind text, p_reason text, p_now timestamptz) returns bigint language sql security definer set search_path = '' as $$
  select private.append_events(coalesce('account:' || m.account_id, 'staff:firm'), jsonb_build_array(jsonb_build_object('kind', 'mail.' || p_kind, 'reason', p_reason, 'trader_id', m.trader_id,
    'data', jsonb_strip_nulls(jsonb_build_object('delivery_id', m.id, 'message', m.message, 'violation_id', m.violation_id, 'template_version', m.template_version)))), p_now) $$;

create function private.lock_delivery(p_id uuid) returns public.mail_deliveries language plpgsql security definer set search_path = '' as $$
declare m public.mail_deliveries;
begin
  select * into m from public.mail_deliveries where id = p_id;
  -- The account is locked before the delivery, as the record function does, so what is read here is the present.
  if m.account_id is not null then perform from public.accounts where id = m.account_id for update; end if;
  select * into m from public.mail_deliveries where id = p_id for update;
  return m;
end $$;

-- Why a letter that only helps is kept back; null where it may go. What is true for an hour is not sent the next day, when a provider was down.
create function private.mail_stopped(m public.mail_deliveries, p_now timestamptz) returns text language sql stable security definer set search_path = '' as $$
  select case when m.is_test or not exists (select from private.mail_messages k where k.name = m.message and k.is_optional) then null
    when m.run_at < p_now - interval '12 hours' then 'too late to help'
    when exists (select from private.mail_unsubscribes u where u.trader_id = m.trader_id) then 'the trader switched such letters off'
    else (select 'the address ' || a.state || ' before' from private.mail_addresses a where a.email = lower(m.to_email) and a.cleared_at is null) end $$;

create function private.apply_notices(p_id uuid, p_now timestamptz) returns text language plpgsql security definer set search_path = '' as $$
declare m public.mail_deliveries := private.lock_delivery(p_id); said private.mail_notices;
begin
  select * into said from private.mail_notices n where n.provider_id = m.provider_id order by private.mail_rank(n.kind) desc limit 1;
  if said.kind = 'delayed' and m.state = 'sent' then update public.mail_deliveries set state_reason = 'delayed: ' || coalesce(said.reason, 'no reason given') where id = m.id; end if;
  if said.kind in ('bounced', 'complained') and said.is_final then
    insert into private.mail_addresses as a (email, state, reason, delivery_id, since) values (lower(m.to_email), said.kind, said.reason, m.id, said.occurred_at)
      on conflict (email) do update set state = excluded.state, reason = excluded.reason, delivery_id = excluded.delivery_id, since = excluded.since, cleared_at = null, cleared_by = null,
        cleared_reason = null where a.delivery_id is distinct from excluded.delivery_id or private.mail_rank(a.state) < private.mail_rank(excluded.state);
  end if;
  if said.kind is null or m.state not in ('sent', 'delivered', 'failed', 'bounced') or private.mail_rank(said.kind) <= private.mail_rank(m.state) then return m.state; end if;
  update public.mail_deliveries set state = said.kind, state_reason = said.reason, told_at = said.occurred_at where id = m.id;
  perform private.mail_event_of(m, said.kind, said.reason, p_now);
  return said.kind;
end $$;

-- p = { provider_id, kind, reason, is_final, occurred_at, inbox_id|null, now }. Answers what the letter's state is after it.
create function public.record_mail_notice(p jsonb) returns text language plpgsql security definer set search_path = '' set lock_timeout = '5s' as $$
declare found uuid; now_at timestamptz := (p ->> 'now')::timestamptz;
begin
  insert into private.mail_notices (provider_id, kind, reason, is_final, occurred_at, inbox_id)
    values (p ->> 'provider_id', p ->> 'kind', left(p ->> 'reason', 500), (p ->> 'is_final')::boolean, coalesce((p ->> 'occurred_at')::timestamptz, now_at), (p ->> 'inbox_id')::uuid)
    on conflict do nothing;
  select m.id into found from public.mail_deliveries m where m.provider_id = p ->> 'provider_id';
  return case when found is null then 'kept' else private.apply_notices(found, now_at) end;
end $$;

create function public.set_unsubscribed(p_trader_id uuid, p_is_off boolean, p_now timestamptz) returns text language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from public.traders t where t.id = p_trader_id) then return 'unknown'; end if;
  if p_is_off then insert into private.mail_unsubscribes (trader_id, created_at) values (p_trader_id, p_now) on conflict do nothing;
  else delete from private.mail_unsubscribes u where u.trader_id = p_trader_id; end if;
  if found then perform private.trader_event(p_trader_id, case when p_is_off then 'trader.letters-off' else 'trader.letters-on' end, null, '{}', p_now); end if;
  return case when p_is_off then 'off' else 'on' end;
end $$;

insert into private.declared_grants (privilege, object, roles) values
  ('execute', 'public.record_mail_notice(jsonb)', '{service_role}'), ('execute', 'public.set_unsubscribed(uuid, boolean, timestamptz)', '{service_role}');
select private.apply_grants();
