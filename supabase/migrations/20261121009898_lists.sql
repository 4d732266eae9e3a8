-- The lists of the office: one view per page, every column the page filters or sorts by, judged by the reader's own row-level security. They stand last, since they
-- read everything. The e-mail is asked for by function, so a role without contact details searches and reads the masked address only.

-- The rules that ended an account, as the filter behind the shares of breaches asks. In a function, like the other columns that are asked for only by their filter:
-- written out in the view its cost hides that of everything else, and over 20,000 accounts the planner then reads every table anew for each of them.
create function private.rules_broken(p_account uuid, p_is_staff boolean) returns text[] language plpgsql stable security definer set search_path = '' as $$
begin
  if p_is_staff is not true then return null; end if;
  return (select array_agg(distinct v.rule) from public.risk_violations v where v.account_id = p_account and v.outcome = 'breach' and v.consequence = 'fail' and v.state <> 'withdrawn');
end $$;

-- The state that is shown is worked out in place: a function with a search path of its own would be called row by row, and a book has many rows.
create view public.accounts_list with (security_invoker = true) as
  select a.id, a.login, a.platform, a.server, a.status, case when z.since is not null and a.status in ('pending', 'active', 'blocked', 'live') then 'unknown' else coalesce(f.risk_state, 'unknown') end as risk_state, f.headroom_cents::bigint as headroom_cents,
    f.allowance_cents::bigint as allowance_cents, f.used_bps, f.nearest_rule, coalesce(f.rule_states, '[]') as rule_states, a.trader_id, t.full_name as trader_name,
    private.contact_email(a.trader_id, (select private.sees_contact())) as trader_email, a.challenge_type_id, c.title as challenge_title, a.phase_id, p.name as phase_name, p.position as phase_position,
    p.is_live, a.rule_set_id, r.code as rule_set_code, r.version as rule_set_version, a.currency, a.initial_balance_cents::bigint as initial_balance_cents,
    f.balance_cents::bigint as balance_cents, f.equity_cents::bigint as equity_cents, f.high_water_cents::bigint as high_water_cents,
    f.cumulative_profit_cents::bigint as cumulative_profit_cents, a.profit_split_bps, case when (select private.sees_flags()) then w.account_id is not null end as copy_flag, a.data_source, a.trading_off_reason, a.trading_off_until, a.connection_id,
    n.slug as connection_slug, f.last_event_at, a.activated_at, a.closed_at, a.closure_reason, a.created_at, a.version, a.opened_from_account_id, a.blocked_from,
    f.trading_day, f.day_start_balance_cents::bigint as day_start_balance_cents, f.day_start_equity_cents::bigint as day_start_equity_cents,
    a.status in ('pending', 'active', 'blocked', 'live') as is_alive,
    case when a.status in ('pending', 'active', 'blocked', 'live') then f.headroom_cents::bigint end as sort_left,
    (select array_agg(g.name order by g.name) from public.account_group_members m join public.account_groups g on g.id = m.group_id where m.account_id = a.id and not g.is_archived) as groups,
    private.stage_name(p.is_live, p.position) as stage, a.activated_at is not null as was_opened,
    private.rules_broken(a.id, (select private.is_staff())) as broke,
    private.stages_of(a.id, (select private.is_staff())) as journey, z.since as feed_stale_since,
    (select q.rules #>> '{reset,tz}' from public.rule_sets q where q.id = a.rule_set_id) as server_zone
  from public.accounts a join public.traders t on t.id = a.trader_id join public.challenge_types c on c.id = a.challenge_type_id join public.phases p on p.id = a.phase_id
  join public.rule_sets r on r.id = a.rule_set_id left join public.connections n on n.id = a.connection_id left join public.account_facts f on f.account_id = a.id
  left join private.flagged_accounts() w(account_id) on w.account_id = a.id
  left join private.stale_feeds() z(connection_id, since) on z.connection_id = a.connection_id;
comment on view public.accounts_list is 'Accounts with their trader, terms and present state.';

-- Each row of a list names the zone whose clock ends its account's days; read by itself, so that it is looked up for the rows of one page only.
-- Every trade has an account and a trader; they are joined from the left, so that what asks for neither, a count or a page's keys, need not look them up. What such a
-- join would hide, the accounts of a load test under way, is left out by name: most of the time there is none.
create index accounts_load_test on public.accounts (id) where server like 'scale:%';
create function private.load_test_accounts() returns setof uuid language sql stable security definer rows 1 set search_path = '' as $$
  select a.id from public.accounts a where a.server like 'scale:%' and (select private.is_request()) $$;
create view public.trades_list with (security_invoker = true) as
  select x.id, x.account_id, x.external_id, x.ticket_number, x.position_id, x.symbol, x.type, x.lots, x.volume_unit, x.contract_size, x.open_price, x.close_price,
    x.stop_loss, x.take_profit, x.open_time, x.close_time, x.profit_loss_cents::bigint as profit_loss_cents, x.commission_cents::bigint as commission_cents,
    x.swap_cents::bigint as swap_cents, x.fee_cents::bigint as fee_cents, x.net_profit_cents, x.booked_cents::bigint as booked_cents, x.magic_number, x.comment,
    x.close_reason, x.is_final_slice, x.is_late, x.reverses_id, x.supersedes_id, x.inbox_id, x.created_at, a.login, a.status as account_status, a.trader_id,
    t.full_name as trader_name, a.currency, extract(epoch from x.close_time - x.open_time)::bigint as hold_seconds,
    case when x.stop_loss is not null and x.stop_loss <> x.open_price then round((x.close_price - x.open_price) * case x.type when 'buy' then 1 else -1 end
      / abs(x.open_price - x.stop_loss), 2) end as risk_reward,
    exists (select from public.trades y where y.reverses_id = x.id and y.reverses_id is not null) as is_reversed,
    (select q.rules #>> '{reset,tz}' from public.rule_sets q where q.id = a.rule_set_id) as server_zone,
    (select f.reason from public.trade_flags f where f.trade_id = x.id and f.is_standing) as flag,
    case when x.reverses_id is not null then null when x.net_profit_cents > 0 then 'won' when x.net_profit_cents < 0 then 'lost' else 'even' end as result,
    case when x.reverses_id is null then x.stop_loss is not null end as has_stop,
    (select jsonb_build_object('percent', s.trade_percentage, 'wins', s.total_winning_trades, 'allowed', s.threshold_percent, 'over', s.is_violation,
        'needs', coalesce((jsonb_path_query_first(q.rules, '$.rules.consistency[*].running.min_winning_trades') #>> '{}')::int, 1))
      from public.trade_consistency_snapshot s left join public.rule_sets q on q.id = a.rule_set_id
      where s.account_id = x.account_id and s.trade_ticket = x.position_id and x.reverses_id is null) as win_share
  from public.trades x left join public.accounts a on a.id = x.account_id left join public.traders t on t.id = a.trader_id
  where x.account_id not in (select private.load_test_accounts());
comment on view public.trades_list is 'Closed slices with their account and trader; risk-reward is null where no stop was set.';

-- How many trades were won or had a stop, so that the planner knows whether the newest of them are soon found: both are worked out, in the words of the view.
create statistics public.trades_told on (case when reverses_id is not null then null when net_profit_cents > 0 then 'won' when net_profit_cents < 0 then 'lost' else 'even' end),
  (case when reverses_id is null then stop_loss is not null end) from public.trades;

create view public.positions_list with (security_invoker = true) as
  select o.account_id, o.position_id, o.symbol, o.side, o.lots, o.volume_unit, o.open_price, o.stop_loss, o.take_profit, o.opened_at, o.floating_cents::bigint as floating_cents,
    o.swap_cents::bigint as swap_cents, o.reported_at, o.created_at, a.login, a.currency, a.trader_id, a.status as account_status, t.full_name as trader_name,
    a.status in ('pending', 'active', 'blocked', 'live') as is_alive, private.stage_name(p.is_live, p.position) as stage,
    (select q.rules #>> '{reset,tz}' from public.rule_sets q where q.id = a.rule_set_id) as server_zone, o.stop_loss is not null as has_stop,
    (select e.inbox_id from public.account_events e where e.account_id = o.account_id
       and (e.kind in ('position-opened', 'position-changed') or (e.kind = 'snapshot' and e.data ? 'positions'))
       and (e.data ->> 'position_id' = o.position_id or e.data -> 'positions' @> jsonb_build_array(jsonb_build_object('position_id', o.position_id)))
     order by e.order_key desc limit 1) as inbox_id
  from public.positions o join public.accounts a on a.id = o.account_id join public.traders t on t.id = a.trader_id join public.phases p on p.id = a.phase_id;
comment on view public.positions_list is 'Open positions as last reported, with their account.';

create view public.violations_list with (security_invoker = true) as
  select v.id, v.account_id, v.rule, v.instance, v.subject, v.outcome, v.consequence, v.severity, v.state, v.measured_value, v.threshold_value, v.unit, v.percentage_bps,
    v.breached_at, v.detected_at, v.raised_key, v.until, v.rule_set_id, v.evidence, v.message, v.trade_ticket, v.confirm_after, v.resolved_at, v.resolved_by, v.resolution,
    v.created_at, a.login, a.status as account_status, a.trader_id, t.full_name as trader_name, c.title as challenge_title, p.name as phase_name, r.code as rule_set_code,
    r.version as rule_set_version, a.currency, abs(v.measured_value - v.threshold_value) as over_by, (v.detected_at at time zone 'UTC')::date as detected_on,
    (select q.rules #>> '{reset,tz}' from public.rule_sets q where q.id = v.rule_set_id) as server_zone
  from public.risk_violations v join public.accounts a on a.id = v.account_id join public.traders t on t.id = a.trader_id
  join public.challenge_types c on c.id = a.challenge_type_id join public.phases p on p.id = a.phase_id join public.rule_sets r on r.id = v.rule_set_id;
comment on view public.violations_list is 'Recorded verdicts with their account, terms and by how much.';

-- What each was paid so far, in each currency, is null for those who do not read payouts, because nothing seen is not nothing paid.
create view public.traders_list with (security_invoker = true) as
  select t.id, t.full_name, private.contact_email(t.id, (select private.sees_contact())) as email, t.country, t.kyc_status, t.is_active, t.disabled_reason, t.auth_user_id is not null as has_signed_up, t.created_at,
    (select count(*) from public.accounts a where a.trader_id = t.id) as accounts,
    (select count(*) from public.accounts a where a.trader_id = t.id and a.status in ('active', 'blocked', 'live')) as living_accounts,
    case when t.is_active then 'active' when t.banned_at is not null then 'banned' else 'disabled' end as access, t.disabled_at, t.last_login_at,
    (select max(i.created_at) from public.trader_invites i where i.trader_id = t.id and i.accepted_at is null and i.revoked_at is null) as invited_at,
    private.activity_of(t.id, (select private.is_staff()), (select private.churn_days())) as activity,
    case when coalesce((select private.staff_role()), 'trader') not in ('viewer', 'config') then
      (select coalesce(jsonb_agg(jsonb_build_object('currency', x.currency, 'cents', x.cents) order by x.currency), '[]')
        from (select p.currency, sum(p.requested_cents)::bigint as cents from public.payouts p where p.trader_id = t.id and p.state = 'paid' group by p.currency) x) end as paid
  from public.traders t;
comment on view public.traders_list is 'Traders with their accounts counted; the address as the reader may see it.';
insert into private.declared_grants (privilege, object, roles) values ('execute', 'private.rules_broken(uuid, boolean)', '{authenticated,service_role}'),
  ('execute', 'private.load_test_accounts()', '{authenticated,service_role}');
select private.apply_grants();
