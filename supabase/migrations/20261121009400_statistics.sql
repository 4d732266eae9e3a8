-- What is counted over whole histories is counted ahead, by a job, and swapped in without making a reader wait. These views lie in `private`, where nobody
-- but the owner reads; what staff see of them comes through functions that ask who they are. The lists that prove a figure read the same rows.
create table private.statistics_refreshed (
  name text primary key, refreshed_at timestamptz not null default now(), took_ms int not null default 0, created_at timestamptz not null default now());
comment on table private.statistics_refreshed is 'When the statistics were counted last, and how long it took.';
alter table private.statistics_refreshed enable row level security;

-- A journey begins with an account opened in the first phase of its product and goes on over the accounts that name it. Each stage asks for the one before, so
-- a later stage is always a part of an earlier one. What was opened in a later phase never went the whole way and is counted apart.
create materialized view private.account_journeys as
  with recursive steps as (
    select p.challenge_type_id, count(*) filter (where not p.is_live)::int as steps, min(p.position) as first_position from public.phases p group by p.challenge_type_id),
  chain as (
    select a.id as root_id, a.id from public.accounts a where a.opened_from_account_id is null and a.server not like 'scale:%'
    union all
    select c.root_id, n.id from chain c join public.accounts n on n.opened_from_account_id = c.id),
  gone as (
    select c.root_id, bool_or(exists (select from public.trades t where t.account_id = a.id)) as traded, count(distinct a.phase_id) filter (where a.status = 'passed' and not p.is_live)::int as passed,
      bool_or(p.is_live and a.activated_at is not null) as live, bool_or(exists (select from public.payouts y where y.account_id = a.id and y.state = 'paid')) as paid
    from chain c join public.accounts a on a.id = c.id join public.phases p on p.id = a.phase_id group by c.root_id),
  reached as (
    select r.id as account_id, r.challenge_type_id, s.steps, p.position = s.first_position as is_whole,
      case when not g.traded then 0 when g.passed < s.steps or not g.live then 1 + least(g.passed, s.steps) when not g.paid then s.steps + 2 else s.steps + 3 end as reached
    from gone g join public.accounts r on r.id = g.root_id join public.phases p on p.id = r.phase_id join steps s on s.challenge_type_id = r.challenge_type_id)
  select r.account_id, r.challenge_type_id, r.steps, r.is_whole,
    (select array_agg(x.stage order by x.n) from (
      select 0 as n, 'sold' as stage union all select 1, 'traded' union all select 1 + k, 'passed-' || k from generate_series(1, r.steps) k
      union all select r.steps + 2, 'live' union all select r.steps + 3, 'paid') x where r.is_whole and x.n <= r.reached) as stages
  from reached r;
create unique index account_journeys_key on private.account_journeys (account_id);
comment on materialized view private.account_journeys is 'How far each account that began in a first phase has come, with those opened from it.';

-- An account that no shop sold counts as a purchase when it was opened; one that was opened from another was never bought.
create materialized view private.trader_activity as
  with bought as (
    select o.trader_id, max(o.paid_at) as at from public.orders o where o.paid_at is not null and o.trader_id is not null group by o.trader_id
    union all
    select a.trader_id, max(a.created_at) from public.accounts a where a.opened_from_account_id is null and not exists (select from public.orders o where o.account_id = a.id) group by a.trader_id),
  traded as (
    select a.trader_id, max(t.at) as at from public.accounts a cross join lateral (select max(x.close_time) as at from public.trades x where x.account_id = a.id) t group by a.trader_id
    union all
    select a.trader_id, max(o.opened_at) from public.positions o join public.accounts a on a.id = o.account_id group by a.trader_id)
  select t.id as trader_id, (select max(b.at) from bought b where b.trader_id = t.id) as last_purchase_at, (select max(d.at) from traded d where d.trader_id = t.id) as last_trade_at
  from public.traders t where t.email not like '%@scale.invalid';
create unique index trader_activity_key on private.trader_activity (trader_id);
comment on materialized view private.trader_activity is 'When each trader bought and traded last.';

-- Readers keep the former rows until the new ones are whole.
create function public.refresh_statistics() returns jsonb language plpgsql security definer set search_path = '' as $$
declare began timestamptz := clock_timestamp(); took int;
begin
  refresh materialized view concurrently private.account_journeys;
  refresh materialized view concurrently private.trader_activity;
  took := (extract(epoch from clock_timestamp() - began) * 1000)::int;
  insert into private.statistics_refreshed (name, refreshed_at, took_ms) values ('statistics', began, took)
    on conflict (name) do update set refreshed_at = excluded.refreshed_at, took_ms = excluded.took_ms;
  return jsonb_build_object('took_ms', took);
end $$;

-- After how many days without a purchase and without a trade somebody is counted as gone: the setting `churn`, else 60.
create function private.churn_days() returns int language sql stable security definer set search_path = '' as $$
  select case when jsonb_typeof(private.setting('churn') -> 'days') = 'number' then greatest(1, (private.setting('churn') ->> 'days')::numeric::int) else 60 end $$;

create function private.activity_word(p_purchase timestamptz, p_trade timestamptz, p_days int) returns text language plpgsql stable set search_path = '' as $$
begin
  return case when p_purchase is null and p_trade is null then 'never' when greatest(p_purchase, p_trade) < now() - make_interval(days => p_days) then 'gone' else 'active' end;
end $$;

-- Views of the lists ask these row by row, and only where their column is asked for; in plpgsql, because its plans are kept. The view asks once who is asking
-- and hands it in, and nobody reaches them but through it. A trader is not told what the firm counts them as.
create function private.stages_of(p_account uuid, p_is_staff boolean default private.is_staff()) returns text[] language plpgsql stable security definer set search_path = '' as $$
begin
  if p_is_staff is not true then return null; end if;
  return (select j.stages from private.account_journeys j where j.account_id = p_account);
end $$;
create function private.activity_of(p_trader uuid, p_is_staff boolean, p_days int) returns text language plpgsql stable security definer set search_path = '' as $$
begin
  if p_is_staff is not true then return null; end if;
  return (select private.activity_word(x.last_purchase_at, x.last_trade_at, p_days) from private.trader_activity x where x.trader_id = p_trader);
end $$;

-- The day in the account's own calendar on which it ended; where that day was never written, the day in UTC.
create function private.ended_on(p_account uuid, p_at timestamptz) returns date language sql stable set search_path = '' as $$
  select coalesce((select d.trading_day from public.daily_stats d where d.account_id = p_account and d.starts_at <= p_at and d.ends_at > p_at order by d.trading_day desc limit 1),
    (p_at at time zone 'UTC')::date) $$;

create function private.stage_name(p_is_live boolean, p_position int) returns text language sql immutable set search_path = '' as $$
  select case when p_is_live then 'live' else 'phase-' || p_position end $$;

insert into private.declared_grants (privilege, object, roles) values
  ('execute', 'private.stages_of(uuid, boolean)', '{authenticated,service_role}'), ('execute', 'private.activity_of(uuid, boolean, int)', '{authenticated,service_role}'),
  ('execute', 'private.churn_days()', '{authenticated,service_role}'),
  ('execute', 'public.refresh_statistics()', '{service_role}');
insert into private.declared_grants (privilege, object, roles) values
  ('execute', 'private.ended_on(uuid, timestamptz)', '{authenticated,service_role}'),
  ('execute', 'private.stage_name(boolean, int)', '{authenticated,service_role}');
select private.apply_grants();
