-- Rule sets as the office lists them, and the moving of running accounts to the version in force.

create view public.rule_sets_list with (security_invoker = true) as
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
comment on view public.rule_sets_list is 'Every version of every phase with who wrote and signed it and how many accounts are pinned to it.';

-- The office's way of migrate_accounts: one phase, to the version the person saw in force, with the reason and how its traders agreed.
-- Facts are folded again under the new version at the next check, so no verdict is guessed here.
create function public.migrate_phase(p_phase_id uuid, p_rule_set_id uuid, p_reason text, p_consent text, p_now timestamptz) returns int
language plpgsql security definer set search_path = '' as $$
declare moved record; total int := 0;
begin
  perform private.require_staff(array['config', 'admin']);
  p_now := private.honest_now(p_now);
  if coalesce(length(trim(p_reason)), 0) < 3 or coalesce(length(trim(p_consent)), 0) < 3 then raise exception 'reason-missing' using errcode = '22023'; end if;
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('rule-sets:' || p_phase_id, 7));
  if private.rule_set_in_force(p_phase_id, p_now) is distinct from p_rule_set_id then raise exception 'stale' using errcode = '55000'; end if;
  for moved in select a.id from public.accounts a where a.phase_id = p_phase_id and a.rule_set_id <> p_rule_set_id
      and a.status in ('pending', 'active', 'blocked', 'live') order by a.id for update of a loop
    if private.move_account(moved.id, p_rule_set_id, p_reason, p_consent, p_now) is not null then total := total + 1; end if;
  end loop;
  return total;
end $$;
select private.apply_grants();
