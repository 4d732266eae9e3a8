-- People: what staff know and decide about a trader, how a trader's address is proven, who works here, and whose session still counts.
alter table public.traders add column disabled_at timestamptz, add column banned_at timestamptz, add column last_login_at timestamptz;
comment on column public.traders.banned_at is 'Set with the end of all access and the block of every living account; lifted only by hand.';

create table public.trader_notes (
  id uuid primary key default gen_random_uuid(), trader_id uuid not null references public.traders, staff_id uuid not null references public.staff,
  body text not null check (trim(body) <> '' and length(body) <= 4000), created_at timestamptz not null default now());
create index trader_notes_trader on public.trader_notes (trader_id, created_at desc);
create index trader_notes_staff on public.trader_notes (staff_id);
comment on table public.trader_notes is 'What staff wrote about a trader; append-only, never seen by the trader.';
create trigger trader_notes_are_append_only before update or delete on public.trader_notes for each row execute function private.refuse();
create trigger trader_notes_are_never_truncated before truncate on public.trader_notes for each statement execute function private.refuse();
alter table public.trader_notes enable row level security;
create policy "staff read the notes about traders" on public.trader_notes for select to authenticated using ((select private.is_staff()));

-- No token is kept: the link carries the invitation's id under a signature that only the server can make.
create table public.trader_invites (
  id uuid primary key default gen_random_uuid(), trader_id uuid not null references public.traders, invited_by uuid references public.staff,
  expires_at timestamptz not null, accepted_at timestamptz, revoked_at timestamptz, created_at timestamptz not null default now());
create unique index trader_invites_open on public.trader_invites (trader_id) where accepted_at is null and revoked_at is null;
create index trader_invites_trader on public.trader_invites (trader_id);
create index trader_invites_invited_by on public.trader_invites (invited_by);
comment on table public.trader_invites is 'Invitations to the portal, mailed to the address they prove.';
alter table public.trader_invites enable row level security;
create policy "staff see who was invited to the portal" on public.trader_invites for select to authenticated using ((select private.is_staff()));

-- A session that was ended counts no longer, although its token has not run out yet. Where the auth server keeps its sessions to itself,
-- the token's short life is what is left.
do $$
begin
  if to_regclass('auth.sessions') is not null and has_table_privilege('auth.sessions', 'select') and has_table_privilege('auth.sessions', 'delete') then
    execute $f$ create function private.session_is_alive() returns boolean language sql stable security definer set search_path = '' as $b$
      select coalesce(auth.jwt() ->> 'session_id', '') = '' or exists (select from auth.sessions s where s.id = (auth.jwt() ->> 'session_id')::uuid) $b$ $f$;
    execute $f$ create function private.end_sessions(p_user uuid) returns void language sql security definer set search_path = '' as $b$
      delete from auth.sessions where user_id = p_user $b$ $f$;
    execute $f$ create function private.open_sessions(p_user uuid, p_now timestamptz) returns int language sql stable security definer set search_path = '' as $b$
      select count(*)::int from auth.sessions s where s.user_id = p_user and (s.not_after is null or s.not_after > p_now) $b$ $f$;
  else
    execute $f$ create function private.session_is_alive() returns boolean language sql stable set search_path = '' as $b$ select true $b$ $f$;
    execute $f$ create function private.end_sessions(p_user uuid) returns void language sql set search_path = '' as $b$ select $b$ $f$;
    execute $f$ create function private.open_sessions(p_user uuid, p_now timestamptz) returns int language sql stable set search_path = '' as $b$ select null::int $b$ $f$;
  end if;
end $$;
create or replace function private.staff_role() returns text language plpgsql stable security definer set search_path = '' as
$$ declare me uuid := private.uid(); begin return (select s.role from public.staff s where s.id = me and s.is_active and private.session_is_alive()); end $$;
create or replace function private.is_staff() returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select from public.staff s where s.id = (select private.uid()) and s.is_active) and private.session_is_alive() $$;
create or replace function private.trader_id() returns uuid language sql stable security definer set search_path = '' as
$$ select t.id from public.traders t where t.auth_user_id = (select private.uid()) and t.is_active and private.session_is_alive() $$;

create function private.registration_open() returns boolean language sql stable security definer set search_path = '' as
$$ select coalesce(case jsonb_typeof(s) when 'string' then s <> '"closed"' when 'object' then (s ->> 'open')::boolean end, true) from (select private.setting('registration') as s) x $$;

-- p = { auth_user_id|null, email, full_name, proven, now }. Anybody may sign up under any address, so a trader who is already known is handed
-- over only to whoever has proven the address: by the link of an invitation or of a new password, never by registering alone.
create or replace function public.register_trader(p jsonb) returns uuid language plpgsql security definer set search_path = '' as $$
declare t public.traders; subject uuid := (p ->> 'auth_user_id')::uuid; address text := lower(trim(p ->> 'email')); at timestamptz := (p ->> 'now')::timestamptz; made boolean := false;
begin
  select * into t from public.traders x where lower(x.email) = address for update;
  if t.id is null then
    if subject is not null and not private.registration_open() then raise exception 'registration-closed' using errcode = '42501'; end if;
    insert into public.traders (auth_user_id, email, full_name) values (subject, address, coalesce(p ->> 'full_name', ''))
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

-- A try that failed is written down beside whoever it was aimed at, so that they and those who audit can see it.
create or replace function public.record_login(p_actor_id uuid, p_email text, p_ip text, p_user_agent text, p_succeeded boolean, p_now timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.login_events (actor_id, email, ip, user_agent, succeeded, occurred_at)
    values (coalesce(p_actor_id, (select s.id from public.staff s where lower(s.email) = lower(p_email)), (select t.auth_user_id from public.traders t where lower(t.email) = lower(p_email))),
      lower(p_email), nullif(p_ip, '')::inet, left(p_user_agent, 400), p_succeeded, p_now);
  if p_succeeded then
    update public.staff set last_login_at = p_now where id = p_actor_id;
    update public.traders set last_login_at = p_now where auth_user_id = p_actor_id;
  end if;
end $$;
drop policy "admins and auditors see every sign-in, everybody their own" on public.login_events;
create policy "admins and auditors see every sign-in, risk those of traders, everybody their own" on public.login_events for select to authenticated
  using ((select private.staff_role()) in ('admin', 'auditor') or actor_id = (select private.uid())
    or ((select private.staff_role()) = 'risk' and actor_id in (select t.auth_user_id from public.traders t)));

create function private.trader_state(t public.traders) returns text language sql immutable set search_path = '' as
$$ select case when t.is_active then 'active' when t.banned_at is not null then 'banned' else 'disabled' end $$;

create or replace view public.traders_list with (security_invoker = true) as
  select t.id, t.full_name, private.contact_email(t.id) as email, t.country, t.kyc_status, t.is_active, t.disabled_reason, t.auth_user_id is not null as has_signed_up, t.created_at,
    (select count(*) from public.accounts a where a.trader_id = t.id) as accounts,
    (select count(*) from public.accounts a where a.trader_id = t.id and a.status in ('active', 'blocked', 'live')) as living_accounts,
    case when t.is_active then 'active' when t.banned_at is not null then 'banned' else 'disabled' end as access, t.disabled_at, t.last_login_at,
    (select max(i.created_at) from public.trader_invites i where i.trader_id = t.id and i.accepted_at is null and i.revoked_at is null) as invited_at
  from public.traders t;

create view public.logins_list with (security_invoker = true) as
  select l.id, l.occurred_at, l.email, l.actor_id, host(l.ip) as address, l.user_agent, l.succeeded,
    case when s.id is not null then 'staff' when t.id is not null then 'trader' else 'unknown' end as who, coalesce(s.full_name, t.full_name) as name, s.role, t.id as trader_id
  from public.login_events l left join public.staff s on s.id = l.actor_id left join public.traders t on t.auth_user_id = l.actor_id;
comment on view public.logins_list is 'Sign-ins, good and bad, with who it was as far as the reader may know them.';
