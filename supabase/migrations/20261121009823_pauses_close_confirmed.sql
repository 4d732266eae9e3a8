-- What is closed cannot be opened again, so a pause closes what is open once its verdict is confirmed, as a failure does: until then a verdict that a late event may
-- take back stops trading and no more.
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
      and (old.trading_off_reason is distinct from 'rule-pause' or new.trading_off_until > old.trading_off_until)
      and exists (select from public.risk_violations v where v.account_id = new.id and v.outcome = 'breach' and v.consequence = 'pause' and v.state = 'confirmed'
        and v.until = new.trading_off_until) then
    perform private.order_platform(new.id, 'close-all', 'rule-pause', null, now_at);
  end if;
  return null;
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

select private.apply_grants();
