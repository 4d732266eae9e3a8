-- Who may reach what, by name. Everything is revoked first, so it may be called again at any time after somebody granted too much.
-- What is granted is data: each migration declares what it brings, and one function makes the catalogue agree with the declarations.

create function private.revoke_all() returns void language plpgsql set search_path = '' as $$
declare one record; everybody constant text := 'public, anon, authenticated, service_role';
begin
  for one in select n.nspname, c.relname, c.relkind from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('public', 'private', 'graphile_worker', 'supabase_migrations') and c.relkind in ('r', 'p', 'v', 'm', 'S')
        and pg_catalog.pg_has_role(c.relowner, 'member') loop
    execute format('revoke all on %s %I.%I from ' || everybody, case one.relkind when 'S' then 'sequence' else 'table' end, one.nspname, one.relname);
  end loop;
  for one in select p.oid::regprocedure::text as signature from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
      where n.nspname in ('public', 'private', 'graphile_worker') and pg_catalog.pg_has_role(p.proowner, 'member') loop
    execute format('revoke all on routine %s from ' || everybody, one.signature);
  end loop;
  for one in select n.nspname from pg_catalog.pg_namespace n where n.nspname in ('private', 'graphile_worker', 'supabase_migrations') and pg_catalog.pg_has_role(n.nspowner, 'member') loop
    execute format('revoke all on schema %I from ' || everybody, one.nspname);
  end loop;
  alter default privileges revoke execute on functions from public;
  alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
  alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
  alter default privileges in schema public revoke all on functions from anon, authenticated, service_role;
end $$;

-- The queue's own functions look names up by the caller's path; a fixed one takes that from whoever could plant a name. An update of the worker resets it.
create function private.harden_queue() returns void language plpgsql set search_path = '' as $$
declare one record;
begin
  for one in select p.oid::regprocedure::text as signature from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
      where n.nspname = 'graphile_worker' and pg_catalog.pg_has_role(p.proowner, 'member') and not exists (select from unnest(p.proconfig) s where s like 'search_path=%') loop
    execute format('alter routine %s set search_path = pg_catalog, graphile_worker', one.signature);
  end loop;
end $$;

create table private.declared_grants (
  id bigint generated always as identity primary key, privilege text not null check (privilege ~ '^(execute|select( \([a-z0-9_, ]+\))?)$'), object text not null,
  roles text[] not null check (roles <> '{}' and roles <@ array['anon', 'authenticated', 'service_role']), created_at timestamptz not null default now(),
  unique (privilege, object, roles));
comment on table private.declared_grants is 'Every grant there is: what is not a row here, nobody but the owner may touch. The service reads every public table without a row.';
alter table private.declared_grants enable row level security;

-- Makes the catalogue agree with what is declared.
create function private.apply_grants() returns void language plpgsql set search_path = '' as $$
declare one private.declared_grants; kind text;
begin
  -- Two at once would step on the same catalogue rows.
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('apply-grants', 7));
  perform private.revoke_all();
  perform private.harden_queue();
  grant usage on schema private to authenticated, service_role;
  grant select on all tables in schema public to service_role;
  revoke all on public.risk_rules_config from service_role;
  for one in select * from private.declared_grants g order by g.id loop
    -- A declaration outlives what it named when a later migration takes that away.
    if one.privilege = 'execute' then continue when pg_catalog.to_regprocedure(one.object) is null; kind := 'function';
    else continue when pg_catalog.to_regclass(one.object) is null; kind := 'table'; end if;
    execute format('grant %s on %s %s to %s', one.privilege, kind, one.object, array_to_string(one.roles, ', '));
  end loop;
end $$;

insert into private.declared_grants (privilege, object, roles)
select 'execute', 'private.' || f, '{authenticated,service_role}' from unnest(array['uid()', 'staff_role()', 'is_staff()', 'trader_id()', 'sees_contact()', 'contact_email(uuid, boolean)',
  'major(bigint, uuid)', 'minor_digits(uuid)']) f;
insert into private.declared_grants (privilege, object, roles)
select 'select', 'public.' || t, '{authenticated}' from unnest(array['account_checkpoints', 'account_decisions', 'account_events', 'account_facts', 'account_notes',
  'account_transitions', 'balance_operations', 'batch_runs', 'challenge_types', 'daily_stats', 'equity_marks', 'inbox', 'inbox_conflicts',
  'ingest_conflicts', 'login_events', 'mail_templates', 'phases', 'positions', 'reviews', 'risk_violations', 'rule_sets', 'saved_views', 'settings', 'staff', 'symbols',
  'trade_consistency_snapshot', 'trades', 'accounts_list', 'trades_list', 'positions_list', 'violations_list', 'timeline', 'traders_list', 'funded_accounts',
  'funded_virtual_accounts', 'connected_accounts', 'account_state_snapshots', 'rule_sets_list']) t;
-- Secrets, addresses and tokens are left out by column.
insert into private.declared_grants (privilege, object, roles) values
  ('select (id, stream, seq, kind, account_id, trader_id, actor_kind, actor_id, reason, data, occurred_at, request_id, prev_hash, hash, created_at)', 'public.events', '{authenticated}'),
  ('select (id, slug, kind, platform, server, server_zone, resync_url, confirm_grace_seconds, rate_limit, cursor, complete_through, last_event_at, status, created_at)',
    'public.connections', '{authenticated}'),
  ('select (id, connection_id, platform, server, login, trader_id, challenge_type_id, phase_id, rule_set_id, status, initial_balance_cents, currency, profit_split_bps, data_source, trading_off_reason, trading_off_until, blocked_from, opened_from_account_id, activated_at, closed_at, closure_reason, version, created_at, opening_key, pass_held_until)',
    'public.accounts', '{authenticated}'),
  ('select (id, auth_user_id, full_name, country, kyc_status, is_active, disabled_reason, created_at)', 'public.traders', '{authenticated}'),
  ('select (id, email, role, invited_by, expires_at, accepted_at, revoked_at, created_at)', 'public.staff_invites', '{authenticated}'),
  ('select (id, event_id, message, account_id, trader_id, violation_id, state, state_reason, provider_id, attempts, run_at, sent_at, created_at)',
    'public.mail_deliveries', '{authenticated}');
insert into private.declared_grants (privilege, object, roles)
select 'execute', 'public.' || f, '{authenticated}' from unnest(array['add_note(uuid, text)', 'decide_violation(uuid, text, text)',
  'transition_account(uuid, bigint, text, text)', 'decide_transition(uuid, text, text)', 'save_rule_set(jsonb)', 'publish_rule_set(uuid, text, timestamptz)',
  'publish_setting(text, jsonb, timestamptz)', 'save_view(text, text, text, jsonb, boolean)', 'migrate_phase(uuid, uuid, text, text, timestamptz)', 'risk_analysis()',
  'risk_accounts(jsonb)', 'scale_tests()']) f;
insert into private.declared_grants (privilege, object, roles)
select 'execute', 'public.' || f, '{authenticated,service_role}' from unnest(array['verify_events()', 'get_cumulative_profit(uuid)']) f;
insert into private.declared_grants (privilege, object, roles)
select 'execute', 'public.' || f, '{service_role}' from unnest(array['load_connection(text)', 'receive_inbox(jsonb)', 'load_assessment(jsonb)', 'record_assessment(jsonb)',
  'park_message(jsonb)', 'confirm_violation(uuid, timestamptz)', 'begin_mail(uuid, timestamptz)', 'settle_mail(jsonb)', 'note_refusal(text, text)', 'open_account(jsonb)',
  'take_rate(text, int, int, timestamptz)', 'register_trader(jsonb)', 'accept_invite(jsonb)',
  'open_job_review(jsonb)', 'start_batch(text, int, timestamptz)', 'beat_batch(uuid, int, int, int, timestamptz)', 'end_batch(uuid, jsonb)', 'resume_batch(uuid, int, timestamptz)',
  'health()', 'refresh_consistency_view()']) f;
select private.apply_grants();
