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

insert into private.declared_grants (privilege, object, roles) values ('select', 'public.trade_flags', '{authenticated}'), ('execute', 'public.flag_trade(uuid, boolean, text)', '{authenticated}');
select private.apply_grants();
