-- Taking in what the judge knows of the market. Each import says what it would change before it changes it; the same import again
-- changes nothing, turns no version and files no event.
create function public.save_symbol(p jsonb, p_now timestamptz) returns int language plpgsql security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['config', 'admin']); held public.symbols; told public.symbols;
begin
  -- Whoever changes the market waits here, so that two new aliases are never compared with a table that lacks the other.
  perform from private.market_state for update;
  select * into held from public.symbols s where s.code = p ->> 'code';
  if coalesce((p ->> 'version')::int, 0) <> coalesce(held.version, 0) then raise exception 'stale' using errcode = '55000'; end if;
  told := jsonb_populate_record(null::public.symbols, p - 'version');
  told.aliases := coalesce((select array_agg(distinct x order by x) from unnest(told.aliases) x where x <> told.code), '{}');
  told.is_micro := coalesce(told.is_micro, false); told.version := coalesce(held.version, 0) + 1; told.created_at := coalesce(held.created_at, p_now);
  if held.code is not null and to_jsonb(told) - 'version' = to_jsonb(held) - 'version' then return held.version; end if;
  if exists (select from public.symbols s where s.code <> told.code and (s.aliases && told.aliases or s.code = any (told.aliases) or told.code = any (s.aliases))) then
    raise exception 'alias-taken' using errcode = '55000';
  end if;
  if held.code is null then insert into public.symbols select told.*;
  else
    update public.symbols s set class = told.class, contract_size = told.contract_size, value_per_unit = told.value_per_unit, symbol_group = told.symbol_group,
      aliases = told.aliases, quote_currency = told.quote_currency, is_micro = told.is_micro, calendar = told.calendar, version = told.version where s.code = told.code;
  end if;
  perform private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', 'market.symbol-saved', 'data',
    jsonb_build_object('code', told.code, 'was', case when held.code is not null then to_jsonb(held) - 'created_at' end, 'is', to_jsonb(told) - 'created_at', 'saved_by', who))), p_now);
  return told.version;
end $$;

-- Counts of a comparison and its first lines, for the eye; what = added, changed, withdrawn.
create function private.tell_changes(p_changes jsonb) returns jsonb language sql immutable set search_path = '' as $$
  select jsonb_build_object('added', count(*) filter (where c ->> 'what' = 'added'), 'changed', count(*) filter (where c ->> 'what' = 'changed'),
    'withdrawn', count(*) filter (where c ->> 'what' = 'withdrawn'), 'changes', coalesce(jsonb_agg(c order by n) filter (where n <= 200), '[]'))
  from jsonb_array_elements(p_changes) with ordinality as x(c, n) $$;

-- Whoever looked before importing takes in what was seen, or nothing.
create function private.expect_changes(p jsonb, p_told jsonb) returns void language plpgsql immutable set search_path = '' as $$
begin
  if p ? 'expects' and p -> 'expects' <> p_told - 'changes' then raise exception 'stale' using errcode = '55000'; end if;
end $$;

-- Writes down an import that changed something or covers more than before.
create function private.file_import(p jsonb, p_kind text, p_told jsonb, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
declare made uuid; who uuid := private.uid();
begin
  insert into public.market_imports (kind, source, calendar, covers_from, covers_to, added, changed, withdrawn, imported_by, created_at)
    values (p_kind, p ->> 'source', p ->> 'calendar', (p ->> 'covers_from')::timestamptz, (p ->> 'covers_to')::timestamptz, (p_told ->> 'added')::int,
      (p_told ->> 'changed')::int, (p_told ->> 'withdrawn')::int, (select s.id from public.staff s where s.id = who), p_now) returning id into made;
  perform private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', 'market.imported', 'data', p_told - 'changes' ||
    jsonb_build_object('import_id', made, 'kind', p_kind, 'source', p ->> 'source', 'covers_from', p -> 'covers_from', 'covers_to', p -> 'covers_to'))), p_now);
end $$;

create function private.covers_more(p jsonb, p_kind text) returns boolean language sql stable security definer set search_path = '' as $$
  select p ->> 'covers_from' is not null and not exists (select from public.market_imports i where i.kind = p_kind and i.source = p ->> 'source'
    and i.calendar is not distinct from p ->> 'calendar' and i.covers_from <= (p ->> 'covers_from')::timestamptz and i.covers_to >= (p ->> 'covers_to')::timestamptz) $$;

-- p = {source, covers_from, covers_to (not with it), rows: [{key, at, currency, impact, title, event}], dry_run, expects}. Inside its span a source's list is whole: what it no longer lists is withdrawn.
create function private.take_news(p jsonb, p_now timestamptz) returns jsonb language plpgsql security definer set search_path = '' as $$
declare v_source text := p ->> 'source'; since timestamptz := (p ->> 'covers_from')::timestamptz; until timestamptz := (p ->> 'covers_to')::timestamptz;
  changes jsonb; told jsonb; is_dry boolean := coalesce((p ->> 'dry_run')::boolean, false);
begin
  if not is_dry then perform from private.market_state for update; end if;
  with fresh as (select * from jsonb_to_recordset(p -> 'rows') as r(key text, at timestamptz, currency text, impact text, title text, event text)),
  held as (select * from public.news_events n where n.source = v_source),
  diff as (
    select coalesce(f.key, h.key) as key, case when h.key is null then 'added' when f.key is null then 'withdrawn' else 'changed' end as what,
      case when h.key is not null then jsonb_build_object('at', h.at, 'currency', h.currency, 'impact', h.impact, 'title', h.title, 'event', h.event) end as was,
      case when f.key is not null then jsonb_build_object('at', f.at, 'currency', f.currency, 'impact', f.impact, 'title', f.title, 'event', f.event) end as is_now
    from fresh f full join held h on h.key = f.key
    where case when f.key is null then h.withdrawn_at is null and h.at >= since and h.at < until
      else h.key is null or h.withdrawn_at is not null or (h.at, h.currency, h.impact, h.title, h.event) is distinct from (f.at, f.currency, f.impact, f.title, f.event) end)
  select coalesce(jsonb_agg(jsonb_build_object('what', d.what, 'key', d.key, 'was', d.was, 'is', d.is_now) order by coalesce(d.is_now ->> 'at', d.was ->> 'at'), d.key), '[]')
    into changes from diff d;
  told := private.tell_changes(changes);
  perform private.expect_changes(p, told);
  if is_dry or (changes = '[]' and not private.covers_more(p, 'news')) then return told; end if;
  insert into public.news_events as n (source, key, at, currency, impact, title, event)
    select v_source, c ->> 'key', (c -> 'is' ->> 'at')::timestamptz, c -> 'is' ->> 'currency', c -> 'is' ->> 'impact', c -> 'is' ->> 'title', c -> 'is' ->> 'event'
    from jsonb_array_elements(changes) c where c ->> 'what' <> 'withdrawn'
    on conflict (source, key) do update set at = excluded.at, currency = excluded.currency, impact = excluded.impact, title = excluded.title, event = excluded.event,
      withdrawn_at = null;
  update public.news_events n set withdrawn_at = p_now from jsonb_array_elements(changes) c where c ->> 'what' = 'withdrawn' and n.source = v_source and n.key = c ->> 'key';
  perform private.file_import(p, 'news', told, p_now);
  return told;
end $$;

-- p = {source, rows: [{base, quote, rate, at}], dry_run}. A rate is corrected in its place; none is ever taken away.
create function private.take_rates(p jsonb, p_now timestamptz) returns jsonb language plpgsql security definer set search_path = '' as $$
declare v_source text := p ->> 'source'; changes jsonb; told jsonb; is_dry boolean := coalesce((p ->> 'dry_run')::boolean, false);
begin
  if not is_dry then perform from private.market_state for update; end if;
  select coalesce(jsonb_agg(jsonb_build_object('what', case when h.id is null then 'added' else 'changed' end, 'key', f.base || '/' || f.quote,
      'was', case when h.id is not null then jsonb_build_object('at', h.at, 'rate', h.rate::text, 'base', h.base, 'quote', h.quote) end,
      'is', jsonb_build_object('at', f.at, 'rate', f.rate::text, 'base', f.base, 'quote', f.quote)) order by f.at, f.base, f.quote), '[]') into changes
    from jsonb_to_recordset(p -> 'rows') as f(base text, quote text, rate numeric, at timestamptz)
    left join public.fx_rates h on h.source = v_source and h.base = f.base and h.quote = f.quote and h.at = f.at
    where h.id is null or h.rate <> f.rate;
  told := private.tell_changes(changes);
  perform private.expect_changes(p, told);
  if is_dry or changes = '[]' then return told; end if;
  insert into public.fx_rates as r (source, base, quote, rate, at)
    select v_source, c -> 'is' ->> 'base', c -> 'is' ->> 'quote', (c -> 'is' ->> 'rate')::numeric, (c -> 'is' ->> 'at')::timestamptz from jsonb_array_elements(changes) c
    on conflict (source, base, quote, at) do update set rate = excluded.rate;
  perform private.file_import(p - 'covers_from' - 'covers_to' - 'calendar', 'rates', told, p_now);
  return told;
end $$;

-- p = {source, calendar, covers_from, covers_to, rows: [{day, closes_at, title}], dry_run}. Inside its span a calendar's list is whole.
create function private.take_holidays(p jsonb, p_now timestamptz) returns jsonb language plpgsql security definer set search_path = '' as $$
declare v_source text := p ->> 'source'; v_calendar text := p ->> 'calendar'; since date := ((p ->> 'covers_from')::timestamptz at time zone 'UTC')::date;
  until date := ((p ->> 'covers_to')::timestamptz at time zone 'UTC')::date; changes jsonb; told jsonb; is_dry boolean := coalesce((p ->> 'dry_run')::boolean, false);
begin
  if not is_dry then perform from private.market_state for update; end if;
  with fresh as (select r.day, r.closes_at, coalesce(r.title, '') as title from jsonb_to_recordset(p -> 'rows') as r(day date, closes_at time, title text)),
  held as (select * from public.market_holidays x where x.source = v_source and x.calendar = v_calendar),
  diff as (
    select coalesce(f.day, h.day) as day, case when h.day is null then 'added' when f.day is null then 'withdrawn' else 'changed' end as what,
      case when h.day is not null then jsonb_build_object('day', h.day, 'closes_at', h.closes_at, 'title', h.title) end as was,
      case when f.day is not null then jsonb_build_object('day', f.day, 'closes_at', f.closes_at, 'title', f.title) end as is_now
    from fresh f full join held h on h.day = f.day
    where case when f.day is null then h.withdrawn_at is null and h.day >= since and h.day < until
      else h.day is null or h.withdrawn_at is not null or (h.closes_at, h.title) is distinct from (f.closes_at, f.title) end)
  select coalesce(jsonb_agg(jsonb_build_object('what', d.what, 'key', d.day, 'was', d.was, 'is', d.is_now) order by d.day), '[]') into changes from diff d;
  told := private.tell_changes(changes);
  perform private.expect_changes(p, told);
  if is_dry or (changes = '[]' and not private.covers_more(p, 'holidays')) then return told; end if;
  insert into public.market_holidays as n (source, calendar, day, closes_at, title)
    select v_source, v_calendar, (c -> 'is' ->> 'day')::date, (c -> 'is' ->> 'closes_at')::time, c -> 'is' ->> 'title' from jsonb_array_elements(changes) c where c ->> 'what' <> 'withdrawn'
    on conflict (source, calendar, day) do update set closes_at = excluded.closes_at, title = excluded.title, withdrawn_at = null;
  update public.market_holidays n set withdrawn_at = p_now from jsonb_array_elements(changes) c
    where c ->> 'what' = 'withdrawn' and n.source = v_source and n.calendar = v_calendar and n.day = (c ->> 'key')::date;
  perform private.file_import(p, 'holidays', told, p_now);
  return told;
end $$;

create function public.import_news(p jsonb, p_now timestamptz) returns jsonb language plpgsql security definer set search_path = '' as
$$ begin perform private.require_staff(array['config', 'admin']); return private.take_news(p, p_now); end $$;
create function public.import_rates(p jsonb, p_now timestamptz) returns jsonb language plpgsql security definer set search_path = '' as
$$ begin perform private.require_staff(array['config', 'admin']); return private.take_rates(p, p_now); end $$;
create function public.import_holidays(p jsonb, p_now timestamptz) returns jsonb language plpgsql security definer set search_path = '' as
$$ begin perform private.require_staff(array['config', 'admin']); return private.take_holidays(p, p_now); end $$;

insert into private.declared_grants (privilege, object, roles)
select 'select', 'public.' || t, '{authenticated}' from unnest(array['market_imports', 'news_events', 'fx_rates', 'market_holidays']) t;
insert into private.declared_grants (privilege, object, roles)
select 'execute', 'public.' || f, '{authenticated}' from unnest(array['save_symbol(jsonb, timestamptz)', 'import_news(jsonb, timestamptz)', 'import_rates(jsonb, timestamptz)',
  'import_holidays(jsonb, timestamptz)']) f;
insert into private.declared_grants (privilege, object, roles) values ('execute', 'public.load_market(bigint, timestamptz)', '{service_role}');
select private.apply_grants();
