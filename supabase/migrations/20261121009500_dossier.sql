-- Taking an account's dossier out of the house is written down before a byte of it leaves: who, when, on paper or as a file, and what stood in it.
create function public.note_dossier(p_account_id uuid, p_format text, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['viewer', 'support', 'risk', 'finance', 'admin', 'auditor']); a public.accounts;
begin
  if p_format is null or p_format not in ('json', 'paper') then raise exception 'not-valid' using errcode = '22023'; end if;
  select * into a from public.accounts x where x.id = p_account_id;
  if a.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  perform private.append_events('account:' || a.id, jsonb_build_array(jsonb_build_object('kind', 'staff.dossier-exported', 'data', jsonb_build_object(
    'format', p_format, 'account_version', a.version, 'rule_set_id', a.rule_set_id,
    'last_event_key', (select f.last_event_key from public.account_facts f where f.account_id = a.id)))), p_now);
end $$;

insert into private.declared_grants (privilege, object, roles) values ('execute', 'public.note_dossier(uuid, text, timestamptz)', '{authenticated}');
select private.apply_grants();
