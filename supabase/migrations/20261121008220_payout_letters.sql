-- What letters about payouts know: the sum, where it goes by its mask, when the window ends, and why it was rejected.
alter function private.mail_context(public.mail_deliveries) rename to mail_context_without_payouts;
create function private.mail_context(m public.mail_deliveries) returns jsonb language sql stable security definer set search_path = '' as $$
  select private.mail_context_without_payouts(m) || case when m.message not like 'payout-%' then '{}' else coalesce((
    select jsonb_build_object('payout', jsonb_build_object('id', p.id, 'requested_cents', p.requested_cents, 'gross_cents', p.gross_cents, 'firm_cents', p.firm_cents, 'currency', p.currency,
      'provider', p.provider, 'provider_ref', p.provider_ref, 'destination', b.masked, 'hold_until', p.hold_until, 'reason', e.reason))
    from public.events e join public.payouts p on p.id = (e.data ->> 'payout_id')::uuid join public.beneficiaries b on b.id = p.beneficiary_id where e.id = m.event_id), '{}') end $$;

-- Whoever changes where money goes is told at the address known before: a thief cannot do it quietly.
create function private.tell_destination() returns trigger language plpgsql security definer set search_path = '' as $$
declare b public.beneficiaries; told bigint; address text;
begin
  select * into strict b from public.beneficiaries where id = new.beneficiary_id;
  select t.email into address from public.traders t where t.id = b.trader_id;
  if address is null then return null; end if;
  told := private.trader_event(b.trader_id, 'beneficiary.told', null, jsonb_build_object('beneficiary_id', b.id, 'version', new.version), new.edited_at);
  perform private.queue_letter(told, 'payout-destination', address, b.trader_id,
    jsonb_build_object('destination', b.masked, 'provider', b.provider, 'holder', b.name, 'is_new', new.version = 1, 'edited_at', new.edited_at), new.edited_at);
  return null;
end $$;
create trigger tell_destination after insert on public.beneficiary_edits for each row execute function private.tell_destination();
select private.apply_grants();
