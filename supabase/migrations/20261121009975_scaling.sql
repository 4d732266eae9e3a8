-- Scaling: what the server found when it looked whether an account may grow, the question that leads to, and the account that goes on at the larger size. Whether the conditions are
-- met is worked out in lib/payouts and nowhere here.

create table private.scaling_weighings (
  account_id uuid primary key references public.accounts, account_version bigint not null, refusals text[] not null,
  next_cents public.money_cents not null check (next_cents >= 0), weighed_at timestamptz not null);
comment on table private.scaling_weighings is 'What was found when it was last looked whether an account may grow, for the version of the account it was found of: an approval rests on it and on nothing older.';
alter table private.scaling_weighings enable row level security;

-- The size the first live account began with and how often it has grown since, where the rules of the account know of scaling at all.
create function private.scaling_grounds(a public.accounts) returns jsonb language sql stable security definer set search_path = '' as $$
  with recursive chain as (
    select a.opened_from_account_id as before, a.initial_balance_cents::bigint as cents, 0 as place
    union all
    select x.opened_from_account_id, x.initial_balance_cents::bigint, c.place + 1 from chain c join public.accounts x on x.id = c.before and x.phase_id = a.phase_id)
  select jsonb_build_object('original_cents', c.cents, 'scalings', c.place, 'turned_down_at', (select max(r.decided_at) from public.reviews r
    where r.account_id = a.id and r.kind = 'live_activation' and r.rule = 'scaling' and r.state = 'rejected'))
  from chain c where exists (select from public.rule_sets r where r.id = a.rule_set_id and r.rules -> 'payout' ? 'scaling') order by c.place desc limit 1 $$;

-- p = { account_id, account_version, refusals, next_cents, reason, evidence, now }. Keeps what was found, and asks the office once where nothing is in the way. A stale version is an answer.
create function public.weigh_scaling(p jsonb) returns text language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare a public.accounts; r public.reviews; now_at timestamptz := (p ->> 'now')::timestamptz; found_here text[] := array(select jsonb_array_elements_text(p -> 'refusals'));
begin
  select * into a from public.accounts where id = (p ->> 'account_id')::uuid for update;
  if a.id is null then return 'unknown'; end if;
  if a.version <> (p ->> 'account_version')::bigint then return 'stale'; end if;
  insert into private.scaling_weighings (account_id, account_version, refusals, next_cents, weighed_at)
    values (a.id, a.version, found_here, (p ->> 'next_cents')::bigint, clock_timestamp()) on conflict (account_id)
    do update set account_version = excluded.account_version, refusals = excluded.refusals, next_cents = excluded.next_cents, weighed_at = excluded.weighed_at;
  if found_here || private.live_blockers(a, 'live') <> '{}' then return 'weighed'; end if;
  insert into public.reviews (kind, account_id, trader_id, rule, reason, evidence, due_at, created_at)
    values ('live_activation', a.id, a.trader_id, 'scaling', p ->> 'reason', p -> 'evidence', private.review_due('live_activation', now_at), now_at)
    on conflict (kind, coalesce(account_id::text, subject_id, ''), rule) where state in ('open', 'claimed') do nothing returning * into r;
  if r.id is not null then perform private.review_event(r, 'review.opened', r.reason, null, now_at); end if;
  return 'asked';
end $$;

-- The caller holds the account's lock. The old account ends and the new one is opened under the same rules, the same split and on the same platform, so that either both happen or neither.
create function private.open_scaled(a public.accounts, p_reason text, p_now timestamptz) returns jsonb language plpgsql security definer set search_path = '' as $$
declare w private.scaling_weighings; opened uuid;
begin
  select * into w from private.scaling_weighings x where x.account_id = a.id;
  if w.account_id is null or w.account_version <> a.version or w.weighed_at < p_now - interval '1 minute' then raise exception 'not-weighed' using errcode = '55000'; end if;
  perform private.refuse_blocked(private.live_blockers(a, 'live') || w.refusals);
  update public.accounts set status = 'closed', version = version + 1, closed_at = p_now, closure_reason = 'scaled', trading_off_reason = coalesce(trading_off_reason, 'scaled'),
    trading_off_until = null where id = a.id;
  perform private.append_events('account:' || a.id, jsonb_build_array(jsonb_build_object('kind', 'account.closed', 'reason', p_reason, 'data',
    jsonb_build_object('from_status', a.status, 'to_status', 'closed', 'closure_reason', 'scaled'))), p_now);
  opened := private.open_pending_account(jsonb_build_object('trader_id', a.trader_id, 'phase_id', a.phase_id, 'connection_id', a.connection_id, 'opened_from_account_id', a.id,
    'key', 'scaling:' || a.id, 'reason', p_reason, 'terms', jsonb_build_object('rule_set_id', a.rule_set_id, 'initial_balance_cents', w.next_cents::bigint, 'profit_split_bps', a.profit_split_bps)), p_now);
  return jsonb_build_object('next', 'account', 'account_id', opened);
end $$;

-- Accounts that are worth a look: what is left out here could not grow whatever else holds. In no order, so that those that cannot grow yet keep nobody waiting.
create function private.tend_scalings(p_now timestamptz) returns int language plpgsql security definer set search_path = '' as $$
declare one uuid; total int := 0;
begin
  for one in select a.id from public.accounts a join public.rule_sets r on r.id = a.rule_set_id and r.rules -> 'payout' ? 'scaling' join public.account_facts f on f.account_id = a.id
      cross join lateral (select r.rules #> '{payout,scaling}' as terms) s
      where a.status = 'live' and a.activated_at <= p_now - make_interval(days => 28 * (s.terms ->> 'months')::int)
        and coalesce((f.facts ->> 'cumulative_profit_cents')::bigint >= a.initial_balance_cents::bigint * coalesce((s.terms ->> 'min_net_profit_pct')::numeric, 0), true)
        and (select count(*) from public.payouts y where y.account_id = a.id and y.state = 'paid') >= coalesce((s.terms ->> 'min_rewards')::int, 0)
        and not exists (select from public.reviews q where q.account_id = a.id and q.kind = 'live_activation' and q.rule = 'scaling'
          and (q.state in ('open', 'claimed') or q.state = 'rejected' and q.decided_at > p_now - interval '28 days'))
      order by random() limit 200 loop
    perform private.add_job('weigh-scaling', jsonb_build_object('account_id', one), p_now, 'scaling:' || one, 'account:' || one);
    total := total + 1;
  end loop;
  return total;
end $$;

insert into private.declared_grants (privilege, object, roles) values ('execute', 'public.weigh_scaling(jsonb)', '{service_role}');
select private.apply_grants();
