-- What a setting may say. The office checks it too; here nobody gets round it: a value that no reader understands would silently mean what is usual.
create function private.whole_between(p jsonb, p_least bigint, p_most bigint) returns boolean language sql immutable set search_path = '' as $$
  select coalesce(jsonb_typeof(p) = 'number' and p #>> '{}' ~ '^[0-9]{1,15}$' and (p #>> '{}')::numeric between p_least and p_most, false) $$;

-- Whether a value is one that its readers understand. Fields that are left out mean what is usual; fields nobody reads are refused.
-- `identity_days`: how long the name behind a record of money is kept.
create function private.setting_holds(p_key text, p_value jsonb) returns boolean language plpgsql immutable set search_path = '' as $$
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
        ('retention', 'equity_marks_days', 2, 3650), ('retention', 'outbound_days', 7, 3650), ('retention', 'answers_days', 366, 3650), ('retention', 'identity_days', 0, 7300),
        ('mail_policy', 'warn_from_bps', 0, 9999), ('mail_policy', 'inactivity_days', 0, 60),
        ('payout_policy', 'auto_release_below_cents', 0, most), ('payout_policy', 'second_approver_at_or_above_cents', 0, most), ('payout_policy', 'settlement_days', 0, 90),
        ('payout_policy', 'limit_days', 1, 366), ('payout_policy', 'limit_per_trader_cents', 0, most), ('payout_policy', 'cool_off_seconds', 0, most), ('payout_policy', 'stale_after_seconds', 60, most))
        as f(key, field, least, most) on f.key = p_key and f.field = e.key
      where case when p_key = 'payout_policy' and e.key = 'provider_days' then jsonb_typeof(e.value) <> 'object'
          or exists (select from jsonb_each(e.value) d where not private.whole_between(d.value, 0, 30))
        else f.field is null or not private.whole_between(e.value, f.least, f.most) end) end;
end $$;

-- A call of the API: counted under the limit that holds now, in one statement.
create function public.take_call(p_caller text, p_access text, p_now timestamptz) returns boolean language sql security definer set search_path = '' as $$
  select public.take_rate('api:' || p_access || ':' || p_caller,
    coalesce(case when private.setting_holds('api_limits', s.value) then (s.value ->> (case p_access when 'write' then 'write_per_minute' else 'read_per_minute' end))::int end,
      case p_access when 'write' then 60 else 300 end), 60, p_now)
  from (select private.setting('api_limits') as value) s $$;

insert into private.declared_grants (privilege, object, roles) values ('execute', 'public.take_call(text, text, timestamptz)', '{service_role}');
select private.apply_grants();
