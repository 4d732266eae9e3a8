-- Views for clients written against earlier documents: read-only, the reader's own rows, money in major units unless the name says cents.
create function private.major(p_cents bigint, p_rule_set uuid) returns numeric language sql stable set search_path = '' as
$$ select round(p_cents / power(10::numeric, d), d) from (select private.minor_digits(p_rule_set) as d) x $$;
grant execute on function private.major(bigint, uuid), private.minor_digits(uuid) to authenticated, service_role;

create view public.funded_accounts with (security_invoker = true) as
  select a.id, a.trader_id as user_id, a.opened_from_account_id as assessment_id, a.challenge_type_id as tier_id,
    case when a.status in ('live', 'blocked') then 'active' else 'closed' end as status, a.status = 'blocked' as is_blocked, a.activated_at, a.closed_at, a.closure_reason
  from public.accounts a join public.phases p on p.id = a.phase_id where p.is_live and a.activated_at is not null;
comment on view public.funded_accounts is 'Accounts of live phases, as earlier clients name them.';

create view public.connected_accounts with (security_invoker = true) as
  select a.id, a.trader_id as user_id, a.platform, a.login as account_id, a.login as account_name, r.code as firm,
    case when p.is_live then 'funded' when r.account_type = 'pa' then 'pa' else 'eval' end as account_type, a.initial_balance_cents::bigint as account_size,
    r.version as rule_set_version, a.status in ('active', 'blocked', 'live') as is_active, a.created_at, coalesce(f.updated_at, a.created_at) as updated_at,
    null::text as encrypted_api_token, null::text as encrypted_api_secret
  from public.accounts a join public.phases p on p.id = a.phase_id join public.rule_sets r on r.id = a.rule_set_id left join public.account_facts f on f.account_id = a.id;
comment on view public.connected_accounts is 'Accounts as earlier clients name them; credentials always read null.';

create view public.account_state_snapshots with (security_invoker = true) as
  select s.id, s.account_id, s."timestamp", private.major(s.equity, s.rule_set_id) as equity, private.major(s.balance, s.rule_set_id) as balance,
    private.major(s.profit, s.rule_set_id) as realized_pnl, private.major(s.equity - s.balance, s.rule_set_id) as unrealized_pnl,
    private.major(s.peak, s.rule_set_id) as high_water_mark, private.major(s.day_pnl, s.rule_set_id) as daily_pnl, s.open_positions, s.rule_states, s.created_at
  from (
    select c.account_id || ':' || c.trading_day as id, c.account_id, coalesce(d.starts_at, c.created_at) as "timestamp",
      (c.facts ->> 'balance_cents')::bigint + (c.facts ->> 'floating_cents')::bigint as equity, (c.facts ->> 'balance_cents')::bigint as balance,
      (c.facts ->> 'cumulative_profit_cents')::bigint as profit, (c.facts ->> 'high_water_cents')::bigint as peak, (c.facts #>> '{day,pnl_cents}')::bigint as day_pnl,
      coalesce(c.facts -> 'positions', '{}') as open_positions, '[]'::jsonb as rule_states, c.created_at, a.rule_set_id
    from public.account_checkpoints c join public.accounts a on a.id = c.account_id left join public.daily_stats d on d.account_id = c.account_id and d.trading_day = c.trading_day
    union all
    select f.account_id || ':now', f.account_id, coalesce(f.last_event_at, f.created_at), f.equity_cents, f.balance_cents, f.cumulative_profit_cents, f.high_water_cents,
      (f.facts #>> '{day,pnl_cents}')::bigint, coalesce(f.facts -> 'positions', '{}'), f.rule_states, coalesce(f.updated_at, f.created_at), a.rule_set_id
    from public.account_facts f join public.accounts a on a.id = f.account_id) s;
comment on view public.account_state_snapshots is 'Daily checkpoints and the present facts as rows; other instants are answered by replay.';
