-- One trade, checked by one caller: who may ask is one question, and what stands after the record comes with the record's own answer.

-- 'key' for the firm's own key, 'staff' for people who may have accounts judged, null for everybody else.
create function public.may_judge() returns text language sql stable security definer set search_path = '' as $$
  select case when current_setting('role', true) = 'service_role' then 'key' when private.staff_role() in ('risk', 'admin') then 'staff' end $$;

-- p = { account_id, raised_key, position_id, now }: the account's facts, what the trade of that key or the record of that instant found broken, what had stopped
-- the account before, and the shares of the winners.
create function public.tell_trade(p jsonb) returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare account uuid := (p ->> 'account_id')::uuid; told jsonb; findings jsonb; standing jsonb;
begin
  select jsonb_build_object('facts', f.facts, 'states', f.rule_states, 'shares', (select jsonb_build_object('cumulative_profit', s.cumulative_profit::text,
      'total_winning_trades', s.total_winning_trades, 'largest_win', s.largest_win::text, 'trade_percentage', (select c.trade_percentage::text
        from public.trade_consistency_snapshot c where c.account_id = account and c.trade_ticket = p ->> 'position_id'))
    from public.get_cumulative_profit(account) s)) into told from public.account_facts f where f.account_id = account;
  select jsonb_agg(x.row order by x.raised_key, x.id) filter (where x.is_of_trade), jsonb_agg(x.row order by x.raised_key, x.id) filter (where x.has_stopped)
    into findings, standing from (
    select v.raised_key, v.id, v.raised_key = p ->> 'raised_key' or v.detected_at = (p ->> 'now')::timestamptz as is_of_trade,
      v.outcome = 'breach' and v.consequence in ('fail', 'block', 'pause') as has_stopped,
      jsonb_build_object('rule', v.rule, 'instance', v.instance, 'subject', v.subject, 'outcome', v.outcome, 'severity', v.severity, 'measured_value', v.measured_value,
        'threshold_value', v.threshold_value, 'unit', v.unit, 'breached_at', to_char(v.breached_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'message', v.message, 'evidence', v.evidence) as row
    from public.risk_violations v where v.account_id = account and v.state <> 'withdrawn') x;
  return told || jsonb_build_object('findings', coalesce(findings, '[]'), 'standing', coalesce(standing, '[]'));
end $$;

insert into private.declared_grants (privilege, object, roles) values
  ('execute', 'public.may_judge()', '{authenticated,service_role}'), ('execute', 'public.tell_trade(jsonb)', '{service_role}');
select private.apply_grants();
