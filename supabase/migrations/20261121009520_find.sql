-- Accounts by login and people by name and mail, for the palette. Asked over the lists, every row would have its mail uncovered one by one: seconds in a full book.
-- Here the reader's right to it is asked once, and whoever sees masks finds by the mask alone.
create function public.find_people(p_q text) returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare plain boolean; inside text := '%' || replace(replace(replace(left(p_q, 80), '\', '\\'), '%', '\%'), '_', '\_') || '%';
  exact text := lower(p_q); wanted uuid := case when p_q ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then p_q::uuid end;
begin
  perform private.require_staff(array['viewer', 'support', 'risk', 'finance', 'config', 'admin', 'auditor']);
  plain := private.sees_contact();
  return jsonb_build_object(
    'accounts', (select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'login', f.login, 'status', f.status, 'trader_name', t.full_name, 'challenge_title', c.title, 'phase_name', p.name)
        order by f.is_exact desc, f.is_alive desc, f.login, f.id), '[]') from (
      select a.id, a.login, a.status, a.trader_id, a.challenge_type_id, a.phase_id, lower(a.login) = exact as is_exact, a.status in ('pending', 'active', 'blocked', 'live') as is_alive
      from public.accounts a where a.login ilike inside or a.id = wanted order by 7 desc, 8 desc, a.login, a.id limit 6) f
      join public.traders t on t.id = f.trader_id join public.challenge_types c on c.id = f.challenge_type_id join public.phases p on p.id = f.phase_id),
    'traders', (select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'full_name', f.full_name, 'email', f.email,
        'accounts', (select count(*) from public.accounts a where a.trader_id = f.id)) order by f.is_exact desc, f.full_name, f.id), '[]') from (
      select t.id, t.full_name, m.email, lower(m.email) = exact or lower(t.full_name) = exact as is_exact
      from public.traders t cross join lateral (select case when plain then t.email else private.mask_email(t.email) end as email) m
      where t.full_name ilike inside or m.email ilike inside or t.id = wanted order by 4 desc nulls last, t.full_name, t.id limit 6) f));
end $$;

insert into private.declared_grants (privilege, object, roles) values ('execute', 'public.find_people(text)', '{authenticated}');
select private.apply_grants();
