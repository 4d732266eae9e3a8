-- Who may reach what, by name. Everything is revoked first, so it may be called again at any time after somebody granted too much.
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

create function private.apply_grants() returns void language plpgsql set search_path = '' as $$
begin
  -- Two at once would step on the same catalogue rows.
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('apply-grants', 7));
  perform private.revoke_all();
  perform private.harden_queue();
  grant usage on schema private to authenticated, service_role;
  grant execute on function private.uid(), private.staff_role(), private.is_staff(), private.trader_id(), private.sees_contact(), private.contact_email(uuid), private.major(bigint, uuid),
    private.minor_digits(uuid) to authenticated, service_role;

  grant select on public.account_checkpoints, public.account_decisions, public.account_events, public.account_facts, public.account_notes, public.account_transitions,
    public.accounts, public.balance_operations, public.batch_runs, public.challenge_types, public.daily_stats, public.equity_marks, public.events, public.inbox,
    public.inbox_conflicts, public.ingest_conflicts, public.login_events, public.mail_templates, public.phases, public.positions, public.reviews, public.risk_violations,
    public.rule_sets, public.saved_views, public.settings, public.staff, public.symbols, public.trade_consistency_snapshot, public.trades to authenticated;
  grant select on public.accounts_list, public.trades_list, public.positions_list, public.violations_list, public.timeline, public.traders_list, public.funded_accounts,
    public.funded_virtual_accounts, public.connected_accounts, public.account_state_snapshots to authenticated;
  -- Secrets, addresses and tokens are left out by column.
  grant select (id, slug, kind, platform, server, server_zone, resync_url, confirm_grace_seconds, rate_limit, cursor, complete_through, last_event_at, status, created_at)
    on public.connections to authenticated;
  grant select (id, auth_user_id, full_name, country, kyc_status, is_active, disabled_reason, created_at) on public.traders to authenticated;
  grant select (id, email, role, invited_by, expires_at, accepted_at, revoked_at, created_at) on public.staff_invites to authenticated;
  grant select (id, event_id, message, account_id, trader_id, violation_id, state, state_reason, provider_id, attempts, run_at, sent_at, created_at)
    on public.mail_deliveries to authenticated;
  grant execute on function public.dashboard(), public.add_note(uuid, text), public.decide_violation(uuid, text, text), public.transition_account(uuid, bigint, text, text),
    public.decide_transition(uuid, text, text), public.save_rule_set(jsonb), public.publish_rule_set(uuid, text, timestamptz), public.publish_setting(text, jsonb, timestamptz),
    public.save_view(text, text, text, jsonb, boolean), public.verify_events(), public.get_cumulative_profit(uuid) to authenticated;

  grant select on all tables in schema public to service_role;
  revoke all on public.risk_rules_config from service_role;
  grant execute on function public.load_connection(text), public.receive_inbox(jsonb), public.load_assessment(jsonb), public.record_assessment(jsonb), public.park_message(jsonb),
    public.confirm_violation(uuid, timestamptz), public.begin_mail(uuid, timestamptz), public.settle_mail(jsonb), public.note_refusal(text, text), public.open_account(jsonb),
    public.record_login(uuid, text, text, text, boolean, timestamptz), public.take_rate(text, int, int, timestamptz), public.register_trader(jsonb), public.accept_invite(jsonb),
    public.open_job_review(jsonb), public.start_batch(text, int, timestamptz), public.beat_batch(uuid, int, int, int, timestamptz), public.end_batch(uuid, jsonb),
    public.health(), public.verify_events(), public.get_cumulative_profit(uuid), public.refresh_consistency_view() to service_role;
end $$;
select private.apply_grants();
