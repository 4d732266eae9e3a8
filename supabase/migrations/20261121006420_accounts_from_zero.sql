-- Funded accounts of some firms begin at nothing: their balance is what they have made since. The challenge keeps its size, which its price and its limits are
-- written for; only the rules of a live phase may say that an account begins at zero.
alter table public.rule_sets drop constraint rule_sets_initial_balance_cents_check;
alter table public.rule_sets add constraint rule_sets_initial_balance_cents_check check (initial_balance_cents >= 0) not valid;
alter table public.rule_sets validate constraint rule_sets_initial_balance_cents_check;
alter table public.accounts drop constraint accounts_initial_balance_cents_check;
alter table public.accounts add constraint accounts_initial_balance_cents_check check (initial_balance_cents >= 0) not valid;
alter table public.accounts validate constraint accounts_initial_balance_cents_check;

create or replace function private.guard_rule_set() returns trigger language plpgsql set search_path = '' as $$
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

-- Whoever opens an account says the challenge's size; what it begins with is the pinned rules' word.
create function private.begin_as_ruled() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from public.rule_sets r where r.id = new.rule_set_id and r.initial_balance_cents = 0) then new.initial_balance_cents := 0; end if;
  return new;
end $$;
create trigger begin_as_ruled before insert on public.accounts for each row execute function private.begin_as_ruled();

create or replace function public.save_rule_set(p jsonb) returns uuid language plpgsql security definer set search_path = '' as $$
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

-- The size is the one that is sold, also where the account begins at zero.
create or replace view public.risk_rules_config with (security_invoker = true) as
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

select private.apply_grants();
