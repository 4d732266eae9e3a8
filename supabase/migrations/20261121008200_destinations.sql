-- A new destination is named by whoever seals it, because its seal is bound to its row: what is copied elsewhere opens nowhere.
-- p = { id|new_id, trader_id, provider, name, masked, destination (sealed), edited_by, edited_by_kind, reason, now }. A changed destination is a new version: what was approved to the
-- old one is void, and nothing goes to the new one until it has cooled off. A person has at most twenty: more are no destinations but a way to hide one.
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
  return jsonb_build_object('beneficiary_id', b.id, 'version', b.version);
end $$;
select private.apply_grants();
