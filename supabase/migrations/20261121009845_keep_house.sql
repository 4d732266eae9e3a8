-- What only helps is kept for as long as the setting `retention` says, and taken away at night in small pieces. Trades, verdicts, money, events and raw messages stay for good.
create function private.kept_days(p_field text, p_usual int) returns int language sql stable security definer set search_path = '' as $$
  select coalesce(case when private.setting_holds('retention', s.value) then (s.value ->> p_field)::int end, p_usual) from (select private.setting('retention') as value) s $$;

create table private.thinned_marks (
  id boolean primary key default true check (id), day date, after_account uuid not null default '00000000-0000-0000-0000-000000000000', created_at timestamptz not null default now());
comment on table private.thinned_marks is 'How far the bars of equity have been thinned: the day under way, and the accounts of it that are done.';
alter table private.thinned_marks enable row level security;
insert into private.thinned_marks default values;

-- The next piece: two hundred accounts of the oldest day that still has all its bars. Of each day the highest, the lowest and the last bar stay, and half an hour before and after a verdict.
-- Answers how many bars went, null once nothing is old enough.
create function private.thin_marks(p_now timestamptz) returns int language plpgsql security definer set search_path = '' as $$
declare s private.thinned_marks; until_day date := (p_now at time zone 'UTC')::date - private.kept_days('equity_marks_days', 30); starts timestamptz; who uuid[]; gone int;
begin
  select * into s from private.thinned_marks for update;
  if s.after_account = '00000000-0000-0000-0000-000000000000' then
    -- Days without a bar are passed over.
    select (min(m.minute) at time zone 'UTC')::date into s.day from public.equity_marks m where m.minute >= coalesce(s.day::timestamp at time zone 'UTC', '-infinity');
  end if;
  if s.day is null or s.day >= until_day then return null; end if;
  starts := s.day::timestamp at time zone 'UTC';
  select array_agg(x.id order by x.id) into who from (select a.id from public.accounts a where a.id > s.after_account order by a.id limit 200) x;
  if who is null then
    update private.thinned_marks set day = s.day + 1, after_account = default;
    return 0;
  end if;
  delete from public.equity_marks m using (
    select b.account_id, b.minute, row_number() over (partition by b.account_id order by b.high_cents desc, b.minute) as high, row_number() over (partition by b.account_id order by b.low_cents, b.minute) as low,
      row_number() over (partition by b.account_id order by b.minute desc) as last
    from public.equity_marks b where b.account_id = any (who) and b.minute >= starts and b.minute < starts + interval '1 day') k
  where m.account_id = k.account_id and m.minute = k.minute and m.minute >= starts and m.minute < starts + interval '1 day' and k.high > 1 and k.low > 1 and k.last > 1
    and not exists (select from public.risk_violations v where v.account_id = m.account_id and v.breached_at between m.minute - interval '30 minutes' and m.minute + interval '30 minutes');
  get diagnostics gone = row_count;
  update private.thinned_marks set day = s.day, after_account = who[array_upper(who, 1)];
  return gone;
end $$;

-- A try stays as it was written; only the log of what arrived long ago may go as a whole.
create function private.guard_attempt() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'DELETE' and old.attempted_at < now() - interval '7 days' and exists (select from public.outbound_deliveries d where d.id = old.delivery_id and d.state = 'sent') then return old; end if;
  raise exception '% is append-only: % refused', tg_table_name, lower(tg_op);
end $$;
create trigger outbound_attempts_are_append_only before update or delete on public.outbound_attempts for each row execute function private.guard_attempt();

create index outbound_deliveries_sent on public.outbound_deliveries (sent_at) where state = 'sent';
create function private.drop_outbound(p_now timestamptz) returns int language plpgsql security definer set search_path = '' as $$
declare old uuid[];
begin
  select array_agg(x.id) into old from (select d.id from public.outbound_deliveries d where d.state = 'sent' and d.sent_at < p_now - make_interval(days => private.kept_days('outbound_days', 90))
    order by d.sent_at limit 500 for update skip locked) x;
  if old is null then return null; end if;
  delete from public.outbound_attempts a where a.delivery_id = any (old);
  delete from public.outbound_deliveries d where d.id = any (old);
  return cardinality(old);
end $$;

create function private.drop_answers(p_now timestamptz) returns int language plpgsql security definer set search_path = '' as $$
declare gone int;
begin
  delete from public.idempotency_keys k where k.ctid = any (array(select x.ctid from public.idempotency_keys x
    where x.created_at < p_now - make_interval(days => private.kept_days('answers_days', 400)) limit 2000 for update skip locked));
  get diagnostics gone = row_count;
  return nullif(gone, 0);
end $$;

-- The longest window of a limiter is a day.
create index rate_windows_started on private.rate_windows (started_at);
create function private.drop_windows(p_now timestamptz) returns int language plpgsql security definer set search_path = '' as $$
declare gone int;
begin
  delete from private.rate_windows w where w.ctid = any (array(select x.ctid from private.rate_windows x where x.started_at < p_now - interval '2 days' limit 2000 for update skip locked));
  get diagnostics gone = row_count;
  return nullif(gone, 0);
end $$;
select private.apply_grants();
