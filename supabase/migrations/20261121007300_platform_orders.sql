-- Orders to the trading platform. A breach that never reaches the broker is the firm's loss: every change that must reach it leaves an order in its own
-- transaction, the order is sent until the platform says yes, and one that nobody answers in time becomes somebody's task.
insert into private.declared_grants (privilege, object, roles) values ('select (order_grace_seconds)', 'public.connections', '{authenticated}');

create table public.platform_orders (
  id uuid primary key default gen_random_uuid(), account_id uuid not null references public.accounts,
  kind text not null check (kind in ('trading-off', 'trading-on', 'close-all', 'set-balance')), balance_cents public.money_cents, reason text not null default '',
  state text not null default 'queued' check (state in ('queued', 'acknowledged', 'refused', 'superseded')), attempts int not null default 0, last_error text,
  due_at timestamptz not null, settled_at timestamptz, settled_by uuid references public.staff, created_at timestamptz not null default now(),
  check ((kind = 'set-balance') = (balance_cents is not null)), check ((state = 'queued') = (settled_at is null)));
create unique index platform_orders_open on public.platform_orders (account_id, kind) where state = 'queued';
create index platform_orders_account on public.platform_orders (account_id, created_at desc, id);
create index platform_orders_settled_by on public.platform_orders (settled_by);
comment on table public.platform_orders is 'What the platform was told to do, and whether it said yes. Its id is the key under which the platform does it once.';
alter table public.platform_orders enable row level security;
create policy "staff see the orders to the platform" on public.platform_orders for select to authenticated using ((select private.is_staff()));

-- The edges of an order; a refused one may still be done by hand.
create function private.guard_platform_order() returns trigger language plpgsql set search_path = '' as $$
begin
  if tg_op = 'DELETE' then
    if not exists (select from public.accounts a where a.id = old.account_id and a.server not like 'scale:%') then return old; end if;
    raise exception 'orders to the platform are never deleted';
  end if;
  if (new.account_id, new.kind, new.balance_cents, new.reason, new.due_at) is distinct from (old.account_id, old.kind, old.balance_cents, old.reason, old.due_at) then
    raise exception 'immutable column of an order'; end if;
  if new.state <> old.state and not (old.state = 'queued' or (old.state = 'refused' and new.state in ('acknowledged', 'superseded'))) then
    raise exception 'illegal change of an order: % -> %', old.state, new.state; end if;
  return new;
end $$;
create trigger guard_platform_order before update or delete on public.platform_orders for each row execute function private.guard_platform_order();

create function private.platform_event(o public.platform_orders, p_kind text, p_reason text, p_now timestamptz) returns bigint language sql security definer set search_path = '' as $$
  select private.append_events('account:' || o.account_id, jsonb_build_array(jsonb_build_object('kind', p_kind, 'reason', p_reason, 'data',
    jsonb_build_object('order_id', o.id, 'order', o.kind, 'attempts', o.attempts))), p_now) $$;

-- An order that is answered leaves no question behind.
create function private.close_order_review(o public.platform_orders, p_why text, p_now timestamptz) returns void language sql security definer set search_path = '' as $$
  update public.reviews set state = 'cancelled', decided_at = p_now, reason = p_why where account_id = o.account_id and kind = 'data' and rule = 'platform-order'
    and state in ('open', 'claimed') and not exists (select from public.platform_orders x where x.account_id = o.account_id and x.id <> o.id
      and (x.state = 'refused' or (x.state = 'queued' and x.due_at <= p_now))) $$;

-- The newest word on trading is the one that counts: an older one that is still under way is not sent again. Once trading is on again, whatever was to be closed
-- before is no longer meant: it would close what was opened since.
create function private.order_platform(p_account uuid, p_kind text, p_reason text, p_balance bigint, p_now timestamptz) returns uuid
language plpgsql security definer set search_path = '' as $$
declare o public.platform_orders; a public.accounts; old public.platform_orders; grace int;
begin
  select * into strict a from public.accounts where id = p_account;
  if a.server like 'scale:%' then return null; end if;
  select c.order_grace_seconds into strict grace from public.connections c where c.id = a.connection_id;
  if p_kind in ('trading-off', 'trading-on') then
    for old in update public.platform_orders set state = 'superseded', settled_at = p_now where account_id = p_account and state in ('queued', 'refused')
        and (kind in ('trading-off', 'trading-on') and kind <> p_kind or p_kind = 'trading-on' and kind = 'close-all') returning * loop
      perform private.remove_job('order:' || old.id);
      perform private.close_order_review(old, 'a newer order replaced it', p_now);
    end loop;
  end if;
  insert into public.platform_orders (account_id, kind, balance_cents, reason, due_at, created_at)
    values (p_account, p_kind, p_balance, coalesce(p_reason, ''), p_now + make_interval(secs => grace), p_now)
    on conflict (account_id, kind) where state = 'queued' do nothing returning * into o;
  if o.id is null then return null; end if;
  perform private.platform_event(o, 'platform.ordered', p_reason, p_now);
  perform private.add_job('platform-order', jsonb_build_object('order_id', o.id), p_now, 'order:' || o.id, 'account:' || p_account);
  return o.id;
end $$;

-- Whichever hand stopped or ended an account, its platform hears of it: the order is made by the change itself. A pause closes what is open, since a trader stopped
-- with a position running goes on losing what the rule was to save. What is closed cannot be opened again, so it does so once its verdict is confirmed, as a failure
-- does: until then a verdict that a late event may take back stops trading and no more. Trading goes off first, so that nothing is opened again behind it.
create function private.order_of_change() returns trigger language plpgsql security definer set search_path = '' as $$
declare now_at timestamptz := clock_timestamp();
begin
  if new.login like 'pending:%' then return null; end if;
  if old.trading_off_reason is null and new.trading_off_reason is not null then
    perform private.order_platform(new.id, 'trading-off', new.trading_off_reason, null, now_at);
  elsif old.trading_off_reason is not null and new.trading_off_reason is null and new.status in ('active', 'live') then
    perform private.order_platform(new.id, 'trading-on', old.trading_off_reason, null, now_at);
  end if;
  if new.status in ('failed', 'closed') and old.status in ('active', 'live', 'blocked') then
    if new.trading_off_reason is null then perform private.order_platform(new.id, 'trading-off', new.closure_reason, null, now_at); end if;
    perform private.order_platform(new.id, 'close-all', new.closure_reason, null, now_at);
  elsif new.trading_off_reason = 'rule-pause' and new.status in ('active', 'live')
      and (old.trading_off_reason is distinct from 'rule-pause' or new.trading_off_until > old.trading_off_until)
      and exists (select from public.risk_violations v where v.account_id = new.id and v.outcome = 'breach' and v.consequence = 'pause' and v.state = 'confirmed'
        and v.until = new.trading_off_until) then
    perform private.order_platform(new.id, 'close-all', 'rule-pause', null, now_at);
  end if;
  return null;
end $$;
create trigger order_of_change after update of trading_off_reason, trading_off_until, status on public.accounts for each row
  when (old.trading_off_reason is distinct from new.trading_off_reason or old.trading_off_until is distinct from new.trading_off_until or old.status is distinct from new.status)
  execute function private.order_of_change();

-- What the job sends; null once the order is answered. The attempt is counted and committed before anything leaves.
create function public.begin_platform_order(p_id uuid, p_now timestamptz) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare o public.platform_orders;
begin
  update public.platform_orders set attempts = attempts + 1 where id = p_id and state = 'queued' returning * into o;
  if o.id is null then return null; end if;
  return (select jsonb_build_object('order_id', o.id, 'kind', o.kind, 'balance', private.major(o.balance_cents, a.rule_set_id)::text,
      'account', jsonb_build_object('account_id', a.id, 'platform', a.platform, 'server', a.server, 'login', a.login),
      'connection', jsonb_build_object('id', c.id, 'slug', c.slug, 'kind', c.kind, 'platform', c.platform, 'orders_url', c.orders_url, 'signing_secrets', c.signing_secrets))
    from public.accounts a join public.connections c on c.id = a.connection_id where a.id = o.account_id);
end $$;

-- p = { order_id, outcome: acknowledged|refused|unknown, message, now }. Answers the order's state. What nobody answered is asked again, sooner at first.
create function public.settle_platform_order(p jsonb) returns text language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare o public.platform_orders; now_at timestamptz := (p ->> 'now')::timestamptz; said text := left(p ->> 'message', 500);
begin
  select * into o from public.platform_orders where id = (p ->> 'order_id')::uuid;
  if o.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  perform from public.accounts where id = o.account_id for update;
  select * into strict o from public.platform_orders where id = o.id for update;
  if o.state <> 'queued' then return o.state; end if;
  if p ->> 'outcome' = 'acknowledged' then
    update public.platform_orders set state = 'acknowledged', settled_at = now_at, last_error = null where id = o.id returning * into o;
    perform private.platform_event(o, 'platform.acknowledged', null, now_at);
    perform private.close_order_review(o, 'the platform has acknowledged the order', now_at);
    return o.state;
  end if;
  if p ->> 'outcome' = 'refused' then
    update public.platform_orders set state = 'refused', settled_at = now_at, last_error = said where id = o.id returning * into o;
    perform private.platform_event(o, 'platform.refused', said, now_at);
  else
    update public.platform_orders set last_error = said where id = o.id returning * into o;
    perform private.add_job('platform-order', jsonb_build_object('order_id', o.id), now_at + make_interval(secs => least(300, 5 * 2 ^ least(o.attempts - 1, 10))), 'order:' || o.id,
      'account:' || o.account_id);
  end if;
  if o.state = 'refused' or now_at >= o.due_at then
    perform private.open_review('data', o.account_id, o.id::text, 'platform-order', 'the platform has not acknowledged: ' || replace(o.kind, '-', ' '),
      jsonb_build_object('order_id', o.id, 'order', o.kind, 'attempts', o.attempts, 'said', said), now_at, now_at);
  end if;
  return o.state;
end $$;

-- Somebody did on the platform what it would not do for us.
create function public.confirm_platform_order(p_id uuid, p_reason text) returns text language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['risk', 'admin']); why text := private.need_reason(p_reason); o public.platform_orders; now_at timestamptz := clock_timestamp();
begin
  select * into o from public.platform_orders where id = p_id;
  if o.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  perform from public.accounts where id = o.account_id for update;
  select * into strict o from public.platform_orders where id = p_id for update;
  if o.state not in ('queued', 'refused') then raise exception 'already-decided' using errcode = '55000'; end if;
  update public.platform_orders set state = 'acknowledged', settled_at = now_at, settled_by = who where id = o.id returning * into o;
  perform private.remove_job('order:' || o.id);
  perform private.platform_event(o, 'platform.done-by-hand', why, now_at);
  perform private.close_order_review(o, why, now_at);
  return o.state;
end $$;

-- A pause that held when it was confirmed. One that is confirmed before trading is off is met by the change of the account.
create function private.close_for_pause() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from public.accounts a where a.id = new.account_id and a.trading_off_reason = 'rule-pause' and a.status in ('active', 'live') and a.login not like 'pending:%') then
    perform private.order_platform(new.account_id, 'close-all', 'rule-pause', null, clock_timestamp());
  end if;
  return null;
end $$;

create trigger close_for_pause after update of state on public.risk_violations for each row
  when (new.outcome = 'breach' and new.consequence = 'pause' and new.state = 'confirmed' and old.state <> 'confirmed' and new.until > new.resolved_at)
  execute function private.close_for_pause();

-- An order whose sender died: it gets its job again, and the question for a person that its sender would have asked.
create function private.tend_orders(p_now timestamptz) returns int language plpgsql security definer set search_path = '' as $$
declare o public.platform_orders; total int := 0; asked uuid;
begin
  -- The oldest come first, and their accounts are locked in the one order everybody keeps.
  for o in select x.* from (select y.* from public.platform_orders y where y.state = 'queued' and y.due_at <= p_now - interval '1 minute' order by y.due_at, y.id limit 200) x order by x.account_id, x.id loop
    asked := private.open_review('data', o.account_id, o.id::text, 'platform-order', 'the platform has not acknowledged: ' || replace(o.kind, '-', ' '),
      jsonb_build_object('order_id', o.id, 'order', o.kind, 'attempts', o.attempts, 'said', o.last_error), p_now, p_now);
    if o.due_at <= p_now - interval '10 minutes' then
      perform private.add_job('platform-order', jsonb_build_object('order_id', o.id), p_now, 'order:' || o.id, 'account:' || o.account_id);
    end if;
    total := total + 1;
  end loop;
  return total;
end $$;

insert into private.declared_grants (privilege, object, roles) values ('select', 'public.platform_orders', '{authenticated}'),
  ('execute', 'public.begin_platform_order(uuid, timestamptz)', '{service_role}'), ('execute', 'public.settle_platform_order(jsonb)', '{service_role}'),
  ('execute', 'public.confirm_platform_order(uuid, text)', '{authenticated}');
select private.apply_grants();
