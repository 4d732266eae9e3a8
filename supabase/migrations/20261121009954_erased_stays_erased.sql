-- What reaches us of a person after they were forgotten brings nothing back: a purchase makes somebody new, a late word of an identity check is not kept, and raw messages lose their words at night.
create or replace function private.order_buyer(p jsonb, p_now timestamptz) returns uuid language plpgsql security definer set search_path = '' as $$
declare found uuid; reference text := p ->> 'trader_ref';
begin
  if reference ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then select t.id into found from public.traders t where t.id = reference::uuid and t.erased_at is null; end if;
  -- A known buyer is not locked: others hold the row while they wait for what this transaction holds.
  if found is null then select t.id into found from public.traders t where lower(t.email) = lower(trim(p ->> 'email')); end if;
  if found is null and coalesce(p ->> 'email', '') <> '' then
    found := public.register_trader(jsonb_build_object('email', p ->> 'email', 'full_name', coalesce(p ->> 'full_name', ''), 'now', p_now)); end if;
  return found;
end $$;

create or replace function public.record_kyc(p jsonb) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '5s' as $$
declare t public.traders; now_at timestamptz := (p ->> 'now')::timestamptz; at timestamptz := coalesce((p ->> 'occurred_at')::timestamptz, now_at); wanted text := p ->> 'status'; left_out text; newest public.kyc_reports;
  rank constant text[] := array['none', 'pending', 'expired', 'retry', 'approved', 'rejected'];
begin
  if p ->> 'trader_ref' ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' then select * into t from public.traders x where x.id = (p ->> 'trader_ref')::uuid for no key update; end if;
  -- Of somebody who was forgotten a provider's late word keeps nothing.
  if t.erased_at is not null then return jsonb_build_object('outcome', 'erased'); end if;
  if exists (select from public.kyc_reports k where k.provider = p ->> 'provider' and k.external_id = p ->> 'external_id') then
    return jsonb_build_object('outcome', 'duplicate', 'status', t.kyc_status); end if;
  if t.id is null then left_out := 'unknown-trader';
  else
    perform private.question_identity(t.id, p ->> 'provider', p ->> 'reference', now_at);
    -- Of two words of one instant the graver one stands, whichever came first.
    select * into newest from public.kyc_reports k where k.trader_id = t.id and k.left_out is distinct from 'stale' order by k.occurred_at desc, array_position(rank, k.status) desc, k.id limit 1;
    if newest.id is not null and (newest.occurred_at > at or (newest.occurred_at = at and array_position(rank, newest.status) >= array_position(rank, wanted)))
      -- A final refusal stands until a person says otherwise, also when it arrives after a later word.
      and not (wanted = 'rejected' and not exists (select from public.kyc_reports k where k.trader_id = t.id and k.provider = 'manual' and k.occurred_at >= at)) then left_out := 'stale';
    elsif wanted = t.kyc_status or wanted = 'none' then left_out := 'no-change';
    elsif wanted = 'approved' and private.is_in_question(t.id, array['open', 'claimed', 'rejected']) then left_out := 'one-trader';
    elsif not private.move_kyc(t.id, wanted, 'system', p ->> 'provider', jsonb_build_object('provider', p ->> 'provider', 'reference', p ->> 'reference', 'codes', p -> 'codes',
      'occurred_at', at), now_at) then left_out := 'no-edge'; end if;
  end if;
  insert into public.kyc_reports (trader_id, provider, external_id, reference, status, needs_person, codes, is_applied, left_out, inbox_id, occurred_at, created_at)
    values (t.id, p ->> 'provider', p ->> 'external_id', p ->> 'reference', wanted, coalesce((p ->> 'needs_person')::boolean, false),
      coalesce(array(select jsonb_array_elements_text(p -> 'codes')), '{}'), left_out is null, left_out, (p ->> 'inbox_id')::uuid, at, now_at);
  if left_out in ('no-edge', 'unknown-trader') or (left_out is distinct from 'stale' and (coalesce((p ->> 'needs_person')::boolean, false) or wanted = 'rejected')) then
    perform private.kyc_review(t.id, coalesce(t.id::text, p ->> 'external_id'), coalesce(left_out, case wanted when 'rejected' then 'rejected' else 'needs-person' end),
      jsonb_build_object('provider', p ->> 'provider', 'reference', p ->> 'reference', 'status', wanted, 'codes', p -> 'codes', 'trader_ref', p ->> 'trader_ref', 'inbox_id', p ->> 'inbox_id'), now_at);
  end if;
  return jsonb_build_object('outcome', coalesce(left_out, 'applied'), 'status', coalesce((select x.kyc_status from public.traders x where x.id = t.id), null));
end $$;

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

-- `identity_days`: how long the name behind a record of money is kept.
create or replace function private.setting_holds(p_key text, p_value jsonb) returns boolean language plpgsql immutable set search_path = '' as $$
declare v jsonb := p_value; most constant bigint := 9000000000000000;
begin
  if p_key = 'registration' and jsonb_typeof(v) = 'string' then return v #>> '{}' in ('open', 'closed'); end if;
  if jsonb_typeof(v) is distinct from 'object' then return false; end if;
  return case p_key
    when 'registration' then jsonb_typeof(v -> 'open') = 'boolean' and v - 'open' = '{}'
    when 'api_origins' then jsonb_typeof(v -> 'origins') = 'array' and v - 'origins' = '{}' and jsonb_array_length(v -> 'origins') <= 50
      and not exists (select from jsonb_array_elements_text(v -> 'origins') o where o !~ '^https?://[a-z0-9.-]+(:[0-9]{1,5})?$')
    when 'legal_notices' then jsonb_typeof(v -> 'notices') = 'array' and v - 'notices' = '{}' and jsonb_array_length(v -> 'notices') <= 10
      and not exists (select from jsonb_array_elements(v -> 'notices') n where jsonb_typeof(n) is distinct from 'object' or n - array['title', 'url'] <> '{}'
        or coalesce(length(trim(n ->> 'title')), 0) not between 3 and 80 or coalesce(n ->> 'url', '') !~ '^https://[^\s@]+$' or length(n ->> 'url') > 500)
    when 'churn' then v - 'days' = '{}' and private.whole_between(v -> 'days', 1, 3650)
    else not exists (select from jsonb_each(v) e left join (values
        ('api_limits', 'read_per_minute', 1, 100000), ('api_limits', 'write_per_minute', 1, 100000),
        ('retention', 'equity_marks_days', 2, 3650), ('retention', 'outbound_days', 7, 3650), ('retention', 'answers_days', 366, 3650), ('retention', 'identity_days', 0, 7300),
        ('mail_policy', 'warn_from_bps', 0, 9999), ('mail_policy', 'inactivity_days', 0, 60),
        ('payout_policy', 'auto_release_below_cents', 0, most), ('payout_policy', 'second_approver_at_or_above_cents', 0, most), ('payout_policy', 'settlement_days', 0, 90),
        ('payout_policy', 'limit_days', 1, 366), ('payout_policy', 'limit_per_trader_cents', 0, most), ('payout_policy', 'cool_off_seconds', 0, most), ('payout_policy', 'stale_after_seconds', 60, most))
        as f(key, field, least, most) on f.key = p_key and f.field = e.key
      where case when p_key = 'payout_policy' and e.key = 'provider_days' then jsonb_typeof(e.value) <> 'object'
          or exists (select from jsonb_each(e.value) d where not private.whole_between(d.value, 0, 30))
        else f.field is null or not private.whole_between(e.value, f.least, f.most) end) end;
end $$;

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
