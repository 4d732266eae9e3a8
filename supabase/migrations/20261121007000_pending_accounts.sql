-- How an account comes to be: a pending row first, pinned to its terms, then a login from the platform, then it is open. Every step may be repeated.

create sequence private.platform_logins start 70000001;
create table private.issued_logins (
  account_id uuid primary key references public.accounts, login text not null unique default nextval('private.platform_logins')::text,
  created_at timestamptz not null default now());
comment on table private.issued_logins is 'Logins of accounts whose platform issues none: one per account, however often it is asked for.';
alter table private.issued_logins enable row level security;

create function private.next_phase(p_phase uuid) returns public.phases language sql stable security definer set search_path = '' as
$$ select n from public.phases p join public.phases n on n.challenge_type_id = p.challenge_type_id and n.position > p.position where p.id = p_phase order by n.position limit 1 $$;
-- A machine may pass a phase where the published rules say so, and never into a funded account.
create function private.passes_by_itself(p_phase uuid, p_rule_set uuid) returns boolean language sql stable security definer set search_path = '' as
$$ select coalesce((select r.rules ->> 'pass_mode' = 'automatic' from public.rule_sets r where r.id = p_rule_set and r.phase_id = p_phase), false)
   and not coalesce((private.next_phase(p_phase)).is_live, false) $$;

-- A funded account has milestones of its own that outside systems listen to; a trigger tells them, whichever hand moved the account.
create function private.tell_funded() returns trigger language plpgsql security definer set search_path = '' as $$
declare kind text; at timestamptz;
begin
  if not (select p.is_live from public.phases p where p.id = new.phase_id) then return null; end if;
  if tg_op = 'INSERT' then kind := 'created'; at := new.created_at;
  elsif old.status = 'pending' and new.status = 'live' then kind := 'activated'; at := new.activated_at;
  elsif old.status <> 'closed' and new.status = 'closed' then kind := 'closed'; at := new.closed_at; end if;
  if kind is null then return null; end if;
  perform private.append_events('account:' || new.id, jsonb_build_array(jsonb_build_object('kind', 'funded-account.' || kind, 'reason', new.closure_reason, 'data',
    jsonb_strip_nulls(jsonb_build_object('opened_from_account_id', new.opened_from_account_id, 'challenge_type_id', new.challenge_type_id, 'currency', new.currency,
      'initial_balance_cents', new.initial_balance_cents, 'closure_reason', new.closure_reason)))), coalesce(at, clock_timestamp()));
  return null;
end $$;
create trigger tell_funded after insert or update of status on public.accounts for each row execute function private.tell_funded();

-- Where an account lives when nobody says: on the platform it came from, then the firm's neutral connection, then the oldest that takes accounts.
create function private.default_connection(p_from uuid) returns uuid language sql stable security definer set search_path = '' as $$
  select c.id from public.connections c where c.status = 'active' and c.kind in ('neutral', 'broker')
    order by c.id = (select a.connection_id from public.accounts a where a.id = p_from) desc nulls last, c.slug = 'neutral' desc, c.kind = 'neutral' desc, c.created_at, c.id limit 1 $$;

-- p = { trader_id, phase_id, connection_id|null, opened_from_account_id|null, key, reason, terms|null }. Terms are those of an account that goes on at a larger size
-- ({ rule_set_id, initial_balance_cents, profit_split_bps }); any other is opened under what its phase is sold with now. The same key, or the same account to go on from, answers the same account.
create function private.open_pending_account(p jsonb, p_now timestamptz) returns uuid language plpgsql security definer set search_path = '' as $$
declare a public.accounts; ct public.challenge_types; ph public.phases; c public.connections; rs uuid; made uuid := gen_random_uuid(); earlier uuid := (p ->> 'opened_from_account_id')::uuid;
begin
  if coalesce(trim(p ->> 'key'), '') = '' then raise exception 'an account is opened under a key' using errcode = '22023'; end if;
  select x.id into a.id from public.accounts x where x.opening_key = p ->> 'key' or x.opened_from_account_id = earlier;
  if a.id is not null then return a.id; end if;
  select * into ph from public.phases x where x.id = (p ->> 'phase_id')::uuid;
  if ph.id is null then raise exception 'there is no such phase' using errcode = 'P0002'; end if;
  select * into strict ct from public.challenge_types x where x.id = ph.challenge_type_id;
  rs := coalesce((p #>> '{terms,rule_set_id}')::uuid, private.rule_set_in_force(ph.id, p_now), private.rule_set_in_force(ph.id, clock_timestamp()));
  if rs is null then raise exception 'the phase has no published rule set' using errcode = 'P0002'; end if;
  select * into c from public.connections x where x.id = coalesce((p ->> 'connection_id')::uuid, private.default_connection(earlier));
  if c.id is null then raise exception 'there is no connection that takes accounts' using errcode = 'P0002'; end if;
  insert into public.accounts (id, connection_id, platform, server, login, trader_id, challenge_type_id, phase_id, rule_set_id, initial_balance_cents, currency, profit_split_bps,
      opened_from_account_id, opening_key, created_at)
    values (made, c.id, c.platform, c.server, 'pending:' || made, (p ->> 'trader_id')::uuid, ct.id, ph.id, rs, coalesce((p #>> '{terms,initial_balance_cents}')::bigint, ct.account_size_cents), ct.currency,
      coalesce((p #>> '{terms,profit_split_bps}')::int, ct.profit_split_bps), earlier, p ->> 'key', p_now) on conflict do nothing returning * into a;
  -- Somebody else was opening the same one; their row is there now.
  if a.id is null then
    select x.id into strict a.id from public.accounts x where x.opening_key = p ->> 'key' or x.opened_from_account_id = earlier;
    return a.id;
  end if;
  perform private.append_events('account:' || a.id, jsonb_build_array(jsonb_build_object('kind', 'account.opened', 'reason', p ->> 'reason', 'data', jsonb_strip_nulls(
    jsonb_build_object('platform', a.platform, 'server', a.server, 'phase_id', ph.id, 'rule_set_id', rs, 'opened_from_account_id', earlier)))), p_now);
  perform private.add_job('provision-account', jsonb_build_object('account_id', a.id), p_now, 'provision:' || a.id, 'account:' || a.id);
  return a.id;
end $$;

-- What the provisioning job needs, while the account still waits for its login; null afterwards.
create function public.load_provision(p_account_id uuid) returns jsonb language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('account_id', a.id, 'platform', a.platform, 'server', a.server, 'currency', a.currency, 'initial_balance_cents', a.initial_balance_cents,
    'is_live', p.is_live, 'trader', jsonb_build_object('full_name', t.full_name, 'email', t.email, 'country', t.country),
    'connection', jsonb_build_object('id', c.id, 'slug', c.slug, 'kind', c.kind, 'platform', c.platform, 'orders_url', c.orders_url, 'signing_secrets', c.signing_secrets))
  from public.accounts a join public.connections c on c.id = a.connection_id join public.traders t on t.id = a.trader_id join public.phases p on p.id = a.phase_id
  where a.id = p_account_id and a.status = 'pending' $$;

create function public.issue_login(p_account_id uuid) returns text language plpgsql security definer set search_path = '' as $$
declare issued text;
begin
  perform from public.accounts a where a.id = p_account_id for update;
  select i.login into issued from private.issued_logins i where i.account_id = p_account_id;
  if issued is null then insert into private.issued_logins (account_id) values (p_account_id) returning login into issued; end if;
  return issued;
end $$;

-- p = { account_id, login, server|null, now }. Answers where the account stands; a second call changes nothing. An account that was never judged is not safe, it is
-- unknown: so it says from the moment it opens, and it is judged at once instead of by the next batch, so that its trader sees the room to the floors before the first trade.
create function public.activate_account(p jsonb) returns jsonb language plpgsql security definer set search_path = '' as $$
declare a public.accounts; now_at timestamptz := (p ->> 'now')::timestamptz; live boolean; told bigint;
begin
  select * into a from public.accounts where id = (p ->> 'account_id')::uuid for update;
  if a.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  if a.status <> 'pending' then return jsonb_build_object('account_id', a.id, 'status', a.status, 'login', a.login, 'activated', false); end if;
  select x.is_live into strict live from public.phases x where x.id = a.phase_id;
  perform set_config('tideline.actor_kind', 'system', true);
  update public.accounts set login = p ->> 'login', server = coalesce(p ->> 'server', a.server), status = case when live then 'live' else 'active' end,
    activated_at = now_at, version = version + 1 where id = a.id returning * into a;
  insert into public.account_facts (account_id, balance_cents, equity_cents, high_water_cents, risk_state, updated_at)
    values (a.id, a.initial_balance_cents, a.initial_balance_cents, a.initial_balance_cents, 'unknown', now_at) on conflict do nothing;
  told := private.append_events('account:' || a.id, jsonb_build_array(jsonb_build_object('kind', 'account.activated', 'actor_kind', 'system', 'data',
    jsonb_build_object('status', a.status, 'login', a.login, 'server', a.server))), now_at);
  perform private.queue_mail(told, 'welcome', a.id, null, now_at, now_at);
  perform private.invite_to_portal(a.trader_id, now_at);
  perform private.unpark(array[a.id], now_at);
  perform private.add_job('judge-account', jsonb_build_object('account_id', a.id), now_at, 'judge:' || a.id, 'account:' || a.id);
  return jsonb_build_object('account_id', a.id, 'status', a.status, 'login', a.login, 'activated', true);
end $$;

-- A trader without a sign-in is invited once their first account is open; the invitation itself is another part's, looked up when it is needed.
create function private.invite_to_portal(p_trader uuid, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from public.traders t where t.id = p_trader and t.auth_user_id is not null) then return; end if;
  if pg_catalog.to_regprocedure('private.invite_trader(uuid, timestamptz)') is null then return; end if;
  execute 'select private.invite_trader($1, $2)' using p_trader, p_now;
end $$;

insert into private.declared_grants (privilege, object, roles)
select 'execute', 'public.' || f, '{service_role}' from unnest(array['load_provision(uuid)', 'issue_login(uuid)', 'activate_account(jsonb)']) f;
insert into private.declared_grants (privilege, object, roles) values ('select (orders_url)', 'public.connections', '{authenticated}');
select private.apply_grants();
