-- The firm's settings, versioned and signed by two, and the table of symbols.
create table public.settings (
  id uuid primary key default gen_random_uuid(), key text not null check (key ~ '^[a-z][a-z0-9_]*$'), version int not null check (version > 0), value jsonb not null,
  published_by uuid references public.staff, second_person uuid references public.staff, published_at timestamptz,
  published_via text not null default 'sql' check (published_via in ('office', 'sql')), created_at timestamptz not null default now(), unique (key, version),
  constraint office_settings_take_two_people check (published_at is null or published_via = 'sql'
    or (published_by is not null and second_person is not null and published_by <> second_person)));
create index settings_published_by on public.settings (published_by);
create index settings_second_person on public.settings (second_person);
comment on table public.settings is 'Policies of the firm by version: payouts, registration, retention. Published rows never change.';
alter table public.settings enable row level security;
create policy "staff see the settings" on public.settings for select to authenticated using ((select private.is_staff()));

create function private.guard_setting() returns trigger language plpgsql set search_path = '' as $$
begin
  if tg_op <> 'INSERT' and old.published_at is not null then raise exception 'a published setting never changes'; end if;
  if tg_op = 'DELETE' then return old; end if;
  if exists (select from public.settings s where s.key = new.key and s.id <> new.id and s.version >= new.version and s.published_at is not null) then
    raise exception 'versions of a setting count up';
  end if;
  return new;
end $$;
create trigger guard_setting before insert or update or delete on public.settings for each row execute function private.guard_setting();

create function private.setting(p_key text) returns jsonb language sql stable security definer set search_path = '' as
$$ select s.value from public.settings s where s.key = p_key and s.published_at is not null order by s.version desc limit 1 $$;

create table public.symbols (
  code text primary key, class text not null check (class in ('forex', 'metal', 'index', 'commodity', 'crypto', 'future', 'stock')),
  contract_size numeric, value_per_unit numeric, symbol_group text, aliases text[] not null default '{}', created_at timestamptz not null default now(),
  quote_currency text check (quote_currency ~ '^[A-Z]{3,5}$'), is_micro boolean not null default false, calendar text check (calendar ~ '^[a-z0-9-]{2,40}$'),
  version int not null default 1 check (version > 0), constraint symbol_sizes_are_positive check (contract_size > 0 and value_per_unit > 0));
create index symbols_aliases on public.symbols using gin (aliases);
comment on table public.symbols is 'What may be traded, with the names brokers give it.';
comment on column public.symbols.calendar is 'The holiday calendar it trades by; none where it knows no holidays, null where nobody said.';
alter table public.symbols enable row level security;
create policy "everybody signed in sees the symbols" on public.symbols for select to authenticated using (true);

-- A name that means two things would judge a trade by the wrong class.
create function private.guard_symbol() returns trigger language plpgsql set search_path = '' as $$
begin
  if exists (select from public.symbols s where s.code <> new.code and (s.aliases && new.aliases or s.code = any (new.aliases) or new.code = any (s.aliases))) then
    raise exception 'an alias names one symbol';
  end if;
  return new;
end $$;
create trigger guard_symbol before insert or update on public.symbols for each row execute function private.guard_symbol();
