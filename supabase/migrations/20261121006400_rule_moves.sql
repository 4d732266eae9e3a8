-- A running account moved to another version of its rules. The move is an event of the account that carries the version it ends: every fold judges
-- what lies before it by that version and what comes after by the next, so a closed day stays as it was and the same events give the same verdicts for ever.
alter table public.account_events drop constraint account_events_kind_check;
alter table public.account_events add constraint account_events_kind_check check (kind in ('trade', 'balance', 'snapshot', 'reversal', 'position-opened',
  'position-changed', 'payout', 'unblock', 'migration')) not valid;
alter table public.account_events validate constraint account_events_kind_check;

-- Answers the spine event, or null where there is nothing to move. The caller has checked who asks. The move comes after everything already reported,
-- whatever the broker's clock says, and is folded by the job it leaves behind, or by the next message.
create function private.move_account(p_account uuid, p_to uuid, p_reason text, p_consent text, p_now timestamptz) returns bigint
language plpgsql security definer set search_path = '' as $$
declare a public.accounts; former public.rule_sets; fresh public.rule_sets; since timestamptz; name text; key text; told bigint;
begin
  select * into strict a from public.accounts where id = p_account for update;
  if a.rule_set_id = p_to or a.status not in ('pending', 'active', 'blocked', 'live') then return null; end if;
  select * into strict former from public.rule_sets where id = a.rule_set_id;
  select * into strict fresh from public.rule_sets where id = p_to;
  if former.initial_balance_cents <> fresh.initial_balance_cents then raise exception 'an account keeps the balance it began with, so it is not moved to rules that begin elsewhere'; end if;
  since := p_now;
  -- What never began was never judged: it begins under the new version.
  if a.activated_at is not null then
    since := greatest(p_now, a.activated_at, (select e.occurred_at from public.account_events e where e.account_id = a.id order by e.order_key desc limit 1));
    name := 'migration-' || a.version;
    key := lpad(trunc(extract(epoch from since) * 1000000)::text, 16, '0') || '41' || name;
    insert into public.account_events (account_id, kind, external_id, order_key, occurred_at, received_at, source, content_sha256, data)
      values (a.id, 'migration', name, key, since, p_now, 'api', encode(sha256(convert_to(name || former.checksum || fresh.checksum, 'UTF8')), 'hex'),
        jsonb_build_object('kind', 'migration', 'external_id', name, 'occurred_at', since, 'from_rule_set_id', former.id, 'to_rule_set_id', fresh.id,
          'from_rules', former.rules, 'reason', p_reason, 'consent', p_consent));
  end if;
  update public.accounts set rule_set_id = fresh.id, version = version + 1 where id = a.id;
  update public.account_facts set facts = null, facts_version = facts_version + 1, last_event_key = coalesce(key, last_event_key) where account_id = a.id;
  delete from public.account_checkpoints where account_id = a.id;
  told := private.append_events('account:' || a.id, jsonb_build_array(jsonb_build_object('kind', 'account.rules-migrated', 'reason', p_reason, 'data', jsonb_build_object(
    'from_rule_set_id', former.id, 'to_rule_set_id', fresh.id, 'from_version', former.version, 'to_version', fresh.version, 'code', fresh.code, 'since', since,
    'consent', p_consent))), p_now);
  perform private.queue_mail(told, 'rules-changed', a.id, null, p_now, p_now);
  perform private.add_job('judge-account', jsonb_build_object('account_id', a.id), p_now, 'judge:' || a.id, null);
  return told;
end $$;

create or replace function public.migrate_accounts(challenge_type text, reason text) returns int language plpgsql security definer set search_path = '' as $$
declare moved record; total int := 0; now_at timestamptz := clock_timestamp();
begin
  if challenge_type not in ('evaluation', 'funded') then raise exception 'challenge_type is evaluation or funded'; end if;
  if coalesce(trim(reason), '') = '' then raise exception 'a migration needs its reason'; end if;
  for moved in select a.id, private.rule_set_in_force(a.phase_id, now_at) as fresh from public.accounts a join public.phases p on p.id = a.phase_id
      where p.is_live = (challenge_type = 'funded') and a.status in ('pending', 'active', 'blocked', 'live') order by a.id for update of a loop
    continue when moved.fresh is null;
    if private.move_account(moved.id, moved.fresh, reason, null, now_at) is not null then total := total + 1; end if;
  end loop;
  return total;
end $$;

create or replace function public.migrate_phase(p_phase_id uuid, p_rule_set_id uuid, p_reason text, p_consent text, p_now timestamptz) returns int
language plpgsql security definer set search_path = '' as $$
declare moved record; total int := 0;
begin
  perform private.require_staff(array['config', 'admin']);
  if coalesce(length(trim(p_reason)), 0) < 3 or coalesce(length(trim(p_consent)), 0) < 3 then raise exception 'reason-missing' using errcode = '22023'; end if;
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('rule-sets:' || p_phase_id, 7));
  if private.rule_set_in_force(p_phase_id, p_now) is distinct from p_rule_set_id then raise exception 'stale' using errcode = '55000'; end if;
  for moved in select a.id from public.accounts a where a.phase_id = p_phase_id and a.rule_set_id <> p_rule_set_id
      and a.status in ('pending', 'active', 'blocked', 'live') order by a.id for update of a loop
    if private.move_account(moved.id, p_rule_set_id, p_reason, p_consent, p_now) is not null then total := total + 1; end if;
  end loop;
  return total;
end $$;

-- A day that an earlier version closed keeps its figures, though the version after it may turn its days at another hour and call one by the same date.
create function private.keep_closed_day() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from public.account_events e where e.account_id = old.account_id and e.kind = 'migration' and e.occurred_at >= old.ends_at) then return null; end if;
  return new;
end $$;
create trigger keep_closed_day before update on public.daily_stats for each row
  when ((old.starts_at, old.ends_at) is distinct from (new.starts_at, new.ends_at)) execute function private.keep_closed_day();

-- A letter about a move says what changes, field by field, so it is handed both documents.
alter function private.mail_context(public.mail_deliveries) rename to mail_context_of_account;
create function private.mail_context(m public.mail_deliveries) returns jsonb language sql stable security definer set search_path = '' as $$
  select private.mail_context_of_account(m) || coalesce((select jsonb_build_object('move', jsonb_build_object('reason', e.reason, 'since', e.data -> 'since',
      'from_version', o.version, 'to_version', n.version, 'from_rules', o.rules, 'to_rules', n.rules))
    from public.events e join public.rule_sets o on o.id = (e.data ->> 'from_rule_set_id')::uuid join public.rule_sets n on n.id = (e.data ->> 'to_rule_set_id')::uuid
    where m.message = 'rules-changed' and e.id = m.event_id), '{}') $$;
