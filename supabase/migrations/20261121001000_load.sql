-- What the judge is told before it judges: one account's terms, facts, known events and, where a refold is needed, its events.

-- A payout that was taken back leaves no trace in what an account is told from.
create function private.load_events(p_account uuid, p_after text) returns jsonb language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('kind', e.kind, 'external_id', e.external_id, 'order_key', e.order_key, 'occurred_at', e.occurred_at,
      'data', e.data, 'booked_cents', t.booked_cents, 'net_cents', t.net_profit_cents) order by e.order_key, e.kind, e.external_id), '[]')
  from public.account_events e
  left join public.trades t on e.kind = 'reversal' and t.account_id = e.account_id and t.external_id = e.data ->> 'reverses_external_id'
  where e.account_id = p_account and (p_after is null or e.order_key > p_after collate "C") and e.kind <> 'payout-taken-back'
    and (e.kind <> 'payout' or not exists (select from public.account_events c where c.account_id = e.account_id and c.kind = 'payout-taken-back' and c.external_id = e.external_id)) $$;

-- Verdicts a refold may take back. Those of resets after the last event are the batch's to judge again; this fold ends before them and would take them back
-- unheard. The version asked for narrows nothing: a refold that begins before a move judges by every version since.
create function private.load_held(p_account uuid, p_rule_set uuid, p_after text, p_until text) returns jsonb language plpgsql stable security definer set search_path = '' as $$
begin
  return (select coalesce(jsonb_agg(jsonb_build_object('id', v.id, 'rule', v.rule, 'instance', v.instance, 'subject', v.subject, 'breached_at', v.breached_at,
      'raised_key', v.raised_key, 'state', v.state, 'consequence', v.consequence, 'outcome', v.outcome, 'rule_set_id', v.rule_set_id) order by v.raised_key, v.id), '[]')
    from public.risk_violations v where v.account_id = p_account and v.state <> 'withdrawn'
      and (p_after is null or v.raised_key > p_after collate "C") and (p_until is null or v.raised_key <= p_until collate "C"));
end $$;

-- For every account of a message in one statement and so in one snapshot: the version is that of the facts beside it.
-- The laterals with a limit and the forbidden scans keep each look-up one step into an index: a plan is kept for as long as its connection lives, and a table
-- that was small when it was made may have grown since.
create function private.load_accounts(p_specs jsonb) returns jsonb language plpgsql stable security definer set search_path = '' set enable_seqscan = off as $$
declare answer jsonb;
begin
  with spec as (
    select s.place, s.x, s.x ->> 'first_key' as first_key, s.x ? 'account_id' as by_id from jsonb_array_elements(coalesce(p_specs, '[]')) with ordinality s(x, place)),
  found as (
    select s.place, s.x, s.first_key, a.*, case when c.stale_since is null then c.confirm_grace_seconds else greatest(c.confirm_grace_seconds, 1) end as confirm_grace_seconds, case when c.stale_since is null then c.complete_through end as complete_through, f.facts, f.last_event_key,
      coalesce(s.first_key < f.last_event_key collate "C", false) as is_late
    from spec s
    left join lateral (select x.* from public.accounts x where s.by_id and x.id = (s.x ->> 'account_id')::uuid
      union all select x.* from public.accounts x where not s.by_id and x.platform = s.x ->> 'platform' and x.server = coalesce(s.x ->> 'server', '')
        and x.login = s.x ->> 'login') a on true
    left join public.connections c on c.id = a.connection_id
    left join public.account_facts f on f.account_id = a.id),
  told as (
    select a.*, case when a.facts is not null then a.last_event_key end as last_key, p.start,
      (select coalesce(jsonb_agg(jsonb_build_object('kind', e.kind, 'external_id', e.external_id, 'content_sha256', e.content_sha256, 'outcome', e.outcome)), '[]')
        from jsonb_array_elements(coalesce(a.x -> 'keys', '[]')) k cross join lateral (select * from public.account_events x
          where x.account_id = a.id and x.kind = k ->> 0 and x.external_id = k ->> 1 limit 1) e) as known,
      (select coalesce(jsonb_agg(jsonb_build_object('external_id', t.external_id, 'booked_cents', t.booked_cents, 'net_cents', t.net_profit_cents)), '[]')
        from jsonb_array_elements_text(coalesce(a.x -> 'reverses', '[]')) k cross join lateral (select * from public.trades x
          where x.account_id = a.id and x.external_id = k limit 1) t) as reversed
    from found a
    left join lateral (select jsonb_build_object('trading_day', c.trading_day, 'order_key', c.order_key, 'facts', c.facts) as start
      from public.account_checkpoints c where a.is_late and a.facts is not null and c.account_id = a.id and c.order_key <= a.first_key collate "C"
      order by c.order_key desc limit 1) p on true)
  select jsonb_build_object(
    'unknown', coalesce(jsonb_agg(a.x - 'first_key' - 'keys' - 'reverses' order by a.place) filter (where a.id is null), '[]'),
    'accounts', coalesce(jsonb_agg(jsonb_build_object('account_id', a.id, 'platform', a.platform, 'server', a.server, 'login', a.login,
      'connection_id', a.connection_id, 'grace_seconds', a.confirm_grace_seconds, 'complete_through', a.complete_through, 'status', a.status,
      'version', a.version, 'rule_set_id', a.rule_set_id, 'currency', a.currency, 'initial_balance_cents', a.initial_balance_cents,
      'profit_split_bps', a.profit_split_bps, 'activated_at', a.activated_at, 'trading_off_reason', a.trading_off_reason,
      'trading_off_until', a.trading_off_until, 'blocked_from', a.blocked_from, 'trader_id', a.trader_id, 'facts', a.facts,
      'last_event_key', a.last_key, 'late', a.is_late, 'known', a.known, 'reversed', a.reversed, 'checkpoint', a.start,
      'events', case when a.is_late or a.facts is null then private.load_events(a.id, a.start ->> 'order_key') else '[]' end,
      'violations', case when a.is_late then private.load_held(a.id, a.rule_set_id, a.start ->> 'order_key', a.last_key) else '[]' end)
      order by a.place) filter (where a.id is not null), '[]'))
    into answer from told a;
  return answer;
end $$;

create function public.load_connection(p_slug text) returns jsonb language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('id', c.id, 'slug', c.slug, 'kind', c.kind, 'platform', c.platform, 'server', c.server, 'status', c.status,
    'signing_secrets', c.signing_secrets, 'rate_limit', c.rate_limit, 'confirm_grace_seconds', c.confirm_grace_seconds, 'server_zone', c.server_zone)
  from public.connections c where c.slug = p_slug $$;
