-- What the judge is told before it judges: one account's terms, facts, known events and, where a refold is needed, its events.
create function private.load_events(p_account uuid, p_after text) returns jsonb language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('kind', e.kind, 'external_id', e.external_id, 'order_key', e.order_key, 'occurred_at', e.occurred_at,
      'data', e.data, 'booked_cents', t.booked_cents, 'net_cents', t.net_profit_cents) order by e.order_key, e.kind, e.external_id), '[]')
  from public.account_events e
  left join public.trades t on e.kind = 'reversal' and t.account_id = e.account_id and t.external_id = e.data ->> 'reverses_external_id'
  where e.account_id = p_account and (p_after is null or e.order_key > p_after collate "C") $$;

create function private.load_account(p_spec jsonb) returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare a public.accounts; f public.account_facts; grace int; complete timestamptz; starts public.account_checkpoints; first_key text := p_spec ->> 'first_key';
  is_late boolean; refolds boolean; known jsonb; reversed jsonb; held jsonb := '[]'; told jsonb := '[]';
begin
  -- The version is read before anything else, so whatever changes in between can only make the record stale, never wrong.
  if p_spec ? 'account_id' then select * into a from public.accounts x where x.id = (p_spec ->> 'account_id')::uuid;
  else select * into a from public.accounts x where x.platform = p_spec ->> 'platform' and x.server = coalesce(p_spec ->> 'server', '') and x.login = p_spec ->> 'login'; end if;
  if a.id is null then return null; end if;
  select * into f from public.account_facts x where x.account_id = a.id;
  select c.confirm_grace_seconds, c.complete_through into grace, complete from public.connections c where c.id = a.connection_id;
  is_late := coalesce(first_key < f.last_event_key collate "C", false);
  refolds := is_late or f.facts is null;
  if is_late and f.facts is not null then
    select * into starts from public.account_checkpoints c where c.account_id = a.id and c.order_key <= first_key collate "C" order by c.order_key desc limit 1;
  end if;
  if refolds then told := private.load_events(a.id, starts.order_key); end if;
  if is_late then
    select coalesce(jsonb_agg(jsonb_build_object('id', v.id, 'rule', v.rule, 'instance', v.instance, 'subject', v.subject, 'breached_at', v.breached_at,
        'raised_key', v.raised_key, 'state', v.state, 'consequence', v.consequence, 'outcome', v.outcome) order by v.raised_key, v.id), '[]') into held
      from public.risk_violations v where v.account_id = a.id and v.state <> 'withdrawn' and v.rule_set_id = a.rule_set_id
        and (starts.order_key is null or v.raised_key > starts.order_key);
  end if;
  select coalesce(jsonb_agg(jsonb_build_object('kind', e.kind, 'external_id', e.external_id, 'content_sha256', e.content_sha256, 'outcome', e.outcome)), '[]') into known
    from jsonb_array_elements(coalesce(p_spec -> 'keys', '[]')) k
    join public.account_events e on e.account_id = a.id and e.kind = k ->> 0 and e.external_id = k ->> 1;
  select coalesce(jsonb_agg(jsonb_build_object('external_id', t.external_id, 'booked_cents', t.booked_cents, 'net_cents', t.net_profit_cents)), '[]') into reversed
    from jsonb_array_elements_text(coalesce(p_spec -> 'reverses', '[]')) k join public.trades t on t.account_id = a.id and t.external_id = k;
  return jsonb_build_object('account_id', a.id, 'platform', a.platform, 'server', a.server, 'login', a.login, 'connection_id', a.connection_id,
    'grace_seconds', grace, 'complete_through', complete, 'status', a.status, 'version', a.version, 'rule_set_id', a.rule_set_id, 'currency', a.currency,
    'initial_balance_cents', a.initial_balance_cents, 'profit_split_bps', a.profit_split_bps, 'activated_at', a.activated_at,
    'trading_off_reason', a.trading_off_reason, 'trading_off_until', a.trading_off_until, 'blocked_from', a.blocked_from, 'trader_id', a.trader_id,
    'facts', f.facts, 'last_event_key', case when f.facts is not null then f.last_event_key end, 'known', known, 'reversed', reversed, 'late', is_late,
    'checkpoint', case when starts.account_id is not null then jsonb_build_object('trading_day', starts.trading_day, 'order_key', starts.order_key, 'facts', starts.facts) end,
    'events', told, 'violations', held);
end $$;

create function private.load_accounts(p_specs jsonb) returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare spec jsonb; one jsonb; accounts jsonb := '[]'; unknown jsonb := '[]';
begin
  for spec in select x from jsonb_array_elements(coalesce(p_specs, '[]')) x loop
    one := private.load_account(spec);
    if one is null then unknown := unknown || jsonb_build_array(spec - 'first_key' - 'keys' - 'reverses'); else accounts := accounts || jsonb_build_array(one); end if;
  end loop;
  return jsonb_build_object('accounts', accounts, 'unknown', unknown);
end $$;

create function public.load_assessment(p jsonb) returns jsonb language sql stable security definer set search_path = '' as
$$ select private.load_accounts(p -> 'accounts') $$;

create function public.load_connection(p_slug text) returns jsonb language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('id', c.id, 'slug', c.slug, 'kind', c.kind, 'platform', c.platform, 'server', c.server, 'status', c.status,
    'signing_secrets', c.signing_secrets, 'rate_limit', c.rate_limit, 'confirm_grace_seconds', c.confirm_grace_seconds, 'server_zone', c.server_zone)
  from public.connections c where c.slug = p_slug $$;
