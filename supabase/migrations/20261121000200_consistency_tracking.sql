-- Consistency figures, and the classic flat view of the rules through which the database's owner publishes by a plain update.
create table public.trade_consistency_snapshot (
  id uuid primary key default gen_random_uuid(), account_id uuid not null references public.accounts, trade_ticket text not null,
  closed_at timestamptz not null, trade_profit_cents public.money_cents not null, cumulative_profit_cents public.money_cents not null,
  total_winning_trades int not null, trade_percentage numeric not null, is_violation boolean not null default false, threshold_percent numeric,
  created_at timestamptz not null default now(), unique (account_id, trade_ticket));
create index trade_consistency_snapshot_closed on public.trade_consistency_snapshot (account_id, closed_at desc, trade_ticket desc);
comment on table public.trade_consistency_snapshot is 'One row per winning position: its share of the winners so far, in closing order.';
alter table public.trade_consistency_snapshot enable row level security;
create policy "staff see every share, a trader their own" on public.trade_consistency_snapshot for select to authenticated
  using ((select private.is_staff()) or account_id in (select a.id from public.accounts a where a.trader_id = (select private.trader_id())));

create function private.minor_digits(p_rule_set uuid) returns int language sql stable set search_path = '' as
$$ select coalesce((select (r.rules ->> 'minor_digits')::int from public.rule_sets r where r.id = p_rule_set), 2) $$;

-- A trade is a position, not a slice: a partial close would otherwise game every share. Its slices are summed and dated at the final one. Without a final slice
-- it is no trade yet, so a position closed by half has no share of the winners. A slice that does not say whether it was the last is the last one unless its
-- position is still listed as open.
create function public.get_cumulative_profit(p_account_id uuid)
returns table (cumulative_profit numeric, total_winning_trades int, largest_win numeric) language sql stable security definer set search_path = '' as $$
  with scale as (select power(10::numeric, private.minor_digits(a.rule_set_id)) as units, private.minor_digits(a.rule_set_id) as digits
                 from public.accounts a where a.id = p_account_id
                 and (coalesce(current_setting('role', true), '') not in ('anon', 'authenticated') or private.is_staff() or a.trader_id = private.trader_id())),
  won as (select sum(t.net_profit_cents) as net from public.trades t where t.account_id = p_account_id group by t.position_id
          having sum(t.net_profit_cents) > 0 and coalesce(bool_or(t.is_final_slice), not exists (select from public.positions o where o.account_id = p_account_id and o.position_id = t.position_id)))
  select round(coalesce(sum(won.net), 0) / max(scale.units), max(scale.digits)), count(won.net)::int, round(coalesce(max(won.net), 0) / max(scale.units), max(scale.digits))
  from scale left join won on true having count(scale.units) > 0 $$;

create materialized view private.consistency_by_account as
  select w.account_id, sum(w.net) as winners_cents, count(*)::int as winning_trades, max(w.net) as largest_win_cents
  from (select t.account_id, t.position_id, sum(t.net_profit_cents) as net from public.trades t group by t.account_id, t.position_id
        having sum(t.net_profit_cents) > 0 and coalesce(bool_or(t.is_final_slice), not exists (select from public.positions o where o.account_id = t.account_id and o.position_id = t.position_id))) w
  group by w.account_id;
create unique index consistency_by_account_key on private.consistency_by_account (account_id);

create function public.refresh_consistency_view() returns void language plpgsql security definer set search_path = '' as
$$ begin refresh materialized view concurrently private.consistency_by_account; end $$;

-- A published version is what was sold. Whoever could edit it could rewrite verdicts, so the guard binds the owner and the service key too.
-- Funded accounts of some firms begin at nothing: their balance is what they have made since. The challenge keeps its size, which its price and its limits are
-- written for; only the rules of a live phase may say that an account begins at zero.
create function private.guard_rule_set() returns trigger language plpgsql set search_path = '' as $$
declare kind public.challenge_types; live boolean;
begin
  if tg_op = 'DELETE' then
    if old.state <> 'draft' then raise exception 'a published rule set is never deleted'; end if;
    return old;
  end if;
  if tg_op = 'UPDATE' and old.state <> 'draft' then
    if not (old.state = 'published' and new.state = 'retired')
       or (to_jsonb(new) - 'state' - 'firm' - 'account_type' - 'effective_date') <> (to_jsonb(old) - 'state' - 'firm' - 'account_type' - 'effective_date') then
      raise exception 'a published rule set never changes but to retired';
    end if;
    return new;
  end if;
  new.checksum := encode(sha256(convert_to(new.rules::text, 'UTF8')), 'hex');
  if new.state = 'draft' then return new; end if;
  if new.state = 'retired' then raise exception 'a draft is published before it is retired'; end if;
  select c.* into strict kind from public.challenge_types c join public.phases p on p.challenge_type_id = c.id where p.id = new.phase_id;
  select p.is_live into strict live from public.phases p where p.id = new.phase_id;
  if new.rules ->> 'format' is distinct from 'rule-set/1' or new.rules ->> 'code' is distinct from new.code
     or (new.rules ->> 'version')::int is distinct from new.version or new.rules ->> 'currency' is distinct from new.currency
     or (new.rules ->> 'initial_balance')::numeric * power(10::numeric, coalesce((new.rules ->> 'minor_digits')::int, 2)) is distinct from new.initial_balance_cents::numeric
     or new.currency <> kind.currency or not (new.initial_balance_cents = kind.account_size_cents or live and new.initial_balance_cents = 0) then
    raise exception 'the document says another code, version, currency or initial balance than the row or its challenge';
  end if;
  if exists (select from public.rule_sets r where r.phase_id = new.phase_id and r.state <> 'draft' and r.version >= new.version) then
    raise exception 'versions count up: % is not above those published', new.version;
  end if;
  return new;
end $$;
create trigger guard_rule_set before insert or update or delete on public.rule_sets for each row execute function private.guard_rule_set();

create function private.rule_set_in_force(p_phase uuid, p_at timestamptz) returns uuid language sql stable set search_path = '' as
$$ select r.id from public.rule_sets r where r.phase_id = p_phase and r.state = 'published' and r.effective_from <= p_at
   order by r.effective_from desc, r.version desc limit 1 $$;

-- A value is shown only where one instance says it; two instances, or another shape, read null.
create function private.rule_value(p_doc jsonb, p_rule text, p_path text[]) returns jsonb language sql immutable set search_path = '' as
$$ select case when jsonb_array_length(p_doc -> 'rules' -> p_rule) = 1 then nullif(p_doc -> 'rules' -> p_rule -> 0 #> p_path, 'null') end $$;
create function private.percent_of(p_share jsonb) returns numeric language sql immutable set search_path = '' as
$$ select trim_scale((p_share #>> '{}')::numeric * 100) $$;
create function private.share_of(p_percent numeric) returns jsonb language sql immutable set search_path = '' as
$$ select to_jsonb(round(p_percent / 100, greatest(2, scale(trim_scale(p_percent / 100))))::text) $$;

-- The size is the one that is sold, also where the account begins at zero.
create view public.risk_rules_config with (security_invoker = true) as
  select case when p.is_live then 'funded' else 'evaluation' end as challenge_type, r.phase_id, r.id as rule_set_id, r.version,
    round(c.account_size_cents / power(10::numeric, coalesce((r.rules ->> 'minor_digits')::int, 2)), 2) as account_size,
    private.percent_of(private.rule_value(r.rules, 'max-daily-loss', '{limit,pct}')) as max_daily_loss_percent,
    private.percent_of(private.rule_value(r.rules, 'max-drawdown', '{amount,pct}')) as max_total_drawdown_percent,
    (private.rule_value(r.rules, 'lot-size', '{max_lots}') #>> '{}')::numeric as max_lot_size,
    coalesce(private.rule_value(r.rules, 'consistency', '{running}') is not null, false) as consistency_enabled,
    private.percent_of(private.rule_value(r.rules, 'consistency', '{running,threshold}')) as max_single_win_percent,
    private.rule_value(r.rules, 'trading-hours', '{windows,0,from}') #>> '{}' as trading_hours_start,
    private.rule_value(r.rules, 'trading-hours', '{windows,0,to}') #>> '{}' as trading_hours_end,
    coalesce(private.rule_value(r.rules, 'trading-hours', '{windows,0,tz}'), private.rule_value(r.rules, 'trading-hours', '{tz}')) #>> '{}' as trading_hours_tz,
    not (r.rules -> 'rules' ? 'weekend-holding') as weekend_trading_allowed, not (r.rules -> 'rules' ? 'news-window') as news_trading_allowed,
    (private.rule_value(r.rules, 'ea-trading', '{allowed}') #>> '{}')::boolean as ea_trading_allowed,
    (private.rule_value(r.rules, 'tick-scalping', '{min_s}') #>> '{}')::int as min_trade_duration_seconds,
    (private.rule_value(r.rules, 'max-trades-per-day', '{max}') #>> '{}')::int as max_trades_per_day
  from public.phases p join public.challenge_types c on c.id = p.challenge_type_id join public.rule_sets r on r.id = private.rule_set_in_force(p.id, now());
comment on view public.risk_rules_config is 'The rules in force, one flat row per phase; updating a row publishes a new version of its document.';

create function private.with_rule_value(p_doc jsonb, p_column text, p_rule text, p_path text[], p_value jsonb, p_new jsonb) returns jsonb
language plpgsql immutable set search_path = '' as $$
declare held int := coalesce(jsonb_array_length(p_doc -> 'rules' -> p_rule), 0);
begin
  if held > 1 then raise exception '% stands for % instances of %, which one value cannot say', p_column, held, p_rule; end if;
  if p_value is null then
    if cardinality(p_path) = 1 and p_path[1] = 'running' and held = 1 then return p_doc #- array['rules', p_rule, '0', 'running']; end if;
    return p_doc #- array['rules', p_rule];
  end if;
  if held = 0 then
    if p_new is null then raise exception '% needs more than one value; write % in the document', p_column, p_rule; end if;
    p_doc := jsonb_set(p_doc, array['rules', p_rule], jsonb_build_array(p_new), true);
  elsif p_path <> '{}' and cardinality(p_path) > 1 and p_doc -> 'rules' -> p_rule -> 0 -> p_path[1] is null then
    p_doc := jsonb_set(p_doc, array['rules', p_rule, '0', p_path[1]], '{}', true);
  end if;
  return case when p_path = '{}' then p_doc else jsonb_set(p_doc, array['rules', p_rule, '0'] || p_path, p_value, true) end;
end $$;

create function private.publish_config() returns trigger language plpgsql set search_path = '' as $$
declare d jsonb; r public.rule_sets; o public.risk_rules_config := old; n public.risk_rules_config := new; next_version int; fresh uuid; keeping int;
begin
  if (n.challenge_type, n.phase_id, n.rule_set_id, n.version, n.account_size) is distinct from (o.challenge_type, o.phase_id, o.rule_set_id, o.version, o.account_size) then
    raise exception 'challenge_type, phase_id, rule_set_id, version and account_size are read-only';
  end if;
  if n is not distinct from o then return n; end if;
  select * into strict r from public.rule_sets where id = o.rule_set_id;
  d := r.rules;
  if n.max_daily_loss_percent is distinct from o.max_daily_loss_percent then
    d := private.with_rule_value(d, 'max_daily_loss_percent', 'max-daily-loss', '{limit,pct}', private.share_of(n.max_daily_loss_percent),
      '{"limit": {"of": "initial"}, "reference": "balance", "measure": "equity", "touch_is_breach": false, "consequence": "fail"}'); end if;
  if n.max_total_drawdown_percent is distinct from o.max_total_drawdown_percent then
    d := private.with_rule_value(d, 'max_total_drawdown_percent', 'max-drawdown', '{amount,pct}', private.share_of(n.max_total_drawdown_percent),
      '{"mode": "static", "amount": {"of": "initial"}, "lock": null, "measure": "equity", "touch_is_breach": false, "payout_effect": "none"}'); end if;
  if n.max_lot_size is distinct from o.max_lot_size then
    d := private.with_rule_value(d, 'max_lot_size', 'lot-size', '{max_lots}', to_jsonb(n.max_lot_size::text), '{}'); end if;
  if n.consistency_enabled is distinct from o.consistency_enabled and not n.consistency_enabled then
    d := private.with_rule_value(d, 'consistency_enabled', 'consistency', '{running}', null, null);
  elsif n.consistency_enabled and (n.max_single_win_percent, n.consistency_enabled) is distinct from (o.max_single_win_percent, o.consistency_enabled) then
    if n.max_single_win_percent is null then raise exception 'consistency_enabled needs max_single_win_percent'; end if;
    d := private.with_rule_value(d, 'max_single_win_percent', 'consistency', '{running,threshold}', private.share_of(n.max_single_win_percent), '{"running": {}}');
  elsif n.max_single_win_percent is distinct from o.max_single_win_percent then
    raise exception 'max_single_win_percent has no effect while consistency_enabled is false'; end if;
  if (n.trading_hours_start, n.trading_hours_end, n.trading_hours_tz) is distinct from (o.trading_hours_start, o.trading_hours_end, o.trading_hours_tz) then
    if o.trading_hours_start is null and n.trading_hours_start is not null then
      raise exception 'trading_hours_start needs the days of its window; write trading-hours in the document'; end if;
    d := private.with_rule_value(d, 'trading_hours_start', 'trading-hours', '{windows,0,from}', to_jsonb(n.trading_hours_start), null);
    if n.trading_hours_start is not null then
      d := private.with_rule_value(d, 'trading_hours_end', 'trading-hours', '{windows,0,to}', to_jsonb(n.trading_hours_end), null);
      d := private.with_rule_value(d, 'trading_hours_tz', 'trading-hours', case when r.rules #> '{rules,trading-hours,0,tz}' is null then '{windows,0,tz}' else '{tz}' end::text[],
        to_jsonb(n.trading_hours_tz), null); end if; end if;
  if n.weekend_trading_allowed is distinct from o.weekend_trading_allowed then
    d := private.with_rule_value(d, 'weekend_trading_allowed', 'weekend-holding', '{}', case when not n.weekend_trading_allowed then 'true'::jsonb end,
      '{"time": "16:00", "dow": 5, "tz": "America/New_York", "reopens": {"dow": 7, "time": "17:00"}}'); end if;
  if n.news_trading_allowed is distinct from o.news_trading_allowed then
    d := private.with_rule_value(d, 'news_trading_allowed', 'news-window', '{}', case when not n.news_trading_allowed then 'true'::jsonb end, '{}'); end if;
  if n.ea_trading_allowed is distinct from o.ea_trading_allowed then
    d := private.with_rule_value(d, 'ea_trading_allowed', 'ea-trading', '{allowed}', to_jsonb(n.ea_trading_allowed), '{}'); end if;
  if n.min_trade_duration_seconds is distinct from o.min_trade_duration_seconds then
    d := private.with_rule_value(d, 'min_trade_duration_seconds', 'tick-scalping', '{min_s}', to_jsonb(n.min_trade_duration_seconds), null); end if;
  if n.max_trades_per_day is distinct from o.max_trades_per_day then
    d := private.with_rule_value(d, 'max_trades_per_day', 'max-trades-per-day', '{max}', to_jsonb(n.max_trades_per_day), '{}'); end if;
  select max(version) + 1 into next_version from public.rule_sets where phase_id = r.phase_id;
  insert into public.rule_sets (phase_id, code, version, currency, initial_balance_cents, rules, state, effective_from, published_at, published_via)
    values (r.phase_id, r.code, next_version, r.currency, r.initial_balance_cents, jsonb_set(d, '{version}', to_jsonb(next_version)), 'published',
      clock_timestamp(), clock_timestamp(), 'sql') returning id into fresh;
  perform private.append_events('rule-set:' || fresh, jsonb_build_array(jsonb_build_object('kind', 'rule-set.published', 'actor_kind', 'owner',
    'data', jsonb_build_object('rule_set_id', fresh, 'replaces', r.id, 'version', next_version))), clock_timestamp());
  select count(*) into keeping from public.accounts where phase_id = r.phase_id and rule_set_id <> fresh and status in ('pending', 'active', 'blocked', 'live');
  raise notice 'published version % of %; % running accounts keep their version until migrate_accounts', next_version, r.code, keeping;
  n.rule_set_id := fresh; n.version := next_version;
  return n;
end $$;
create trigger publish_config instead of update on public.risk_rules_config for each row execute function private.publish_config();
create function private.refuse_config() returns trigger language plpgsql set search_path = '' as
$$ begin raise exception 'risk_rules_config takes updates only; versions are published, never inserted or deleted here'; end $$;
create trigger refuse_config instead of insert or delete on public.risk_rules_config for each row execute function private.refuse_config();

-- The account keeps its events; its facts are folded again under the new version at the next check, so no verdict is guessed here.
create function public.migrate_accounts(challenge_type text, reason text) returns int language plpgsql security definer set search_path = '' as $$
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
