-- Where persons are written down, and what becomes of each place. `owned` says which rows are theirs and `changes` what is left of them; without one the rows go. In both, $1 is the person
-- (private.person), $2 the instant. A place that is not here is looked through for the words alone (private.forget_words).
create table private.personal_data (position int primary key, relation text not null, title text not null, owned text not null, changes text, created_at timestamptz not null default now());
comment on table private.personal_data is 'Every place that says who a person is, in the order it is erased.';
alter table private.personal_data enable row level security;

insert into private.personal_data (position, relation, title, owned, changes) values
  (10, 'public.ip_events', 'addresses and devices seen', 'x.trader_id = $1.trader or x.account_id = any ($1.accounts)', null),
  (11, 'public.login_events', 'sign-ins', 'x.actor_id = $1.sign_in or lower(x.email) = any ($1.emails)', $$email = 'erased', ip = null, user_agent = null, device_hash = null$$),
  (12, 'private.rate_windows', 'limiter windows', 'private.says(x.key, $1.emails || $1.addresses || $1.trader::text || $1.sign_in::text)', null),
  (13, 'public.idempotency_keys', 'answers to requests of their own', 'x.actor_id in ($1.trader, $1.sign_in)', null),
  (20, 'public.trader_notes', 'notes on the person', 'x.trader_id = $1.trader', $$body = 'Erased.'$$),
  (21, 'public.account_notes', 'notes on accounts', 'x.account_id = any ($1.accounts)', $$body = 'Erased.'$$),
  (22, 'public.kyc_reports', 'identity checks', 'x.trader_id = $1.trader', $$external_id = 'erased-' || x.id, reference = 'erased', codes = '{}'$$),
  (23, 'public.reviews', 'reviews', 'x.trader_id = $1.trader or x.account_id = any ($1.accounts)',
    'reason = private.code_only(x.reason), decision_reason = private.code_only(x.decision_reason), evidence = private.forget_json(x.evidence, $1.words || $1.addresses)'),
  (24, 'public.account_decisions', 'decisions on accounts', 'x.account_id = any ($1.accounts)', 'reason = private.code_only(x.reason)'),
  (25, 'public.risk_violations', 'words on verdicts', 'x.account_id = any ($1.accounts) and x.resolution is not null', 'resolution = private.code_only(x.resolution)'),
  (26, 'public.trade_flags', 'words on trades', 'x.account_id = any ($1.accounts)', 'reason = private.code_only(x.reason)'),
  (27, 'public.platform_orders', 'orders to the platform', 'x.account_id = any ($1.accounts)', 'reason = private.code_only(x.reason), last_error = private.code_only(x.last_error)'),
  (28, 'public.accounts', 'words on accounts', 'x.trader_id = $1.trader', 'trading_off_reason = private.code_only(x.trading_off_reason), closure_reason = private.code_only(x.closure_reason),
    login = case when private.says(x.login, $1.words) then ''erased-'' || x.id else x.login end'),
  (29, 'public.abuse_signals', 'signals of shared access', 'x.trader_a = $1.trader or x.trader_b = $1.trader',
    'parts = private.json_without(x.parts, $1.words || $1.addresses), summary = private.without(x.summary, $1.words || $1.addresses), decision_reason = private.code_only(x.decision_reason)'),
  (30, 'public.beneficiary_edits', 'changes of destinations', 'x.beneficiary_id in (select b.id from public.beneficiaries b where b.trader_id = $1.trader)', 'reason = private.code_only(x.reason)'),
  (31, 'public.beneficiaries', 'destinations of payouts', 'x.trader_id = $1.trader', $$name = 'Erased', masked = 'erased', destination = '{}', is_active = false$$),
  (32, 'public.payouts', 'words on payouts', 'x.trader_id = $1.trader', 'rejection_reason = private.code_only(x.rejection_reason), hold_reason = private.code_only(x.hold_reason),
    checks = private.forget_json(x.checks, $1.words), effect = private.forget_json(x.effect, $1.words)'),
  (33, 'public.payout_stops', 'stops of payouts', 'x.payout_id = any ($1.payouts)', 'reason = private.code_only(x.reason), lift_reason = private.code_only(x.lift_reason)'),
  (34, 'public.payout_bars', 'withheld payouts', 'x.account_id = any ($1.accounts)', 'reason = private.code_only(x.reason), lift_reason = private.code_only(x.lift_reason)'),
  (35, 'public.payout_conclusions', 'conclusions on payouts', 'x.payout_id = any ($1.payouts)', 'evidence = private.code_only(x.evidence), decision_reason = private.code_only(x.decision_reason)'),
  (36, 'public.payout_differences', 'differences of statements', 'x.payout_id = any ($1.payouts)', 'note = private.code_only(x.note)'),
  (37, 'public.payout_adjustments', 'adjustments', 'x.difference_id in (select d.id from public.payout_differences d where d.payout_id = any ($1.payouts))',
    'reason = private.code_only(x.reason), decision_reason = private.code_only(x.decision_reason)'),
  (38, 'public.payout_exports', 'lines of files of payouts', 'x.id in (select l.export_id from public.payout_export_lines l where l.payout_id = any ($1.payouts))', 'bytes = private.lines_without(x.bytes, $1.payouts)'),
  (39, 'public.payout_statement_lines', 'lines of statements', 'x.key = any ($1.payouts::text[]) or private.is_line_of(concat_ws('' '', x.words, x.reference, x.key), $1.words, $1.payouts)',
    $$words = 'Erased.', reference = case when private.says(x.reference, $1.words) then 'Erased.' else x.reference end, key = case when private.says(x.key, $1.words) then 'Erased.' else x.key end$$),
  (40, 'public.payout_statements', 'files of statements', 'private.is_line_of(convert_from(x.bytes, private.encoding_of(x.bytes)), $1.words, $1.payouts) or private.says(x.file_name, $1.words)',
    $$bytes = private.bytes_without(x.bytes, $1.words, $1.payouts), file_name = case when private.says(x.file_name, $1.words) then 'Erased.' else x.file_name end$$),
  (41, 'public.order_returns', 'money given back', 'exists (select from public.orders o where o.provider = x.provider and o.payment_ref = x.payment_ref and o.trader_id = $1.trader)', 'reason = private.code_only(x.reason)'),
  (50, 'public.inbox', 'raw messages about them alone', 'x.id = any ($1.messages)', $$body = 'Erased.', body_base64 = null, headers = '{}', last_error = private.code_only(x.last_error)$$),
  (51, 'public.inbox_conflicts', 'raw messages that contradict one', 'x.inbox_id = any ($1.messages)', $$body = 'Erased.', body_base64 = null, headers = '{}'$$),
  (52, 'public.inbox_deeds', 'words on raw messages', 'x.inbox_id = any ($1.messages)', 'reason = private.code_only(x.reason)'),
  (53, 'public.inbox', 'raw messages that also name them', 'x.id = any ($1.mentions) and (x.body ~ ''"(address|device|client)"'' or private.says(coalesce(x.body, ''''), $1.words || $1.addresses))',
    'body = private.message_without(x.body, $1.logins, $1.words || $1.addresses)'),
  (54, 'public.account_events', 'comments of the broker', 'x.account_id = any ($1.accounts) and private.says(x.data::text, $1.words)', 'data = private.json_without(x.data, $1.words)'),
  (55, 'public.trades', 'comments on trades', 'x.account_id = any ($1.accounts) and private.says(x.comment, $1.words)', 'comment = private.without(x.comment, $1.words)'),
  (56, 'public.balance_operations', 'comments on the balance', 'x.account_id = any ($1.accounts) and private.says(x.comment, $1.words)', 'comment = private.without(x.comment, $1.words)'),
  (57, 'public.ingest_conflicts', 'contradicted events', 'x.account_id = any ($1.accounts) and private.says(x.received::text, $1.words)', 'received = private.json_without(x.received, $1.words)'),
  (60, 'private.mail_addresses', 'addresses that cannot be reached', 'x.email = any ($1.emails)', null),
  (61, 'private.mail_notices', 'what the mail provider said', 'x.provider_id in (select m.provider_id from public.mail_deliveries m where m.trader_id = $1.trader) and x.reason is not null', $$reason = 'erased'$$),
  (62, 'private.mail_unsubscribes', 'letters switched off', 'x.trader_id = $1.trader', null),
  (63, 'public.mail_deliveries', 'letters', 'x.trader_id = $1.trader or lower(x.to_email) = any ($1.emails)', $$to_email = 'erased-' || $1.trader || '@erased.invalid', context = '{}', words = null, subject = null,
    state_reason = private.code_only(x.state_reason), state = case when x.state in ('queued', 'sending') then 'voided' else x.state end$$),
  (64, 'public.trader_invites', 'invitations', 'x.trader_id = $1.trader and x.accepted_at is null and x.revoked_at is null', 'revoked_at = $2'),
  (65, 'public.outbound_deliveries', 'messages to listeners', 'x.event_id in (select e.id from public.events e where e.trader_id = $1.trader or e.account_id = any ($1.accounts))',
    $$body = case when x.state = 'sent' then 'Erased.' else private.without(x.body, $1.words) end$$),
  (90, 'public.traders', 'the person', 'x.id = $1.trader', $$email = 'erased-' || x.id || '@erased.invalid', full_name = 'Erased trader ' || left(x.id::text, 8), country = null, auth_user_id = null,
    disabled_reason = null, last_login_at = null, is_active = false, disabled_at = coalesce(x.disabled_at, $2), erased_at = coalesce(x.erased_at, $2)$$);

-- How many rows of each place are theirs, without touching one.
create function private.count_personal(p private.person) returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare place private.personal_data; n bigint; found jsonb := '[]';
begin
  for place in select * from private.personal_data d order by d.position loop
    execute format('select count(*) from %s x where %s', place.relation, place.owned) into n using p, now();
    if n > 0 then found := found || jsonb_build_object('what', place.title, 'rows', n); end if;
  end loop;
  return found;
end $$;

-- Events of theirs lose their words, events of others the words that name them. The hash of each stays.
create function private.forget_events(p private.person, p_erasure uuid) returns bigint language plpgsql security definer set search_path = '' as $$
declare touched bigint;
begin
  with said as (
    select x.id, x.hash, case when x.is_theirs then case when x.actor_kind = 'system' then private.without(x.reason, p.words) else private.code_only(x.reason) end else private.without(x.reason, p.words) end as reason,
      case when x.is_theirs then private.forget_json(x.data, p.words || p.addresses) else private.json_without(x.data, p.words) end as data,
      case when x.actor_kind = 'trader' and x.actor_id in (p.trader, p.sign_in) then null else x.address end as address
    from (select e.*, coalesce(e.trader_id = p.trader or e.account_id = any (p.accounts) or (e.actor_kind = 'trader' and e.actor_id in (p.trader, p.sign_in)) or e.data ->> 'trader_id' = p.trader::text, false) as is_theirs
      from public.events e) x where x.is_theirs or private.says(coalesce(x.reason, '') || x.data::text, p.words)),
  gone as (update public.events e set reason = s.reason, data = s.data, address = s.address, request_id = null from said s
    where s.id = e.id and (e.reason, e.data, e.address) is distinct from (s.reason, s.data, s.address) returning e.*)
  insert into private.forgotten_events (event_id, erasure_id, left_hash) select g.id, p_erasure, private.event_hash(row(g.*)::public.events) from gone g;
  get diagnostics touched = row_count;
  return touched;
end $$;
