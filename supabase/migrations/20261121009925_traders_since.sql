-- A trader is one since the moment the firm was told, not since the row was written: growth by week is counted by it.
-- p = { auth_user_id|null, email, full_name, proven, now }. Anybody may sign up under any address, so a trader who is already known is handed
-- over only to whoever has proven the address: by the link of an invitation or of a new password, never by registering alone.
create or replace function public.register_trader(p jsonb) returns uuid language plpgsql security definer set search_path = '' as $$
declare t public.traders; subject uuid := (p ->> 'auth_user_id')::uuid; address text := lower(trim(p ->> 'email')); at timestamptz := (p ->> 'now')::timestamptz; made boolean := false;
begin
  select * into t from public.traders x where lower(x.email) = address for update;
  if t.id is null then
    if subject is not null and not private.registration_open() then raise exception 'registration-closed' using errcode = '42501'; end if;
    insert into public.traders (auth_user_id, email, full_name, created_at) values (subject, address, coalesce(p ->> 'full_name', ''), coalesce(at, now()))
      on conflict ((lower(email))) do nothing returning * into t;
    made := t.id is not null;
    if not made then select * into strict t from public.traders x where lower(x.email) = address for update; end if;
  end if;
  if not made then
    if subject is null or t.auth_user_id = subject then return t.id;
    elsif t.auth_user_id is not null then raise exception 'this trader belongs to another sign-in' using errcode = '42501';
    elsif not coalesce((p ->> 'proven')::boolean, false) then raise exception 'needs-proof' using errcode = '42501'; end if;
    update public.traders set auth_user_id = subject, full_name = coalesce(nullif(full_name, ''), p ->> 'full_name', '') where id = t.id;
    update public.trader_invites set accepted_at = at where trader_id = t.id and accepted_at is null and revoked_at is null;
  end if;
  perform private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', case when made then 'trader.registered' else 'trader.bound' end, 'actor_kind', 'system',
    'trader_id', t.id, 'data', jsonb_build_object('trader_id', t.id))), at);
  return t.id;
end $$;

select private.apply_grants();
