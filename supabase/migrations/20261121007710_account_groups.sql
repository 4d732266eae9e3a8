-- Groups of accounts that staff look at together: made from a choice on the list, shared with colleagues or kept to oneself, and a column of the list to filter by.
create table public.account_groups (
  id uuid primary key default gen_random_uuid(), name text not null check (name = trim(name) and length(name) between 2 and 60 and name !~ '[",{}\\]'),
  kind text not null default 'watch' check (kind in ('watch', 'copies', 'owner')), note text not null default '' check (length(note) <= 1000),
  made_by uuid not null references public.staff, is_shared boolean not null default true, is_archived boolean not null default false, version bigint not null default 1,
  created_at timestamptz not null default now());
create unique index account_groups_name on public.account_groups (lower(name)) where not is_archived;
create index account_groups_made_by on public.account_groups (made_by);
comment on table public.account_groups is 'Accounts that staff look at together: to watch, copies of one trade, or of one owner.';
alter table public.account_groups enable row level security;
create policy "staff see the groups that are shared and their own" on public.account_groups for select to authenticated
  using ((select private.is_staff()) and (is_shared or made_by = (select private.uid())));

create table public.account_group_members (
  group_id uuid not null references public.account_groups, account_id uuid not null references public.accounts, added_by uuid not null references public.staff,
  created_at timestamptz not null default now(), primary key (group_id, account_id));
create index account_group_members_account on public.account_group_members (account_id);
create index account_group_members_added_by on public.account_group_members (added_by);
comment on table public.account_group_members is 'Which account belongs to which group; once to each.';
alter table public.account_group_members enable row level security;
create policy "staff see the members of groups they see" on public.account_group_members for select to authenticated
  using (exists (select from public.account_groups g where g.id = group_id));

-- p = { name, kind|null, note|null, is_shared|null, is_archived|null, add: ids|null, remove: ids|null, id|null, version|null }. Without an id, the group of that name is made or
-- added to; with one, exactly the version that was seen is changed. Answers { id, version, made, added, removed, members }.
create function public.save_group(p jsonb) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['support', 'risk', 'admin']); g public.account_groups; called text := trim(p ->> 'name'); now_at timestamptz := clock_timestamp(); is_new boolean := false;
  added int := 0; removed int := 0; held int;
begin
  if p ->> 'id' is not null then
    select * into g from public.account_groups x where x.id = (p ->> 'id')::uuid and (x.is_shared or x.made_by = who) for update;
    if g.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
    if g.version is distinct from (p ->> 'version')::bigint then raise exception 'stale' using errcode = '55000'; end if;
  else
    if coalesce(length(called), 0) not between 2 and 60 or called ~ '[",{}\\]' then raise exception 'invalid-name' using errcode = '22023'; end if;
    insert into public.account_groups (name, kind, note, made_by, is_shared) values (called, coalesce(p ->> 'kind', 'watch'), coalesce(p ->> 'note', ''), who, coalesce((p ->> 'is_shared')::boolean, true))
      on conflict (lower(name)) where not is_archived do nothing returning * into g;
    is_new := g.id is not null;
    if not is_new then
      select * into g from public.account_groups x where lower(x.name) = lower(called) and not x.is_archived and (x.is_shared or x.made_by = who) for update;
      if g.id is null then raise exception 'name-taken' using errcode = '23505'; end if;
    end if;
  end if;
  with gone as (delete from public.account_group_members m where m.group_id = g.id and m.account_id in (select x::uuid from jsonb_array_elements_text(coalesce(p -> 'remove', '[]')) x) returning 1)
    select count(*) into removed from gone;
  with made as (insert into public.account_group_members (group_id, account_id, added_by, created_at) select g.id, a.id, who, now_at from public.accounts a
      where a.id in (select x::uuid from jsonb_array_elements_text(coalesce(p -> 'add', '[]')) x) on conflict do nothing returning 1) select count(*) into added from made;
  select count(*) into held from public.account_group_members m where m.group_id = g.id;
  if held > 500 then raise exception 'too-many' using errcode = '22023'; end if;
  if p ->> 'id' is not null then
    if length(coalesce(called, g.name)) not between 2 and 60 or called ~ '[",{}\\]' then raise exception 'invalid-name' using errcode = '22023'; end if;
    begin
      update public.account_groups x set name = coalesce(called, x.name), kind = coalesce(p ->> 'kind', x.kind), note = coalesce(p ->> 'note', x.note),
        is_shared = coalesce((p ->> 'is_shared')::boolean, x.is_shared), is_archived = coalesce((p ->> 'is_archived')::boolean, x.is_archived), version = x.version + 1 where x.id = g.id returning * into g;
    exception when unique_violation then raise exception 'name-taken' using errcode = '23505'; end;
  elsif not is_new and added > 0 then update public.account_groups x set version = x.version + 1 where x.id = g.id returning * into g; end if;
  if is_new or added > 0 or removed > 0 or p ->> 'id' is not null then
    perform private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', case when is_new then 'group.made' when g.is_archived then 'group.archived' else 'group.changed' end,
      'data', jsonb_build_object('group_id', g.id, 'name', g.name, 'added', added, 'removed', removed, 'members', held, 'is_shared', g.is_shared))), now_at);
  end if;
  return jsonb_build_object('id', g.id, 'version', g.version, 'made', is_new, 'added', added, 'removed', removed, 'members', held);
end $$;

create view public.account_groups_list with (security_invoker = true) as
  select g.id, g.name, g.kind, g.note, g.made_by, g.is_shared, g.version, g.created_at,
    (select count(*) from public.account_group_members m where m.group_id = g.id) as members,
    (select count(*) from public.account_group_members m join public.accounts a on a.id = m.account_id where m.group_id = g.id and a.status in ('active', 'blocked', 'live')) as living
  from public.account_groups g where not g.is_archived;
comment on view public.account_groups_list is 'Groups in use with how many accounts they hold.';

insert into private.declared_grants (privilege, object, roles) values
  ('select', 'public.account_groups', '{authenticated}'), ('select', 'public.account_group_members', '{authenticated}'), ('select', 'public.account_groups_list', '{authenticated}'),
  ('execute', 'public.save_group(jsonb)', '{authenticated}');
select private.apply_grants();
