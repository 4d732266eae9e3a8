-- What is known of a person before it goes, and how a text loses it.
create type private.person as (trader uuid, sign_in uuid, accounts uuid[], payouts uuid[], emails text[], words text[], addresses text[], messages uuid[], logins text[], mentions uuid[]);

-- Every way a word may be written where it is kept: plain, as in JSON of ASCII alone, and as in an address of a page.
create function private.spellings(p_words text[]) returns text[] language sql immutable set search_path = '' as $$
  select coalesce(array_agg(distinct s), '{}') from unnest(p_words) w cross join lateral (values (lower(w)),
    (lower((select string_agg(case when ascii(c) > 65535 then format('\u%s\u%s', to_hex(55232 + (ascii(c) >> 10)), to_hex(56320 + (ascii(c) & 1023))) when ascii(c) > 126 then '\u' || lpad(to_hex(ascii(c)), 4, '0')
      when c in ('"', '\') then '\' || c else c end, '' order by i) from regexp_split_to_table(w, '') with ordinality as x(c, i)))),
    (lower((select string_agg(case when c ~ '[A-Za-z0-9._~-]' then c else regexp_replace(encode(convert_to(c, 'UTF8'), 'hex'), '(..)', '%\1', 'g') end, '' order by i) from regexp_split_to_table(w, '') with ordinality as x(c, i)))),
    (lower((select string_agg(case when c ~ '[A-Za-z0-9._~-]' then c when c = ' ' then '+' else regexp_replace(encode(convert_to(c, 'UTF8'), 'hex'), '(..)', '%\1', 'g') end, '' order by i)
      from regexp_split_to_table(w, '') with ordinality as x(c, i))))) v(s) where length(s) >= 6 $$;
create function private.says(p_text text, p_words text[]) returns boolean language sql immutable set search_path = '' as $$
  select exists (select from unnest(p_words) w where strpos(lower(p_text), w) > 0) $$;

-- The words alone, wherever they stand by themselves.
create function private.without(p_text text, p_words text[]) returns text language plpgsql immutable set search_path = '' as $$
declare said text := p_text; w text;
begin
  if not private.says(p_text, p_words) then return p_text; end if;
  foreach w in array p_words loop
    said := regexp_replace(said, case when w like '%@%' then '((?<![[:alnum:]._+-])|(?<=\\[nrt]))' else '((?<![[:alnum:]])|(?<=\\[nrt]))' end || regexp_replace(w, '([^[:alnum:]])', '\\\1', 'g') || '(?![[:alnum:]])', 'Erased', 'gi');
  end loop;
  return said;
end $$;
-- A code is a word of the house and stays; whatever people wrote goes as a whole, for it may say anything.
create function private.code_only(p_text text) returns text language sql immutable set search_path = '' as $$
  select case when p_text ~ '^[a-z0-9][a-z0-9_.:-]*$' or p_text = '' then p_text when p_text is not null then 'Erased.' end $$;
create function private.forget_json(p jsonb, p_words text[]) returns jsonb language sql immutable set search_path = '' as $$
  select case jsonb_typeof(p)
    when 'object' then (select coalesce(jsonb_object_agg(e.key, case
        when e.key in ('full_name', 'from_full_name', 'to_full_name', 'from_country', 'to_country', 'country', 'email', 'to_email', 'trader_name', 'masked', 'ip', 'address', 'device_hash')
          and jsonb_typeof(e.value) = 'string' then '"Erased."'
        when e.key in ('reason', 'why', 'note', 'body', 'comment', 'evidence', 'provider_reason', 'decision_reason') and jsonb_typeof(e.value) = 'string' then to_jsonb(private.code_only(e.value #>> '{}'))
        else private.forget_json(e.value, p_words) end), '{}') from jsonb_each(p) e)
    when 'array' then (select coalesce(jsonb_agg(private.forget_json(x, p_words) order by i), '[]') from jsonb_array_elements(p) with ordinality as y(x, i))
    when 'string' then to_jsonb(private.without(p #>> '{}', p_words)) else p end $$;
create function private.json_without(p jsonb, p_words text[]) returns jsonb language sql immutable set search_path = '' as $$
  select case jsonb_typeof(p)
    when 'object' then (select coalesce(jsonb_object_agg(e.key, private.json_without(e.value, p_words)), '{}') from jsonb_each(p) e)
    when 'array' then (select coalesce(jsonb_agg(private.json_without(x, p_words) order by i), '[]') from jsonb_array_elements(p) with ordinality as y(x, i))
    when 'string' then to_jsonb(private.without(p #>> '{}', p_words)) else p end $$;
-- A broker's message is about many: what it says of where these logins were reached from goes, and the words that name the person.
create function private.wire_without(p jsonb, p_logins text[], p_words text[]) returns jsonb language sql immutable set search_path = '' as $$
  select case jsonb_typeof(p)
    when 'object' then (select coalesce(jsonb_object_agg(e.key, case when e.key in ('address', 'device', 'client') and p -> 'account' ->> 'login' = any (p_logins) then '"Erased."'
      else private.wire_without(e.value, p_logins, p_words) end), '{}') from jsonb_each(p) e)
    when 'array' then (select coalesce(jsonb_agg(private.wire_without(x, p_logins, p_words) order by i), '[]') from jsonb_array_elements(p) with ordinality as y(x, i))
    when 'string' then to_jsonb(private.without(p #>> '{}', p_words)) else p end $$;
create function private.message_without(p_body text, p_logins text[], p_words text[]) returns text language plpgsql immutable set search_path = '' as $$
begin
  if p_body !~ '"(address|device|client)"' and not private.says(p_body, p_words) then return p_body; end if;
  begin return private.wire_without(p_body::jsonb, p_logins, p_words)::text; exception when others then return private.without(p_body, p_words); end;
end $$;
-- Of the file that people carried to a bank, the lines of these payouts keep their number, amount and currency.
create function private.lines_without(p_bytes text, p_payouts uuid[]) returns text language sql immutable set search_path = '' as $$
  select string_agg(case when substring(l from '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}') = any (p_payouts::text[])
    then regexp_replace(l, '^("[^"]*"),.*,([^,]*,[^,]*,[^,]*)$', '\1,"Erased","","",\2') else l end, E'\n' order by i) from regexp_split_to_table(p_bytes, E'\n') with ordinality as x(l, i) $$;
-- A statement is text as its bank writes it, and loses every line that names the person or one of their payouts, whose id banks write without hyphens too: what else stands there is of nobody else.
create function private.encoding_of(p_bytes bytea) returns name language plpgsql immutable set search_path = '' as $$
begin
  perform convert_from(p_bytes, 'UTF8'); return 'UTF8'; exception when others then return 'LATIN1';
end $$;
create function private.is_line_of(p_line text, p_words text[], p_payouts uuid[]) returns boolean language sql immutable set search_path = '' as $$
  select private.says(p_line, p_words) or private.says(replace(p_line, '-', ''), array(select replace(p::text, '-', '') from unnest(p_payouts) p)) $$;
create function private.bytes_without(p_bytes bytea, p_words text[], p_payouts uuid[]) returns bytea language sql immutable set search_path = '' as $$
  select convert_to(string_agg(case when private.is_line_of(l, p_words, p_payouts) then 'Erased.' else l end, E'\n' order by i), e.name)
  from (select private.encoding_of(p_bytes) as name) e, regexp_split_to_table(convert_from(p_bytes, e.name), E'\n') with ordinality as x(l, i) group by e.name $$;

-- The stored messages that are about this person alone: what a checkout, an identity provider, a payout provider and the mail provider sent. A broker's message is about many.
create function private.messages_of(p private.person) returns uuid[] language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(distinct m.id), '{}') from (
    select o.inbox_id as id from public.orders o where o.trader_id = p.trader
    union select r.inbox_id from public.order_returns r join public.orders o on o.provider = r.provider and o.payment_ref = r.payment_ref where o.trader_id = p.trader
    union select k.inbox_id from public.kyc_reports k where k.trader_id = p.trader
    union select n.inbox_id from private.mail_notices n join public.mail_deliveries d on d.provider_id = n.provider_id where d.trader_id = p.trader
    union select i.id from public.inbox i join public.connections c on c.id = i.connection_id where c.kind in ('checkout', 'kyc', 'payout', 'mail') and (private.says(coalesce(i.body, ''), p.words || p.trader::text || p.payouts::text[])
      or private.says(coalesce(i.answer::text, ''), array(select o.id::text from public.orders o where o.trader_id = p.trader)))) m where m.id is not null $$;

create function private.person_of(p_trader uuid) returns private.person language plpgsql stable security definer set search_path = '' as $$
declare t public.traders; p private.person; names text[]; called jsonb;
begin
  select * into t from public.traders x where x.id = p_trader;
  p.trader := t.id; p.sign_in := t.auth_user_id;
  p.accounts := array(select a.id from public.accounts a where a.trader_id = t.id);
  p.payouts := array(select x.id from public.payouts x where x.trader_id = t.id);
  if t.erased_at is null then
    if to_regclass('auth.users') is not null and has_table_privilege('auth.users', 'select') then
      execute 'select jsonb_build_object(''email'', u.email, ''phone'', nullif(u.phone, ''''), ''name'', u.raw_user_meta_data ->> ''full_name'') from auth.users u where u.id = $1' into called using p.sign_in; end if;
    p.emails := array(select distinct lower(e) from (select t.email as e union select called ->> 'email' union select m.to_email from public.mail_deliveries m where m.trader_id = t.id
      union select l.email from public.login_events l where l.actor_id = p.sign_in) x where e like '%@%' and not exists (select from public.staff s where lower(s.email) = lower(e))
      and not exists (select from public.traders o where lower(o.email) = lower(e) and o.id <> t.id));
    names := array(select distinct trim(n) from (select t.full_name as n union select called ->> 'name' union select b.name from public.beneficiaries b where b.trader_id = t.id
      union select e.data ->> f from public.events e, unnest(array['from_full_name', 'to_full_name']) f where e.trader_id = t.id and e.data ? f) x
      -- A word of the language is no name to search for, and a namesake keeps theirs.
      where trim(n) ~ '\S\s+\S' and length(trim(n)) >= 6 and not exists (select from public.traders o where lower(trim(o.full_name)) = lower(trim(n)) and o.id <> t.id)
        and not exists (select from public.staff s where lower(trim(s.full_name)) = lower(trim(n))));
    p.words := private.spellings(p.emails || names || array(select k.reference from public.kyc_reports k where k.trader_id = t.id and k.provider <> 'manual' and length(k.reference) >= 8)
      || array_remove(array[called ->> 'phone'], null));
    p.addresses := array(select distinct host(x.ip) from (select i.ip from public.ip_events i where i.trader_id = t.id or i.account_id = any (p.accounts)
      union select l.ip from public.login_events l where l.actor_id = p.sign_in union select e.address from public.events e where e.actor_kind = 'trader' and e.actor_id = t.id) x where x.ip is not null);
  else
    p.emails := '{}'; p.words := '{}'; p.addresses := '{}';
  end if;
  p.messages := private.messages_of(p);
  p.logins := array(select a.login from public.accounts a where a.trader_id = t.id);
  p.mentions := array(select distinct m.id from (select e.inbox_id as id from public.account_events e where e.account_id = any (p.accounts)
    union select i.inbox_id from public.ip_events i where i.account_id = any (p.accounts)) m where m.id is not null);
  return p;
end $$;
