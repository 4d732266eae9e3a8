-- A running account moved to another version of its rules. The move is an event of the account that carries the version it ends: every fold judges
-- what lies before it by that version and what comes after by the next, so a closed day stays as it was and the same events give the same verdicts for ever.

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

-- A day that an earlier version closed keeps its figures, though the version after it may turn its days at another hour and call one by the same date.
create function private.keep_closed_day() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from public.account_events e where e.account_id = old.account_id and e.kind = 'migration' and e.occurred_at >= old.ends_at) then return null; end if;
  return new;
end $$;
create trigger keep_closed_day before update on public.daily_stats for each row
  when ((old.starts_at, old.ends_at) is distinct from (new.starts_at, new.ends_at)) execute function private.keep_closed_day();
