-- What reaches us of a person after they were forgotten brings nothing back: a purchase makes somebody new, a late word of an identity check is not kept, and raw messages lose their words at night.

-- A letter to nobody is not sent: what is still told of the person's accounts is kept as not sent.
create function private.void_forgotten() returns trigger language plpgsql set search_path = '' as $$
begin
  new.state := 'voided'; new.state_reason := 'erased'; new.context := '{}';
  return new;
end $$;
create trigger forgotten_get_no_letters before insert on public.mail_deliveries for each row when (new.to_email like '%@erased.invalid') execute function private.void_forgotten();

-- What the mail provider says late of a letter to them keeps its kind and loses its words, before an event repeats them.
create function private.keep_notice_nameless() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from public.mail_deliveries m join public.traders t on t.id = m.trader_id where m.provider_id = new.provider_id and t.erased_at is not null) then new.reason := 'erased'; end if;
  return new;
end $$;
create trigger keep_notice_nameless before insert on private.mail_notices for each row execute function private.keep_notice_nameless();

-- Late messages of a checkout, an identity, a payout or a mail provider about somebody forgotten, and addresses a broker still reports; a message that sold to somebody new is theirs.
create function private.forget_late(p_now timestamptz) returns int language plpgsql security definer set search_path = '' as $$
declare late uuid[]; origins uuid[]; n int; total int := 0;
begin
  if not exists (select from public.traders t where t.erased_at is not null) then return null; end if;
  late := array(select i.id from public.inbox i join public.connections c on c.id = i.connection_id where c.kind in ('checkout', 'kyc', 'payout', 'mail') and i.received_at > p_now - interval '7 days'
    and i.state in ('settled', 'rejected', 'parked') and coalesce(i.body, '') <> 'Erased.' and not exists (select from public.orders o join public.traders b on b.id = o.trader_id where o.inbox_id = i.id and b.erased_at is null)
    and exists (select from public.traders t where t.erased_at is not null and (strpos(i.body, t.id::text) > 0 or i.id in (select r.inbox_id from public.order_returns r join public.orders o on o.provider = r.provider
        and o.payment_ref = r.payment_ref where o.trader_id = t.id) or i.id in (select m.inbox_id from private.mail_notices m join public.mail_deliveries d on d.provider_id = m.provider_id where d.trader_id = t.id)
      or exists (select from public.orders o where o.trader_id = t.id and (o.inbox_id = i.id or strpos(i.answer::text, o.id::text) > 0)))) limit 500);
  perform private.begin_erasing();
  update public.inbox i set body = 'Erased.', body_base64 = null, headers = '{}', last_error = private.code_only(i.last_error) where i.id = any (late);
  get diagnostics total = row_count;
  update public.inbox_conflicts c set body = 'Erased.', body_base64 = null, headers = '{}' from public.inbox i where i.id = c.inbox_id and i.body = 'Erased.' and c.body is distinct from 'Erased.';
  get diagnostics n = row_count;
  total := total + n;
  update public.inbox i set body = private.message_without(i.body, array(select a.login from public.ip_events v join public.accounts a on a.id = v.account_id join public.traders t on t.id = a.trader_id where v.inbox_id = i.id and t.erased_at is not null), '{}')
    where i.id in (select e.inbox_id from public.ip_events e join public.accounts a on a.id = e.account_id join public.traders t on t.id = a.trader_id where t.erased_at is not null);
  origins := array(select distinct e.origin_id from public.ip_events e left join public.accounts a on a.id = e.account_id join public.traders t on t.id = coalesce(e.trader_id, a.trader_id) where t.erased_at is not null);
  delete from public.ip_events e using public.traders t where t.erased_at is not null and (e.trader_id = t.id or e.account_id in (select a.id from public.accounts a where a.trader_id = t.id));
  get diagnostics n = row_count;
  delete from public.ip_origins o where o.id = any (origins) and not exists (select from public.ip_events i where i.origin_id = o.id);
  perform private.end_erasing();
  return nullif(total + n, 0);
end $$;
select private.apply_grants();
