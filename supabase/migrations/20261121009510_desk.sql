-- Each desk as its owner likes it: which columns of a list, in which order, and lists kept under a name for oneself or for all; and how a line is found by its address.
create table public.list_columns (
  staff_id uuid not null references public.staff, page text not null check (page ~ '^[a-z][a-z-]{0,39}$'),
  columns text not null check (columns ~ '^[0-2]:[a-zA-Z0-9_-]+(,[a-zA-Z0-9_-]+){0,59}$'), created_at timestamptz not null default now(), primary key (staff_id, page));
comment on table public.list_columns is 'How somebody likes a list: the columns shown in their order, behind the number of those that stay in sight.';
alter table public.list_columns enable row level security;
create policy "staff see their own columns" on public.list_columns for select to authenticated
  using ((select private.is_staff()) and staff_id = (select private.uid()));

-- Null goes back to the list as the house draws it.
create function public.save_columns(p_page text, p_columns text) returns void language plpgsql security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['viewer', 'support', 'risk', 'finance', 'config', 'admin', 'auditor']);
begin
  if p_columns is null then delete from public.list_columns c where c.staff_id = who and c.page = p_page; return; end if;
  insert into public.list_columns (staff_id, page, columns) values (who, p_page, p_columns)
    on conflict (staff_id, page) do update set columns = excluded.columns;
end $$;

-- Only its owner, who alone can change it; one that colleagues use is theirs to save under a name of their own.
create function public.drop_view(p_id uuid) returns void language plpgsql security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['viewer', 'support', 'risk', 'finance', 'config', 'admin', 'auditor']);
begin
  delete from public.saved_views v where v.id = p_id and v.staff_id = who;
  if not found then raise exception 'not-found' using errcode = 'P0002'; end if;
end $$;

-- Lines by the beginning of their address. Whoever sees addresses masked finds them by what they see, so that guessing uncovers nothing.
create function public.find_lines(p_q text) returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare plain boolean; begun text := replace(replace(replace(left(p_q, 45), '\', '\\'), '%', '\%'), '_', '\_') || '%'; exact inet := private.plain_address(p_q);
begin
  perform private.require_staff(array['support', 'risk', 'admin', 'auditor']);
  plain := private.sees_addresses();
  return (select coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'address', l.address) order by l.address), '[]') from (
    select o.id, case when plain then host(o.origin) else o.masked end as address from public.ip_origins o
    where case when plain then coalesce(o.origin >>= exact, false) or host(o.origin) like begun else o.masked like begun end order by 2 limit 5) l);
end $$;

insert into private.declared_grants (privilege, object, roles) values
  ('select', 'public.list_columns', '{authenticated}'), ('execute', 'public.save_columns(text, text)', '{authenticated}'),
  ('execute', 'public.drop_view(uuid)', '{authenticated}'), ('execute', 'public.find_lines(text)', '{authenticated}');
select private.apply_grants();
