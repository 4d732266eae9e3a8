-- The pairs of the copy-trading page alone, and the stops beside each match: who copies usually copies those as well.
create view public.copy_pairs_list with (security_invoker = true) as select s.* from public.signals_list s where s.kind in ('copy_trade', 'hedge');
comment on view public.copy_pairs_list is 'Pairs that trade as one or against each other.';

create or replace view public.matches_list with (security_invoker = true) as
  select m.id, m.signal_id, m.symbol, m.side_a, m.side_b, m.opened_a, m.opened_b, m.ms_apart, m.close_ms_apart, m.lots_a, m.lots_b, m.volume_ratio, m.crowd, m.matched_at, s.kind, s.state, s.score, s.relation,
    s.account_a, s.account_b, a.login as login_a, b.login as login_b, ta.full_name as trader_name_a, tb.full_name as trader_name_b, m.trade_a, m.trade_b,
    a.login || ' ' || b.login || ' ' || ta.full_name || ' ' || tb.full_name as names, x.stop_loss as stop_a, y.stop_loss as stop_b
  from public.abuse_matches m join public.abuse_signals s on s.id = m.signal_id join public.accounts a on a.id = s.account_a join public.accounts b on b.id = s.account_b
  join public.traders ta on ta.id = s.trader_a join public.traders tb on tb.id = s.trader_b join public.trades x on x.id = m.trade_a join public.trades y on y.id = m.trade_b;

insert into private.declared_grants (privilege, object, roles) values ('select', 'public.copy_pairs_list', '{authenticated}');
select private.apply_grants();
