-- What may follow from a signal. Nothing does by itself: a confirmed one opens a case for each account, and somebody else decides whether it is blocked and
-- whether its payouts are withheld. What they looked at is filed with the case as it was.

create table public.payout_bars (
  id uuid primary key default gen_random_uuid(), account_id uuid not null references public.accounts, review_id uuid not null references public.reviews, reason text not null,
  set_by uuid not null references public.staff, set_at timestamptz not null, lifted_by uuid references public.staff, lifted_at timestamptz, lift_reason text,
  created_at timestamptz not null default now(), check ((lifted_at is null) = (lifted_by is null) and (lifted_at is null) = (lift_reason is null)),
  constraint whoever_lifts_did_not_set check (lifted_by <> set_by));
create unique index one_bar_per_account on public.payout_bars (account_id) where lifted_at is null;
create index payout_bars_account on public.payout_bars (account_id);
create index payout_bars_review on public.payout_bars (review_id);
create index payout_bars_set_by on public.payout_bars (set_by);
create index payout_bars_lifted_by on public.payout_bars (lifted_by);
comment on table public.payout_bars is 'Accounts whose payouts are withheld, by which decided case, and who lifted it; kept for good.';
alter table public.payout_bars enable row level security;
create policy "those who judge abuse, pay or audit see the bars" on public.payout_bars for select to authenticated using ((select private.staff_role()) in ('risk', 'finance', 'admin', 'auditor'));

-- The signal as it stood, with its twenty-five newest matches; later scans change neither.
create function private.filed_signal(s public.abuse_signals) returns jsonb language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('signal_id', s.id, 'kind', s.kind, 'score', s.score, 'summary', s.summary, 'parts', s.parts, 'evidence_count', s.evidence_count, 'first_at', s.first_at, 'last_at', s.last_at,
    'accounts', (select jsonb_agg(jsonb_build_object('id', a.id, 'login', a.login, 'trader', t.full_name) order by a.id) from public.accounts a join public.traders t on t.id = a.trader_id
      where a.id in (s.account_a, s.account_b)),
    'matches', (select coalesce(jsonb_agg(jsonb_build_object('symbol', m.symbol, 'side_a', m.side_a, 'side_b', m.side_b, 'opened_a', m.opened_a, 'opened_b', m.opened_b, 'ms_apart', m.ms_apart,
      'volume_ratio', m.volume_ratio, 'trade_a', m.trade_a, 'trade_b', m.trade_b) order by m.matched_at desc, m.id desc), '[]')
      from (select * from public.abuse_matches x where x.signal_id = s.id order by x.matched_at desc, x.id desc limit 25) m)) $$;

-- One open case per account and kind: a second signal is filed with the case that is already open. A signal that names no account makes a case about its traders.
create or replace function private.open_cases(s public.abuse_signals, p_reason text, p_by uuid, p_now timestamptz) returns jsonb language plpgsql security definer set search_path = '' as $$
declare one record; r public.reviews; made jsonb := '[]'; filed jsonb := private.filed_signal(s);
begin
  for one in select x.account, x.trader from (values (s.account_a, s.trader_a), (s.account_b, s.trader_b)) x(account, trader) where x.trader is not null order by x.account nulls last, x.trader loop
    select * into r from public.reviews x where x.kind = 'abuse' and x.rule = replace(s.kind, '_', '-') and x.state in ('open', 'claimed')
      and x.account_id is not distinct from one.account and (one.account is not null or x.subject_id = one.trader::text) for update;
    if r.id is not null then
      update public.reviews set evidence = jsonb_set(evidence, '{signals}', coalesce(evidence -> 'signals', '[]') || filed) where id = r.id returning * into r;
      perform private.review_event(r, 'review.added-to', p_reason, jsonb_build_object('signal_id', s.id), p_now);
    else
      insert into public.reviews (kind, account_id, trader_id, subject_id, rule, reason, evidence, requested_by, due_at, created_at)
        values ('abuse', one.account, one.trader, case when one.account is null then one.trader::text else s.id::text end, replace(s.kind, '_', '-'), p_reason,
          jsonb_build_object('signals', jsonb_build_array(filed)), p_by, private.review_due('abuse', p_now), p_now) returning * into r;
      perform private.review_event(r, 'review.opened', p_reason, jsonb_build_object('rule', r.rule, 'signal_id', s.id), p_now);
    end if;
    made := made || to_jsonb(r.id);
  end loop;
  return made;
end $$;

create function private.bar_payouts(p_account uuid, p_review uuid, p_reason text, p_by uuid, p_now timestamptz) returns boolean language plpgsql security definer set search_path = '' as $$
declare made uuid;
begin
  insert into public.payout_bars (account_id, review_id, reason, set_by, set_at) values (p_account, p_review, p_reason, p_by, p_now) on conflict (account_id) where lifted_at is null do nothing returning id into made;
  if made is null then return false; end if;
  perform private.append_events('account:' || p_account, jsonb_build_array(jsonb_build_object('kind', 'abuse.payouts-withheld', 'reason', p_reason, 'data', jsonb_build_object('bar_id', made, 'review_id', p_review))), p_now);
  perform private.hold_open_payouts(p_account, 'payouts are withheld', p_now);
  return true;
end $$;

-- Whoever withheld them does not let them go.
create function public.lift_payout_bar(p_account_id uuid, p_reason text) returns boolean language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['risk', 'admin']); why text := private.need_reason(p_reason); b public.payout_bars; now_at timestamptz := clock_timestamp(); one uuid;
begin
  perform from public.accounts where id = p_account_id for update;
  select * into b from public.payout_bars x where x.account_id = p_account_id and x.lifted_at is null for update;
  if b.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  if b.set_by = who then raise exception 'needs-another-person' using errcode = '42501'; end if;
  perform private.as_staff();
  update public.payout_bars set lifted_by = who, lifted_at = now_at, lift_reason = why where id = b.id;
  perform private.append_events('account:' || p_account_id, jsonb_build_array(jsonb_build_object('kind', 'abuse.payouts-let-go', 'reason', why, 'data', jsonb_build_object('bar_id', b.id))), now_at);
  for one in select x.id from public.payouts x where x.account_id = p_account_id and x.state = 'held' loop
    perform private.add_job('recompute-payout', jsonb_build_object('payout_id', one), now_at, 'recompute:' || one, 'payout:' || p_account_id);
  end loop;
  return true;
end $$;

-- The answer to a case. Approved it is abuse, and the choice says what follows: block, bar-payouts, block-and-bar, or nothing. Rejected, its signals are cleared
-- once no other case about them is open or was approved.
create function private.decide_abuse(r public.reviews, p_decision text, p_choice text, p_why text, p_by uuid, p_now timestamptz) returns jsonb language plpgsql security definer set search_path = '' as $$
declare a public.accounts; s public.abuse_signals; one uuid; done jsonb := '{}';
begin
  if p_decision = 'approved' and r.account_id is not null then
    select * into strict a from public.accounts where id = r.account_id;
    if p_choice in ('block', 'block-and-bar') and a.status in ('active', 'live') then
      perform private.move_account(a, 'blocked', p_why, p_now);
      done := done || jsonb_build_object('account', 'blocked');
    end if;
    if p_choice in ('bar-payouts', 'block-and-bar') then done := done || jsonb_build_object('payouts_withheld', private.bar_payouts(a.id, r.id, p_why, p_by, p_now)); end if;
    return done;
  end if;
  if p_decision = 'approved' then return done; end if;
  for one in select (x ->> 'signal_id')::uuid from jsonb_array_elements(coalesce(r.evidence -> 'signals', '[]')) x order by 1 loop
    continue when exists (select from public.reviews o where o.kind = 'abuse' and o.id <> r.id and o.state in ('open', 'claimed', 'approved')
      and o.evidence -> 'signals' @> jsonb_build_array(jsonb_build_object('signal_id', one)));
    update public.abuse_signals set state = 'cleared', decided_by = p_by, decided_at = p_now, decision_reason = p_why, decided_score = score, decided_count = evidence_count, version = version + 1
      where id = one and state = 'confirmed' returning * into s;
    if found then perform private.tell_signal(s, 'abuse.signal-cleared', p_why, p_now); end if;
  end loop;
  return done;
end $$;

alter function private.carry_out(public.reviews, text, text, text, uuid, timestamptz) rename to carry_out_but_abuse;
create function private.carry_out(r public.reviews, p_decision text, p_choice text, p_why text, p_by uuid, p_now timestamptz) returns jsonb language sql security definer set search_path = '' as $$
  select case when r.kind = 'abuse' then private.decide_abuse(r, p_decision, p_choice, p_why, p_by, p_now) else private.carry_out_but_abuse(r, p_decision, p_choice, p_why, p_by, p_now) end $$;

-- What a trader may read of why they wait says that something is looked at, never what: who copies is not told that it was seen.
create or replace function private.payout_questions(a public.accounts) returns jsonb language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(distinct q.word order by q.word), '[]') from (
    select case when r.kind = 'payout' then 'payout-' || r.rule when r.kind = 'abuse' then 'account-review' else replace(r.kind, '_', '-') end as word from public.reviews r where r.state in ('open', 'claimed')
      and (r.account_id = a.id or (r.account_id is null and r.trader_id = a.trader_id)) and r.kind not in ('job', 'inbox', 'kyc')
      and (r.kind <> 'payout' or r.rule in ('returned', 'after-sending'))
    union all select v.state || '-' || v.rule from public.risk_violations v where v.account_id = a.id and v.outcome = 'breach' and v.state in ('provisional', 'contested')
    union all select 'payouts-withheld' from public.payout_bars b where b.account_id = a.id and b.lifted_at is null) q $$;
create or replace function private.hold_on_change() returns trigger language plpgsql security definer set search_path = '' as $$
declare whose uuid; why text; now_at timestamptz := clock_timestamp();
begin
  case tg_table_name
    when 'account_facts' then whose := new.account_id; why := 'the profit fell after the request';
    when 'risk_violations' then whose := new.account_id; why := 'a rule was broken: ' || new.rule;
    when 'reviews' then whose := new.account_id; why := 'a question is open: ' || case new.kind when 'abuse' then 'account review' else replace(new.kind, '_', ' ') end;
    when 'accounts' then whose := new.id; why := 'the account is ' || new.status;
  end case;
  if whose is not null and exists (select from public.payouts x where x.account_id = whose and x.state in ('requested', 'approved', 'sending', 'unknown', 'sent')) then
    perform private.hold_open_payouts(whose, why, now_at); end if;
  return null;
end $$;

insert into private.declared_grants (privilege, object, roles) values ('select', 'public.payout_bars', '{authenticated}'), ('execute', 'public.lift_payout_bar(uuid, text)', '{authenticated}');
select private.apply_grants();
