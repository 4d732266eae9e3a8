-- Notices the firm owes its traders, such as new terms: one person writes, another sends, and every letter of it can be shown afterwards.
create table public.legal_notices (
  id uuid primary key default gen_random_uuid(), title text not null check (length(trim(title)) between 3 and 150 and title !~ '[\r\n]'),
  statement text not null check (length(trim(statement)) between 10 and 6000), holds_from date not null,
  audience text not null check (audience in ('everybody', 'trading', 'challenge')), challenge_type_id uuid references public.challenge_types,
  state text not null default 'proposed' check (state in ('proposed', 'sent', 'withdrawn')), readers int not null check (readers >= 0),
  proposed_by uuid not null references public.staff, proposed_at timestamptz not null, decided_by uuid references public.staff, decided_at timestamptz, reason text,
  created_at timestamptz not null default now(), check ((audience = 'challenge') = (challenge_type_id is not null)), check ((state = 'proposed') = (decided_at is null)),
  constraint a_notice_takes_two_people check (state <> 'sent' or decided_by <> proposed_by));
create index legal_notices_challenge on public.legal_notices (challenge_type_id);
create index legal_notices_proposed_by on public.legal_notices (proposed_by);
create index legal_notices_decided_by on public.legal_notices (decided_by);
comment on table public.legal_notices is 'Notices of the firm to those they touch; what was sent never changes.';
alter table public.legal_notices enable row level security;
create policy "those who write, help or audit see the notices" on public.legal_notices for select to authenticated
  using ((select private.staff_role()) in ('support', 'config', 'admin', 'auditor', 'risk'));

create function private.guard_notice() returns trigger language plpgsql set search_path = '' as $$
begin
  if tg_op = 'DELETE' or old.state <> 'proposed' then raise exception 'a notice that was decided never changes'; end if;
  if (new.title, new.statement, new.holds_from, new.audience, new.challenge_type_id, new.proposed_by) is distinct from
     (old.title, old.statement, old.holds_from, old.audience, old.challenge_type_id, old.proposed_by) then raise exception 'a notice is sent as it was proposed'; end if;
  return new;
end $$;
create trigger guard_notice before update or delete on public.legal_notices for each row execute function private.guard_notice();

alter table public.mail_deliveries add column notice_id uuid references public.legal_notices;
create index mail_deliveries_notice on public.mail_deliveries (notice_id) where notice_id is not null;

-- Whom it touches: every trader with an address, those with an account that lives, or those with one of one product.
create function private.notice_readers(p_audience text, p_challenge uuid) returns setof public.traders language sql stable security definer set search_path = '' as $$
  select t.* from public.traders t where t.email <> '' and (p_audience = 'everybody' or exists (select from public.accounts a where a.trader_id = t.id
    and a.status in ('pending', 'active', 'blocked', 'live') and a.server not like 'scale:%' and (p_audience = 'trading' or a.challenge_type_id = p_challenge))) $$;

create function public.count_notice_readers(p_audience text, p_challenge_type_id uuid) returns int language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_staff(array['config', 'admin']);
  return (select count(*) from private.notice_readers(p_audience, p_challenge_type_id));
end $$;

-- p = { title, statement, holds_from, audience, challenge_type_id|null }
create function public.propose_notice(p jsonb) returns uuid language plpgsql security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['config', 'admin']); now_at timestamptz := clock_timestamp(); n public.legal_notices;
begin
  insert into public.legal_notices (title, statement, holds_from, audience, challenge_type_id, readers, proposed_by, proposed_at)
    select trim(p ->> 'title'), trim(p ->> 'statement'), (p ->> 'holds_from')::date, p ->> 'audience', (p ->> 'challenge_type_id')::uuid, count(*), who, now_at
    from private.notice_readers(p ->> 'audience', (p ->> 'challenge_type_id')::uuid) returning * into n;
  perform private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', 'notice.proposed', 'data', jsonb_build_object('notice_id', n.id, 'title', n.title,
    'statement', n.statement, 'audience', n.audience, 'readers', n.readers))), now_at);
  return n.id;
end $$;

-- 'seen' is how many readers whoever sends it was shown: another number now is asked about again. Two letters a second, so that the provider takes them all.
create function public.decide_notice(p_id uuid, p_decision text, p_seen int, p_reason text) returns int language plpgsql security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['config', 'admin']); now_at timestamptz := clock_timestamp(); n public.legal_notices; told bigint; letters int := 0; one public.traders; made uuid;
begin
  if coalesce(p_decision, '') not in ('send', 'withdraw') then raise exception 'invalid' using errcode = '22023'; end if;
  select * into n from public.legal_notices x where x.id = p_id for update;
  if n.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  if n.state <> 'proposed' then raise exception 'already-decided' using errcode = '55000', detail = n.state; end if;
  if p_decision = 'send' and n.proposed_by = who then raise exception 'needs-another-person' using errcode = '42501'; end if;
  if p_decision = 'send' and (select count(*) from private.notice_readers(n.audience, n.challenge_type_id)) is distinct from p_seen then raise exception 'stale' using errcode = '55000'; end if;
  update public.legal_notices set state = case p_decision when 'send' then 'sent' else 'withdrawn' end, decided_by = who, decided_at = now_at, reason = nullif(trim(p_reason), ''),
    readers = case p_decision when 'send' then p_seen else readers end where id = n.id;
  told := private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', case p_decision when 'send' then 'notice.sent' else 'notice.withdrawn' end, 'reason', nullif(trim(p_reason), ''),
    'data', jsonb_build_object('notice_id', n.id, 'title', n.title, 'readers', p_seen))), now_at);
  if p_decision = 'withdraw' then return 0; end if;
  for one in select * from private.notice_readers(n.audience, n.challenge_type_id) t order by t.id loop
    insert into public.mail_deliveries (event_id, message, to_email, trader_id, notice_id, context, run_at, created_at)
      values (told, 'legal-notice', one.email, one.id, n.id, jsonb_build_object('notice', jsonb_build_object('title', n.title, 'statement', n.statement, 'holds_from', n.holds_from)),
        now_at + letters * interval '500 milliseconds', now_at) on conflict do nothing returning id into made;
    if found then
      perform private.add_job('send-mail', jsonb_build_object('delivery_id', made), now_at + letters * interval '500 milliseconds', 'mail:' || made, null);
      letters := letters + 1;
    end if;
  end loop;
  return letters;
end $$;

insert into private.declared_grants (privilege, object, roles) values ('select', 'public.legal_notices', '{authenticated}');
insert into private.declared_grants (privilege, object, roles)
select 'execute', 'public.' || f, '{authenticated}' from unnest(array['count_notice_readers(text, uuid)', 'propose_notice(jsonb)', 'decide_notice(uuid, text, int, text)']) f;
select private.apply_grants();
