-- The payout policy is the business of those who move money: finance and admin propose it and another of them publishes it. Whoever sells and sets rules has no say in it.
create or replace function public.publish_setting(p_key text, p_value jsonb, p_now timestamptz) returns text language plpgsql security definer set search_path = '' as $$
declare who uuid := private.require_staff(case p_key when 'payout_policy' then array['finance', 'admin'] else array['config', 'finance', 'admin'] end); held public.settings;
begin
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('setting:' || p_key, 7));
  select * into held from public.settings s where s.key = p_key and s.published_at is null order by s.version desc limit 1;
  if held.id is null or held.value <> p_value then
    if held.id is not null then delete from public.settings where id = held.id; end if;
    insert into public.settings (key, version, value, published_by, published_via)
      values (p_key, coalesce((select max(version) from public.settings where key = p_key), 0) + 1, p_value, who, 'office') returning * into held;
    perform private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', 'setting.proposed', 'data', jsonb_build_object('key', p_key, 'version', held.version, 'value', p_value))), p_now);
    return 'proposed';
  end if;
  if held.published_by = who then raise exception 'needs-another-person' using errcode = '42501'; end if;
  update public.settings set second_person = who, published_at = p_now where id = held.id;
  perform private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', 'setting.published', 'data', jsonb_build_object('key', p_key, 'version', held.version, 'value', p_value))), p_now);
  return 'published';
end $$;
select private.apply_grants();
