-- How each account trades, as figures anybody can count again from its trades; what stands out opens a question to a person and nothing else.
create table private.account_behaviour (
  account_id uuid primary key references public.accounts, challenge_type_id uuid not null references public.challenge_types, positions int not null check (positions >= 0),
  features jsonb not null, through timestamptz not null, created_at timestamptz not null default now());
create index account_behaviour_challenge on private.account_behaviour (challenge_type_id);
create index account_behaviour_through on private.account_behaviour (through);
comment on table private.account_behaviour is 'Features of each account as last measured, the population others are compared with; derived from trades and measured again at will.';
alter table private.account_behaviour enable row level security;

-- p = { rows: [{ account_id, positions, features, through }] }
create function public.save_behaviour(p jsonb) returns int language plpgsql security definer set search_path = '' as $$
declare saved int;
begin
  insert into private.account_behaviour as b (account_id, challenge_type_id, positions, features, through)
    select r.account_id, a.challenge_type_id, r.positions, r.features, r.through from jsonb_to_recordset(p -> 'rows') as r(account_id uuid, positions int, features jsonb, through timestamptz)
      join public.accounts a on a.id = r.account_id order by r.account_id
    on conflict (account_id) do update set positions = excluded.positions, features = excluded.features, through = greatest(b.through, excluded.through), challenge_type_id = excluded.challenge_type_id;
  get diagnostics saved = row_count;
  return saved;
end $$;

-- A score past the line asks a person, once per account while the question is open, and not again about what they have answered unless the signal was opened anew since.
create function public.question_behaviour(p_signal uuid, p_now timestamptz) returns uuid language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare s public.abuse_signals; r public.reviews;
begin
  select * into s from public.abuse_signals x where x.id = p_signal and x.kind = 'anomaly' and x.state = 'open';
  if s.id is null or exists (select from public.reviews x where x.kind = 'abuse' and x.rule = 'anomaly' and x.account_id = s.account_a and x.state <> 'cancelled') then return null; end if;
  insert into public.reviews (kind, account_id, trader_id, subject_id, rule, reason, evidence, due_at, created_at)
    values ('abuse', s.account_a, s.trader_a, s.id::text, 'anomaly', s.summary, jsonb_build_object('signals', jsonb_build_array(private.filed_signal(s))), private.review_due('abuse', p_now), p_now)
    on conflict (kind, coalesce(account_id::text, subject_id, ''), rule) where state in ('open', 'claimed') do nothing returning * into r;
  if r.id is not null then perform private.review_event(r, 'review.opened', s.summary, jsonb_build_object('rule', r.rule, 'signal_id', s.id), p_now); end if;
  return r.id;
end $$;

insert into private.declared_grants (privilege, object, roles) values ('execute', 'public.save_behaviour(jsonb)', '{service_role}'), ('execute', 'public.question_behaviour(uuid, timestamptz)', '{service_role}');
select private.apply_grants();
