-- A changed destination is confirmed by the link mailed to its owner before anything is paid to them: whoever holds a session does not hold the mailbox too. Until then it is a
-- question about the trader, so nothing of theirs leaves, and staff who know better by other means close it by hand.

-- The link names the version it was written for: a later change needs a later link. Answers { outcome: confirmed|known|changed, masked }.
create function public.confirm_destination(p_id uuid, p_version int, p_now timestamptz) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare b public.beneficiaries; o public.payouts;
begin
  select * into b from public.beneficiaries x where x.id = p_id for update;
  if b.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  if b.version <> p_version then return jsonb_build_object('outcome', 'changed'); end if;
  if not b.awaits_link then return jsonb_build_object('outcome', 'known', 'masked', b.masked, 'provider', b.provider); end if;
  update public.beneficiaries set awaits_link = false where id = b.id;
  update public.reviews set state = 'cancelled', decided_at = p_now, reason = 'confirmed by the link mailed to its owner' where kind = 'data' and rule = 'destination' and subject_id = b.id::text
    and state in ('open', 'claimed');
  perform private.trader_event(b.trader_id, 'beneficiary.confirmed', null, jsonb_build_object('beneficiary_id', b.id, 'version', b.version, 'masked', b.masked), p_now);
  for o in select * from public.payouts x where x.trader_id = b.trader_id and x.state = 'held' loop
    perform private.add_job('recompute-payout', jsonb_build_object('payout_id', o.id), p_now, 'recompute:' || o.id, 'payout:' || o.account_id);
  end loop;
  return jsonb_build_object('outcome', 'confirmed', 'masked', b.masked, 'provider', b.provider);
end $$;

-- Whoever changes where money goes is told at the address known before: a thief cannot do it quietly.
create function private.tell_destination() returns trigger language plpgsql security definer set search_path = '' as $$
declare b public.beneficiaries; told bigint; address text; asked uuid;
begin
  select * into strict b from public.beneficiaries where id = new.beneficiary_id;
  if new.version > 1 then
    update public.beneficiaries set awaits_link = true where id = b.id;
    insert into public.reviews (kind, trader_id, subject_id, rule, reason, evidence, due_at, created_at)
      values ('data', b.trader_id, b.id::text, 'destination', 'a destination was changed and its owner has not confirmed it by the link yet',
        jsonb_build_object('beneficiary_id', b.id, 'version', new.version, 'masked', b.masked), new.edited_at + interval '7 days', new.edited_at)
      on conflict (kind, coalesce(account_id::text, subject_id, ''), rule) where state in ('open', 'claimed') do nothing returning id into asked;
    if asked is not null then
      perform private.trader_event(b.trader_id, 'beneficiary.link-awaited', null, jsonb_build_object('beneficiary_id', b.id, 'version', new.version, 'review_id', asked), new.edited_at);
    end if;
  end if;
  select t.email into address from public.traders t where t.id = b.trader_id;
  if address is null then return null; end if;
  told := private.trader_event(b.trader_id, 'beneficiary.told', null, jsonb_build_object('beneficiary_id', b.id, 'version', new.version), new.edited_at);
  perform private.queue_letter(told, 'payout-destination', address, b.trader_id,
    jsonb_build_object('destination', b.masked, 'provider', b.provider, 'holder', b.name, 'is_new', new.version = 1, 'edited_at', new.edited_at,
      'confirm', case when new.version > 1 then jsonb_build_object('id', b.id, 'version', new.version) end), new.edited_at);
  return null;
end $$;

create trigger tell_destination after insert on public.beneficiary_edits for each row execute function private.tell_destination();

insert into private.declared_grants (privilege, object, roles) values ('execute', 'public.confirm_destination(uuid, int, timestamptz)', '{service_role}');
select private.apply_grants();
