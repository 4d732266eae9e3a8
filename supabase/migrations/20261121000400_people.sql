-- Who may do what: invitations, sign-ins, the guard over the last admin, and the checks that open every staff function.
create table public.staff_invites (
  id uuid primary key default gen_random_uuid(), email text not null,
  role text not null check (role in ('viewer', 'support', 'risk', 'finance', 'config', 'admin', 'auditor')), token_hash text not null unique,
  invited_by uuid references public.staff, expires_at timestamptz not null, accepted_at timestamptz, revoked_at timestamptz, created_at timestamptz not null default now(),
  approved_by uuid references public.staff, approved_at timestamptz, revoked_by uuid references public.staff,
  constraint invited_by_one_approved_by_another check (approved_by <> invited_by));
create unique index staff_invites_open on public.staff_invites (lower(email)) where accepted_at is null and revoked_at is null;
create index staff_invites_invited_by on public.staff_invites (invited_by);
comment on table public.staff_invites is 'Invitations to join the firm; only the hash of the token is kept.';
alter table public.staff_invites enable row level security;
create policy "admins and auditors see the invitations" on public.staff_invites for select to authenticated
  using ((select private.staff_role()) in ('admin', 'auditor'));

create table public.login_events (
  id bigint generated always as identity primary key, actor_id uuid, email text not null, ip inet, user_agent text, succeeded boolean not null,
  occurred_at timestamptz not null, created_at timestamptz not null default now(),
  -- The device a sign-in came from, where the sign-in page knows it.
  device_hash text check (device_hash ~ '^[0-9a-f]{32}$'));
create index login_events_actor on public.login_events (actor_id, occurred_at desc);
create index login_events_occurred on public.login_events (occurred_at desc);
comment on table public.login_events is 'Sign-ins, good and bad; append-only.';
create trigger login_events_are_append_only before update or delete on public.login_events for each row execute function private.refuse();
create trigger login_events_are_never_truncated before truncate on public.login_events for each statement execute function private.refuse();
alter table public.login_events enable row level security;

-- A firm without an admin cannot be mended from inside, so the last one stays.
create function private.guard_staff() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if old.role = 'admin' and old.is_active and (tg_op = 'DELETE' or new.role <> 'admin' or not new.is_active) then
    perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('last-admin', 7));
    if not exists (select from public.staff s where s.id <> old.id and s.role = 'admin' and s.is_active) then
      raise exception 'the last active admin can be neither disabled nor demoted';
    end if;
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger guard_staff before update or delete on public.staff for each row execute function private.guard_staff();

-- Opens every staff function: the session says who asks, and the refusal does not say why.
create function private.require_staff(p_roles text[]) returns uuid language plpgsql stable security definer set search_path = '' as $$
begin
  if coalesce(private.staff_role(), '') <> all (p_roles) then raise exception 'not-allowed' using errcode = '42501'; end if;
  return private.uid();
end $$;

create function private.sees_contact() returns boolean language plpgsql stable security definer set search_path = '' as
$$ begin return coalesce(private.staff_role() in ('support', 'risk', 'finance', 'admin', 'auditor'), false); end $$;
create function private.mask_email(p_email text) returns text language sql immutable set search_path = '' as
$$ select left(p_email, 1) || '***@' || split_part(p_email, '@', 2) $$;
-- Requests of people run as these two roles; everything else is the service key or the owner. A missing id alone must never mean trust.
create function private.is_request() returns boolean language sql stable set search_path = '' as
$$ select coalesce(current_setting('role', true), '') in ('anon', 'authenticated') $$;
-- Time is an argument, so that the firm's own work can be told again. What a person says the time is counts only where our own clock agrees: whoever asks the API past the office
-- would else date their deeds as they like, into a year nobody looks at or to rules that are no longer in force.
create function private.honest_now(p_now timestamptz) returns timestamptz language sql volatile set search_path = '' as
$$ select case when private.is_request() and p_now not between clock_timestamp() - interval '1 minute' and clock_timestamp() + interval '1 minute' then clock_timestamp() else p_now end $$;
-- The address column is granted to nobody; views call this, which knows the reader.
-- Lists ask once who is asking and hand it in, since a search reads every row; nobody reaches this function but through them.
create function private.contact_email(p_trader_id uuid, p_sees boolean default private.sees_contact()) returns text language plpgsql stable security definer set search_path = '' as $$
declare found_email text; owner_id uuid;
begin
  select t.email, t.auth_user_id into found_email, owner_id from public.traders t where t.id = p_trader_id;
  if coalesce(current_setting('role', true), '') not in ('anon', 'authenticated') or p_sees or owner_id = private.uid() then return found_email; end if;
  return private.mask_email(found_email);
end $$;
grant execute on function private.sees_contact(), private.contact_email(uuid, boolean) to authenticated, service_role;

create table private.rate_windows (key text primary key, started_at timestamptz not null, hits int not null, created_at timestamptz not null default now());
alter table private.rate_windows enable row level security;
comment on table private.rate_windows is 'Fixed windows of the limiters: sign-ins, connections, callers.';

-- Answers whether the act may go on; the row is taken under its lock, so two at once cannot both be the last.
create function public.take_rate(p_key text, p_limit int, p_window_seconds int, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = '' as $$
declare taken int;
begin
  insert into private.rate_windows as w (key, started_at, hits) values (p_key, p_now, 1)
    on conflict (key) do update set
      started_at = case when w.started_at + make_interval(secs => p_window_seconds) <= p_now then p_now else w.started_at end,
      hits = case when w.started_at + make_interval(secs => p_window_seconds) <= p_now then 1 else least(w.hits + 1, p_limit + 1) end
    returning hits into taken;
  return taken <= p_limit;
end $$;

-- A try that failed is written down beside whoever it was aimed at, so that they and those who audit can see it.
create function public.record_login(p_actor_id uuid, p_email text, p_ip text, p_user_agent text, p_succeeded boolean, p_now timestamptz, p_device_hash text default null)
returns void language plpgsql security definer set search_path = '' as $$
begin
  insert into public.login_events (actor_id, email, ip, user_agent, succeeded, occurred_at, device_hash)
    values (coalesce(p_actor_id, (select s.id from public.staff s where lower(s.email) = lower(p_email)), (select t.auth_user_id from public.traders t where lower(t.email) = lower(p_email))),
      lower(p_email), private.plain_address(nullif(p_ip, '')), left(p_user_agent, 400), p_succeeded, p_now, p_device_hash);
  if p_succeeded then
    update public.staff set last_login_at = p_now where id = p_actor_id;
    update public.traders set last_login_at = p_now where auth_user_id = p_actor_id;
  end if;
end $$;
