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
create or replace function public.carried_payouts(p_provider text, p_now timestamptz) returns jsonb language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('payout_id', p.id, 'state', p.state, 'version', p.version, 'login', a.login, 'amount_cents', p.requested_cents, 'currency', p.currency,
    'beneficiary', jsonb_build_object('id', b.id, 'name', b.name, 'destination', b.destination)) order by p.requested_at, p.id), '[]')
  from public.payouts p join public.accounts a on a.id = p.account_id join public.beneficiaries b on b.id = p.beneficiary_id
  where p.provider = p_provider and p_provider in ('rise', 'bank') and ((p.state = 'approved' and p.hold_until <= p_now)
    or (private.is_unfiled(p) and p.approved_digest = private.payout_digest(p))) $$;

-- p = { provider, file_name, bytes, sha256, payout_ids, made_by, now }. A payout stands in one file only, so a file made twice is refused the second time; one whose destination changed
-- while the file was made is refused whole.
create or replace function public.store_payout_file(p jsonb) returns uuid language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare made uuid; o public.payouts; ids uuid[] := array(select x::uuid from jsonb_array_elements_text(p -> 'payout_ids') x order by 1); now_at timestamptz := (p ->> 'now')::timestamptz;
begin
  if not exists (select from public.staff s where s.id = (p ->> 'made_by')::uuid and s.is_active and s.role in ('finance', 'admin')) then raise exception 'unknown-person' using errcode = 'P0002'; end if;
  if cardinality(ids) = 0 then raise exception 'nothing-to-carry' using errcode = '22023'; end if;
  if encode(sha256(convert_to(p ->> 'bytes', 'UTF8')), 'hex') <> p ->> 'sha256' then raise exception 'the file is not what its digest says' using errcode = '22023'; end if;
  insert into public.payout_exports (provider, file_name, bytes, sha256, made_by, made_at) values (p ->> 'provider', p ->> 'file_name', p ->> 'bytes', p ->> 'sha256', (p ->> 'made_by')::uuid, now_at)
    returning id into made;
  for o in select (private.lock_payout(i)).* from unnest(ids) i loop
    if o.state <> 'sending' or o.provider <> p ->> 'provider' or o.approved_digest is distinct from private.payout_digest(o) then raise exception 'stale' using errcode = '55000'; end if;
    insert into public.payout_export_lines (export_id, payout_id) values (made, o.id);
    update public.payouts set next_check_at = null where id = o.id returning * into o;
    perform private.remove_job('check:' || o.id);
    perform private.payout_event(o, 'withdrawal.exported', null, jsonb_build_object('export_id', made, 'sha256', p ->> 'sha256'), now_at);
  end loop;
  return made;
end $$;

-- p = { id|new_id, trader_id, provider, name, masked, destination (sealed), edited_by, edited_by_kind, reason, now }. A changed destination is a new version: what was approved to the
-- old one is void, what was begun to be carried to it and stands in no file is ended, and nothing goes to the new one until it has cooled off.
create or replace function public.save_beneficiary(p jsonb) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare b public.beneficiaries; now_at timestamptz := (p ->> 'now')::timestamptz; one public.payouts;
begin
  if p ->> 'id' is null then
    perform from public.traders t where t.id = (p ->> 'trader_id')::uuid for update;
    if (select count(*) from public.beneficiaries x where x.trader_id = (p ->> 'trader_id')::uuid) >= 20 then raise exception 'too-many' using errcode = '54000'; end if;
    insert into public.beneficiaries (id, trader_id, provider, name, masked, destination, confirmed_at)
      values (coalesce((p ->> 'new_id')::uuid, gen_random_uuid()), (p ->> 'trader_id')::uuid, p ->> 'provider', p ->> 'name', p ->> 'masked', p -> 'destination', now_at) returning * into b;
  else
    update public.beneficiaries set name = p ->> 'name', masked = p ->> 'masked', destination = p -> 'destination', version = version + 1, confirmed_at = now_at
      where id = (p ->> 'id')::uuid and trader_id = (p ->> 'trader_id')::uuid and provider = p ->> 'provider' returning * into b;
    if b.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  end if;
  insert into public.beneficiary_edits (beneficiary_id, edited_by, edited_by_kind, version, reason, edited_at)
    values (b.id, (p ->> 'edited_by')::uuid, p ->> 'edited_by_kind', b.version, coalesce(p ->> 'reason', ''), now_at);
  perform private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', 'beneficiary.saved', 'trader_id', b.trader_id, 'actor_kind', p ->> 'edited_by_kind', 'actor_id', p ->> 'edited_by', 'reason',
    p ->> 'reason', 'data', jsonb_build_object('beneficiary_id', b.id, 'version', b.version, 'provider', b.provider, 'masked', b.masked))), now_at);
  for one in select * from public.payouts x where x.beneficiary_id = b.id and x.state in ('requested', 'approved') order by x.account_id, x.id loop
    perform from public.accounts where id = one.account_id for update;
    perform private.hold_open_payouts(one.account_id, 'the destination was changed', now_at);
  end loop;
  perform private.drop_changed(null, b.id, now_at);
  return jsonb_build_object('beneficiary_id', b.id, 'version', b.version);
end $$;

-- p_outcome: paid, failed (it never left) or returned. What proves it is the reason of its event.
create or replace function public.mark_payout(p_id uuid, p_version bigint, p_outcome text, p_reference text) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['finance', 'admin']); proof text := private.need_reason(p_reference); o public.payouts := private.lock_payout(p_id);
begin
  if o.provider not in ('rise', 'bank') or p_outcome not in ('paid', 'failed', 'returned') then raise exception 'not-allowed' using errcode = '42501'; end if;
  if o.version <> p_version then return jsonb_build_object('outcome', 'stale', 'state', o.state, 'version', o.version); end if;
  if o.state <> (case p_outcome when 'returned' then 'paid' else 'sent' end) then return jsonb_build_object('outcome', 'already-decided', 'state', o.state, 'version', o.version); end if;
  if who = o.requested_by or exists (select from public.payout_export_lines l join public.payout_exports x on x.id = l.export_id where l.payout_id = o.id and x.made_by = who) then
    raise exception 'needs-another-person' using errcode = '42501'; end if;
  return public.settle_payout(jsonb_build_object('payout_id', o.id, 'kind', p_outcome, 'reason', proof, 'now', clock_timestamp()))
    || jsonb_build_object('outcome', p_outcome);
end $$;

-- One file as whoever asks may act on it: what it carries, why the reader may not mark each, what proved what came of it, and whose hands it went through.
create or replace function public.payout_file_seen(p_id uuid) returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['finance', 'admin', 'auditor']); f public.payout_exports;
begin
  select * into f from public.payout_exports x where x.id = p_id;
  if f.id is null then return null; end if;
  return jsonb_build_object('payouts', (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'version', p.version, 'state', p.state, 'login', a.login, 'trader_name', t.full_name,
      'requested_cents', p.requested_cents, 'currency', p.currency, 'masked', b.masked, 'proof', (select e.reason from public.events e
        where e.stream = 'payout:' || p.id and e.kind in ('withdrawal.completed', 'withdrawal.failed') order by e.seq desc limit 1), 'settled_at', p.settled_at,
      'may_not', case when private.staff_role() not in ('finance', 'admin') then 'role' when f.made_by = who then 'made-the-file' when p.requested_by = who then 'asked-yourself' end)
      order by p.requested_at, p.id), '[]') from public.payout_export_lines l join public.payouts p on p.id = l.payout_id join public.accounts a on a.id = p.account_id
      join public.traders t on t.id = p.trader_id join public.beneficiaries b on b.id = p.beneficiary_id where l.export_id = f.id),
    'events', (select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'kind', e.kind, 'actor_kind', e.actor_kind, 'actor_name', e.actor_name, 'reason', e.reason, 'data', e.data,
      'occurred_at', e.occurred_at) order by e.id desc), '[]') from public.timeline e where e.stream = 'staff:firm' and e.kind in ('payout-file.made', 'payout-file.taken') and e.data ->> 'export_id' = f.id::text));
end $$;

insert into private.declared_grants (privilege, object, roles) values ('execute', 'public.drop_changed_payouts(text, timestamptz)', '{service_role}');
select private.apply_grants();
