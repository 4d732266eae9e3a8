-- Drafts and their publishing: one person proposes, another signs, and what was signed never changes.
create function public.save_rule_set(p jsonb) returns uuid language plpgsql security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['config', 'admin']); phase uuid := (p ->> 'phase_id')::uuid; held public.rule_sets; kind public.challenge_types; next_version int; made uuid;
begin
  select c.* into kind from public.challenge_types c join public.phases x on x.challenge_type_id = c.id where x.id = phase;
  if kind.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('rule-sets:' || phase, 7));
  if p ? 'id' then
    select * into held from public.rule_sets where id = (p ->> 'id')::uuid and state = 'draft' for update;
    if held.id is null then raise exception 'already-decided' using errcode = '55000'; end if;
    update public.rule_sets set rules = jsonb_set(p -> 'rules', '{version}', to_jsonb(held.version)), code = p #>> '{rules,code}', note = coalesce(p ->> 'note', note), created_by = who,
      effective_from = (p ->> 'effective_from')::timestamptz where id = held.id returning id into made;
  else
    select coalesce(max(version), 0) + 1 into next_version from public.rule_sets where phase_id = phase;
    insert into public.rule_sets (phase_id, code, version, currency, initial_balance_cents, rules, note, created_by, effective_from, published_via)
      values (phase, p #>> '{rules,code}', next_version, kind.currency, kind.account_size_cents, jsonb_set(p -> 'rules', '{version}', to_jsonb(next_version)), coalesce(p ->> 'note', ''), who,
        (p ->> 'effective_from')::timestamptz, 'office') returning id into made;
  end if;
  perform private.append_events('rule-set:' || made, jsonb_build_array(jsonb_build_object('kind', 'rule-set.drafted', 'reason', p ->> 'note')), clock_timestamp());
  return made;
end $$;

-- The second person is whoever signs, and cannot be whoever wrote the draft last. The checksum is what they saw.
create function public.publish_rule_set(p_id uuid, p_checksum text, p_now timestamptz) returns text language plpgsql security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['config', 'admin']); r public.rule_sets;
begin
  select * into r from public.rule_sets where id = p_id for update;
  if r.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  if r.state <> 'draft' then raise exception 'already-decided' using errcode = '55000'; end if;
  if r.checksum <> p_checksum then raise exception 'stale' using errcode = '55000'; end if;
  if r.created_by is null or r.created_by = who then raise exception 'needs-another-person' using errcode = '42501'; end if;
  update public.rule_sets set state = 'published', published_at = p_now, effective_from = greatest(coalesce(effective_from, p_now), p_now), published_by = r.created_by,
    second_person = who, published_via = 'office' where id = p_id;
  perform private.append_events('rule-set:' || p_id, jsonb_build_array(jsonb_build_object('kind', 'rule-set.published', 'data', jsonb_build_object('rule_set_id', p_id, 'version', r.version,
    'checksum', r.checksum, 'proposed_by', r.created_by))), p_now);
  return 'published';
end $$;

-- The first call proposes a version, a second one by somebody else signs it.
create function public.publish_setting(p_key text, p_value jsonb, p_now timestamptz) returns text language plpgsql security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['config', 'finance', 'admin']); held public.settings;
begin
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
  insert into public.saved_views (staff_id, page, name, query, columns, is_shared) values (who, p_page, p_name, p_query, coalesce(p_columns, '[]'), coalesce(p_is_shared, false))
    on conflict (staff_id, page, name) do update set query = excluded.query, columns = excluded.columns, is_shared = excluded.is_shared returning id into made;
  return made;
end $$;

-- p = { job_id, task, payload, attempts, error, now }; one open review per job, however often it is told.
create function public.open_job_review(p jsonb) returns uuid language sql security definer set search_path = '' as $$
  select private.open_review('job', null, p ->> 'job_id', p ->> 'task', 'a job failed for good: ' || coalesce(p ->> 'error', ''), p - 'now',
    (p ->> 'now')::timestamptz + interval '4 hours', (p ->> 'now')::timestamptz) $$;

create function public.start_batch(p_kind text, p_total int, p_now timestamptz) returns uuid language plpgsql security definer set search_path = '' as $$
declare made uuid;
begin
  insert into public.batch_runs (kind, total, started_at, heartbeat_at) values (p_kind, p_total, p_now, p_now) returning id into made;
  perform private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', 'batch.started', 'data', jsonb_build_object('batch_id', made, 'kind', p_kind, 'total', p_total))), p_now);
  return made;
end $$;
create function public.beat_batch(p_id uuid, p_ok int, p_failed int, p_skipped int, p_now timestamptz) returns void language sql security definer set search_path = '' as
$$ update public.batch_runs set ok = p_ok, failed = p_failed, skipped = p_skipped, heartbeat_at = p_now where id = p_id and state = 'running' $$;
create function public.end_batch(p_id uuid, p jsonb) returns void language plpgsql security definer set search_path = '' as $$
begin
  update public.batch_runs set state = p ->> 'state', ok = (p ->> 'ok')::int, failed = (p ->> 'failed')::int, skipped = (p ->> 'skipped')::int, metrics = coalesce(p -> 'metrics', '{}'),
    errors = coalesce(p -> 'errors', '[]'), ended_at = (p ->> 'now')::timestamptz where id = p_id and state = 'running';
  if found then
    perform private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', 'batch.ended', 'data', jsonb_build_object('batch_id', p_id, 'state', p ->> 'state'))), (p ->> 'now')::timestamptz);
  end if;
end $$;
