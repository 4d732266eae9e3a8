-- Which key what is kept sealed stands under, so that whoever changes the key sees when the old one may go. Counts only, never a value.
create function public.credential_keys() returns jsonb language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_staff(array['config', 'admin', 'auditor']);
  return (select coalesce(jsonb_agg(jsonb_build_object('place', k.place, 'key_id', k.key_id, 'total', k.total) order by k.place, k.key_id), '[]') from (
    select s.place, s.key_id, count(*) as total from (
      select 'source-secrets' as place, x ->> 'key_id' as key_id from public.connections c, jsonb_array_elements(c.signing_secrets) x
      union all select 'source-credentials', c.credentials ->> 'key_id' from public.connections c where c.credentials is not null
      union all select 'listener-secrets', x ->> 'key_id' from public.outbound_endpoints e, jsonb_array_elements(e.secrets) x
      union all select 'destinations', b.destination ->> 'key_id' from public.beneficiaries b) s
    where s.key_id is not null group by s.place, s.key_id) k);
end $$;

insert into private.declared_grants (privilege, object, roles) values ('execute', 'public.credential_keys()', '{authenticated}');
select private.apply_grants();
