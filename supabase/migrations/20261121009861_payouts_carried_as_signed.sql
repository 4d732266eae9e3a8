-- A payout that people carry goes where it was signed to go, or nowhere: a destination changed after it was begun, and before it stands in a file, ends it. What proves that the bank paid is
-- written in its event; our own reference of it stays what it is, because a bank gives a whole file one reference.
create function private.is_unfiled(p public.payouts) returns boolean language sql stable security definer set search_path = '' as $$
  select p.state = 'sending' and p.provider in ('rise', 'bank') and not exists (select from public.payout_export_lines l where l.payout_id = p.id) $$;

-- What was begun, stands in no file and is not what was signed any more has never left: the sum is the trader's again.
create function private.drop_changed(p_provider text, p_beneficiary uuid, p_now timestamptz) returns int language plpgsql security definer set search_path = '' as $$
declare one uuid; o public.payouts; total int := 0;
begin
  for one in select x.id from public.payouts x where x.state = 'sending' and x.provider in ('rise', 'bank') and (p_provider is null or x.provider = p_provider)
      and (p_beneficiary is null or x.beneficiary_id = p_beneficiary) and x.approved_digest is distinct from private.payout_digest(x) order by x.account_id, x.id loop
    o := private.lock_payout(one);
    continue when not private.is_unfiled(o) or o.approved_digest is not distinct from private.payout_digest(o);
    perform public.settle_payout(jsonb_build_object('payout_id', o.id, 'kind', 'failed', 'reason', 'what was approved changed before it came into a file', 'now', p_now));
    total := total + 1;
  end loop;
  return total;
end $$;
create function public.drop_changed_payouts(p_provider text, p_now timestamptz) returns int language sql security definer set search_path = '' as $$ select private.drop_changed(p_provider, null, p_now) $$;

-- What a file would carry: everything let go whose window has ended, and what began before, never came into a file and is still what was signed.
create function public.carried_payouts(p_provider text, p_now timestamptz) returns jsonb language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('payout_id', p.id, 'state', p.state, 'version', p.version, 'login', a.login, 'amount_cents', p.requested_cents, 'currency', p.currency,
    'beneficiary', jsonb_build_object('id', b.id, 'name', b.name, 'destination', b.destination)) order by p.requested_at, p.id), '[]')
  from public.payouts p join public.accounts a on a.id = p.account_id join public.beneficiaries b on b.id = p.beneficiary_id
  where p.provider = p_provider and p_provider in ('rise', 'bank') and ((p.state = 'approved' and p.hold_until <= p_now)
    or (private.is_unfiled(p) and p.approved_digest = private.payout_digest(p))) $$;

insert into private.declared_grants (privilege, object, roles) values ('execute', 'public.drop_changed_payouts(text, timestamptz)', '{service_role}');
select private.apply_grants();
