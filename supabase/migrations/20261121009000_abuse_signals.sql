-- What looks like abuse, as figures and never as a verdict: who resembles whom, how much, and what a person said about it.

create table public.abuse_signals (
  id uuid primary key default gen_random_uuid(), kind text not null check (kind in ('copy_trade', 'hedge', 'shared_ip', 'shared_device', 'anomaly')),
  account_a uuid references public.accounts, account_b uuid references public.accounts, trader_a uuid not null references public.traders, trader_b uuid references public.traders,
  "window" text not null, relation text not null default 'strangers' check (relation in ('strangers', 'own', 'alone')),
  score numeric(5, 2) not null check (score between 0 and 100), parts jsonb not null default '[]', summary text not null default '',
  evidence_count int not null default 0 check (evidence_count >= 0), first_at timestamptz, last_at timestamptz,
  state text not null default 'open' check (state in ('open', 'cleared', 'watch', 'confirmed')), decided_by uuid references public.staff, decided_at timestamptz,
  decision_reason text, decided_score numeric(5, 2), decided_count int, version bigint not null default 1,
  seen_at timestamptz not null, created_at timestamptz not null default now(),
  constraint once_per_pair_kind_and_window unique nulls not distinct (kind, account_a, account_b, trader_a, trader_b, "window"),
  constraint a_pair_is_named_one_way_round check (account_b is null or account_a < account_b),
  constraint an_account_has_its_trader check ((account_b is null or trader_b is not null) and (trader_b is null or trader_a <> trader_b or account_b is not null)),
  constraint a_decision_is_whole check ((state = 'open') = (decided_at is null) and (decided_at is null) = (decision_reason is null)));
create index abuse_signals_account_a on public.abuse_signals (account_a);
create index abuse_signals_account_b on public.abuse_signals (account_b);
create index abuse_signals_trader_a on public.abuse_signals (trader_a);
create index abuse_signals_trader_b on public.abuse_signals (trader_b);
create index abuse_signals_decided_by on public.abuse_signals (decided_by);
create index abuse_signals_queue on public.abuse_signals (state, kind, score desc, id);
comment on table public.abuse_signals is 'Who resembles whom: one row per pair, kind and window, its score in parts and what a person decided. A signal penalises nobody.';
comment on column public.abuse_signals.parts is 'The score taken apart: [{ part, points, most, words, ... }]; the points of all parts sum to the score.';
comment on column public.abuse_signals."window" is 'What stretch of time it speaks of: rolling-30d, or a month as 2026-11.';
alter table public.abuse_signals enable row level security;
create policy "those who judge abuse see every signal, support those about shared access" on public.abuse_signals for select to authenticated
  using ((select private.staff_role()) in ('risk', 'admin', 'auditor') or ((select private.staff_role()) = 'support' and kind in ('shared_ip', 'shared_device')));

create table public.abuse_matches (
  id bigint generated always as identity primary key, signal_id uuid not null references public.abuse_signals on delete cascade, trade_a uuid not null references public.trades,
  trade_b uuid not null references public.trades, symbol text not null, side_a text not null check (side_a in ('buy', 'sell')), side_b text not null check (side_b in ('buy', 'sell')),
  opened_a timestamptz not null, opened_b timestamptz not null, ms_apart bigint not null, close_ms_apart bigint, lots_a numeric not null, lots_b numeric not null,
  volume_ratio numeric not null, crowd int not null default 0 check (crowd >= 0), matched_at timestamptz not null, created_at timestamptz not null default now(),
  unique (signal_id, trade_a, trade_b));
create index abuse_matches_trade_a on public.abuse_matches (trade_a);
create index abuse_matches_trade_b on public.abuse_matches (trade_b);
create index abuse_matches_matched on public.abuse_matches (matched_at desc, id desc);
comment on table public.abuse_matches is 'The events log: each pair of openings that moved together, the newest 200 of a signal. Derived from trades, and written again by a scan.';
comment on column public.abuse_matches.crowd is 'How many other accounts opened the same within that moment: the more, the less it says.';
alter table public.abuse_matches enable row level security;
create policy "those who judge abuse see every match" on public.abuse_matches for select to authenticated using ((select private.staff_role()) in ('risk', 'admin', 'auditor'));

-- A signal that is not cleared flags a copying account; accounts of one trader among themselves flag nobody.
create function private.settle_copy_flag(p_account uuid) returns void language sql security definer set search_path = '' as $$
  update public.accounts a set copy_flag = not a.copy_flag where a.id = p_account and a.copy_flag <> exists (select from public.abuse_signals s
    where (s.account_a = p_account or s.account_b = p_account) and s.kind in ('copy_trade', 'hedge') and s.relation = 'strangers' and s.state <> 'cleared') $$;

create function private.tell_signal(s public.abuse_signals, p_kind text, p_reason text, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
declare one uuid; told jsonb := jsonb_build_array(jsonb_build_object('kind', p_kind, 'reason', p_reason, 'data', jsonb_build_object('signal_id', s.id, 'signal', s.kind, 'score', s.score,
    'evidence', s.evidence_count, 'accounts', to_jsonb(array_remove(array[s.account_a, s.account_b], null)))));
begin
  for one in select x from unnest(array[s.account_a, s.account_b]) x where x is not null order by x loop
    perform private.append_events('account:' || one, told, p_now);
    perform private.settle_copy_flag(one);
  end loop;
  if s.account_a is null then perform private.append_events('staff:firm', jsonb_build_array((told -> 0) || jsonb_build_object('trader_id', s.trader_a)), p_now); end if;
end $$;

-- What a person decided stands until there is more than they saw: as many fresh pieces of evidence again as lay before them where it was cleared, and five
-- where it is watched. Fresh is what came after the decision: matches by their time, where there are none by the count.
create function private.exceeds_decision(s public.abuse_signals, p_score numeric, p_count int) returns boolean language sql stable security definer set search_path = '' as $$
  select s.state in ('cleared', 'watch') and p_score >= s.decided_score and (case when exists (select from public.abuse_matches m where m.signal_id = s.id)
    then (select count(*) from public.abuse_matches m where m.signal_id = s.id and m.matched_at > s.decided_at) else p_count - s.decided_count end)
    >= case s.state when 'cleared' then greatest(s.decided_count, 5) else 5 end $$;

-- Every matched pair of openings is held, not the newest of a pair alone: what somebody is accused of can be counted row by row.
create function private.keep_matches(p_signal uuid, p_matched jsonb) returns void language plpgsql security definer set search_path = '' as $$
begin
  insert into public.abuse_matches (signal_id, trade_a, trade_b, symbol, side_a, side_b, opened_a, opened_b, ms_apart, close_ms_apart, lots_a, lots_b, volume_ratio, crowd, matched_at)
    select p_signal, m.trade_a, m.trade_b, m.symbol, m.side_a, m.side_b, m.opened_a, m.opened_b, m.ms_apart, m.close_ms_apart, m.lots_a, m.lots_b, m.volume_ratio, coalesce(m.crowd, 0),
      greatest(m.opened_a, m.opened_b)
    from jsonb_to_recordset(coalesce(p_matched, '[]')) as m(trade_a uuid, trade_b uuid, symbol text, side_a text, side_b text, opened_a timestamptz, opened_b timestamptz, ms_apart bigint,
      close_ms_apart bigint, lots_a numeric, lots_b numeric, volume_ratio numeric, crowd int)
    on conflict (signal_id, trade_a, trade_b) do nothing;
end $$;

-- p = { now, signals: [{ kind, account_a|null, account_b|null, trader_a|null, trader_b|null, window, score, parts, summary, evidence_count, first_at, last_at,
-- matched: [abuse_matches rows]|null }] }; traders are those of the accounts where accounts are named, and account_a < account_b. Twice is the same as once. Answers
-- { signals: [{ id, outcome: opened|updated|reopened|unchanged }] } in the order given.
create function public.record_signals(p jsonb) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare one jsonb; old public.abuse_signals; s public.abuse_signals; a public.accounts; b public.accounts; now_at timestamptz := (p ->> 'now')::timestamptz; said text; answers jsonb := '[]';
begin
  -- Whoever writes many accounts locks them in one order, as the record of trades does.
  perform from public.accounts x where x.id in (select (y ->> k)::uuid from jsonb_array_elements(p -> 'signals') y, unnest(array['account_a', 'account_b']) k) order by x.id for update;
  for one in select x from jsonb_array_elements(p -> 'signals') x loop
    select * into a from public.accounts x where x.id = (one ->> 'account_a')::uuid;
    select * into b from public.accounts x where x.id = (one ->> 'account_b')::uuid;
    s.trader_a := coalesce(a.trader_id, (one ->> 'trader_a')::uuid); s.trader_b := coalesce(b.trader_id, (one ->> 'trader_b')::uuid);
    select * into old from public.abuse_signals x where x.kind = one ->> 'kind' and x.account_a is not distinct from a.id and x.account_b is not distinct from b.id
      and x.trader_a = s.trader_a and x.trader_b is not distinct from s.trader_b and x."window" = one ->> 'window' for update;
    insert into public.abuse_signals as t (kind, account_a, account_b, trader_a, trader_b, "window", relation, score, parts, summary, evidence_count, first_at, last_at, seen_at, created_at)
      values (one ->> 'kind', a.id, b.id, s.trader_a, s.trader_b, one ->> 'window', case when s.trader_b is null then 'alone' when s.trader_a = s.trader_b then 'own' else 'strangers' end,
        (one ->> 'score')::numeric, coalesce(one -> 'parts', '[]'), coalesce(one ->> 'summary', ''), coalesce((one ->> 'evidence_count')::int, 0), (one ->> 'first_at')::timestamptz,
        (one ->> 'last_at')::timestamptz, now_at, now_at)
      on conflict on constraint once_per_pair_kind_and_window do update set score = excluded.score, parts = excluded.parts, summary = excluded.summary, evidence_count = excluded.evidence_count,
        first_at = least(t.first_at, excluded.first_at), last_at = greatest(t.last_at, excluded.last_at), seen_at = excluded.seen_at
      returning * into s;
    perform private.keep_matches(s.id, one -> 'matched');
    said := case when old.id is null then 'opened' when private.exceeds_decision(s, s.score, s.evidence_count) then 'reopened'
      when (old.score, old.parts, old.evidence_count, old.last_at) is distinct from (s.score, s.parts, s.evidence_count, s.last_at) then 'updated' else 'unchanged' end;
    if said = 'reopened' then
      update public.abuse_signals set state = 'open', decided_by = null, decided_at = null, decision_reason = null, decided_score = null, decided_count = null, version = version + 1 where id = s.id returning * into s; end if;
    if said in ('opened', 'reopened') then perform private.tell_signal(s, 'abuse.signal-' || said, s.summary, now_at); end if;
    answers := answers || jsonb_build_object('id', s.id, 'outcome', said);
  end loop;
  return jsonb_build_object('signals', answers);
end $$;

-- The accounts of a signal, then the signal: the order of every other writer.
create function private.lock_signal(p_id uuid) returns public.abuse_signals language plpgsql security definer set search_path = '' as $$
declare s public.abuse_signals;
begin
  select * into s from public.abuse_signals where id = p_id;
  if s.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  perform from public.accounts x where x.id in (s.account_a, s.account_b) order by x.id for update;
  select * into strict s from public.abuse_signals where id = p_id for update;
  return s;
end $$;

-- One open case per account and kind: a second signal is filed with the case that is already open. A signal that names no account makes a case about its traders.
create function private.open_cases(s public.abuse_signals, p_reason text, p_by uuid, p_now timestamptz) returns jsonb language plpgsql security definer set search_path = '' as $$
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

-- p_state: cleared, watch or confirmed. A confirmed one is answered by its case and goes back to nothing by this door.
create function public.decide_abuse_signal(p_id uuid, p_version bigint, p_state text, p_reason text) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['risk', 'admin']); why text := private.need_reason(p_reason); s public.abuse_signals := private.lock_signal(p_id); now_at timestamptz := clock_timestamp(); cases jsonb := '[]';
begin
  if p_state not in ('cleared', 'watch', 'confirmed') then raise exception 'invalid' using errcode = '22023'; end if;
  if s.version <> p_version then return jsonb_build_object('outcome', 'stale', 'state', s.state, 'version', s.version, 'by', (select coalesce(nullif(x.full_name, ''), x.email) from public.staff x where x.id = s.decided_by),
    'reason', s.decision_reason); end if;
  if s.state = 'confirmed' or s.state = p_state then raise exception 'already-decided' using errcode = '55000'; end if;
  update public.abuse_signals set state = p_state, decided_by = who, decided_at = now_at, decision_reason = why, decided_score = score, decided_count = evidence_count, version = version + 1
    where id = s.id returning * into s;
  perform private.as_staff();
  perform private.tell_signal(s, 'abuse.signal-' || p_state, why, now_at);
  if p_state = 'confirmed' then cases := private.open_cases(s, why, who, now_at); end if;
  return jsonb_build_object('outcome', 'decided', 'state', s.state, 'version', s.version, 'cases', cases);
end $$;

insert into private.declared_grants (privilege, object, roles) values ('select', 'public.abuse_signals', '{authenticated}'), ('select', 'public.abuse_matches', '{authenticated}'),
  ('execute', 'public.record_signals(jsonb)', '{service_role}'), ('execute', 'public.decide_abuse_signal(uuid, bigint, text, text)', '{authenticated}');
select private.apply_grants();
