-- What callers of the REST doors leave behind: the keys under which they may ask again without asking twice.
create table public.idempotency_keys (
  actor_id uuid not null, key text not null check (length(key) between 1 and 255), request_sha256 text not null, outcome jsonb,
  taken_at timestamptz not null, settled_at timestamptz, created_at timestamptz not null default now(), primary key (actor_id, key));
create index idempotency_keys_created on public.idempotency_keys (created_at);
comment on table public.idempotency_keys is 'First answer of each request that named a key, by who asked: asked again, it is answered again and done once.';
alter table public.idempotency_keys enable row level security;
create policy "the firm alone reads what was answered" on public.idempotency_keys for select to authenticated using (false);

-- p = { actor_id, key, request_sha256, now }. A request that died on its way is given up after a minute, since no door answers later.
create function public.take_key(p jsonb) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare held public.idempotency_keys; now_at timestamptz := (p ->> 'now')::timestamptz;
begin
  insert into public.idempotency_keys (actor_id, key, request_sha256, taken_at) values ((p ->> 'actor_id')::uuid, p ->> 'key', p ->> 'request_sha256', now_at)
    on conflict (actor_id, key) do nothing;
  if found then return jsonb_build_object('outcome', 'new'); end if;
  select * into strict held from public.idempotency_keys where actor_id = (p ->> 'actor_id')::uuid and key = p ->> 'key' for update;
  if held.request_sha256 <> p ->> 'request_sha256' then return jsonb_build_object('outcome', 'reused'); end if;
  if held.outcome is not null then return jsonb_build_object('outcome', 'answered', 'answer', held.outcome); end if;
  if held.taken_at > now_at - interval '1 minute' then return jsonb_build_object('outcome', 'in-progress'); end if;
  update public.idempotency_keys set taken_at = now_at where actor_id = held.actor_id and key = held.key;
  return jsonb_build_object('outcome', 'new');
end $$;

-- p = { actor_id, key, answer: { status, body }|null, now }. Without an answer the key is free again: what failed on our side may be tried anew.
create function public.settle_key(p jsonb) returns void language plpgsql security definer set search_path = '' as $$
begin
  if coalesce(p -> 'answer', 'null') = 'null' then
    delete from public.idempotency_keys where actor_id = (p ->> 'actor_id')::uuid and key = p ->> 'key' and outcome is null;
  else
    update public.idempotency_keys set outcome = p -> 'answer', settled_at = (p ->> 'now')::timestamptz
      where actor_id = (p ->> 'actor_id')::uuid and key = p ->> 'key' and outcome is null;
  end if;
end $$;

-- An account that is watched without having been sold here. p = { platform, server, login, name, firm, account_type, account_size_cents, trader_id|null, now }.
-- `firm` is the code of a published rule set and `account_type` picks its phase. Answers { account_id, created } or { refusal, path }.
create function public.connect_account(p jsonb) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['config', 'admin']); rs public.rule_sets; c public.connections; now_at timestamptz := clock_timestamp(); made jsonb; t public.traders;
begin
  select r.* into rs from public.rule_sets r join public.phases ph on ph.id = r.phase_id
    where r.code = p ->> 'firm' and r.id = private.rule_set_in_force(r.phase_id, now_at)
      and case p ->> 'account_type' when 'funded' then ph.is_live when 'pa' then r.account_type = 'pa' else not ph.is_live and coalesce(r.account_type, '') <> 'pa' end
    order by (select count(*) from public.challenge_types x where x.id = ph.challenge_type_id and x.is_archived), ph.position, r.id limit 1;
  if rs.id is null then return jsonb_build_object('refusal', 'unknown-rule-set', 'path', 'firm'); end if;
  if rs.initial_balance_cents <> (p ->> 'account_size_cents')::bigint then return jsonb_build_object('refusal', 'wrong-size', 'path', 'account_size'); end if;
  select * into c from public.connections x where x.platform = p ->> 'platform' and coalesce(x.server, '') = coalesce(p ->> 'server', '') and x.kind in ('neutral', 'broker')
    and x.status = 'active' order by x.created_at, x.id limit 1;
  if c.id is null then return jsonb_build_object('refusal', 'unknown-connection', 'path', 'platform'); end if;
  select * into t from public.traders x where x.id = (p ->> 'trader_id')::uuid;
  if p ->> 'trader_id' is not null and t.id is null then return jsonb_build_object('refusal', 'unknown-trader', 'path', 'trader_id'); end if;
  -- Whoever it belongs to is not known yet; the address is one no letter can reach.
  made := public.open_account(jsonb_build_object('connection_id', c.id, 'platform', p ->> 'platform', 'server', p ->> 'server', 'login', p ->> 'login',
    'email', coalesce(t.email, 'account-' || (p ->> 'login') || '@connected.invalid'), 'full_name', coalesce(nullif(t.full_name, ''), p ->> 'name', p ->> 'login'),
    'challenge_type_id', (select ph.challenge_type_id from public.phases ph where ph.id = rs.phase_id), 'phase_position', (select ph.position from public.phases ph where ph.id = rs.phase_id),
    'data_source', 'api', 'now', now_at));
  if (made ->> 'created')::boolean then
    perform private.append_events('account:' || (made ->> 'account_id'), jsonb_build_array(jsonb_build_object('kind', 'account.connected', 'actor_kind', 'staff', 'actor_id', who)), now_at);
  end if;
  return made;
end $$;

insert into private.declared_grants (privilege, object, roles) values
  ('execute', 'public.take_key(jsonb)', '{service_role}'), ('execute', 'public.settle_key(jsonb)', '{service_role}'),
  ('execute', 'public.connect_account(jsonb)', '{authenticated}');
select private.apply_grants();
