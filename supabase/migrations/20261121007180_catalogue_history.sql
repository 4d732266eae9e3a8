-- What was changed about a product and its phases, by whom and why: the trail itself is read by auditors, this part of it by everybody who sells.
create function public.catalogue_history(p_id uuid) returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['viewer', 'support', 'risk', 'finance', 'config', 'admin', 'auditor']);
begin
  return coalesce((select jsonb_agg(jsonb_build_object('id', e.id, 'kind', e.kind, 'at', e.occurred_at, 'by', coalesce(nullif(s.full_name, ''), s.email, 'the system'), 'reason', e.reason,
      'before', e.data -> 'before', 'after', e.data -> 'after') order by e.id desc)
    from (select * from public.events x where x.kind in ('challenge.created', 'challenge.changed', 'challenge.archived', 'challenge.restored', 'phase.created', 'phase.changed')
      and x.data ->> 'id' in (select p_id::text union all select p.id::text from public.phases p where p.challenge_type_id = p_id) order by x.id desc limit 50) e
    left join public.staff s on s.id = e.actor_id), '[]');
end $$;
insert into private.declared_grants (privilege, object, roles) values ('execute', 'public.catalogue_history(uuid)', '{authenticated}');
select private.apply_grants();
