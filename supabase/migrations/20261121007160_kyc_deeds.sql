-- The two ways an identity check is decided: a provider's signed word, and a person's with a reason.
-- The same identity under two traders asks a person before either is approved: the provider's own id of a person or session, or the very name and country of
-- somebody who is approved. What was answered once about two traders is not asked again.
create function private.question_identity(p_trader uuid, p_provider text, p_reference text, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
declare other uuid; basis text;
begin
  select k.trader_id into other from public.kyc_reports k where k.provider = p_provider and k.reference = p_reference and k.trader_id <> p_trader order by k.occurred_at, k.id limit 1;
  basis := case when other is not null then 'same-reference' end;
  if other is null then
    select o.id into other from public.traders t join public.traders o on o.id <> t.id and o.kyc_status = 'approved' and lower(trim(o.full_name)) = lower(trim(t.full_name)) and o.country = t.country
      where t.id = p_trader and trim(t.full_name) <> '' order by o.created_at, o.id limit 1;
    basis := case when other is not null then 'same-name-and-country' end;
  end if;
  if other is null or exists (select from public.reviews r where r.kind = 'kyc' and r.trader_id = p_trader and r.rule = 'one-trader' and r.state in ('approved', 'rejected')
      and r.evidence ->> 'other_trader_id' = other::text) then return; end if;
  perform private.kyc_review(p_trader, p_trader::text, 'one-trader', jsonb_build_object('other_trader_id', other, 'basis', basis, 'provider', p_provider, 'reference', p_reference), p_now);
end $$;

-- p = { provider, external_id, trader_ref, reference, status, needs_person, codes: [], inbox_id|null, occurred_at, now }. Answers what became of it.
create function public.record_kyc(p jsonb) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '5s' as $$
declare t public.traders; now_at timestamptz := (p ->> 'now')::timestamptz; at timestamptz := coalesce((p ->> 'occurred_at')::timestamptz, now_at); wanted text := p ->> 'status'; left_out text; newest public.kyc_reports;
  rank constant text[] := array['none', 'pending', 'expired', 'retry', 'approved', 'rejected'];
begin
  if p ->> 'trader_ref' ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' then select * into t from public.traders x where x.id = (p ->> 'trader_ref')::uuid for no key update; end if;
  -- Of somebody who was forgotten a provider's late word keeps nothing.
  if t.erased_at is not null then return jsonb_build_object('outcome', 'erased'); end if;
  if exists (select from public.kyc_reports k where k.provider = p ->> 'provider' and k.external_id = p ->> 'external_id') then
    return jsonb_build_object('outcome', 'duplicate', 'status', t.kyc_status); end if;
  if t.id is null then left_out := 'unknown-trader';
  else
    perform private.question_identity(t.id, p ->> 'provider', p ->> 'reference', now_at);
    -- Of two words of one instant the graver one stands, whichever came first.
    select * into newest from public.kyc_reports k where k.trader_id = t.id and k.left_out is distinct from 'stale' order by k.occurred_at desc, array_position(rank, k.status) desc, k.id limit 1;
    if newest.id is not null and (newest.occurred_at > at or (newest.occurred_at = at and array_position(rank, newest.status) >= array_position(rank, wanted)))
      -- A final refusal stands until a person says otherwise, also when it arrives after a later word.
      and not (wanted = 'rejected' and not exists (select from public.kyc_reports k where k.trader_id = t.id and k.provider = 'manual' and k.occurred_at >= at)) then left_out := 'stale';
    elsif wanted = t.kyc_status or wanted = 'none' then left_out := 'no-change';
    elsif wanted = 'approved' and private.is_in_question(t.id, array['open', 'claimed', 'rejected']) then left_out := 'one-trader';
    elsif not private.move_kyc(t.id, wanted, 'system', p ->> 'provider', jsonb_build_object('provider', p ->> 'provider', 'reference', p ->> 'reference', 'codes', p -> 'codes',
      'occurred_at', at), now_at) then left_out := 'no-edge'; end if;
  end if;
  insert into public.kyc_reports (trader_id, provider, external_id, reference, status, needs_person, codes, is_applied, left_out, inbox_id, occurred_at, created_at)
    values (t.id, p ->> 'provider', p ->> 'external_id', p ->> 'reference', wanted, coalesce((p ->> 'needs_person')::boolean, false),
      coalesce(array(select jsonb_array_elements_text(p -> 'codes')), '{}'), left_out is null, left_out, (p ->> 'inbox_id')::uuid, at, now_at);
  if left_out in ('no-edge', 'unknown-trader') or (left_out is distinct from 'stale' and (coalesce((p ->> 'needs_person')::boolean, false) or wanted = 'rejected')) then
    perform private.kyc_review(t.id, coalesce(t.id::text, p ->> 'external_id'), coalesce(left_out, case wanted when 'rejected' then 'rejected' else 'needs-person' end),
      jsonb_build_object('provider', p ->> 'provider', 'reference', p ->> 'reference', 'status', wanted, 'codes', p -> 'codes', 'trader_ref', p ->> 'trader_ref', 'inbox_id', p ->> 'inbox_id'), now_at);
  end if;
  return jsonb_build_object('outcome', coalesce(left_out, 'applied'), 'status', coalesce((select x.kyc_status from public.traders x where x.id = t.id), null));
end $$;

-- A person's decision: moves the trader, is kept beside the providers' words, and settles what was waiting for it, but never their own request.
create function private.judge_identity(p_trader uuid, p_status text, p_who uuid, p_why text, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
begin
  if p_status = 'approved' and private.is_in_question(p_trader, array['open', 'claimed']) then raise exception 'one-trader' using errcode = '55000'; end if;
  if not private.move_kyc(p_trader, p_status, 'staff', p_why, jsonb_build_object('provider', 'manual'), p_now) then raise exception 'illegal-transition' using errcode = '23514'; end if;
  insert into public.kyc_reports (trader_id, provider, external_id, reference, status, is_applied, decided_by, occurred_at, created_at)
    values (p_trader, 'manual', gen_random_uuid()::text, p_who::text, p_status, true, p_who, p_now, p_now);
  update public.reviews set state = case when p_status = 'rejected' then 'rejected' else 'approved' end, decided_by = p_who, decided_at = p_now, decision_reason = p_why
    where kind = 'kyc' and trader_id = p_trader and state in ('open', 'claimed') and rule <> 'one-trader' and requested_by is distinct from p_who and p_status in ('approved', 'rejected', 'retry');
end $$;

-- p = { trader_id, status, seen, reason }. `seen` is the status they looked at. A person who approves an identity by hand is asked what a provider's word is asked:
-- whether somebody else is the same person. Answers 'one-trader' where that was asked just now; the question stays, which raising would undo.
create function public.set_kyc(p jsonb) returns text language plpgsql security definer set search_path = '' set lock_timeout = '5s' as $$
declare who uuid := private.require_staff(array['support', 'risk', 'admin']); why text := private.need_reason(p ->> 'reason'); t public.traders; wanted text := p ->> 'status';
  told public.kyc_reports;
begin
  if coalesce(wanted, '') not in ('pending', 'retry', 'approved', 'rejected', 'expired') then raise exception 'invalid' using errcode = '22023'; end if;
  select * into t from public.traders where id = (p ->> 'trader_id')::uuid for no key update;
  if t.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  if p ? 'seen' and p ->> 'seen' <> t.kyc_status then raise exception 'stale' using errcode = '55000'; end if;
  if wanted = t.kyc_status then raise exception 'already-decided' using errcode = '55000'; end if;
  if wanted = 'approved' and not private.is_in_question(t.id, array['open', 'claimed']) then
    select * into told from public.kyc_reports k where k.trader_id = t.id and k.provider <> 'manual' order by k.occurred_at desc, k.id limit 1;
    perform private.question_identity(t.id, coalesce(told.provider, 'manual'), told.reference, clock_timestamp());
    if private.is_in_question(t.id, array['open', 'claimed']) then return 'one-trader'; end if;
  end if;
  perform private.judge_identity(t.id, wanted, who, why, clock_timestamp());
  return wanted;
end $$;

-- What deciding a review about identity brings about. Two traders found to be two people: an approval that waited for that answer counts now.
create function private.settle_kyc_review(r public.reviews, p_decision text, p_why text, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
declare t public.traders; waiting public.kyc_reports;
begin
  if r.rule = 'unknown-trader' or r.trader_id is null then return; end if;
  select * into strict t from public.traders where id = r.trader_id for no key update;
  if r.rule = 'one-trader' then
    select * into waiting from public.kyc_reports k where k.trader_id = t.id and k.left_out is distinct from 'stale' order by k.occurred_at desc, k.created_at desc, k.id limit 1;
    if p_decision = 'rejected' or waiting.left_out is distinct from 'one-trader' or private.is_in_question(t.id, array['open', 'claimed', 'rejected']) then return; end if;
  end if;
  if t.kyc_status = p_decision then return; end if;
  perform private.judge_identity(t.id, p_decision, private.uid(), p_why, p_now);
end $$;

-- An approval of an identity is of a name. Another name is another question: nothing leaves until somebody has looked at it. The same words in other letters are the same name.
create function private.question_name() returns trigger language plpgsql security definer set search_path = '' as $$
declare was text := current_setting('tideline.actor_kind', true); now_at timestamptz := clock_timestamp(); why constant text := 'the name was changed after it was approved'; one uuid;
begin
  perform private.move_kyc(new.id, 'pending', 'system', why, jsonb_build_object('from_full_name', old.full_name, 'to_full_name', new.full_name), now_at);
  perform set_config('tideline.actor_kind', coalesce(was, ''), true);
  -- What a provider said of the name before does not approve this one.
  insert into public.kyc_reports (trader_id, provider, external_id, reference, status, is_applied, occurred_at, created_at)
    values (new.id, 'manual', gen_random_uuid()::text, 'name-changed', 'pending', true, now_at, now_at);
  perform private.kyc_review(new.id, new.id::text, 'name-changed', jsonb_build_object('from_full_name', old.full_name, 'to_full_name', new.full_name), now_at);
  for one in select distinct x.account_id from public.payouts x where x.trader_id = new.id and x.state in ('requested', 'approved', 'sending', 'unknown', 'sent') order by 1 loop
    perform from public.accounts a where a.id = one for update;
    perform private.hold_open_payouts(one, why, now_at);
  end loop;
  return null;
end $$;

create trigger question_name after update of full_name on public.traders for each row when (new.erased_at is null and new.kyc_status = 'approved' and old.kyc_status = 'approved'
  and lower(regexp_replace(trim(new.full_name), '\s+', ' ', 'g')) <> lower(regexp_replace(trim(old.full_name), '\s+', ' ', 'g'))) execute function private.question_name();

insert into private.declared_grants (privilege, object, roles)
select 'select', 'public.' || t, '{authenticated}' from unnest(array['kyc_reports', 'kyc_transitions']) t;
insert into private.declared_grants (privilege, object, roles) values
  ('execute', 'public.set_kyc(jsonb)', '{authenticated}'), ('execute', 'public.record_kyc(jsonb)', '{service_role}');
select private.apply_grants();
