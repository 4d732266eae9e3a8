-- The record of many accounts as one set of statements. Where one of them cannot be written, each is written alone, so that it fails alone.

-- One link per account and round; the accounts' own locks are held, and they guard their streams.
create function private.append_account_events(p_rows jsonb, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
declare who text := 'system'; who_id uuid; rounds int; place int;
begin
  select max(jsonb_array_length(r.spine)) into rounds from jsonb_to_recordset(p_rows) as r(spine jsonb) where jsonb_typeof(r.spine) = 'array';
  if coalesce(rounds, 0) = 0 then return; end if;
  if private.is_staff() then who := 'staff'; who_id := private.uid(); elsif private.trader_id() is not null then who := 'trader'; who_id := private.trader_id(); end if;
  for place in 1 .. rounds loop
    insert into public.events (stream, seq, kind, account_id, trader_id, actor_kind, actor_id, reason, data, occurred_at, request_id, created_at, prev_hash, hash)
      select (l.e).stream, (l.e).seq, (l.e).kind, (l.e).account_id, (l.e).trader_id, (l.e).actor_kind, (l.e).actor_id, (l.e).reason, (l.e).data, (l.e).occurred_at,
        (l.e).request_id, (l.e).created_at, (l.e).prev_hash, private.event_hash(l.e)
      from (
        -- In the order of the table's columns: what is hashed is the row itself.
        select row(null, 'account:' || a.id, coalesce(held.seq, 0) + 1, s.x ->> 'kind', a.id, a.trader_id, who, who_id, s.x ->> 'reason', coalesce(s.x -> 'data', '{}'),
          coalesce((s.x ->> 'occurred_at')::timestamptz, p_now), s.x ->> 'request_id', p_now, coalesce(held.hash, '\x'::bytea), null, null)::public.events as e
        from jsonb_to_recordset(p_rows) as r(account_id uuid, spine jsonb)
        -- Events of verdicts are added where the verdicts are.
        cross join lateral (select t.x from (select t.x, row_number() over (order by t.at) as nth from jsonb_array_elements(r.spine) with ordinality t(x, at)
          where t.x ->> 'kind' not like 'rule.%') t where t.nth = place) s
        join public.accounts a on a.id = r.account_id
        left join lateral (select x.seq, x.hash from public.events x where x.stream = 'account:' || a.id order by x.seq desc limit 1) held on true
        offset 0) l;
  end loop;
end $$;

-- What few messages bring: trading stopped by the caller's word, reviews, verdicts. Whether trading may go on is settled with every message.
create function private.record_all_effects(p jsonb, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
declare a public.accounts; grace int;
begin
  select * into strict a from public.accounts x where x.id = (p ->> 'account_id')::uuid;
  -- A verdict that stops trading outranks whatever the caller has to say about it.
  if coalesce(p -> 'trading_off', 'null') <> 'null' and coalesce(a.trading_off_reason, 'rule-pause') = 'rule-pause' then
    update public.accounts set trading_off_reason = p #>> '{trading_off,reason}', trading_off_until = (p #>> '{trading_off,until}')::timestamptz where id = a.id;
    perform private.append_events('account:' || a.id, jsonb_build_array(jsonb_build_object('kind', 'account.trading-stopped', 'reason', p #>> '{trading_off,reason}')), p_now);
  end if;
  perform private.record_reviews(a.id, p, p_now);
  select c.confirm_grace_seconds into strict grace from public.connections c where c.id = a.connection_id;
  perform private.record_violations(a, p, grace, p_now);
end $$;

-- Takes the accounts' locks, always first and in the order of their ids, so two messages on the same accounts take their turns; answers the versions under them.
-- Then what is known of them, in the same order: a batch that writes what time alone has moved takes only that, so it and a message about the same accounts wait for
-- each other instead of blocking each other for good.
create function private.lock_accounts(p_rows jsonb) returns table (id uuid, version bigint, told bigint) language plpgsql security definer set search_path = '' as $$
begin
  return query with asked as materialized (select r.account_id, r.version from jsonb_to_recordset(p_rows) as r(account_id uuid, version bigint)),
    held as materialized (select a.id, a.version from public.accounts a where a.id in (select x.account_id from asked x) order by a.id for update)
    select x.account_id, h.version, x.version from asked x left join held h on h.id = x.account_id order by x.account_id;
  perform from public.account_facts f where f.account_id in (select r.account_id from jsonb_to_recordset(p_rows) as r(account_id uuid)) order by f.account_id
    for no key update;
end $$;

create function private.record_accounts(p_rows jsonb, p_now timestamptz) returns jsonb language plpgsql security definer set search_path = '' as $$
declare answers jsonb; fresh jsonb := p_rows; ids uuid[]; one jsonb;
begin
  select jsonb_agg(jsonb_build_object('account_id', l.id) || case when l.version is null then '{"outcome": "failed", "version": null, "code": "not-found"}'::jsonb
      when l.version <> l.told then jsonb_build_object('outcome', 'stale', 'version', l.version, 'code', 'stale')
      else jsonb_build_object('outcome', 'recorded', 'version', l.version + 1, 'code', null) end order by l.id),
    coalesce(array_agg(l.id) filter (where l.version = l.told), '{}') into answers, ids from private.lock_accounts(p_rows) l;
  if ids = '{}' then return answers; end if;
  -- Copying the list costs as much as writing a table, so it is only done where somebody was left out.
  if cardinality(ids) < jsonb_array_length(p_rows) then
    select jsonb_agg(x) into fresh from jsonb_array_elements(p_rows) x where (x ->> 'account_id')::uuid = any (ids);
  end if;
  update public.accounts set version = version + 1 where id = any (ids);
  perform private.record_events(fresh);
  perform private.record_trades(fresh);
  perform private.record_reversals(fresh, ids);
  perform private.record_operations(fresh);
  perform private.record_positions(fresh);
  perform private.record_marks(fresh);
  perform private.record_days(fresh);
  perform private.record_checkpoints(fresh);
  perform private.record_facts(fresh, p_now);
  perform private.append_account_events(fresh, p_now);
  for one in select r.x - array['events', 'trades', 'facts', 'rule_states', 'marks', 'checkpoints'] from jsonb_array_elements(fresh) as r(x)
      where jsonb_typeof(r.x -> 'trading_off') = 'object' or '[]' <> any (array[r.x -> 'reviews', r.x -> 'conflicts', r.x -> 'violations', r.x -> 'withdrawn', r.x -> 'restated']) loop
    ids := array_remove(ids, (one ->> 'account_id')::uuid);
    perform private.record_effects(one, p_now);
  end loop;
  perform private.settle_trading_off(x, p_now) from unnest(ids) x;
  perform private.snapshot_consistency(fresh);
  perform private.judge_again(jsonb_build_object('account_id', r.account_id, 'last_event_key', r.last_event_key, 'events', coalesce(r.events, '[]')), p_now)
    from jsonb_to_recordset(fresh) as r(account_id uuid, last_event_key text, events jsonb)
    where exists (select from public.risk_violations v where v.account_id = r.account_id and v.raised_key > r.last_event_key collate "C");
  return answers;
end $$;
