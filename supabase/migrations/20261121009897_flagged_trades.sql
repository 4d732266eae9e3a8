-- A trade somebody of risk wants looked at: with a reason, told on the account's timeline, and seen on the trade by whoever reads trades.
-- Nothing is judged by it, and its trader is not told.
create table public.trade_flags (
  trade_id uuid primary key references public.trades, account_id uuid not null references public.accounts, reason text not null check (length(reason) between 3 and 500),
  flagged_by uuid not null references public.staff, flagged_at timestamptz not null, is_standing boolean not null default true, created_at timestamptz not null default now());
create index trade_flags_account on public.trade_flags (account_id);
create index trade_flags_by on public.trade_flags (flagged_by);
comment on table public.trade_flags is 'Trades that were flagged by hand, and whether the flag stands; who did what and when is on the account''s timeline.';
alter table public.trade_flags enable row level security;
create policy "those who read trades see which were flagged" on public.trade_flags for select to authenticated
  using ((select private.staff_role()) in ('viewer', 'support', 'risk', 'finance', 'admin', 'auditor'));

create function public.flag_trade(p_id uuid, p_stands boolean, p_reason text) returns void language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['risk', 'admin']); why text := private.need_reason(p_reason); x public.trades; stood boolean; now_at timestamptz := clock_timestamp();
begin
  select * into x from public.trades t where t.id = p_id for share;
  if x.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  select f.is_standing into stood from public.trade_flags f where f.trade_id = x.id for update;
  if coalesce(stood, false) = p_stands then raise exception 'already-so' using errcode = '55000'; end if;
  insert into public.trade_flags (trade_id, account_id, reason, flagged_by, flagged_at, is_standing) values (x.id, x.account_id, why, who, now_at, p_stands)
    on conflict (trade_id) do update set reason = excluded.reason, flagged_by = excluded.flagged_by, flagged_at = excluded.flagged_at, is_standing = excluded.is_standing;
  perform private.append_events('account:' || x.account_id, jsonb_build_array(jsonb_build_object('kind', case when p_stands then 'staff.trade-flagged' else 'staff.trade-flag-lifted' end,
    'reason', why, 'data', jsonb_build_object('trade_id', x.id, 'external_id', x.external_id, 'symbol', x.symbol))), now_at);
end $$;

create or replace view public.trades_list with (security_invoker = true) as
  select x.id, x.account_id, x.external_id, x.ticket_number, x.position_id, x.symbol, x.type, x.lots, x.volume_unit, x.contract_size, x.open_price, x.close_price,
    x.stop_loss, x.take_profit, x.open_time, x.close_time, x.profit_loss_cents::bigint as profit_loss_cents, x.commission_cents::bigint as commission_cents,
    x.swap_cents::bigint as swap_cents, x.fee_cents::bigint as fee_cents, x.net_profit_cents, x.booked_cents::bigint as booked_cents, x.magic_number, x.comment,
    x.close_reason, x.is_final_slice, x.is_late, x.reverses_id, x.supersedes_id, x.inbox_id, x.created_at, a.login, a.status as account_status, a.trader_id,
    t.full_name as trader_name, a.currency, extract(epoch from x.close_time - x.open_time)::bigint as hold_seconds,
    case when x.stop_loss is not null and x.stop_loss <> x.open_price then round((x.close_price - x.open_price) * case x.type when 'buy' then 1 else -1 end
      / abs(x.open_price - x.stop_loss), 2) end as risk_reward,
    exists (select from public.trades y where y.reverses_id = x.id) as is_reversed,
    (select q.rules #>> '{reset,tz}' from public.rule_sets q where q.id = a.rule_set_id) as server_zone,
    (select f.reason from public.trade_flags f where f.trade_id = x.id and f.is_standing) as flag
  from public.trades x join public.accounts a on a.id = x.account_id join public.traders t on t.id = a.trader_id;

insert into private.declared_grants (privilege, object, roles) values ('select', 'public.trade_flags', '{authenticated}'), ('execute', 'public.flag_trade(uuid, boolean, text)', '{authenticated}');
select private.apply_grants();
