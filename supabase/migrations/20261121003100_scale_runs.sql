-- Load tests over accounts made for them: many at once, and gone again without a trace but one summary event.
--
-- Accounts of a run sit on a server named scale:<run>. Their rows may be deleted, by the one function below and nobody else; everything else that is
-- append-only stays so. Their rules are a draft: it judges as a published version does, and it may be removed.

create function private.is_scale_row(p_row jsonb) returns boolean language sql stable security definer set search_path = '' as $$
  select coalesce(current_setting('tideline.dropping', true), '') like 'scale:%' and exists (select from public.accounts a
    where a.id = (p_row ->> 'account_id')::uuid and a.server = current_setting('tideline.dropping', true)) $$;

-- p = { server: scale:<run>, rules: rule-set document, initial_balance_cents, now }. The grace is so long that no verdict of a run is ever confirmed or mailed.
create function private.begin_scale_run(p jsonb) returns void language plpgsql security definer set search_path = '' as $$
declare challenge uuid; phase uuid; server text := p ->> 'server';
begin
  if server not like 'scale:%' then raise exception 'a scale run names its server scale:<run>'; end if;
  insert into public.connections (slug, kind, platform, server, confirm_grace_seconds) values (replace(server, ':', '-'), 'neutral', 'other', server, 604800);
  insert into public.traders (email, full_name) values (replace(server, ':', '-') || '@scale.invalid', 'Load test');
  insert into public.challenge_types (title, steps, kind, account_size_cents, is_archived) values (server, 1, 'classic', (p ->> 'initial_balance_cents')::bigint, true) returning id into challenge;
  insert into public.phases (challenge_type_id, position, name) values (challenge, 1, 'Load test') returning id into phase;
  insert into public.rule_sets (phase_id, code, version, initial_balance_cents, rules) values (phase, 'scale-test', 1, (p ->> 'initial_balance_cents')::bigint, p -> 'rules');
end $$;

-- Accounts numbered from .. to, each with the history of shape number % shapes: p = { server, from, to, now, shapes: [{ n, activated_at, facts: facts|null, last_event_key,
-- last_event_at, balance_cents, high_water_cents, profit_cents, trading_day, events: [account_events rows], trades: [trades rows] }] }.
create function private.make_scale_accounts(p jsonb) returns int language plpgsql security definer set search_path = '' as $$
declare v_server text := p ->> 'server'; shapes int := jsonb_array_length(p -> 'shapes'); first int := (p ->> 'from')::int; last int := (p ->> 'to')::int; made int;
begin
  insert into public.accounts (connection_id, platform, server, login, trader_id, challenge_type_id, phase_id, rule_set_id, initial_balance_cents, currency, profit_split_bps, created_at)
    select c.id, 'other', v_server, n::text, t.id, ct.id, ph.id, r.id, r.initial_balance_cents, r.currency, 8000, (p ->> 'now')::timestamptz
    from generate_series(first, last) n, public.connections c, public.traders t, public.challenge_types ct, public.phases ph, public.rule_sets r
    where c.slug = replace(v_server, ':', '-') and t.email = replace(v_server, ':', '-') || '@scale.invalid' and ct.title = v_server and ph.challenge_type_id = ct.id and r.phase_id = ph.id;
  get diagnostics made = row_count;
  update public.accounts a set status = 'active', activated_at = s.activated_at from jsonb_to_recordset(p -> 'shapes') as s(n int, activated_at timestamptz)
    where s.n = a.login::int % shapes and a.platform = 'other' and a.server = v_server and a.login in (select n::text from generate_series(first, last) n);
  insert into public.account_facts (account_id, balance_cents, equity_cents, high_water_cents, cumulative_profit_cents, trading_day, facts, facts_version, last_event_key, last_event_at, updated_at)
    select a.id, s.balance_cents, s.balance_cents, s.high_water_cents, s.profit_cents, s.trading_day, s.facts, 1, s.last_event_key, s.last_event_at, (p ->> 'now')::timestamptz
    from public.accounts a join jsonb_to_recordset(p -> 'shapes') as s(n int, facts jsonb, last_event_key text, last_event_at timestamptz, balance_cents bigint,
      high_water_cents bigint, profit_cents bigint, trading_day date) on s.n = a.login::int % shapes
    where a.platform = 'other' and a.server = v_server and a.login in (select n::text from generate_series(first, last) n);
  insert into public.account_events (account_id, kind, external_id, order_key, occurred_at, received_at, source, content_sha256, data)
    select a.id, e.kind, e.external_id, e.order_key, e.occurred_at, e.received_at, e.source, e.content_sha256, e.data
    from public.accounts a join jsonb_to_recordset(p -> 'shapes') as s(n int, events jsonb) on s.n = a.login::int % shapes
    cross join lateral jsonb_to_recordset(s.events) as e(kind text, external_id text, order_key text, occurred_at timestamptz, received_at timestamptz, source text,
      content_sha256 text, data jsonb)
    where a.platform = 'other' and a.server = v_server and a.login in (select n::text from generate_series(first, last) n);
  insert into public.trades (account_id, external_id, ticket_number, position_id, symbol, type, lots, open_price, close_price, open_time, close_time, profit_loss_cents,
      commission_cents, booked_cents, is_final_slice)
    select a.id, t.external_id, t.ticket_number, t.position_id, t.symbol, t.type, t.lots, t.open_price, t.close_price, t.open_time, t.close_time, t.profit_loss_cents,
      t.commission_cents, t.booked_cents, t.is_final_slice
    from public.accounts a join jsonb_to_recordset(p -> 'shapes') as s(n int, trades jsonb) on s.n = a.login::int % shapes
    cross join lateral jsonb_to_recordset(s.trades) as t(external_id text, ticket_number text, position_id text, symbol text, type text, lots numeric, open_price numeric,
      close_price numeric, open_time timestamptz, close_time timestamptz, profit_loss_cents bigint, commission_cents bigint, booked_cents bigint, is_final_slice boolean)
    where a.platform = 'other' and a.server = v_server and a.login in (select n::text from generate_series(first, last) n);
  return made;
end $$;

-- Removes up to so many accounts of a run and answers how many; with the last of them everything the run was made of goes too.
create function private.drop_scale_accounts(p_server text, p_most int) returns int language plpgsql security definer set search_path = '' as $$
declare ids uuid[]; one uuid;
begin
  if p_server not like 'scale:%' then raise exception 'only the accounts of a load test are ever removed'; end if;
  perform set_config('tideline.dropping', p_server, true);
  select array_agg(x.id) into ids from (select a.id from public.accounts a where a.platform = 'other' and a.server = p_server order by a.id limit p_most) x;
  if ids is null then return 0; end if;
  for one in select v.id from public.risk_violations v where v.account_id = any (ids) loop perform private.remove_job('confirm:' || one); end loop;
  for one in select m.id from public.mail_deliveries m where m.account_id = any (ids) loop perform private.remove_job('mail:' || one); end loop;
  delete from public.mail_deliveries where account_id = any (ids);
  delete from public.reviews where account_id = any (ids);
  delete from public.trade_consistency_snapshot where account_id = any (ids);
  delete from public.risk_violations where account_id = any (ids);
  delete from public.daily_stats where account_id = any (ids);
  delete from public.positions where account_id = any (ids);
  delete from public.account_checkpoints where account_id = any (ids);
  delete from public.account_facts where account_id = any (ids);
  delete from public.trades where account_id = any (ids);
  delete from public.account_events where account_id = any (ids);
  delete from public.events where account_id = any (ids);
  delete from public.accounts where id = any (ids);
  perform set_config('tideline.dropping', '', true);
  return cardinality(ids);
end $$;

create function private.drop_scale_run(p_server text, p_run uuid, p_summary jsonb, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
declare challenge uuid;
begin
  if exists (select from public.accounts a where a.platform = 'other' and a.server = p_server) then raise exception 'accounts of % are left', p_server; end if;
  select id into challenge from public.challenge_types where title = p_server and p_server like 'scale:%';
  delete from public.rule_sets r using public.phases p where p.id = r.phase_id and p.challenge_type_id = challenge;
  delete from public.phases where challenge_type_id = challenge;
  delete from public.challenge_types where id = challenge;
  delete from public.traders where email = replace(p_server, ':', '-') || '@scale.invalid';
  delete from public.connections where server = p_server and p_server like 'scale:%';
  delete from private.batch_progress b using public.batch_runs r where r.id = b.run_id and r.kind = 'scale-test' and (p_run is null or r.id = p_run);
  delete from public.batch_runs where kind = 'scale-test' and (p_run is null or id = p_run);
  perform private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', 'scale-test.ended', 'actor_kind', 'system',
    'data', coalesce(p_summary, '{}') || jsonb_build_object('run', p_server))), p_now);
end $$;

-- What a run that was killed left behind.
create function private.scale_leftovers() returns setof text language sql stable security definer set search_path = '' as
$$ select c.server from public.connections c where c.server like 'scale:%' $$;

select private.apply_grants();
