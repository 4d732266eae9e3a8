-- Where the firm's legal notices stand is a setting like the others: proposed by one, published by another.
create or replace function private.setting_holds(p_key text, p_value jsonb) returns boolean language plpgsql immutable set search_path = '' as $$
declare v jsonb := p_value; most constant bigint := 9000000000000000;
begin
  if p_key = 'registration' and jsonb_typeof(v) = 'string' then return v #>> '{}' in ('open', 'closed'); end if;
  if jsonb_typeof(v) is distinct from 'object' then return false; end if;
  return case p_key
    when 'registration' then jsonb_typeof(v -> 'open') = 'boolean' and v - 'open' = '{}'
    when 'api_origins' then jsonb_typeof(v -> 'origins') = 'array' and v - 'origins' = '{}' and jsonb_array_length(v -> 'origins') <= 50
      and not exists (select from jsonb_array_elements_text(v -> 'origins') o where o !~ '^https?://[a-z0-9.-]+(:[0-9]{1,5})?$')
    when 'legal_notices' then jsonb_typeof(v -> 'notices') = 'array' and v - 'notices' = '{}' and jsonb_array_length(v -> 'notices') <= 10
      and not exists (select from jsonb_array_elements(v -> 'notices') n where jsonb_typeof(n) is distinct from 'object' or n - array['title', 'url'] <> '{}'
        or coalesce(length(trim(n ->> 'title')), 0) not between 3 and 80 or coalesce(n ->> 'url', '') !~ '^https://[^\s@]+$' or length(n ->> 'url') > 500)
    when 'churn' then v - 'days' = '{}' and private.whole_between(v -> 'days', 1, 3650)
    else not exists (select from jsonb_each(v) e left join (values
        ('api_limits', 'read_per_minute', 1, 100000), ('api_limits', 'write_per_minute', 1, 100000),
        ('retention', 'equity_marks_days', 2, 3650), ('retention', 'outbound_days', 7, 3650), ('retention', 'answers_days', 366, 3650),
        ('mail_policy', 'warn_from_bps', 0, 9999), ('mail_policy', 'inactivity_days', 0, 60),
        ('payout_policy', 'auto_release_below_cents', 0, most), ('payout_policy', 'second_approver_at_or_above_cents', 0, most), ('payout_policy', 'settlement_days', 0, 90),
        ('payout_policy', 'limit_days', 1, 366), ('payout_policy', 'limit_per_trader_cents', 0, most), ('payout_policy', 'cool_off_seconds', 0, most), ('payout_policy', 'stale_after_seconds', 60, most))
        as f(key, field, least, most) on f.key = p_key and f.field = e.key
      where case when p_key = 'payout_policy' and e.key = 'provider_days' then jsonb_typeof(e.value) <> 'object'
          or exists (select from jsonb_each(e.value) d where not private.whole_between(d.value, 0, 30))
        else f.field is null or not private.whole_between(e.value, f.least, f.most) end) end;
end $$;

create or replace function public.publish_setting(p_key text, p_value jsonb, p_now timestamptz) returns text language plpgsql security definer set search_path = '' as $$
declare who uuid := private.require_staff(case p_key when 'payout_policy' then array['finance', 'admin'] else array['config', 'finance', 'admin'] end); held public.settings;
begin
  if p_key not in ('registration', 'api_origins', 'api_limits', 'retention', 'churn', 'mail_policy', 'payout_policy', 'legal_notices') or p_value is null or not private.setting_holds(p_key, p_value) then
    raise exception 'invalid-setting' using errcode = '22023'; end if;
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

select private.apply_grants();
