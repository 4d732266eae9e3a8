-- A payout that does not leave: what was reserved is free again, what was expected at the broker is taken back, and the trader reads why.
create function private.end_payout(p public.payouts, p_state text, p_reason text, p_kind text, p_message text, p_by uuid, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
declare done public.payouts; told bigint;
begin
  if p.state in ('requested', 'approved') then perform private.undo_money(p, 'reservation', p_reason, p_now); end if;
  if p.state = 'approved' then perform private.take_back_expected(p, p_now); end if;
  update public.payouts set state = p_state, rejection_reason = case when p_state = 'rejected' then p_reason end, hold_reason = null, settled_at = p_now where id = p.id returning * into done;
  perform private.remove_job('payout:' || p.id);
  perform private.remove_job('release:' || p.id);
  update public.accounts set version = version + 1 where id = p.account_id;
  update public.reviews set state = case when p_by is null or requested_by = p_by then 'cancelled' else 'rejected' end, decided_by = case when requested_by is distinct from p_by then p_by end,
    decided_at = p_now, reason = p_reason where account_id = p.account_id and kind = 'payout' and subject_id = p.id::text and state in ('open', 'claimed');
  told := private.payout_event(done, p_kind, p_reason, null, p_now);
  if p_message is not null then perform private.payout_mail(done, told, p_message, p_now); end if;
end $$;

create function public.reject_payout(p_id uuid, p_version bigint, p_reason text) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['finance', 'admin']); why text := private.need_reason(p_reason); p public.payouts := private.lock_payout(p_id);
begin
  if p.requested_by = who then raise exception 'needs-another-person' using errcode = '42501'; end if;
  if p.state not in ('requested', 'held') then return jsonb_build_object('outcome', 'already-decided', 'state', p.state, 'version', p.version); end if;
  if p.version <> p_version then return jsonb_build_object('outcome', 'stale', 'state', p.state, 'version', p.version); end if;
  perform private.end_payout(p, 'rejected', why, 'withdrawal.rejected', 'payout-rejected', who, clock_timestamp());
  return jsonb_build_object('outcome', 'rejected', 'state', 'rejected');
end $$;

-- The trader takes back their own request, while nothing has left.
create function public.cancel_payout(p_id uuid) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare p public.payouts; who uuid := private.trader_id();
begin
  if who is null then raise exception 'not-allowed' using errcode = '42501'; end if;
  if not exists (select from public.payouts x where x.id = p_id and x.trader_id = who) then raise exception 'not-found' using errcode = 'P0002'; end if;
  p := private.lock_payout(p_id);
  if p.state not in ('requested', 'held', 'approved') then return jsonb_build_object('outcome', 'already-decided', 'state', p.state); end if;
  perform private.end_payout(p, 'cancelled', 'cancelled by the trader', 'withdrawal.cancelled', null, null, clock_timestamp());
  return jsonb_build_object('outcome', 'cancelled', 'state', 'cancelled');
end $$;

-- What came back and is still kept, in the order of things. An ordinary payout that takes more than the rest of what was owed takes from what is kept, the oldest first and whole.
create function private.kept_returns(p_account uuid) returns table (payout_id uuid, kept_cents bigint) language plpgsql stable security definer set search_path = '' as $$
declare x record; ids uuid[] := '{}'; sums bigint[] := '{}'; eaten bigint;
begin
  if not exists (select from public.payouts o where o.account_id = p_account and o.state = 'returned') then return; end if;
  for x in select greatest(o.settled_at, o.sent_at) as at, 1 as turn, o.id, o.requested_cents::bigint as cents, null::bigint as entitled, null::uuid as repays from public.payouts o where o.account_id = p_account and o.state = 'returned'
      union all select o.sent_at, 0, o.id, o.requested_cents, o.entitled_cents, o.repays_id from public.payouts o where o.account_id = p_account and o.state in ('sending', 'unknown', 'sent', 'paid', 'returned')
      order by 1, 2, 3 loop
    if x.turn = 1 then ids := ids || x.id; sums := sums || x.cents;
    elsif x.repays is not null then
      sums := array(select s from unnest(ids, sums) with ordinality u(i, s, n) where i <> x.repays order by n);
      ids := array_remove(ids, x.repays);
    else
      eaten := x.cents - greatest(0, x.entitled - coalesce((select sum(s) from unnest(sums) s), 0));
      while eaten > 0 and cardinality(ids) > 0 loop
        eaten := eaten - sums[1]; ids := ids[2:]; sums := sums[2:];
      end loop;
    end if;
  end loop;
  return query select u.i, u.s from unnest(ids, sums) u(i, s);
end $$;

insert into private.declared_grants (privilege, object, roles)
select 'execute', 'public.' || f, '{authenticated}' from unnest(array['reject_payout(uuid, bigint, text)', 'cancel_payout(uuid)']) f;
select private.apply_grants();
