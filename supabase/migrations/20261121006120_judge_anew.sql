-- What was learnt of the market after accounts had been judged changes nothing by itself: whoever imports it decides whether they are judged again.
-- p = {rules: [codes of the rules that read the market], since, reason}. Every running account under such a rule that was active since then is folded
-- again from its first event, with the market as it is known now; verdicts that hold no more are withdrawn or come to a review, as after a late event.
create function public.judge_anew(p jsonb, p_now timestamptz) returns int language plpgsql security definer set search_path = '' as $$
declare one record; total int := 0; codes text[];
begin
  perform private.require_staff(array['config', 'admin']);
  p_now := private.honest_now(p_now);
  if coalesce(length(trim(p ->> 'reason')), 0) < 3 then raise exception 'reason-missing' using errcode = '22023'; end if;
  codes := array(select x from jsonb_array_elements_text(coalesce(p -> 'rules', '[]')) x);
  for one in select a.id from public.accounts a join public.account_facts f on f.account_id = a.id join public.rule_sets r on r.id = a.rule_set_id
      where a.status in ('active', 'blocked', 'live') and f.facts is not null and f.last_event_at >= (p ->> 'since')::timestamptz and r.rules -> 'rules' ?| codes
      order by a.id for update of a loop
    update public.accounts set version = version + 1 where id = one.id;
    update public.account_facts set facts = null, facts_version = facts_version + 1 where account_id = one.id;
    delete from public.account_checkpoints where account_id = one.id;
    perform private.append_events('account:' || one.id, jsonb_build_array(jsonb_build_object('kind', 'account.judged-anew', 'reason', p ->> 'reason',
      'data', jsonb_build_object('rules', p -> 'rules', 'since', p -> 'since', 'market_version', private.market_version()))), p_now);
    perform private.add_job('judge-account', jsonb_build_object('account_id', one.id), p_now, 'judge:' || one.id, null);
    total := total + 1;
  end loop;
  return total;
end $$;

insert into private.declared_grants (privilege, object, roles) values ('execute', 'public.judge_anew(jsonb, timestamptz)', '{authenticated}');
select private.apply_grants();
