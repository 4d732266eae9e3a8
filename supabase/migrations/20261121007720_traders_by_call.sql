-- What callers outside the office may write about people and trades: a trader made or mended, and the name of whoever had a trade corrected.

-- p = { id|null, email|null, full_name|null, country|null, invite|null }. Without an id a trader is made. Answers { trader_id, made } or { refusal, path }. An address that somebody signs in with
-- is proven and theirs: it is not changed from here.
create function public.save_trader(p jsonb) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['support', 'risk', 'admin']); t public.traders; before public.traders; now_at timestamptz := clock_timestamp(); address text := lower(trim(p ->> 'email')); told bigint;
begin
  if p ? 'email' and coalesce(address, '') !~ '^[^@\s]+@[^@\s]+\.[^@\s]+$' then return jsonb_build_object('refusal', 'invalid', 'path', 'email'); end if;
  if p ? 'full_name' and coalesce(length(trim(p ->> 'full_name')), 0) not between 1 and 200 then return jsonb_build_object('refusal', 'invalid', 'path', 'full_name'); end if;
  if p ->> 'country' is not null and p ->> 'country' !~ '^[A-Z]{2}$' then return jsonb_build_object('refusal', 'invalid', 'path', 'country'); end if;
  if exists (select from public.traders x where lower(x.email) = address and x.id is distinct from (p ->> 'id')::uuid) then
    return jsonb_build_object('refusal', 'already-known', 'path', 'email'); end if;
  if p ->> 'id' is null then
    insert into public.traders (email, full_name, country) values (address, trim(p ->> 'full_name'), p ->> 'country') returning * into t;
    told := private.trader_event(t.id, 'trader.registered', null, jsonb_build_object('by_hand', true), now_at);
    if coalesce((p ->> 'invite')::boolean, false) then perform private.invite_trader(t.id, now_at); end if;
    return jsonb_build_object('trader_id', t.id, 'made', true);
  end if;
  select * into before from public.traders x where x.id = (p ->> 'id')::uuid for update;
  if before.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  if before.auth_user_id is not null and address <> lower(before.email) then return jsonb_build_object('refusal', 'already-proven', 'path', 'email'); end if;
  update public.traders set email = coalesce(address, email), full_name = coalesce(trim(p ->> 'full_name'), full_name),
    country = case when p ? 'country' then p ->> 'country' else country end where id = before.id returning * into t;
  if (t.email, t.full_name, t.country) is distinct from (before.email, before.full_name, before.country) then
    -- The trail is for ever and read by many: it says that the address changed, not what it was.
    told := private.trader_event(t.id, 'trader.changed', null, jsonb_strip_nulls(jsonb_build_object('from_full_name', nullif(before.full_name, t.full_name),
      'to_full_name', nullif(t.full_name, before.full_name), 'from_country', nullif(before.country, t.country), 'to_country', nullif(t.country, before.country),
      'address_changed', nullif(t.email <> before.email, false))), now_at);
    if t.email <> before.email then update public.trader_invites set revoked_at = now_at where trader_id = t.id and accepted_at is null and revoked_at is null; end if;
  end if;
  return jsonb_build_object('trader_id', t.id, 'made', false);
exception when unique_violation then return jsonb_build_object('refusal', 'already-known', 'path', 'email');
end $$;

-- Who had which trade taken back, and why; written before it is done, because the judging that follows speaks for the firm and not for them.
create function public.ask_correction(p_trade_id uuid, p_reason text) returns void language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare t public.trades; who uuid;
begin
  if current_setting('role', true) <> 'service_role' then who := private.require_staff(array['risk', 'admin']); end if;
  select * into t from public.trades x where x.id = p_trade_id;
  if t.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  perform private.append_events('account:' || t.account_id, jsonb_build_array(jsonb_build_object('kind', 'trade.correction-asked', 'reason', private.need_reason(p_reason), 'data',
    jsonb_build_object('trade_id', t.id, 'ticket', t.ticket_number))), clock_timestamp());
end $$;

insert into private.declared_grants (privilege, object, roles) values
  ('execute', 'public.save_trader(jsonb)', '{authenticated}'), ('execute', 'public.ask_correction(uuid, text)', '{authenticated,service_role}');
select private.apply_grants();
