-- The words of every letter as data: which fields a message may name, what staff made of its words, and what each letter was about.
-- The words of the house (version 0) stay in the code, so that a letter can always be written.
create table private.mail_messages (
  name text primary key check (name ~ '^[a-z]+(-[a-z]+)*$'), fields text[] not null, subject_fields text[] not null, required text[] not null default '{}',
  is_optional boolean not null default false, created_at timestamptz not null default now(), check (subject_fields <@ fields and required <@ fields));
comment on table private.mail_messages is 'Every message with its closed list of fields. Equals lib/mail/register.ts; optional are those a trader may switch off.';
alter table private.mail_messages enable row level security;
insert into private.mail_messages (name, fields, subject_fields, required, is_optional) values
  ('access-restored', '{first_name,portal_link}', '{first_name}', '{portal_link}', false),
  ('access-stopped', '{first_name,meaning,reason}', '{first_name,meaning,reason}', '{meaning,reason}', false),
  ('account-blocked', '{first_name,login,challenge,account_link}', '{first_name,login,challenge}', '{login}', false),
  ('account-ended', '{first_name,login,challenge,account_link}', '{first_name,login,challenge}', '{login}', false),
  ('account-reopened', '{first_name,login,challenge,account_link}', '{first_name,login,challenge}', '{login}', false),
  ('account-warning', '{first_name,login,challenge,account_link,rule,left,limit,headroom}', '{first_name,login,challenge,rule,left,limit}', '{login,rule,left}', true),
  ('inactivity-notice', '{first_name,login,challenge,account_link,deadline}', '{first_name,login,challenge,deadline}', '{login,deadline}', true),
  ('kyc-approved', '{first_name,portal_link}', '{first_name}', '{portal_link}', false),
  ('kyc-rejected', '{first_name,portal_link}', '{first_name}', '{portal_link}', false),
  ('kyc-retry', '{first_name,portal_link}', '{first_name}', '{portal_link}', false),
  ('legal-notice', '{first_name,title,statement,holds_from,portal_link}', '{first_name,title,holds_from}', '{title,statement,holds_from}', false),
  ('payout-approved', '{first_name,login,amount,gross,firm,destination,window_end,reference,account_link,reason}', '{first_name,login,amount,gross,firm,destination,window_end,reference,reason}', '{amount}', false),
  ('payout-destination', '{first_name,deed,destination,holder,when,portal_link}', '{first_name,deed,destination,holder,when}', '{deed,destination}', false),
  ('payout-failed', '{first_name,login,amount,gross,firm,destination,window_end,reference,account_link}', '{first_name,login,amount,gross,firm,destination,window_end,reference}', '{amount}', false),
  ('payout-held', '{first_name,login,amount,gross,firm,destination,window_end,reference,account_link}', '{first_name,login,amount,gross,firm,destination,window_end,reference}', '{amount}', false),
  ('payout-paid', '{first_name,login,amount,gross,firm,destination,window_end,reference,account_link,reason}', '{first_name,login,amount,gross,firm,destination,window_end,reference,reason}', '{amount}', false),
  ('payout-rejected', '{first_name,login,amount,gross,firm,destination,window_end,reference,account_link,reason}', '{first_name,login,amount,gross,firm,destination,window_end,reference,reason}', '{amount,reason}', false),
  ('payout-requested', '{first_name,login,amount,gross,firm,destination,window_end,reference,account_link,reason}', '{first_name,login,amount,gross,firm,destination,window_end,reference,reason}', '{amount,destination}', false),
  ('payout-returned', '{first_name,login,amount,gross,firm,destination,window_end,reference,account_link}', '{first_name,login,amount,gross,firm,destination,window_end,reference}', '{amount}', false),
  ('phase-passed', '{first_name,login,challenge,account_link}', '{first_name,login,challenge}', '{login}', false),
  ('portal-invitation', '{first_name,portal_link}', '{first_name}', '{portal_link}', false),
  ('review-overdue', '{what,reason,due,review_link}', '{what,reason,due}', '{what,review_link}', false),
  ('rule-violation', '{first_name,login,server,challenge,rule,measured,limit,breached_at,summary,evidence,outcome,headroom,account_link}', '{first_name,login,server,challenge,rule,measured,limit,breached_at,summary,outcome}', '{login,rule,measured,limit}', false),
  ('rules-changed', '{first_name,login,challenge,from_version,to_version,since,reason,changes,account_link}', '{first_name,login,challenge,from_version,to_version,since,reason}', '{login,changes}', false),
  ('staff-alert', '{what,since,office_link}', '{what,since}', '{what,office_link}', false),
  ('staff-invitation', '{role,expires,office_link}', '{role,expires}', '{office_link}', false),
  ('welcome', '{first_name,login,platform,server,challenge,initial_balance,account_link}', '{first_name,login,platform,server,challenge,initial_balance}', '{login}', false);
create index mail_deliveries_repeats on public.mail_deliveries (repeats_id) where repeats_id is not null;

-- Refuses words that the renderer would refuse, whoever asks for them: the office checks the same before, with more to say about it.
create function private.check_words(p_message text, p_subject text, p_body text) returns void language plpgsql stable security definer set search_path = '' as $$
declare known private.mail_messages; named text; in_subject text[]; in_body text[]; hole constant text := '\{\{\s*([a-z][a-z0-9_]*)\s*\}\}';
begin
  select * into known from private.mail_messages k where k.name = p_message;
  if known.name is null then raise exception 'unknown-message' using errcode = 'P0002'; end if;
  if trim(coalesce(p_subject, '')) = '' or trim(coalesce(p_body, '')) = '' or length(p_subject) > 200 or length(p_body) > 10000 then raise exception 'invalid' using errcode = '22023'; end if;
  select coalesce(array_agg(f[1]), '{}') into in_subject from regexp_matches(p_subject, hole, 'g') f;
  select coalesce(array_agg(f[1]), '{}') into in_body from regexp_matches(p_body, hole, 'g') f;
  foreach named in array in_subject || in_body loop
    if named <> all (known.fields) then raise exception 'unknown-field' using errcode = '22023', detail = named; end if;
  end loop;
  if not in_subject <@ known.subject_fields then raise exception 'field-not-text' using errcode = '22023'; end if;
  if not known.required <@ (in_subject || in_body) then raise exception 'required-field' using errcode = '22023'; end if;
  if regexp_replace(p_subject || p_body, hole, '', 'g') ~ '\{\{|\}\}' then raise exception 'broken-placeholder' using errcode = '22023'; end if;
  if p_subject || p_body ~* '</?[a-z!?]' then raise exception 'markup-refused' using errcode = '22023'; end if;
end $$;

create function private.words_in_force(p_message text) returns public.mail_templates language sql stable security definer set search_path = '' as
$$ select t from public.mail_templates t where t.message = p_message and t.locale = 'en' and t.is_active $$;

-- p = { message, seen, subject, body, reason }; without subject and body the house's own words come back into force. 'seen' is the version looked at.
create function public.save_mail_template(p jsonb) returns int language plpgsql security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['config', 'admin']); why text := private.need_reason(p ->> 'reason'); now_at timestamptz := clock_timestamp(); before public.mail_templates;
  what text := p ->> 'message'; next_version int := 0; is_house boolean := p ->> 'subject' is null and p ->> 'body' is null;
begin
  if not exists (select from private.mail_messages k where k.name = what) then raise exception 'unknown-message' using errcode = 'P0002'; end if;
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('mail-words:' || what, 7));
  before := private.words_in_force(what);
  if coalesce(before.version, 0) <> coalesce((p ->> 'seen')::int, -1) then raise exception 'stale' using errcode = '55000'; end if;
  if not is_house then perform private.check_words(what, p ->> 'subject', p ->> 'body'); end if;
  if (is_house and before.id is null) or (before.subject, before.body) is not distinct from (p ->> 'subject', p ->> 'body') then raise exception 'no-change' using errcode = '55000'; end if;
  update public.mail_templates set is_active = false where id = before.id;
  if not is_house then
    select coalesce(max(t.version), 0) + 1 into next_version from public.mail_templates t where t.message = what and t.locale = 'en';
    insert into public.mail_templates (message, subject, body, version, is_active, saved_by, reason, created_at)
      values (what, p ->> 'subject', p ->> 'body', next_version, true, who, why, now_at);
  end if;
  perform private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', 'mail.words-saved', 'reason', why, 'data', jsonb_build_object('message', what,
    'before', jsonb_build_object('version', coalesce(before.version, 0), 'subject', before.subject, 'body', before.body),
    'after', jsonb_build_object('version', next_version, 'subject', p ->> 'subject', 'body', p ->> 'body')))), now_at);
  return next_version;
end $$;

-- A letter sent again is about what the first one was about.
create function private.mail_subject(m public.mail_deliveries) returns public.events language sql stable security definer set search_path = '' as
$$ select e from public.events e where e.id = coalesce((select o.event_id from public.mail_deliveries o where o.id = m.repeats_id), m.event_id) $$;

create function private.mail_account(p_account uuid, p_violation uuid) returns jsonb language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('account_id', a.id, 'login', a.login, 'platform', a.platform, 'server', a.server, 'account_status', a.status, 'trader_name', t.full_name,
    'challenge_title', c.title, 'phase_name', p.name, 'currency', a.currency, 'initial_balance_cents', a.initial_balance_cents, 'violation', (
      select jsonb_build_object('rule', v.rule, 'instance', v.instance, 'subject', v.subject, 'consequence', v.consequence, 'until', v.until, 'measured_value', v.measured_value,
        'threshold_value', v.threshold_value, 'unit', v.unit, 'breached_at', v.breached_at, 'message', v.message, 'evidence', v.evidence)
      from public.risk_violations v where v.id = p_violation))
  from public.accounts a join public.traders t on t.id = a.trader_id join public.challenge_types c on c.id = a.challenge_type_id join public.phases p on p.id = a.phase_id
  where a.id = p_account $$;

-- What the event behind a letter tells of it: both rule documents of a move, a review, a payout with its masked destination.
create function private.mail_event(e public.events, p_message text) returns jsonb language sql stable security definer set search_path = '' as $$
  select coalesce((select jsonb_build_object('move', jsonb_build_object('reason', e.reason, 'since', e.data -> 'since', 'from_version', o.version, 'to_version', n.version,
        'from_rules', o.rules, 'to_rules', n.rules))
      from public.rule_sets o, public.rule_sets n where p_message = 'rules-changed' and o.id = (e.data ->> 'from_rule_set_id')::uuid and n.id = (e.data ->> 'to_rule_set_id')::uuid), '{}')
    || coalesce((select jsonb_build_object('review', jsonb_build_object('id', r.id, 'kind', r.kind, 'reason', r.reason, 'due_at', r.due_at, 'created_at', r.created_at))
      from public.reviews r where r.id = (e.data ->> 'review_id')::uuid), '{}')
    || coalesce((select jsonb_build_object('payout', jsonb_build_object('id', p.id, 'requested_cents', p.requested_cents, 'gross_cents', p.gross_cents, 'firm_cents', p.firm_cents,
        'currency', p.currency, 'provider', p.provider, 'provider_ref', p.provider_ref, 'destination', b.masked, 'hold_until', p.hold_until, 'reason', e.reason))
      from public.payouts p join public.beneficiaries b on b.id = p.beneficiary_id where p_message like 'payout-%' and p.id = (e.data ->> 'payout_id')::uuid), '{}') $$;

-- Everything a letter knows, in one place: its account or at least its trader, what happened, and what was handed over with it. A test knows only the last.
create function private.mail_context(m public.mail_deliveries) returns jsonb language sql stable security definer set search_path = '' as $$
  select case when m.is_test then m.context else
    coalesce(private.mail_account(m.account_id, m.violation_id), (select jsonb_build_object('trader_name', t.full_name) from public.traders t where t.id = m.trader_id), '{}')
      || private.mail_event(private.mail_subject(m), m.message) || m.context end $$;

-- What a preview is written from: the account, with the newest breach, move, review or payout it has had. Holds no address.
create function public.preview_mail(p_message text, p_account_id uuid) returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare found jsonb; m public.mail_deliveries;
begin
  perform private.require_staff(array['support', 'config', 'admin', 'auditor']);
  select d.* into m from public.mail_deliveries d where d.account_id = p_account_id and d.message = p_message and not d.is_test order by d.created_at desc, d.id limit 1;
  if m.id is not null then return private.mail_context(m); end if;
  found := private.mail_account(p_account_id, (select v.id from public.risk_violations v where v.account_id = p_account_id and v.state <> 'withdrawn' order by v.detected_at desc, v.id limit 1));
  if found is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  return found || coalesce((select private.mail_event(e, p_message) from public.events e where e.account_id = p_account_id
    and (p_message like 'payout-%' and e.data ? 'payout_id' or p_message = 'rules-changed' and e.data ? 'to_rule_set_id' or p_message = 'review-overdue' and e.data ? 'review_id')
    order by e.id desc limit 1), '{}');
end $$;

insert into private.declared_grants (privilege, object, roles)
select 'execute', 'public.' || f, '{authenticated}' from unnest(array['save_mail_template(jsonb)', 'preview_mail(text, uuid)']) f;
select private.apply_grants();
