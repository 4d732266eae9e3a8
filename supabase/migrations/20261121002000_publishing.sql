-- Drafts and their publishing: one person proposes, another signs, and what was signed never changes.
create function public.save_rule_set(p jsonb) returns uuid language plpgsql security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['config', 'admin']); phase uuid := (p ->> 'phase_id')::uuid; held public.rule_sets; kind public.challenge_types; next_version int;
  begins bigint; made uuid;
begin
  select c.* into kind from public.challenge_types c join public.phases x on x.challenge_type_id = c.id where x.id = phase;
  if kind.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  -- What an account begins with is the document's word; whether the challenge is sold with it is asked at publishing.
  begins := case when p #>> '{rules,initial_balance}' ~ '^\d{1,15}(\.\d{1,8})?$' then trunc((p #>> '{rules,initial_balance}')::numeric
    * power(10::numeric, case when p #>> '{rules,minor_digits}' ~ '^[0-8]$' then (p #>> '{rules,minor_digits}')::int else 2 end)) else kind.account_size_cents end;
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('rule-sets:' || phase, 7));
  if p ? 'id' then
    select * into held from public.rule_sets where id = (p ->> 'id')::uuid and state = 'draft' for update;
    if held.id is null then raise exception 'already-decided' using errcode = '55000'; end if;
    update public.rule_sets set rules = jsonb_set(p -> 'rules', '{version}', to_jsonb(held.version)), code = p #>> '{rules,code}', note = coalesce(p ->> 'note', note), created_by = who,
      initial_balance_cents = begins,
      effective_from = (p ->> 'effective_from')::timestamptz where id = held.id returning id into made;
  else
    select coalesce(max(version), 0) + 1 into next_version from public.rule_sets where phase_id = phase;
    insert into public.rule_sets (phase_id, code, version, currency, initial_balance_cents, rules, note, created_by, effective_from, published_via)
      values (phase, p #>> '{rules,code}', next_version, kind.currency, begins, jsonb_set(p -> 'rules', '{version}', to_jsonb(next_version)), coalesce(p ->> 'note', ''), who,
        (p ->> 'effective_from')::timestamptz, 'office') returning id into made;
  end if;
  perform private.append_events('rule-set:' || made, jsonb_build_array(jsonb_build_object('kind', 'rule-set.drafted', 'reason', p ->> 'note')), clock_timestamp());
  return made;
end $$;

-- The first call proposes a version, a second one by somebody else signs it. The payout policy is the business of those who move money: finance and admin propose
-- it and another of them publishes it. Whoever sells and sets rules has no say in it.
create function public.publish_setting(p_key text, p_value jsonb, p_now timestamptz) returns text language plpgsql security definer set search_path = '' as $$
declare who uuid := private.require_staff(case p_key when 'payout_policy' then array['finance', 'admin'] else array['config', 'finance', 'admin'] end); held public.settings;
begin
  p_now := private.honest_now(p_now);
  if p_key not in ('registration', 'api_origins', 'api_limits', 'retention', 'churn', 'mail_policy', 'payout_policy', 'legal_notices') or p_value is null or not private.setting_holds(p_key, p_value) then
    raise exception 'invalid-setting' using errcode = '22023'; end if;
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('setting:' || p_key, 7));
  select * into held from public.settings s where s.key = p_key and s.published_at is null order by s.version desc limit 1;
  if held.id is null or held.value <> p_value then
    if held.id is not null then delete from public.settings where id = held.id; end if;
    insert into public.settings (key, version, value, published_by, published_via)
      values (p_key, coalesce((select max(version) from public.settings where key = p_key), 0) + 1, p_value, who, 'office') returning * into held;
    perform private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', 'setting.proposed', 'data', jsonb_build_object('key', p_key, 'version', held.version, 'value', p_value))), p_now);
    return 'proposed';
  end if;
  if held.published_by = who then raise exception 'needs-another-person' using errcode = '42501'; end if;
  update public.settings set second_person = who, published_at = p_now where id = held.id;
  perform private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', 'setting.published', 'data', jsonb_build_object('key', p_key, 'version', held.version, 'value', p_value))), p_now);
  return 'published';
end $$;

create function public.save_view(p_page text, p_name text, p_query text, p_columns jsonb, p_is_shared boolean) returns uuid language plpgsql security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['viewer', 'support', 'risk', 'finance', 'config', 'admin', 'auditor']); made uuid;
begin
  if p_name is null or length(trim(p_name)) not between 1 and 60 or length(coalesce(p_query, '')) > 2000 then raise exception 'not-valid' using errcode = '22023'; end if;
  if (select count(*) from public.saved_views v where v.staff_id = who and (v.page, v.name) <> (p_page, trim(p_name))) >= 100 then raise exception 'too-many' using errcode = '22023'; end if;
  insert into public.saved_views (staff_id, page, name, query, columns, is_shared)
    values (who, p_page, trim(p_name), coalesce(p_query, ''), coalesce(p_columns, '[]'), coalesce(p_is_shared, false))
    on conflict (staff_id, page, name) do update set query = excluded.query, columns = excluded.columns, is_shared = excluded.is_shared returning id into made;
  return made;
end $$;

-- p = { job_id, task, payload, attempts, error, now }; one open review per job, however often it is told.
create function public.open_job_review(p jsonb) returns uuid language sql security definer set search_path = '' as $$
  select private.open_review('job', null, p ->> 'job_id', p ->> 'task', 'a job failed for good: ' || coalesce(p ->> 'error', ''), p - 'now',
    (p ->> 'now')::timestamptz + interval '4 hours', (p ->> 'now')::timestamptz) $$;

-- A load test leaves one event behind, its summary; its run is no news of the firm.
create function public.start_batch(p_kind text, p_total int, p_now timestamptz) returns uuid language plpgsql security definer set search_path = '' as $$
declare made uuid;
begin
  insert into public.batch_runs (kind, total, started_at, heartbeat_at) values (p_kind, p_total, p_now, p_now) returning id into made;
  -- Nobody takes up a run of last week; its counts stay, its progress need not.
  delete from private.batch_progress where created_at < p_now - interval '7 days';
  if p_kind <> 'scale-test' then
    perform private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', 'batch.started', 'data', jsonb_build_object('batch_id', made, 'kind', p_kind, 'total', p_total))), p_now);
  end if;
  return made;
end $$;

-- Answers whether the run shall stop. A run taken up again has nobody stopping it.
create function public.beat_batch(p_id uuid, p_ok int, p_failed int, p_skipped int, p_now timestamptz) returns boolean language plpgsql security definer set search_path = '' as $$
declare stops boolean;
begin
  update public.batch_runs set ok = p_ok, failed = p_failed, skipped = p_skipped, heartbeat_at = p_now where id = p_id and state = 'running'
    returning stop_requested_at is not null into stops;
  return coalesce(stops, false);
end $$;
create function public.end_batch(p_id uuid, p jsonb) returns void language plpgsql security definer set search_path = '' as $$
declare run public.batch_runs;
begin
  update public.batch_runs set state = p ->> 'state', ok = (p ->> 'ok')::int, failed = (p ->> 'failed')::int, skipped = (p ->> 'skipped')::int, metrics = coalesce(p -> 'metrics', '{}'),
    errors = coalesce(p -> 'errors', '[]'), ended_at = (p ->> 'now')::timestamptz where id = p_id and state = 'running' returning * into run;
  if run.id is not null and run.kind <> 'scale-test' then
    perform private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', 'batch.ended', 'data', jsonb_build_object('batch_id', p_id, 'state', p ->> 'state'))), (p ->> 'now')::timestamptz);
  end if;
end $$;

-- What is sold as having no time limit never expires: no version with a longest period is published for it, from SQL neither. What a product is sold as is
-- fixed once rules were published for it.
create function private.keep_no_time_limit() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if coalesce(jsonb_array_length(nullif(new.rules -> 'rules' -> 'max-period', 'null')), 0) > 0
      and exists (select from public.phases p join public.challenge_types c on c.id = p.challenge_type_id where p.id = new.phase_id and c.kind = 'no_time_limit') then
    raise exception 'no-time-limit' using errcode = '23514', detail = 'what is sold without a time limit has no longest period'; end if;
  return new;
end $$;

create trigger keep_no_time_limit before insert or update of state on public.rule_sets for each row when (new.state = 'published') execute function private.keep_no_time_limit();
