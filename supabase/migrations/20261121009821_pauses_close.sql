-- A pause closes what is open: a trader stopped with a position running goes on losing what the rule was to save. Trading goes off first, so that nothing is opened again behind it.

-- The newest word on trading is the one that counts: an older one that is still under way is not sent again. Once trading is on again, whatever was to be closed
-- before is no longer meant: it would close what was opened since.
create or replace function private.order_platform(p_account uuid, p_kind text, p_reason text, p_balance bigint, p_now timestamptz) returns uuid
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

-- Whichever hand stopped or ended an account, its platform hears of it: the order is made by the change itself. A pause that is prolonged was broken again by what was still open.
create or replace function private.order_of_change() returns trigger language plpgsql security definer set search_path = '' as $$
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
      and (old.trading_off_reason is distinct from 'rule-pause' or new.trading_off_until > old.trading_off_until) then
    perform private.order_platform(new.id, 'close-all', 'rule-pause', null, now_at);
  end if;
  return null;
end $$;
drop trigger order_of_change on public.accounts;
create trigger order_of_change after update of trading_off_reason, trading_off_until, status on public.accounts for each row
  when (old.trading_off_reason is distinct from new.trading_off_reason or old.trading_off_until is distinct from new.trading_off_until or old.status is distinct from new.status)
  execute function private.order_of_change();

select private.apply_grants();
