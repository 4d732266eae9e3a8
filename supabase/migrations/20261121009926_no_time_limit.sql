-- What is sold as having no time limit never expires: no version with a longest period is published for it, from SQL neither. What a product is sold as is
-- fixed once rules were published for it.
create or replace view public.rule_sets_list with (security_invoker = true) as
  select r.id, r.phase_id, r.code, r.version, r.state, r.currency, r.initial_balance_cents, r.checksum, r.note, r.effective_from, r.published_at, r.published_via, r.created_at,
    r.created_by, w.full_name as created_by_name, b.full_name as published_by_name, s.full_name as second_person_name, r.rules -> 'sources' as sources,
    p.name as phase_name, p.position as phase_position, p.is_live, c.id as challenge_type_id, c.title as challenge_title, c.is_archived, c.account_size_cents,
    r.state = 'published' and r.effective_from <= now() and not exists (select from public.rule_sets n where n.phase_id = r.phase_id and n.state = 'published'
      and n.effective_from <= now() and (n.effective_from, n.version) > (r.effective_from, r.version)) as is_in_force,
    k.total as accounts_total, k.running as accounts_running, c.kind as challenge_kind
  from public.rule_sets r join public.phases p on p.id = r.phase_id join public.challenge_types c on c.id = p.challenge_type_id
  left join public.staff w on w.id = r.created_by left join public.staff b on b.id = r.published_by left join public.staff s on s.id = r.second_person
  cross join lateral (select count(*)::int as total, (count(*) filter (where a.status in ('pending', 'active', 'blocked', 'live')))::int as running
    from public.accounts a where a.rule_set_id = r.id) k;

create function private.keep_no_time_limit() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if coalesce(jsonb_array_length(nullif(new.rules -> 'rules' -> 'max-period', 'null')), 0) > 0
      and exists (select from public.phases p join public.challenge_types c on c.id = p.challenge_type_id where p.id = new.phase_id and c.kind = 'no_time_limit') then
    raise exception 'no-time-limit' using errcode = '23514', detail = 'what is sold without a time limit has no longest period'; end if;
  return new;
end $$;
create trigger keep_no_time_limit before insert or update of state on public.rule_sets for each row when (new.state = 'published') execute function private.keep_no_time_limit();

select private.apply_grants();
