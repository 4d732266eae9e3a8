-- The lists behind the figures of the dashboard: columns by which a list can be narrowed to exactly the rows a figure counted.

-- The day in the account's own calendar on which it ended; where that day was never written, the day in UTC.
create function private.ended_on(p_account uuid, p_at timestamptz) returns date language sql stable set search_path = '' as $$
  select coalesce((select d.trading_day from public.daily_stats d where d.account_id = p_account and d.starts_at <= p_at and d.ends_at > p_at order by d.trading_day desc limit 1),
    (p_at at time zone 'UTC')::date) $$;
create function private.ended_as(p_status text, p_reason text) returns text language sql immutable set search_path = '' as $$
  select case when p_status = 'passed' then 'passed' when p_status = 'failed' or (p_status = 'closed' and p_reason = 'rule_violation') then 'failed' end $$;
create function private.stage_name(p_is_live boolean, p_position int) returns text language sql immutable set search_path = '' as $$
  select case when p_is_live then 'live' else 'phase-' || p_position end $$;

create or replace view public.accounts_list with (security_invoker = true) as
  select a.id, a.login, a.platform, a.server, a.status, coalesce(f.risk_state, 'unknown') as risk_state, f.headroom_cents::bigint as headroom_cents,
    f.allowance_cents::bigint as allowance_cents, f.used_bps, f.nearest_rule, coalesce(f.rule_states, '[]') as rule_states, a.trader_id, t.full_name as trader_name,
    private.contact_email(a.trader_id) as trader_email, a.challenge_type_id, c.title as challenge_title, a.phase_id, p.name as phase_name, p.position as phase_position,
    p.is_live, a.rule_set_id, r.code as rule_set_code, r.version as rule_set_version, a.currency, a.initial_balance_cents::bigint as initial_balance_cents,
    f.balance_cents::bigint as balance_cents, f.equity_cents::bigint as equity_cents, f.high_water_cents::bigint as high_water_cents,
    f.cumulative_profit_cents::bigint as cumulative_profit_cents, a.profit_split_bps, a.copy_flag, a.data_source, a.trading_off_reason, a.trading_off_until, a.connection_id,
    n.slug as connection_slug, f.last_event_at, a.activated_at, a.closed_at, a.closure_reason, a.created_at, a.version, a.opened_from_account_id, a.blocked_from,
    f.trading_day, f.day_start_balance_cents::bigint as day_start_balance_cents, f.day_start_equity_cents::bigint as day_start_equity_cents,
    a.status in ('pending', 'active', 'blocked', 'live') as is_alive,
    case when a.status in ('pending', 'active', 'blocked', 'live') then f.headroom_cents::bigint end as sort_left,
    (select array_agg(g.name order by g.name) from public.account_group_members m join public.account_groups g on g.id = m.group_id where m.account_id = a.id and not g.is_archived) as groups,
    private.stage_name(p.is_live, p.position) as stage, a.activated_at is not null as was_opened,
    (select array_agg(distinct v.rule) from public.risk_violations v where v.account_id = a.id and v.outcome = 'breach' and v.consequence = 'fail' and v.state <> 'withdrawn') as broke,
    private.ended_as(a.status, a.closure_reason) as ended_as, case when a.closed_at is not null then private.ended_on(a.id, a.closed_at) end as ended_on,
    private.stages_of(a.id, (select private.is_staff())) as journey
  from public.accounts a join public.traders t on t.id = a.trader_id join public.challenge_types c on c.id = a.challenge_type_id join public.phases p on p.id = a.phase_id
  join public.rule_sets r on r.id = a.rule_set_id left join public.connections n on n.id = a.connection_id left join public.account_facts f on f.account_id = a.id;

create or replace view public.traders_list with (security_invoker = true) as
  select t.id, t.full_name, private.contact_email(t.id) as email, t.country, t.kyc_status, t.is_active, t.disabled_reason, t.auth_user_id is not null as has_signed_up, t.created_at,
    (select count(*) from public.accounts a where a.trader_id = t.id) as accounts,
    (select count(*) from public.accounts a where a.trader_id = t.id and a.status in ('active', 'blocked', 'live')) as living_accounts,
    case when t.is_active then 'active' when t.banned_at is not null then 'banned' else 'disabled' end as access, t.disabled_at, t.last_login_at,
    (select max(i.created_at) from public.trader_invites i where i.trader_id = t.id and i.accepted_at is null and i.revoked_at is null) as invited_at,
    private.activity_of(t.id, (select private.is_staff()), (select private.churn_days())) as activity
  from public.traders t;

create or replace view public.positions_list with (security_invoker = true) as
  select o.account_id, o.position_id, o.symbol, o.side, o.lots, o.volume_unit, o.open_price, o.stop_loss, o.take_profit, o.opened_at, o.floating_cents::bigint as floating_cents,
    o.swap_cents::bigint as swap_cents, o.reported_at, o.created_at, a.login, a.currency, a.trader_id, a.status as account_status, t.full_name as trader_name,
    a.status in ('pending', 'active', 'blocked', 'live') as is_alive, private.stage_name(p.is_live, p.position) as stage
  from public.positions o join public.accounts a on a.id = o.account_id join public.traders t on t.id = a.trader_id join public.phases p on p.id = a.phase_id;

create or replace view public.violations_list with (security_invoker = true) as
  select v.id, v.account_id, v.rule, v.instance, v.subject, v.outcome, v.consequence, v.severity, v.state, v.measured_value, v.threshold_value, v.unit, v.percentage_bps,
    v.breached_at, v.detected_at, v.raised_key, v.until, v.rule_set_id, v.evidence, v.message, v.trade_ticket, v.confirm_after, v.resolved_at, v.resolved_by, v.resolution,
    v.created_at, a.login, a.status as account_status, a.trader_id, t.full_name as trader_name, c.title as challenge_title, p.name as phase_name, r.code as rule_set_code,
    r.version as rule_set_version, a.currency, abs(v.measured_value - v.threshold_value) as over_by, (v.detected_at at time zone 'UTC')::date as detected_on
  from public.risk_violations v join public.accounts a on a.id = v.account_id join public.traders t on t.id = a.trader_id
  join public.challenge_types c on c.id = a.challenge_type_id join public.phases p on p.id = a.phase_id join public.rule_sets r on r.id = v.rule_set_id;

insert into private.declared_grants (privilege, object, roles) values
  ('execute', 'private.ended_on(uuid, timestamptz)', '{authenticated,service_role}'), ('execute', 'private.ended_as(text, text)', '{authenticated,service_role}'),
  ('execute', 'private.stage_name(boolean, int)', '{authenticated,service_role}');
select private.apply_grants();
