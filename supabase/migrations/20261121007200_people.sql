-- People: what staff know and decide about a trader, how a trader's address is proven, who works here, and whose session still counts.

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

create function private.registration_open() returns boolean language sql stable security definer set search_path = '' as
$$ select coalesce(case jsonb_typeof(s) when 'string' then s <> '"closed"' when 'object' then (s ->> 'open')::boolean end, true) from (select private.setting('registration') as s) x $$;
create policy "admins and auditors see every sign-in, risk those of traders, everybody their own" on public.login_events for select to authenticated
  using ((select private.staff_role()) in ('admin', 'auditor') or actor_id = (select private.uid())
    or ((select private.staff_role()) = 'risk' and actor_id in (select t.auth_user_id from public.traders t)));

create function private.trader_state(t public.traders) returns text language sql immutable set search_path = '' as
$$ select case when t.is_active then 'active' when t.banned_at is not null then 'banned' else 'disabled' end $$;

create view public.logins_list with (security_invoker = true) as
  select l.id, l.occurred_at, l.email, l.actor_id, host(l.ip) as address, l.user_agent, l.succeeded,
    case when s.id is not null then 'staff' when t.id is not null then 'trader' else 'unknown' end as who, coalesce(s.full_name, t.full_name) as name, s.role, t.id as trader_id
  from public.login_events l left join public.staff s on s.id = l.actor_id left join public.traders t on t.auth_user_id = l.actor_id;
comment on view public.logins_list is 'Sign-ins, good and bad, with who it was as far as the reader may know them.';
