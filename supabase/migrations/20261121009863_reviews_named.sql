-- One question is open per account and rule, so a second payout of the account joins it: whoever answers reads of every payout it is about.
create or replace function private.open_review(p_kind text, p_account uuid, p_subject text, p_rule text, p_reason text, p_evidence jsonb, p_due timestamptz, p_now timestamptz)
returns uuid language plpgsql security definer set search_path = '' as $$
declare r public.reviews; a public.accounts;
begin
  select * into a from public.accounts x where x.id = p_account;
  insert into public.reviews (kind, account_id, trader_id, subject_id, rule, reason, evidence, due_at, created_at)
    values (p_kind, p_account, a.trader_id, p_subject, coalesce(p_rule, ''), p_reason, coalesce(p_evidence, '{}'), p_due, p_now)
    on conflict (kind, coalesce(account_id::text, subject_id, ''), rule) where state in ('open', 'claimed') do nothing returning * into r;
  if r.id is null then
    if p_kind = 'payout' then perform private.join_review(p_account, p_subject, coalesce(p_rule, ''), p_reason, p_evidence, p_now); end if;
    return null;
  end if;
  perform private.review_event(r, 'review.opened', p_reason, jsonb_build_object('rule', r.rule, 'subject_id', p_subject), p_now);
  if p_kind = 'phase_pass' and private.passes_by_itself(a.phase_id, a.rule_set_id) then
    perform private.add_job('pass-phase', jsonb_build_object('review_id', r.id),
      p_now + make_interval(secs => (select c.confirm_grace_seconds from public.connections c where c.id = a.connection_id)), 'pass:' || r.id, 'account:' || a.id);
  end if;
  return r.id;
end $$;

create function private.join_review(p_account uuid, p_subject text, p_rule text, p_reason text, p_evidence jsonb, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
declare r public.reviews;
begin
  select * into r from public.reviews x where x.kind = 'payout' and x.account_id = p_account and x.rule = p_rule and x.state in ('open', 'claimed') for update;
  -- The first one speaks for itself, and each other is named once.
  if r.id is null or r.subject_id = p_subject or coalesce(r.evidence -> 'also', '[]') @> jsonb_build_array(jsonb_build_object('payout_id', p_subject)) then return; end if;
  update public.reviews set evidence = jsonb_set(evidence, '{also}', coalesce(evidence -> 'also', '[]') || jsonb_build_array(coalesce(p_evidence, '{}') || jsonb_build_object('payout_id', p_subject, 'why', p_reason)))
    where id = r.id returning * into r;
  perform private.review_event(r, 'review.added-to', p_reason, jsonb_build_object('rule', r.rule, 'subject_id', p_subject), p_now);
end $$;
