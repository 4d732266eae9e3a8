-- What staff see and do of mail: the log with its reasons, one letter once more, a test to oneself, and addresses that letters no longer reach.
insert into private.declared_grants (privilege, object, roles) values
  ('select (template_version, template_trouble, subject, is_test, repeats_id, notice_id, told_at)', 'public.mail_deliveries', '{authenticated}');

-- Where a letter went, as far as whoever asks may know it: config reads it masked, everybody else who sees the log in full.
create function private.delivery_address(p_id uuid) returns text language plpgsql stable security definer set search_path = '' as $$
declare found text;
begin
  select m.to_email into found from public.mail_deliveries m where m.id = p_id;
  return case when not private.is_request() or private.sees_contact() then found else private.mask_email(found) end;
end $$;

create view public.deliveries_list with (security_invoker = true) as
  select d.id, d.message, d.state, d.state_reason, private.delivery_address(d.id) as to_email, d.subject, d.template_version, d.template_trouble, d.is_test, d.attempts, d.account_id, a.login,
    d.trader_id, t.full_name as trader_name, d.violation_id, d.event_id, d.repeats_id, d.notice_id, d.provider_id, d.run_at, d.sent_at, d.told_at, d.created_at
  from public.mail_deliveries d left join public.accounts a on a.id = d.account_id left join public.traders t on t.id = d.trader_id;
comment on view public.deliveries_list is 'Every letter: to whom, in which words, and what became of it.';
insert into private.declared_grants (privilege, object, roles) values ('select', 'public.deliveries_list', '{authenticated}'),
  ('execute', 'private.delivery_address(uuid)', '{authenticated,service_role}');

-- The whole of mail at a glance: what waits and why, how each message fared in thirty days, whom nothing more than what is owed reaches.
create function public.mail_overview(p_now timestamptz) returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare since timestamptz := p_now - interval '30 days';
begin
  perform private.require_staff(array['support', 'config', 'admin', 'auditor']);
  return jsonb_build_object(
    'queue', (select jsonb_build_object('waiting', count(*) filter (where m.run_at <= p_now), 'later', count(*) filter (where m.run_at > p_now), 'oldest_at', min(m.run_at),
        'refused', count(*) filter (where m.attempts > 0), 'trouble', (array_agg(m.state_reason order by m.run_at desc) filter (where m.attempts > 0 and m.state_reason is not null))[1])
      from public.mail_deliveries m where m.state in ('queued', 'sending')),
    'states', (select coalesce(jsonb_object_agg(s.state, s.n), '{}') from (select m.state, count(*) as n from public.mail_deliveries m where m.created_at >= since and not m.is_test group by m.state) s),
    'messages', (select coalesce(jsonb_agg(jsonb_build_object('message', k.name, 'version', coalesce(t.version, 0), 'saved_at', t.created_at, 'saved_by', coalesce(nullif(s.full_name, ''), s.email),
        'letters', coalesce(n.letters, 0), 'bad', coalesce(n.bad, 0)) order by k.name), '[]')
      from private.mail_messages k left join public.mail_templates t on t.message = k.name and t.locale = 'en' and t.is_active left join public.staff s on s.id = t.saved_by
      left join (select m.message, count(*) as letters, count(*) filter (where m.state in ('bounced', 'complained', 'failed')) as bad from public.mail_deliveries m
        where m.created_at >= since and not m.is_test group by m.message) n on n.message = k.name),
    'stopped', (select count(*) from private.mail_addresses a where a.cleared_at is null), 'switched_off', (select count(*) from private.mail_unsubscribes));
end $$;

-- One letter once more, to where its reader is reached now. A voided one stays voided: what it said is no longer true.
create function public.resend_mail(p_id uuid, p_reason text) returns uuid language plpgsql security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['support', 'admin']); why text := private.need_reason(p_reason); now_at timestamptz := clock_timestamp(); m public.mail_deliveries; root uuid; told bigint; made uuid;
begin
  m := private.lock_delivery(p_id);
  if m.id is null or m.is_test then raise exception 'not-found' using errcode = 'P0002'; end if;
  if m.state in ('queued', 'sending', 'voided') then raise exception 'already-decided' using errcode = '55000', detail = m.state; end if;
  root := coalesce(m.repeats_id, m.id);
  if exists (select from public.mail_deliveries x where x.repeats_id = root and x.state in ('queued', 'sending')) then raise exception 'already-decided' using errcode = '55000', detail = 'queued'; end if;
  if not public.take_rate('mail-again:' || root, 3, 86400, now_at) then raise exception 'slow-down' using errcode = '53400'; end if;
  told := private.mail_event_of(m, 'sent-again', why, now_at);
  insert into public.mail_deliveries (event_id, message, to_email, account_id, trader_id, violation_id, notice_id, context, repeats_id, run_at, created_at)
    select told, m.message, coalesce((select t.email from public.traders t where t.id = m.trader_id), m.to_email), m.account_id, m.trader_id, m.violation_id, m.notice_id, m.context, root, now_at, now_at
    returning id into made;
  perform private.add_job('send-mail', jsonb_build_object('delivery_id', made), now_at, 'mail:' || made, null);
  return made;
end $$;

-- p = { message, subject, body, context }: words that need not be saved, to the address of whoever asks and to no other.
create function public.test_mail(p jsonb) returns uuid language plpgsql security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['config', 'admin']); now_at timestamptz := clock_timestamp(); told bigint; made uuid;
begin
  perform private.check_words(p ->> 'message', p ->> 'subject', p ->> 'body');
  if jsonb_typeof(p -> 'context') is distinct from 'object' or length(p ->> 'context') > 100000 then raise exception 'invalid' using errcode = '22023'; end if;
  if not public.take_rate('mail-test:' || who, 10, 3600, now_at) then raise exception 'slow-down' using errcode = '53400'; end if;
  told := private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', 'mail.tested', 'data', jsonb_build_object('message', p ->> 'message'))), now_at);
  insert into public.mail_deliveries (event_id, message, to_email, context, words, is_test, run_at, created_at)
    select told, p ->> 'message', s.email, p -> 'context', jsonb_build_object('subject', p ->> 'subject', 'body', p ->> 'body'), true, now_at, now_at from public.staff s where s.id = who
    returning id into made;
  perform private.add_job('send-mail', jsonb_build_object('delivery_id', made), now_at, 'mail:' || made, null);
  return made;
end $$;

create function public.trader_mail(p_trader_id uuid) returns jsonb language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_staff(array['support', 'risk', 'finance', 'admin', 'auditor']);
  return (select jsonb_build_object('address', (select jsonb_build_object('state', a.state, 'reason', a.reason, 'since', a.since, 'delivery_id', a.delivery_id)
      from private.mail_addresses a where a.email = lower(t.email) and a.cleared_at is null),
    'switched_off_at', (select u.created_at from private.mail_unsubscribes u where u.trader_id = t.id)) from public.traders t where t.id = p_trader_id);
end $$;

create function public.clear_mail_address(p_trader_id uuid, p_reason text) returns text language plpgsql security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['support', 'admin']); why text := private.need_reason(p_reason); now_at timestamptz := clock_timestamp(); address text;
begin
  select lower(t.email) into address from public.traders t where t.id = p_trader_id;
  if address is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  update private.mail_addresses set cleared_at = now_at, cleared_by = who, cleared_reason = why where email = address and cleared_at is null;
  if not found then raise exception 'already-decided' using errcode = '55000'; end if;
  perform private.trader_event(p_trader_id, 'trader.address-cleared', why, '{}', now_at);
  return 'cleared';
end $$;

insert into private.declared_grants (privilege, object, roles)
select 'execute', 'public.' || f, '{authenticated}' from unnest(array['mail_overview(timestamptz)', 'resend_mail(uuid, text)', 'test_mail(jsonb)', 'trader_mail(uuid)',
  'clear_mail_address(uuid, text)']) f;
select private.apply_grants();
