-- What was asked for from one account, for those who may see the account: all staff, and its trader. Who pays, to where and why not stays with those who pay.
create function public.withdrawals_of(p_account_id uuid, p_before_at timestamptz default null, p_before_id uuid default null, p_limit int default null) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  if private.trader_id() is null then perform private.require_staff(array['viewer', 'support', 'risk', 'finance', 'config', 'admin', 'auditor']); end if;
  return (select coalesce(jsonb_agg(to_jsonb(x) order by x.requested_at desc, x.id desc), '[]') from (
    select p.id, p.account_id, p.trader_id, p.requested_cents, p.gross_cents, p.currency, p.state, p.route, p.requested_at, p.approved_at, p.settled_at, p.rejection_reason, p.provider,
      p.provider_ref, p.hold_until from public.payouts p where p.account_id = p_account_id and (p.trader_id = private.trader_id() or private.is_staff())
      and (p_before_at is null or (p.requested_at, p.id) < (p_before_at, p_before_id)) order by p.requested_at desc, p.id desc limit p_limit) x);
end $$;

insert into private.declared_grants (privilege, object, roles) values ('execute', 'public.withdrawals_of(uuid, timestamptz, uuid, int)', '{authenticated}');
select private.apply_grants();
