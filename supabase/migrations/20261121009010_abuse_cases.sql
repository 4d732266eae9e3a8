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

-- What may stand in the way of a payout: questions about the account or its trader that nobody has answered, verdicts that may still change, and money that bought
-- the account and went back. What a trader may read of it says that something is looked at, never what: who copies is not told that it was seen.
create function private.payout_questions(a public.accounts) returns jsonb language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(distinct q.word order by q.word), '[]') from (
    select case when r.kind = 'payout' then 'payout-' || r.rule when r.kind = 'abuse' then 'account-review' else replace(r.kind, '_', '-') end as word from public.reviews r where r.state in ('open', 'claimed')
      and (r.account_id = a.id or (r.account_id is null and r.trader_id = a.trader_id)) and r.kind not in ('job', 'inbox', 'kyc') and r.rule <> 'scaling'
      and (r.kind <> 'payout' or r.rule in ('returned', 'after-sending', 'overpaid'))
    union all select v.state || '-' || v.rule from public.risk_violations v where v.account_id = a.id and v.outcome = 'breach' and v.state in ('provisional', 'contested')
    union all select 'payouts-withheld' from public.payout_bars b where b.account_id = a.id and b.lifted_at is null
    union all select 'order-returned' where private.order_returned(a.id)) q $$;

-- What must be true of signals, cases and what was withheld.
create function private.check_abuse() returns table (invariant text, subject text, detail text) language sql stable security definer set search_path = '' as $$
  select 'every confirmed signal has its case', s.id::text, s.kind from public.abuse_signals s where s.state = 'confirmed' and not exists (select from public.reviews r
    where r.kind = 'abuse' and r.state not in ('rejected', 'cancelled') and r.evidence -> 'signals' @> jsonb_build_array(jsonb_build_object('signal_id', s.id)))
  union all select 'payouts are withheld by an approved case', b.account_id::text, r.kind || ' ' || r.state from public.payout_bars b join public.reviews r on r.id = b.review_id
    where r.kind <> 'abuse' or r.state <> 'approved' or r.account_id is distinct from b.account_id
  union all select 'the copy flag agrees with the signals', a.id::text, a.copy_flag::text from public.accounts a
    left join (select distinct x.account from public.abuse_signals s, unnest(array[s.account_a, s.account_b]) x(account)
      where s.kind in ('copy_trade', 'hedge') and s.relation = 'strangers' and s.state <> 'cleared') f on f.account = a.id
    where a.copy_flag <> (f.account is not null) $$;

insert into private.declared_grants (privilege, object, roles) values ('select', 'public.payout_bars', '{authenticated}'), ('execute', 'public.lift_payout_bar(uuid, text)', '{authenticated}');
select private.apply_grants();
