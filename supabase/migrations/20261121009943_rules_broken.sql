-- The rules that ended an account, as the filter behind the shares of breaches asks. In a function, like the other columns that are asked for only by their filter:
-- written out in the view its cost hides that of everything else, and over 20,000 accounts the planner then reads every table anew for each of them.
create function private.rules_broken(p_account uuid, p_is_staff boolean) returns text[] language plpgsql stable security definer set search_path = '' as $$
begin
  if p_is_staff is not true then return null; end if;
  return (select array_agg(distinct v.rule) from public.risk_violations v where v.account_id = p_account and v.outcome = 'breach' and v.consequence = 'fail' and v.state <> 'withdrawn');
end $$;

create or replace view public.accounts_list with (security_invoker = true) as
  select a.id, a.login, a.platform, a.server, a.status, case when z.since is not null and a.status in ('pending', 'active', 'blocked', 'live') then 'unknown' else coalesce(f.risk_state, 'unknown') end as risk_state, f.headroom_cents::bigint as headroom_cents,
    f.allowance_cents::bigint as allowance_cents, f.used_bps, f.nearest_rule, coalesce(f.rule_states, '[]') as rule_states, a.trader_id, t.full_name as trader_name,
    private.contact_email(a.trader_id) as trader_email, a.challenge_type_id, c.title as challenge_title, a.phase_id, p.name as phase_name, p.position as phase_position,
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
    private.ended_as(a.status, a.closure_reason) as ended_as, case when a.closed_at is not null then private.ended_on(a.id, a.closed_at) end as ended_on,
    private.stages_of(a.id, (select private.is_staff())) as journey, z.since as feed_stale_since,
    (select q.rules #>> '{reset,tz}' from public.rule_sets q where q.id = a.rule_set_id) as server_zone
  from public.accounts a join public.traders t on t.id = a.trader_id join public.challenge_types c on c.id = a.challenge_type_id join public.phases p on p.id = a.phase_id
  join public.rule_sets r on r.id = a.rule_set_id left join public.connections n on n.id = a.connection_id left join public.account_facts f on f.account_id = a.id
  left join private.flagged_accounts() w(account_id) on w.account_id = a.id
  left join private.stale_feeds() z(connection_id, since) on z.connection_id = a.connection_id;

insert into private.declared_grants (privilege, object, roles) values ('execute', 'private.rules_broken(uuid, boolean)', '{authenticated,service_role}');
select private.apply_grants();
